/** Where in an item a word stands, as bits. */
export const WORD_FIELDS = { subject: 1, body: 2, addresses: 4, attachments: 8 } as const;

/** The words of an item, folded, each with the fields it stands in. */
export interface ItemWords {
  readonly itemId: number;
  readonly words: ReadonlyMap<string, number>;
}

/** A word to look for. */
export interface WantedWord {
  readonly word: string;
  /** Also as the beginning of longer ones. */
  readonly isPrefix: boolean;
}

/** The index of words, one page of places by the newest first. */
export interface WordsQuery {
  /** Missing: all folders. */
  readonly folderIds?: readonly number[];
  /** All of them have to be there. */
  readonly words: readonly WantedWord[];
  /** Bits of {@link WORD_FIELDS} that count. */
  readonly fields: number;
  readonly limit: number;
  readonly after?: { readonly received: number; readonly mid: number };
}

/**
 * Words of items. An item without an entry has not been looked into since it came or changed: whoever changes its content
 * or overlay takes the entry away in the same transaction.
 */
export interface WordsTable {
  /** Enters items, in place of what was known of them. */
  put(items: readonly ItemWords[]): Promise<void>;
  /** Mids of what has the words. */
  search(query: WordsQuery): Promise<readonly number[]>;
  /** Mids of what has no entry, the newest first, below a mid. */
  missing(query: {
    readonly folderIds?: readonly number[];
    readonly belowMid?: number;
    readonly limit: number;
  }): Promise<readonly number[]>;
}
