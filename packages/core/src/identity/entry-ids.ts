import { globalCounter, guidBytes } from './mapi-ids.ts';

/** Kinds of objects in an EntryID ([MS-OXCDATA] 2.2.4): a folder and a message of a private mailbox. */
const FOLDER = 0x0001;
const MESSAGE = 0x0007;

/** Folder EntryID ([MS-OXCDATA] 2.2.4.1), 46 bytes: flags, the store, the kind, and the folder as a global id with two bytes of padding. */
export function folderEntryId(replica: string, folderId: number): Uint8Array {
  return Buffer.concat([head(replica, FOLDER), longTermId(replica, folderId)]);
}

/** Message EntryID ([MS-OXCDATA] 2.2.4.2), 70 bytes: the same with the folder and then the message. */
export function messageEntryId(replica: string, folderId: number, mid: number): Uint8Array {
  return Buffer.concat([head(replica, MESSAGE), longTermId(replica, folderId), longTermId(replica, mid)]);
}

function head(replica: string, kind: number): Uint8Array {
  return Buffer.concat([new Uint8Array(4), guidBytes(replica), Uint8Array.of(kind & 0xff, kind >> 8)]);
}

/** LongTermID ([MS-OXCDATA] 2.2.1.3.1): a GUID, a counter of six bytes, two of padding. */
function longTermId(replica: string, counter: number): Uint8Array {
  return Buffer.concat([guidBytes(replica), globalCounter(counter), new Uint8Array(2)]);
}
