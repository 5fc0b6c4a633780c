import type { Fuzzy, RelOp, Restriction, RestrictionValue } from './restriction.ts';

/** What a restriction is asked about. */
export interface Subject {
  /** The value of a property; undefined where the item has none. */
  value(property: string): RestrictionValue | undefined;
  hasFlag(flag: string): boolean;
}

/**
 * Whether an item meets a restriction ([MS-OXCDATA] 2.12). A comparison with a missing property is false, so its
 * negation is true.
 */
export function evaluate(restriction: Restriction, subject: Subject): boolean {
  switch (restriction.type) {
    case 'and':
      return restriction.of.every((part) => evaluate(part, subject));
    case 'or':
      return restriction.of.some((part) => evaluate(part, subject));
    case 'not':
      return !evaluate(restriction.of, subject);
    case 'content': {
      const value = subject.value(restriction.property);
      return typeof value === 'string' && matches(value, restriction.value, restriction.fuzzy);
    }
    case 'property':
      return compare(subject.value(restriction.property), restriction.op, restriction.value);
    case 'compare': {
      const right = subject.value(restriction.right);
      return right !== undefined && compare(subject.value(restriction.left), restriction.op, right);
    }
    case 'bitmask': {
      const value = subject.value(restriction.property);
      return typeof value === 'number' && ((value & restriction.mask) !== 0) === (restriction.test === 'nonzero');
    }
    case 'size':
      return compare(sizeOf(subject.value(restriction.property)), restriction.op, restriction.size);
    case 'exist':
      return subject.value(restriction.property) !== undefined;
    case 'flag':
      return subject.hasFlag(restriction.flag);
  }
}

function matches(value: string, wanted: string, fuzzy: Fuzzy): boolean {
  const [a, b] = [fold(value, fuzzy), fold(wanted, fuzzy)];
  if (fuzzy.match === 'full') return a === b;
  return fuzzy.match === 'prefix' ? a.startsWith(b) : a.includes(b);
}

function fold(text: string, { ignoreCase, ignoreNonSpace }: Fuzzy): string {
  const bare = ignoreNonSpace ? text.normalize('NFKD').replace(/\p{M}/gu, '') : text;
  return ignoreCase ? bare.toLowerCase() : bare;
}

function compare(left: RestrictionValue | undefined, op: RelOp, right: RestrictionValue): boolean {
  if (left === undefined) return false;
  const order = orderOf(left, right);
  if (order === undefined) return op === '!=';
  switch (op) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
  }
}

/** Undefined where the two are not of a kind. */
function orderOf(left: RestrictionValue, right: RestrictionValue): number | undefined {
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right);
  if (isNumber(left) && isNumber(right)) return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return undefined;
}

function isNumber(value: RestrictionValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function sizeOf(value: RestrictionValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return Buffer.byteLength(value, 'utf16le');
  if (value instanceof Uint8Array) return value.byteLength;
  return typeof value === 'boolean' ? 1 : 8;
}
