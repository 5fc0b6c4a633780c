import { globalCounter, guidBytes } from './mapi-ids.ts';
import type { Replicas } from './replicas.ts';

/** Kinds of objects in an EntryID ([MS-OXCDATA] 2.2.4): a folder and a message of a private mailbox. */
const FOLDER = 0x0001;
const MESSAGE = 0x0007;

/** Folder EntryID ([MS-OXCDATA] 2.2.4.1), 46 bytes: flags, the store, the kind, and the folder as a global id with two bytes of padding. */
export function folderEntryId(replicas: Replicas, folderId: number): Uint8Array {
  return Buffer.concat([head(replicas, FOLDER), longTermId(replicas, folderId)]);
}

/** Message EntryID ([MS-OXCDATA] 2.2.4.2), 70 bytes: the same with the folder and then the message. */
export function messageEntryId(replicas: Replicas, folderId: number, mid: number): Uint8Array {
  return Buffer.concat([head(replicas, MESSAGE), longTermId(replicas, folderId), longTermId(replicas, mid)]);
}

function head({ store }: Replicas, kind: number): Uint8Array {
  return Buffer.concat([new Uint8Array(4), guidBytes(store), Uint8Array.of(kind & 0xff, kind >> 8)]);
}

/** LongTermID ([MS-OXCDATA] 2.2.1.3.1): a GUID, a counter of six bytes, two of padding. */
function longTermId(replicas: Replicas, id: number): Uint8Array {
  return Buffer.concat([guidBytes(replicas.ofId(id).guid), globalCounter(id), new Uint8Array(2)]);
}
