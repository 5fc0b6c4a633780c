import type { PropertyValue } from '../properties/types.ts';

/** A value of properties, or plain data made of such, as JSON that gives the same back: dates, bytes and big integers are tagged. */
export function encodeValue(value: PropertyValue | object): string {
  return JSON.stringify(plainValue(value));
}

/** The reverse of {@link encodeValue}. */
export function decodeValue(json: string): PropertyValue {
  return typedValue(JSON.parse(json));
}

/** The same as a value that JSON can hold. */
export function plainValue(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (typeof value === 'bigint') return { $int: value.toString() };
  if (Array.isArray(value)) return value.map(plainValue);
  return typeof value === 'object' && value !== null ? mapped(value, plainValue) : value;
}

/** The reverse of {@link plainValue}. */
export function typedValue(plain: unknown): PropertyValue {
  return untag(plain) as PropertyValue;
}

function untag(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untag);
  if (typeof value !== 'object' || value === null) return value;
  const { $date, $bytes, $int } = value as { $date?: number; $bytes?: string; $int?: string };
  if ($date !== undefined) return new Date($date);
  if ($bytes !== undefined) return new Uint8Array(Buffer.from($bytes, 'base64'));
  return $int === undefined ? mapped(value, untag) : BigInt($int);
}

function mapped(value: object, map: (each: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, map(each)]));
}
