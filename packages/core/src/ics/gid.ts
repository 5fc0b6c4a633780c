import { MapistoreError } from '../errors/error.ts';

/** The greatest number that fits the six bytes of a GLOBCNT ([MS-OXCDATA] 2.2.1.1). */
const MAX_COUNTER = 2 ** 48 - 1;

/**
 * An id of a folder or message, or a change number, whatever store gave it out ([MS-OXCDATA] 2.2.1.3, GID): the GUID of the
 * replica, lower case, and its counter.
 */
export interface Gid {
  readonly replica: string;
  readonly counter: number;
}

/** @throws INVALID_ARGUMENT for what cannot be a GUID; gives it in lower case */
export function checkGuid(text: string): string {
  const guid = text.toLowerCase();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(guid)) return guid;
  throw new MapistoreError('INVALID_ARGUMENT', `"${text}" is no GUID of a replica.`);
}

/** @throws INVALID_ARGUMENT for a number that does not fit six bytes, or is 0 */
export function checkCounter(counter: unknown): number {
  if (Number.isSafeInteger(counter) && (counter as number) > 0 && (counter as number) <= MAX_COUNTER)
    return counter as number;
  throw new MapistoreError('INVALID_ARGUMENT', `${String(counter)} is no id: ids are whole numbers of six bytes.`);
}
