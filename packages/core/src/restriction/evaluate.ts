import type { PropertyValue } from '../properties/types.ts';
import type { MessageTable, Restriction } from './restriction.ts';
import { foldAs, isLike, matchesBytes, matchesText } from './text.ts';
import { compareValues, type SingleValue, sizeOf, valuesOf } from './values.ts';

/** What a restriction is asked about. */
export interface Subject {
  /** The value of a property; undefined where the item has none. */
  value(property: string): PropertyValue | undefined;
  hasFlag(flag: string): boolean;
  /** Rows of a table of the message; missing where it has no such tables. */
  rows?(table: MessageTable): readonly Subject[];
}

/** Stands for what is not known of an item until it is read. */
export const UNKNOWN: unique symbol = Symbol('unknown');

/** An item of which not everything is known. */
export interface PartialSubject {
  value(property: string): PropertyValue | undefined | typeof UNKNOWN;
  hasFlag(flag: string): boolean;
  rows?(table: MessageTable): readonly PartialSubject[] | typeof UNKNOWN;
}

/**
 * Whether an item meets a restriction ([MS-OXCDATA] 2.12). A comparison with a missing property is false, so its
 * negation is true.
 */
export function evaluate(restriction: Restriction, subject: Subject): boolean {
  return decide(restriction, subject) === true;
}

/**
 * The same of an item of which not everything is known; undefined where the answer depends on the rest. It is what
 * `evaluate` will say once all is known.
 */
export function decide(restriction: Restriction, subject: PartialSubject): boolean | undefined {
  switch (restriction.type) {
    case 'and':
      return all(restriction.of, subject, false);
    case 'or':
      return all(restriction.of, subject, true);
    case 'not':
      return negate(decide(restriction.of, subject));
    case 'comment':
      return restriction.of === undefined ? true : decide(restriction.of, subject);
    case 'count':
      return decide(restriction.of, subject);
    case 'sub':
      return decideRows(restriction.of, subject.rows?.(restriction.table) ?? []);
    case 'flag':
      return subject.hasFlag(restriction.flag);
    case 'compare': {
      const left = subject.value(restriction.left);
      const right = subject.value(restriction.right);
      // One that is missing for certain decides, whatever the other is.
      if (left === undefined || right === undefined) return false;
      if (left === UNKNOWN || right === UNKNOWN) return undefined;
      return valuesOf(left).some((a) => valuesOf(right).some((b) => compareValues(a, restriction.op, b)));
    }
    default: {
      const value = subject.value(restriction.property);
      return value === UNKNOWN ? undefined : meets(restriction, value);
    }
  }
}

function negate(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}

/** AND and OR: one part that gives `decisive` decides, one that is not known leaves it open. */
function all(parts: readonly Restriction[], subject: PartialSubject, decisive: boolean): boolean | undefined {
  let open = false;
  for (const part of parts) {
    const answer = decide(part, subject);
    if (answer === decisive) return decisive;
    if (answer === undefined) open = true;
  }
  return open ? undefined : !decisive;
}

function decideRows(restriction: Restriction, rows: readonly PartialSubject[] | typeof UNKNOWN): boolean | undefined {
  if (rows === UNKNOWN) return undefined;
  const answers = rows.map((row) => decide(restriction, row));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

type OneProperty = Extract<Restriction, { readonly property: string }>;

/** The restrictions that look at one property. */
function meets(restriction: OneProperty, value: PropertyValue | undefined): boolean {
  if (restriction.type === 'exist') return value !== undefined;
  if (restriction.type === 'size') {
    const size = sizeOf(restriction.property, value);
    return size !== undefined && compareValues(size, restriction.op, restriction.size);
  }
  return valuesOf(value).some((single) => meetsSingle(restriction, single));
}

function meetsSingle(
  restriction: Exclude<OneProperty, { readonly type: 'exist' | 'size' }>,
  value: SingleValue,
): boolean {
  switch (restriction.type) {
    case 'content': {
      const { value: wanted, fuzzy } = restriction;
      if (typeof value === 'string') return typeof wanted === 'string' && matchesText(value, wanted, fuzzy);
      return value instanceof Uint8Array && wanted instanceof Uint8Array && matchesBytes(value, wanted, fuzzy);
    }
    case 'property':
      return compareValues(value, restriction.op, restriction.value);
    case 'like': {
      const fuzzy = { match: 'full', loose: restriction.ignoreCase === true } as const;
      return typeof value === 'string' && isLike(foldAs(value, fuzzy), foldAs(restriction.pattern, fuzzy));
    }
    case 'bitmask': {
      const bits =
        typeof value === 'bigint'
          ? value & BigInt(restriction.mask)
          : typeof value === 'number'
            ? value & restriction.mask
            : undefined;
      return bits !== undefined && (bits !== 0 && bits !== 0n) === (restriction.test === 'nonzero');
    }
  }
}
