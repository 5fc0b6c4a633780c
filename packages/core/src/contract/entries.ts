/** What an item is. Each kind has formats; a folder may hold one kind or several. */
export type ItemKind = 'mail' | 'event' | 'task' | 'note' | 'contact' | 'journal';

/** What a folder is for: the roles of RFC 6154 (SPECIAL-USE) in the words of RFC 8621. */
export type FolderRole = 'inbox' | 'archive' | 'drafts' | 'flagged' | 'junk' | 'sent' | 'trash' | 'all';

/**
 * Flags and keywords of an item in the words of RFC 8621 s.4.1.1, lower case, sorted, each once: `$seen`,
 * `$answered`, `$flagged`, `$draft`, `$forwarded` or any keyword of the user's.
 */
export type Flags = readonly string[];

/** The key of the folder that a mount is rooted at. Every other key is the backend's own. */
export const ROOT_FOLDER = '';

/** A folder as a backend lists it. */
export interface FolderEntry {
  /** Opaque, unique in the mount; the root has {@link ROOT_FOLDER}. */
  readonly key: string;
  /** Absent for the root only. */
  readonly parent?: string;
  /** The name people see, decoded (no modified UTF-7), any character but NUL. Empty for the root. */
  readonly name: string;
  /** False for a folder that can only hold folders (IMAP \Noselect). */
  readonly holdsItems: boolean;
  /** False where no folder can be made below it (IMAP \Noinferiors). */
  readonly holdsFolders: boolean;
  readonly kinds: readonly ItemKind[];
  readonly role?: FolderRole;
  /**
   * Opaque; equal means that no item in this folder was added, changed, flagged or removed since. Left out where
   * that cannot be known cheaply.
   */
  readonly revision?: string;
}

/** One part of a MIME message, after the body structure of RFC 9051 s.7.5.2. */
export interface BodyPart {
  /** Section number as in IMAP FETCH (`1`, `1.2`); empty for the top. */
  readonly part: string;
  /** Lower case, such as `text/plain`. */
  readonly mediaType: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly encoding?: string;
  /** Bytes as transferred, before decoding. */
  readonly size?: number;
  readonly disposition?: string;
  readonly fileName?: string;
  readonly contentId?: string;
  readonly parts?: readonly BodyPart[];
}

/** An item as a backend lists it: never its body. */
export interface ItemEntry {
  /**
   * Opaque, unique in its folder at any one time (IMAP: UIDVALIDITY and UID). A backend does not soon give a freed key to
   * another item. Where others name the items (files), a key may come back with other content, and then has another
   * content revision: core takes that for a change of the item, or, where it is the answer to a write, for a new one.
   */
  readonly key: string;
  /** Opaque; changes when the bytes change. */
  readonly contentRevision: string;
  /** Opaque; changes when the flags change. Absent where the backend keeps no flags. */
  readonly flagsRevision?: string;
  /** Lower case, no parameters, such as `message/rfc822`. */
  readonly mediaType: string;
  /** Bytes as stored. */
  readonly size?: number;
  /** Absent where the backend keeps no flags; core then keeps them. */
  readonly flags?: Flags;
  /** When it came into the store (IMAP INTERNALDATE), to the second. */
  readonly received?: Date;
  /**
   * The bytes that core makes the index row from: for mail the raw header block with its empty line, for other
   * media types the first {@link MAX_HEAD_BYTES} of the item. Given where the call asked for `head`. A header block may be
   * cut at 1 MiB.
   */
  readonly head?: Uint8Array;
  /** The part structure of a mail, where the backend knows it without reading the body. */
  readonly structure?: BodyPart;
  /** An id that stays with the item when others move or copy it (RFC 8474 EMAILID). Never core's identity. */
  readonly stableId?: string;
}

/** How much of an item that is not mail is its head. */
export const MAX_HEAD_BYTES: number = 65_536;
