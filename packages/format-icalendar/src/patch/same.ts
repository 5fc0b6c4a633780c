import type { PropertyValue } from '@mapistore/core';
import { CONTROLS } from '../lines/content-line.ts';
import { toSecond } from '../values/time.ts';

/** Whether two values are the same. */
export function isSame(a: PropertyValue | undefined, b: PropertyValue | undefined): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, at) => isSame(one as PropertyValue, b[at] as PropertyValue));
  return a === b;
}

/** Whether two texts are the same but for line ends and characters that are none in text, or two times to the second. */
export function isNearly(a: PropertyValue | undefined, b: PropertyValue | undefined): boolean {
  const [one, other] = [toSecond(a), toSecond(b)];
  if (one !== undefined && other !== undefined) return one.getTime() === other.getTime();
  const text = (value: PropertyValue | undefined): string | undefined => {
    if (value instanceof Uint8Array) return plain(Buffer.from(value).toString());
    return typeof value === 'string' ? plain(value) : undefined;
  };
  return text(a) !== undefined && text(a) === text(b);
}

function plain(text: string): string {
  return text.toWellFormed().replace(/\r\n/g, '\n').replace(CONTROLS, '');
}

/** Whether a property that was removed is gone: also where it is what a component without it says, or says nothing. */
export function isGone(value: PropertyValue | undefined, usual: PropertyValue | undefined): boolean {
  return value === undefined || value === '' || isSame(value, usual) || (Array.isArray(value) && value.length === 0);
}
