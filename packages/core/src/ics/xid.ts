import { MapistoreError } from '../errors/error.ts';
import { guidBytes } from '../identity/mapi-ids.ts';
import { checkGuid, type Gid } from './gid.ts';

/** Digits of a counter of six bytes. */
const COUNTER_DIGITS = 12;

/**
 * An id of any program ([MS-OXCFXICS] 2.2.2.2, XID): a GUID that says whose it is, lower case, and 1 to 239 bytes in
 * hexadecimal digits, the highest first. A ChangeKey is one.
 */
export interface Xid {
  readonly namespace: string;
  readonly localId: string;
}

/** The XID of an id or change number of a store. */
export function xidOf({ replica, counter }: Gid): Xid {
  return { namespace: replica, localId: counter.toString(16).padStart(COUNTER_DIGITS, '0') };
}

/** The id that an XID is, where it has the six bytes of one. */
export function gidOf({ namespace, localId }: Xid): Gid | undefined {
  const counter = Number.parseInt(localId, 16);
  return localId.length === COUNTER_DIGITS && counter > 0 ? { replica: namespace, counter } : undefined;
}

/** XIDs of one namespace have ids of one length, which compare like text; a longer one counts as greater. */
export function compareLocalIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The bytes of an XID, as PidTagChangeKey holds them. */
export function xidBytes({ namespace, localId }: Xid): Uint8Array {
  return Buffer.concat([guidBytes(namespace), Buffer.from(localId, 'hex')]);
}

/** @throws INVALID_ARGUMENT for what is no XID; gives it in lower case */
export function checkXid(xid: unknown): Xid {
  const { namespace, localId } = (xid ?? {}) as Partial<Xid>;
  if (typeof namespace === 'string' && typeof localId === 'string' && /^([0-9a-f]{2}){1,239}$/iu.test(localId))
    return { namespace: checkGuid(namespace), localId: localId.toLowerCase() };
  throw new MapistoreError(
    'INVALID_ARGUMENT',
    'An XID has the GUID of its namespace and a local id of 1 to 239 bytes in hexadecimal digits.',
  );
}
