import { propertyByName } from '../properties/lookup.ts';
import type { PropertyType, PropertyValue } from '../properties/types.ts';
import type { RelOp } from './restriction.ts';

/** One value of a property. */
export type SingleValue = Exclude<PropertyValue, readonly unknown[]>;

/** The values of a property, one by one; none for a property that is not there. */
export function valuesOf(value: PropertyValue | undefined): readonly SingleValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as SingleValue];
}

/** Whether two values stand in a relation. Values of different kinds are different, and in no other relation. */
export function compareValues(left: SingleValue, op: RelOp, right: SingleValue): boolean {
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
function orderOf(left: SingleValue, right: SingleValue): number | undefined {
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  // Times that a Date would round are counted from 1601, in units of 100 ns.
  if (left instanceof Date && typeof right === 'bigint') return orderOf(fileTime(left), right);
  if (typeof left === 'bigint' && right instanceof Date) return orderOf(left, fileTime(right));
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right);
  if (isNumber(left) && isNumber(right)) return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return undefined;
}

const FILETIME_OF_1970_MS = 11_644_473_600_000;

function fileTime(date: Date): number | bigint {
  const milliseconds = date.getTime() + FILETIME_OF_1970_MS;
  return Number.isSafeInteger(milliseconds) ? BigInt(milliseconds) * 10_000n : Number.NaN;
}

function isNumber(value: SingleValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Bytes of one value of each type that always has as many ([MS-OXCDATA] 2.11.1). */
const FIXED_SIZES: Partial<Record<PropertyType, number>> = {
  PtypInteger16: 2,
  PtypInteger32: 4,
  PtypFloating32: 4,
  PtypErrorCode: 4,
  PtypBoolean: 1,
  PtypGuid: 16,
};
const USUAL_SIZE = 8;

/** Bytes of a property's value: of several values the sum; undefined for a property that is not there. */
export function sizeOf(name: string, value: PropertyValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  const type = propertyByName(name)?.type.replace('Multiple', '') as PropertyType | undefined;
  return valuesOf(value).reduce<number>((sum, single) => sum + sizeOfSingle(type, single), 0);
}

function sizeOfSingle(type: PropertyType | undefined, value: SingleValue): number {
  const fixed = type === undefined ? undefined : FIXED_SIZES[type];
  if (fixed !== undefined) return fixed;
  if (typeof value === 'string') return Buffer.byteLength(value, 'utf16le');
  if (value instanceof Uint8Array) return value.byteLength;
  return typeof value === 'boolean' ? 1 : USUAL_SIZE;
}
