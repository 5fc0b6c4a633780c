import { globalCounter, guidBytes } from '../identity/mapi-ids.ts';

const PRIVATE_FOLDER = 0x1;
const PRIVATE_MESSAGE = 0x7;

/** Folder EntryID ([MS-OXCDATA] 2.2.4.1), 46 bytes; the replica GUID stands for the mailbox, too. */
export function folderEntryId(replica: string, folderId: number): Uint8Array {
  return Buffer.concat([start(replica, PRIVATE_FOLDER), place(replica, folderId)]);
}

/** Message EntryID ([MS-OXCDATA] 2.2.4.2), 70 bytes. */
export function messageEntryId(replica: string, folderId: number, mid: number): Uint8Array {
  return Buffer.concat([start(replica, PRIVATE_MESSAGE), place(replica, folderId), place(replica, mid)]);
}

/** Flags, provider and type. */
function start(replica: string, type: number): Uint8Array {
  const bytes = Buffer.alloc(22);
  bytes.set(guidBytes(replica), 4);
  bytes.writeUInt16LE(type, 20);
  return bytes;
}

/** Database GUID, counter and padding. */
function place(replica: string, counter: number): Uint8Array {
  return Buffer.concat([guidBytes(replica), globalCounter(counter), Buffer.alloc(2)]);
}

const ONE_OFF_PROVIDER = Buffer.from('812b1fa4bea310199d6e00dd010f5402', 'hex');
/** MAPI_ONE_OFF_UNICODE and MAPI_ONE_OFF_NO_RICH_INFO. */
const ONE_OFF_FLAGS = 0x8001;

/** One-Off EntryID ([MS-OXCDATA] 2.2.5.1) of somebody known by an SMTP address. */
export function oneOffEntryId(name: string, address: string): Uint8Array {
  const head = Buffer.alloc(24);
  head.set(ONE_OFF_PROVIDER, 4);
  head.writeUInt16LE(ONE_OFF_FLAGS, 22);
  return Buffer.concat([head, Buffer.from(`${name}\0SMTP\0${address}\0`, 'utf16le')]);
}

/** PidTagSearchKey of somebody with an SMTP address: type and address in capitals. */
export function searchKey(address: string): Uint8Array {
  return Buffer.from(`SMTP:${address.toUpperCase()}\0`);
}
