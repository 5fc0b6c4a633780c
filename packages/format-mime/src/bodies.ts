import { cut, type PropertyBag, tagged } from '@mapistore/core';
import { charsetOf, codepageOf, decodeCharset, decodeUnlabelled } from './charsets.ts';
import { unflow } from './flowed.ts';
import type { ParseContext } from './limits.ts';
import { openText } from './part-sources.ts';
import type { Part } from './parts.ts';
import type { Layout } from './structure.ts';

/** PidTagNativeBody ([MS-OXBBODY]): which form of the body the others came from. */
const NATIVE_PLAIN = 1;
const NATIVE_HTML = 3;
/** Code pages whose bytes hold markup as ASCII cannot be told from them; such HTML is kept as UTF-8. */
const NOT_FOR_HTML = new Set([1200, 1201, 65000]);
const UTF8 = 65001;

/** What reading texts needs to say where it had to give way. */
export interface BodyRequest {
  readonly context: ParseContext;
  readonly problems: Set<string>;
}

/** Sets PidTagBody, PidTagHtml, PidTagNativeBody and the code pages from the parts that are the body ([MS-OXCMAIL]). */
export async function setBodies(bag: PropertyBag, layout: Layout<Part>, request: BodyRequest): Promise<void> {
  const texts: string[] = [];
  let codepage: number | undefined;
  for (const part of layout.plain) {
    const read = await readPlain(part, request);
    codepage ??= read.codepage;
    texts.push(read.text);
  }
  if (texts.length > 0) bag.set(tagged('PidTagBody'), texts.join('\r\n'));
  if (layout.html !== undefined) {
    const html = await readHtml(layout.html, request);
    codepage = html.codepage;
    bag.set(tagged('PidTagHtml'), html.bytes);
  }
  if (codepage === undefined) return;
  bag.set(tagged('PidTagNativeBody'), layout.html === undefined ? NATIVE_PLAIN : NATIVE_HTML);
  bag.set(tagged('PidTagInternetCodepage'), codepage).set(tagged('PidTagMessageCodepage'), codepage);
}

/** The decoded text of a part, and the code page it was written in. */
export async function readPlain(part: Part, request: BodyRequest): Promise<{ text: string; codepage: number }> {
  const bytes = await readBytes(part, request);
  const { parameters } = part.contentType;
  const decoded = decodeCharset(bytes, parameters['charset']);
  noteCharset(decoded.known, parameters['charset'], request);
  const text =
    parameters['format']?.toLowerCase() === 'flowed'
      ? unflow(decoded.text, parameters['delsp']?.toLowerCase() === 'yes')
      : decoded.text;
  if (!text.includes('\0')) return { text, codepage: decoded.codepage };
  request.problems.add('A text holds NUL characters; they were left out.');
  return { text: text.replaceAll('\0', ''), codepage: decoded.codepage };
}

async function readHtml(part: Part, request: BodyRequest): Promise<{ bytes: Uint8Array; codepage: number }> {
  const bytes = await readBytes(part, request);
  const label = part.contentType.parameters['charset'] ?? sniffCharset(bytes);
  const decoded = decodeCharset(bytes, label);
  noteCharset(decoded.known, label, request);
  const codepage = decoded.known ? (label !== undefined && codepageOf(label)) || decoded.codepage : decoded.codepage;
  // A label whose code page does not tell these bytes (8 bits in US-ASCII, UTF-16): as UTF-8 they are readable.
  const fits =
    !NOT_FOR_HTML.has(codepage) &&
    charsetOf(codepage) !== undefined &&
    !(codepage === 20127 && decoded.codepage !== 20127);
  if (fits) return { bytes, codepage };
  if (decoded.codepage === UTF8 || decoded.codepage === 1252) return { bytes, codepage: decoded.codepage };
  return { bytes: Buffer.from(decoded.text), codepage: UTF8 };
}

/** The charset that an HTML text names itself, where its part does not; UTF-8 where it is valid. */
function sniffCharset(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  const named = /<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?([\w:.-]{2,40})/i.exec(start)?.[1];
  if (named !== undefined && !/^utf-?16/i.test(named)) return named;
  return decodeUnlabelled(bytes.subarray(0, 4)).length === 0 ? undefined : 'us-ascii';
}

async function readBytes(part: Part, { context, problems }: BodyRequest): Promise<Uint8Array> {
  const { signal, limits, budget, texts } = context;
  const most = budget.take(limits.maxTextBytes);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of cut(openText(texts, part, signal), { start: 0, end: most + 1 })) {
    pieces.push(piece);
    size += piece.byteLength;
  }
  const bytes = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
  budget.spend(size);
  if (size <= most) return bytes;
  problems.add(`A text body is longer than the ${most} bytes that may be read; the rest of it was left out.`);
  return bytes.subarray(0, most);
}

function noteCharset(known: boolean, label: string | undefined, { problems }: BodyRequest): void {
  if (!known)
    problems.add(`The charset "${(label ?? '').slice(0, 40)}" is unknown; its text was read as windows-1252.`);
}
