/** A member of a distribution list by itself, as an address and a name. */
export interface OneOff {
  readonly name: string;
  /** `SMTP`, or `URI` for a member that is no mail address. */
  readonly type: string;
  readonly address: string;
}

/** Provider of one-off entry ids ([MS-OXCDATA] 2.2.5.1). */
const PROVIDER = Buffer.from('812b1fa4bea310199d6e00dd010f5402', 'hex');
/** Unicode strings, no rich text. */
const FLAGS = 0x9001;
const UNICODE = 0x8000;
const TEXTS_AT = 24;

/** A one-off entry id ([MS-OXCDATA] 2.2.5.1). */
export function writeOneOff({ name, type, address }: OneOff): Uint8Array {
  const start = Buffer.alloc(TEXTS_AT);
  PROVIDER.copy(start, 4);
  start.writeUInt16LE(FLAGS, 22);
  const texts = [name, type, address].map((text) => Buffer.from(`${text}\0`, 'utf16le'));
  return new Uint8Array(Buffer.concat([start, ...texts]));
}

/** What a one-off entry id says; undefined for an entry id of another kind. */
export function readOneOff(bytes: Uint8Array): OneOff | undefined {
  const id = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (id.length < TEXTS_AT || !id.subarray(4, 20).equals(PROVIDER)) return undefined;
  const encoding = (id.readUInt16LE(22) & UNICODE) === 0 ? 'latin1' : 'utf16le';
  const [name = '', type = '', address = ''] = id.toString(encoding, TEXTS_AT).split('\0');
  return address === '' ? undefined : { name, type: type.toUpperCase(), address };
}
