import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BodySource, bytesSource, collect, type Item } from '@mapistore/core';
import { icalendar } from '../src/index.ts';

export const signal: AbortSignal = new AbortController().signal;

const SAMPLES = fileURLToPath(new URL('samples', import.meta.url));
const CORPUS =
  process.env['MAPISTORE_CORPORA'] ?? fileURLToPath(new URL('../../../../shared/corpora', import.meta.url));

/** A file of the corpus, by its path inside. */
export interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Whether the large corpus is there; the package's own samples stand in where it is not. */
export const hasCorpus: boolean = existsSync(join(CORPUS, 'ics'));
if (!hasCorpus) console.log(`No corpus at ${CORPUS}: the samples of this package are read instead.`);

/** Every calendar of the corpus. */
export function samples(): Sample[] {
  const root = hasCorpus ? join(CORPUS, 'ics') : SAMPLES;
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile() && !/\.(?:json|md)$/.test(path))
    .map((path) => ({ name: relative(root, path), bytes: readFileSync(path) }));
}

export function source(bytes: Uint8Array | string): BodySource {
  return bytesSource(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, 'text/calendar');
}

export function parse(bytes: Uint8Array | string): Promise<Item> {
  return icalendar.parse(source(bytes), { signal });
}

export async function bytesOf(body: BodySource): Promise<Buffer> {
  return Buffer.from(await collect(body.open({ signal })));
}

/** Text with CRLF line ends, as calendars have it. */
export function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

/** A calendar around lines, with CRLF. */
export function calendar(lines: string): string {
  return crlf(`BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n${lines.trim()}\nEND:VCALENDAR\n`);
}
