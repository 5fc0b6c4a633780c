/** Values that a restriction may compare with. */
export type RestrictionValue = string | number | bigint | boolean | Date | Uint8Array;

/** Relational operators of [MS-OXCDATA] 2.12.5. RELOP_RE is the restriction `like`. */
export type RelOp = '<' | '<=' | '>' | '>=' | '=' | '!=';

/** How a content restriction matches, [MS-OXCDATA] 2.12.4. The last three are for text alone. */
export interface Fuzzy {
  readonly match: 'full' | 'substring' | 'prefix';
  readonly ignoreCase?: boolean;
  /** Ignore accents and other nonspacing marks. */
  readonly ignoreNonSpace?: boolean;
  /** FL_LOOSE: ignore whatever should not matter, here case and nonspacing marks. */
  readonly loose?: boolean;
}

/** The tables of a message that a subrestriction looks into. */
export type MessageTable = 'recipients' | 'attachments';

/**
 * A condition on items, [MS-OXCDATA] 2.12, as plain data. Properties are canonical names. A comparison with a
 * property that the item does not have is false; its negation is therefore true. Of a property with several values it is
 * enough that one meets a condition, whatever the relation.
 */
export type Restriction =
  | { readonly type: 'and' | 'or'; readonly of: readonly Restriction[] }
  | { readonly type: 'not'; readonly of: Restriction }
  | {
      readonly type: 'content';
      readonly property: string;
      readonly value: string | Uint8Array;
      readonly fuzzy: Fuzzy;
    }
  | { readonly type: 'property'; readonly property: string; readonly op: RelOp; readonly value: RestrictionValue }
  /** RELOP_RE: the whole text is like a pattern, in which `*` is any text, `?` one character, and `\` takes the next as it is. */
  | { readonly type: 'like'; readonly property: string; readonly pattern: string; readonly ignoreCase?: boolean }
  | { readonly type: 'compare'; readonly left: string; readonly op: RelOp; readonly right: string }
  | { readonly type: 'bitmask'; readonly property: string; readonly mask: number; readonly test: 'zero' | 'nonzero' }
  /** By the bytes of the value, as [MS-OXCDATA] 2.11.1 counts them: text in UTF-16, of several values the sum. */
  | { readonly type: 'size'; readonly property: string; readonly op: RelOp; readonly size: number }
  | { readonly type: 'exist'; readonly property: string }
  /** At least one row of the table meets the condition. */
  | { readonly type: 'sub'; readonly table: MessageTable; readonly of: Restriction }
  /** What it says beside the condition means nothing; without a condition it is true. */
  | {
      readonly type: 'comment';
      readonly values?: readonly { readonly property: string; readonly value: RestrictionValue }[];
      readonly of?: Restriction;
    }
  /** Outermost in a table: its first `count` rows that meet the condition. Elsewhere the condition alone. */
  | { readonly type: 'count'; readonly count: number; readonly of: Restriction }
  | { readonly type: 'flag'; readonly flag: string };
