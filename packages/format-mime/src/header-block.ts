/** One header field, unfolded. Text is Latin-1: one character for each byte, so that nothing is lost before decoding. */
interface HeaderField {
  /** Lower case. */
  readonly name: string;
  /** The name as written. */
  readonly label: string;
  /** The value without line breaks and outer white space; see {@link decodeHeader} for its text. */
  readonly raw: string;
}

/** The fields of a header block in their order (RFC 5322 s.2.2), with what could not be read as a field. */
export interface HeaderBlock {
  readonly fields: readonly HeaderField[];
  /** Lines that are neither a field nor part of one. */
  readonly strayLines: number;
}

const SPACE = 0x20;
const TAB = 0x09;
const LINE_ENDS = /[\r\n]+/g;
const NAME = /^[!-9;-~]{1,998}$/;

/** The bytes as Latin-1 text: `charCodeAt` gives the byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Reads a header block up to its empty line; LF, CRLF, mixed, and CR alone where there is no LF at all. */
export function readHeaderBlock(bytes: Uint8Array): HeaderBlock {
  const text = latin1(bytes);
  const lineEnd = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
  const fields: HeaderField[] = [];
  let strayLines = 0;
  for (let at = 0; at < text.length; ) {
    const end = fieldEnd(text, at, lineEnd);
    const line = text.slice(at, end);
    if (line === '' || line === '\r') break;
    const field = readField(line);
    if (field !== undefined) fields.push(field);
    else if (!(at === 0 && isEnvelopeLine(line))) strayLines++;
    at = end + 1;
  }
  return { fields, strayLines };
}

/** Where the field that starts at `at` ends: before the line end of its last continuation line (RFC 5322 s.2.2.3). */
function fieldEnd(text: string, at: number, lineEnd: string): number {
  for (let end = text.indexOf(lineEnd, at); end >= 0; end = text.indexOf(lineEnd, end + 1)) {
    const next = text.charCodeAt(end + 1);
    if (next !== SPACE && next !== TAB) return end;
  }
  return text.length;
}

function readField(line: string): HeaderField | undefined {
  const colon = line.indexOf(':');
  if (colon <= 0) return undefined;
  const label = line.slice(0, colon).trimEnd();
  if (!NAME.test(label)) return undefined;
  const value = line.slice(colon + 1);
  const unfolded = value.includes('\n') || value.includes('\r') ? value.replace(LINE_ENDS, '') : value;
  return { name: label.toLowerCase(), label, raw: unfolded.trim() };
}

/** The line that mbox files put before a message, sometimes left in place (RFC 4155). */
function isEnvelopeLine(line: string): boolean {
  return line.startsWith('From ') || line.startsWith('>From ');
}

/** Looks fields up by name, fast for the many small questions asked of one block. */
export class Headers {
  readonly block: HeaderBlock;
  readonly #first = new Map<string, string>();

  constructor(block: HeaderBlock) {
    this.block = block;
    for (const field of block.fields) if (!this.#first.has(field.name)) this.#first.set(field.name, field.raw);
  }

  /** The first field of that name, not decoded; undefined where there is none. */
  first(name: string): string | undefined {
    return this.#first.get(name);
  }

  /** All fields of that name, in order. */
  all(name: string): string[] {
    return this.#first.has(name)
      ? this.block.fields.filter((field) => field.name === name).map((field) => field.raw)
      : [];
  }

  get names(): Iterable<string> {
    return this.#first.keys();
  }
}
