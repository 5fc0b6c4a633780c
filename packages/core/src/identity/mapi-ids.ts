/** Replica id of the store's own replica GUID in the ids it gives out; 1 is the first a store may use. */
const OWN_REPLICA_ID = 1n;
/** Bytes of a GLOBCNT. */
const COUNTER_BYTES = 6;

/** GLOBCNT ([MS-OXCDATA] 2.2.1.1): a counter as six bytes, the highest first. */
export function globalCounter(counter: number): Uint8Array {
  const bytes = Buffer.alloc(COUNTER_BYTES);
  bytes.writeUIntBE(counter, 0, COUNTER_BYTES);
  return bytes;
}

/** MID, FID or change number ([MS-OXCDATA] 2.2.1.2): replica id and GLOBCNT as they stand in eight bytes, low byte first. */
export function mapiId(counter: number): bigint {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(Number(OWN_REPLICA_ID), 0);
  bytes.set(globalCounter(counter), 2);
  return bytes.readBigUInt64LE(0);
}

/** A GUID string in the byte order of [MS-DTYP] 2.3.4.2: its first three fields low byte first. */
export function guidBytes(guid: string): Uint8Array {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/** GID ([MS-OXCDATA] 2.2.1.3): what PidTagSourceKey and PidTagChangeKey hold, the replica GUID and a GLOBCNT. */
export function globalId(replica: string, counter: number): Uint8Array {
  return Buffer.concat([guidBytes(replica), globalCounter(counter)]);
}

/** PidTagPredecessorChangeList ([MS-OXCFXICS] 2.2.2.3) of an item that only this store has changed: one sized XID. */
export function predecessorList(changeKey: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(changeKey.byteLength), changeKey]);
}
