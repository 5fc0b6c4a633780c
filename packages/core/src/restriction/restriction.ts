/** Values that a restriction may compare with. */
export type RestrictionValue = string | number | bigint | boolean | Date | Uint8Array;

/** Relational operators of [MS-OXCDATA] 2.12.5. */
export type RelOp = '<' | '<=' | '>' | '>=' | '=' | '!=';

/** How a content restriction matches text, [MS-OXCDATA] 2.12.4. */
export interface Fuzzy {
  readonly match: 'full' | 'substring' | 'prefix';
  readonly ignoreCase?: boolean;
  /** Ignore accents and other nonspacing marks. */
  readonly ignoreNonSpace?: boolean;
}

/**
 * A condition on items, [MS-OXCDATA] 2.12, as plain data. Properties are canonical names. A comparison with a
 * property that the item does not have is false; its negation is therefore true.
 */
export type Restriction =
  | { readonly type: 'and' | 'or'; readonly of: readonly Restriction[] }
  | { readonly type: 'not'; readonly of: Restriction }
  | { readonly type: 'content'; readonly property: string; readonly value: string; readonly fuzzy: Fuzzy }
  | { readonly type: 'property'; readonly property: string; readonly op: RelOp; readonly value: RestrictionValue }
  | { readonly type: 'compare'; readonly left: string; readonly op: RelOp; readonly right: string }
  | { readonly type: 'bitmask'; readonly property: string; readonly mask: number; readonly test: 'zero' | 'nonzero' }
  | { readonly type: 'size'; readonly property: string; readonly op: RelOp; readonly size: number }
  | { readonly type: 'exist'; readonly property: string }
  | { readonly type: 'flag'; readonly flag: string };
