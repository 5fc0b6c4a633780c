import type { Mailbox } from './addresses.ts';

/** Provider of one-off entry ids ([MS-OXCDATA] 2.2.5.1). */
const PROVIDER = Buffer.from('812b1fa4bea310199d6e00dd010f5402', 'hex');
/** Unicode strings, no rich text. */
const FLAGS = 0x9001;

/** PidTagReplyRecipientEntries: a list of one-off entry ids ([MS-OXCDATA] 2.3.3 FlatEntryList, 2.2.5.1). */
export function writeEntryList(mailboxes: readonly Mailbox[]): Uint8Array {
  const entries = mailboxes.map((mailbox) => {
    const id = oneOff(mailbox);
    const entry = Buffer.alloc(4 + Math.ceil(id.length / 4) * 4);
    entry.writeUInt32LE(id.length, 0);
    id.copy(entry, 4);
    return entry;
  });
  const body = Buffer.concat(entries);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(entries.length, 0);
  head.writeUInt32LE(body.length, 4);
  return new Uint8Array(Buffer.concat([head, body]));
}

function oneOff({ name, address }: Mailbox): Buffer {
  const start = Buffer.alloc(8);
  start.writeUInt16LE(FLAGS, 6);
  const texts = [name || address, 'SMTP', address].map((text) => Buffer.from(`${text}\0`, 'utf16le'));
  return Buffer.concat([start.subarray(0, 4), PROVIDER, start.subarray(4), ...texts]);
}

/** The mailboxes of a list of entry ids; entries of other kinds are left out. */
export function readEntryList(bytes: Uint8Array): Mailbox[] {
  const all = Buffer.from(bytes);
  const found: Mailbox[] = [];
  for (let at = 8; at + 4 <= all.length; ) {
    const size = all.readUInt32LE(at);
    const mailbox = readOneOff(all.subarray(at + 4, at + 4 + size));
    if (mailbox !== undefined) found.push(mailbox);
    at += 4 + Math.ceil(size / 4) * 4;
  }
  return found;
}

function readOneOff(id: Buffer): Mailbox | undefined {
  if (id.length < 24 || !id.subarray(4, 20).equals(PROVIDER)) return undefined;
  const unicode = (id.readUInt16LE(22) & 0x8000) !== 0;
  const [name = '', type = '', address = ''] = id.toString(unicode ? 'utf16le' : 'latin1', 24).split('\0');
  return type.toUpperCase() === 'SMTP' ? { name: name === address ? '' : name, address } : undefined;
}
