import iconv from 'iconv-lite';

/** Text with the charset it was read as; `known` is false where the label named none and windows-1252 was taken. */
export interface DecodedText {
  readonly text: string;
  /** Windows code page of the charset, for PidTagInternetCodepage ([MS-OXCMAIL]). */
  readonly codepage: number;
  readonly known: boolean;
}

type Decode = (bytes: Uint8Array) => string;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');
const decoders = new Map<string, Decode | undefined>();

/** Code pages of [MS-UCODEREF] by the names that the WHATWG Encoding Standard gives the charsets. */
const CODEPAGES: Readonly<Record<string, number>> = {
  'utf-8': 65001,
  'utf-7': 65000,
  'utf-16le': 1200,
  'utf-16be': 1201,
  'us-ascii': 20127,
  'windows-874': 874,
  shift_jis: 932,
  gbk: 936,
  'euc-kr': 949,
  big5: 950,
  'windows-1250': 1250,
  'windows-1251': 1251,
  'windows-1252': 1252,
  'windows-1253': 1253,
  'windows-1254': 1254,
  'windows-1255': 1255,
  'windows-1256': 1256,
  'windows-1257': 1257,
  'windows-1258': 1258,
  macintosh: 10000,
  ibm866: 866,
  'koi8-r': 20866,
  'koi8-u': 21866,
  'iso-8859-1': 28591,
  'iso-8859-2': 28592,
  'iso-8859-3': 28593,
  'iso-8859-4': 28594,
  'iso-8859-5': 28595,
  'iso-8859-6': 28596,
  'iso-8859-7': 28597,
  'iso-8859-8': 28598,
  'iso-8859-8-i': 38598,
  'iso-8859-9': 28599,
  'iso-8859-13': 28603,
  'iso-8859-15': 28605,
  'iso-2022-jp': 50220,
  'iso-2022-kr': 50225,
  'euc-jp': 51932,
  'hz-gb-2312': 52936,
  gb18030: 54936,
};
const CHARSETS = new Map(Object.entries(CODEPAGES).map(([name, codepage]) => [codepage, name]));
/** Labels of ISO 8859-1 and -9 are decoded as their windows supersets but keep their own code page. */
const OWN_NAME: Readonly<Record<string, string>> = {
  latin1: 'iso-8859-1',
  'iso-8859-1': 'iso-8859-1',
  'iso8859-1': 'iso-8859-1',
  'iso-8859-9': 'iso-8859-9',
  gb2312: 'gbk',
};
const ASCII = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  '7bit',
  '8bit',
  'us',
  'default',
  'x-unknown',
  'unknown-8bit',
  'unknown',
]);

/** Text of bytes that carry no charset: UTF-8 where they are valid UTF-8, else windows-1252. */
export function decodeUnlabelled(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return windows1252.decode(bytes);
  }
}

/** Text of bytes in the charset of that label (RFC 2045 s.5.1 parameter, RFC 2047 s.2 token). Never throws. */
export function decodeCharset(bytes: Uint8Array, label: string | undefined): DecodedText {
  const name = normalise(label);
  if (ASCII.has(name)) return decodeAscii(bytes);
  const decode = decoderOf(name);
  if (decode === undefined) return { ...decodeAscii(bytes), known: false };
  return { text: decode(bytes), codepage: codepageOf(name) ?? 1252, known: true };
}

/** Code page of a charset label; undefined where it has none. */
export function codepageOf(label: string): number | undefined {
  const name = normalise(label);
  const known = CODEPAGES[OWN_NAME[name] ?? name];
  if (known !== undefined) return known;
  const digits = /^(?:cp|windows|win|ibm|x-cp|ms)-?(\d{3,5})$/.exec(name)?.[1];
  if (digits !== undefined) return Number(digits);
  try {
    return CODEPAGES[new TextDecoder(name).encoding];
  } catch {
    return undefined;
  }
}

/** Charset name of a code page, to label and decode PidTagHtml; undefined for one that mail does not use. */
export function charsetOf(codepage: number): string | undefined {
  return CHARSETS.get(codepage) ?? (iconv.encodingExists(`cp${codepage}`) ? `cp${codepage}` : undefined);
}

function decodeAscii(bytes: Uint8Array): DecodedText {
  if (isAscii(bytes)) return { text: windows1252.decode(bytes), codepage: 20127, known: true };
  try {
    return { text: strictUtf8.decode(bytes), codepage: 65001, known: true };
  } catch {
    return { text: windows1252.decode(bytes), codepage: 1252, known: true };
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x7f) return false;
  return true;
}

/** Lower case, without quotes, a language suffix (RFC 2231 s.5) or stray white space. */
function normalise(label: string | undefined): string {
  return (label ?? '')
    .replace(/\*.*$/, '')
    .replace(/["'\s]/g, '')
    .toLowerCase()
    .slice(0, 64);
}

function decoderOf(name: string): Decode | undefined {
  if (decoders.has(name)) return decoders.get(name);
  const decode = makeDecoder(name);
  if (decoders.size < 500) decoders.set(name, decode);
  return decode;
}

function makeDecoder(name: string): Decode | undefined {
  // The two stateful encodings that neither the platform nor iconv-lite reads, by way of their 8-bit forms.
  if (name === 'hz-gb-2312') return (bytes) => new TextDecoder('gbk').decode(shiftUp(bytes, 'hz'));
  if (name === 'iso-2022-kr') return (bytes) => new TextDecoder('euc-kr').decode(shiftUp(bytes, 'so-si'));
  if (name === 'iso-2022-jp') return (bytes) => new TextDecoder(name).decode(withoutIdleShifts(bytes));
  try {
    const decoder = new TextDecoder(name);
    return (bytes) => decoder.decode(bytes);
  } catch {
    const known = [name, name.replace(/^(?:x-|win-?|ms-?|ibm-?)/, 'cp')].find((one) => iconv.encodingExists(one));
    return known === undefined ? undefined : (bytes) => iconv.decode(Buffer.from(bytes), known);
  }
}

/** Two shifts in a row are an error to the platform's decoder, but usual where encoded words meet. */
function withoutIdleShifts(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return Buffer.from(text.replace(/\x1b[($][@BJI](?=\x1b[($])/g, ''), 'latin1');
}

/** Sets the high bit of bytes between shift codes: HZ `~{ ~}` (RFC 1843), ISO-2022-KR SO and SI (RFC 1557). */
function shiftUp(bytes: Uint8Array, form: 'hz' | 'so-si'): Uint8Array {
  const out: number[] = [];
  let shifted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    const next = bytes[at + 1];
    if (form === 'hz' && byte === 0x7e && (next === 0x7b || next === 0x7d || next === 0x7e || next === 0x0a)) {
      if (next === 0x7e) out.push(byte);
      else if (next !== 0x0a) shifted = next === 0x7b;
      at++;
    } else if (form === 'so-si' && (byte === 0x0e || byte === 0x0f)) shifted = byte === 0x0e;
    else if (form === 'so-si' && byte === 0x1b && next === 0x24) at += 3;
    else out.push(shifted && byte > 0x20 ? byte | 0x80 : byte);
  }
  return Uint8Array.from(out);
}
