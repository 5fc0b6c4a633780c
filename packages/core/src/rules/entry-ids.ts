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
