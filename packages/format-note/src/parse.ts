import { type BodySource, cut, type Item, type ParseLimits, PropertyBag, tagged } from '@mapistore/core';
import { splitNote } from './front-matter.ts';
import { readNote, setNote } from './read.ts';
import { decodeFile, decodeStart } from './text.ts';

/** Where the caller names no limit. */
const MAX_TEXT_BYTES = 8_388_608;

/** What a parse is asked with; see `Format.parse`. */
export interface ParseRequest {
  readonly signal: AbortSignal;
  readonly limits?: Partial<ParseLimits>;
}

/** Reads a note as an item ([MS-OXONOTE]). */
export async function parseNote(source: BodySource, { signal, limits }: ParseRequest): Promise<Item> {
  const most = limits?.maxTextBytes ?? MAX_TEXT_BYTES;
  const bytes = await readUpTo(source, most + 1, signal);
  const isCut = bytes.byteLength > most;
  const { text, exact } = isCut ? { text: decodeStart(bytes.subarray(0, most)), exact: true } : decodeFile(bytes);
  const read = readNote(splitNote(text.replaceAll('\0', '')));
  const properties = new PropertyBag();
  const problems = [read.note.problem, read.front.problem].filter((one) => one !== undefined);
  problems.push(...setNote(properties, read));
  if (isCut) problems.push(`The note is longer than ${most} bytes; the rest of it was left out.`);
  if (!exact) problems.push('The note is not in UTF-8; it was read as windows-1252.');
  properties.set(tagged('PidTagHasAttachments'), false);
  return { properties, recipients: [], attachments: [], problems };
}

async function readUpTo(source: BodySource, most: number, signal: AbortSignal): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of cut(source.open({ signal }), { start: 0, end: most })) pieces.push(piece);
  return Buffer.concat(pieces);
}
