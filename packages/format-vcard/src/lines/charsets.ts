import iconv from 'iconv-lite';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder('windows-1252');
const UTF8 = /^(?:utf-?8|us-?ascii|ascii|8bit|7bit|)$/;

/** Text of bytes, and a sentence where the charset is not known or is another than it says. */
export interface Decoded {
  readonly text: string;
  readonly problem?: string;
}

/** Whether bytes are UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  return utf8(bytes) !== undefined;
}

/** Text of bytes in the charset of that name; UTF-8 where none is named, windows-1252 where nothing fits. Never throws. */
export function decodeText(bytes: Uint8Array, label: string | undefined): Decoded {
  const name = normalise(label);
  if (!UTF8.test(name)) {
    const text = decodeNamed(bytes, name);
    if (text !== undefined) return { text };
    const other = utf8(bytes) ?? windows1252.decode(bytes);
    return { text: other, problem: `The charset "${name}" is not known; its text was read as UTF-8 or windows-1252.` };
  }
  const text = utf8(bytes);
  return text === undefined
    ? { text: windows1252.decode(bytes), problem: 'Text that is no UTF-8 was read as windows-1252.' }
    : { text };
}

/** Bytes of a text in that charset; undefined where the charset is not known or lacks a character. */
export function encodeText(text: string, label: string | undefined): Buffer | undefined {
  const name = normalise(label);
  if (UTF8.test(name)) return text.isWellFormed() ? Buffer.from(text) : undefined;
  if (!iconv.encodingExists(name)) return undefined;
  const bytes = iconv.encode(text, name);
  return decodeText(bytes, label).text === text ? bytes : undefined;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeNamed(bytes: Uint8Array, name: string): string | undefined {
  try {
    return new TextDecoder(name).decode(bytes);
  } catch {
    return iconv.encodingExists(name) ? iconv.decode(Buffer.from(bytes), name) : undefined;
  }
}

function normalise(label: string | undefined): string {
  return (label ?? '')
    .replace(/["'\s]/g, '')
    .toLowerCase()
    .slice(0, 40);
}
