/** Replica id of the first GUID of a store in the ids it gives out; 1 is the first a store may use. */
const FIRST_REPLICA_ID = 1;
/** Bytes of a GLOBCNT. */
const COUNTER_BYTES = 6;

/** GLOBCNT ([MS-OXCDATA] 2.2.1.1): a counter as six bytes, the highest first. */
export function globalCounter(counter: number): Uint8Array {
  const bytes = Buffer.alloc(COUNTER_BYTES);
  bytes.writeUIntBE(counter, 0, COUNTER_BYTES);
  return bytes;
}

/** MID, FID or change number ([MS-OXCDATA] 2.2.1.2): replica id and GLOBCNT as they stand in eight bytes, low byte first. */
export function mapiId(counter: number, replicaId: number = FIRST_REPLICA_ID): bigint {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(replicaId, 0);
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
