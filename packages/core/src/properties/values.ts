import { PROPERTY_TYPES, type PropertyType, type PropertyValue, type ValueOf } from './types.ts';

type Check = (value: unknown) => boolean;

const isNumber: Check = (value) => typeof value === 'number';
const isInteger: Check = (value) => Number.isInteger(value);
const isBigint: Check = (value) => typeof value === 'bigint';
const isText: Check = (value) => typeof value === 'string';
const isBytes: Check = (value) => value instanceof Uint8Array;
const isTime: Check = (value) => value instanceof Date || typeof value === 'bigint';

/** What a value of each single type is in JavaScript. */
const SINGLE: Readonly<Record<string, Check>> = {
  PtypInteger16: isInteger,
  PtypInteger32: isInteger,
  PtypFloating32: isNumber,
  PtypFloating64: isNumber,
  PtypCurrency: isBigint,
  PtypFloatingTime: isNumber,
  PtypErrorCode: isInteger,
  PtypBoolean: (value) => typeof value === 'boolean',
  PtypObject: isBytes,
  PtypInteger64: isBigint,
  PtypString8: isText,
  PtypString: isText,
  PtypTime: isTime,
  PtypGuid: isText,
  PtypServerId: isBytes,
  PtypRestriction: isBytes,
  PtypRuleAction: isBytes,
  PtypBinary: isBytes,
};

/** Whether a type holds several values ([MS-OXCDATA] 2.11.1: the bit 0x1000). */
export function isMultiple(type: PropertyType): boolean {
  return (PROPERTY_TYPES[type] & 0x1000) !== 0;
}

/** The type of one value of a multiple-valued type; of any other type, itself. */
export function singleType(type: PropertyType): PropertyType {
  return isMultiple(type) ? (type.replace('Multiple', '') as PropertyType) : type;
}

/** Whether a value is of the kind that a type has. Ranges are not looked at: a stored value stays readable. */
export function isValueOf<T extends PropertyType>(type: T, value: unknown): value is ValueOf<T> {
  if (type === 'PtypUnspecified') return value !== undefined && value !== null;
  const check = SINGLE[singleType(type)];
  if (check === undefined) return false;
  return isMultiple(type) ? Array.isArray(value) && value.every(check) : check(value);
}

const RANGES: Readonly<Record<string, readonly [min: number | bigint, max: number | bigint]>> = {
  PtypInteger16: [-0x8000, 0xffff],
  PtypInteger32: [-0x8000_0000, 0xffff_ffff],
  PtypErrorCode: [-0x8000_0000, 0xffff_ffff],
  PtypInteger64: [-(2n ** 63n), 2n ** 64n - 1n],
  PtypCurrency: [-(2n ** 63n), 2n ** 63n - 1n],
};
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;

/**
 * Whether a value may be set as a property of a type: of its kind, numbers within its bits (signed or unsigned), GUIDs and
 * times that are such.
 */
export function fits(type: PropertyType, value: PropertyValue): boolean {
  if (!isValueOf(type, value)) return false;
  const single = singleType(type);
  return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).every((one) => fitsOne(single, one));
}

function fitsOne(type: PropertyType, value: unknown): boolean {
  const range = RANGES[type];
  if (range !== undefined) return (value as number) >= range[0] && (value as number) <= range[1];
  if (type === 'PtypGuid') return GUID.test(value as string);
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  return true;
}

/** Whether two values are the same: bytes by their content, times by the instant. */
export function sameValue(a: PropertyValue | undefined, b: PropertyValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((one, index) => sameValue(one as PropertyValue, b[index] as PropertyValue));
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  return a === b;
}

/** 100 ns between 1601, where FILETIME begins, and 1970. */
const EPOCH = 116_444_736_000_000_000n;

/** A time as FILETIME ([MS-DTYP] 2.3.3). */
export function fileTime(time: Date | bigint): bigint {
  return typeof time === 'bigint' ? time : BigInt(time.getTime()) * 10_000n + EPOCH;
}
