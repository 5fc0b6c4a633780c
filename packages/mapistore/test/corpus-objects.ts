import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesSource, type ImportSource } from '@mapistore/core';
import { splitCalendar } from '@mapistore/format-icalendar';
import { splitVcards } from '@mapistore/format-vcard';
import { digest } from './corpus.ts';

const corpora = new URL('../../../../shared/corpora', import.meta.url).pathname;

/** What is split into objects: the folder of the corpus, its file extension, and the sample of the package that reads it. */
const KINDS = {
  ics: { mediaType: 'text/calendar', sample: '../../format-icalendar/test/samples' },
  vcf: { mediaType: 'text/vcard', sample: '../../format-vcard/test/samples' },
} as const;

/** One object of a file: an event with its exceptions, a task, a contact … */
export interface CorpusObject {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly mediaType: string;
  /** The whole file; its bytes are then those of the file. */
  readonly alone: boolean;
}

/** A file of a corpus with the objects in it. */
export interface CorpusFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly objects: readonly CorpusObject[];
}

/**
 * Every file of the real calendars or contacts that lie beside a development checkout, elsewhere the project's own small
 * sample. Of a stream of more than `most` objects the first so many.
 */
export async function corpusFiles(kind: keyof typeof KINDS, most: number): Promise<readonly CorpusFile[]> {
  const { mediaType, sample } = KINDS[kind];
  const folder = await filesBelow(join(corpora, kind), kind).catch(() => undefined);
  if (folder === undefined)
    console.warn(`The ${kind} corpus is not beside this checkout: the project’s own small sample is used.`);
  const files: CorpusFile[] = [];
  for (const file of folder ?? (await filesBelow(new URL(sample, import.meta.url).pathname, kind))) {
    const bytes = await readFile(file);
    const objects: CorpusObject[] = [];
    for await (const object of kind === 'ics' ? splitCalendar(chunks(bytes)) : splitVcards(chunks(bytes))) {
      const name = `${file}#${objects.length + 1}`;
      objects.push({ name, bytes: object.bytes, sha256: digest(object.bytes), mediaType, alone: false });
    }
    const alone = objects.length === 1;
    files.push({ name: file, bytes, objects: objects.slice(0, most).map((object) => ({ ...object, alone })) });
  }
  return files;
}

/** Objects as sources of an import. */
export function objectSources(objects: readonly CorpusObject[]): readonly ImportSource[] {
  return objects.map(({ name, bytes, mediaType }) => ({ label: name, body: bytesSource(bytes, mediaType) }));
}

async function* chunks(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

async function filesBelow(folder: string, extension: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith(`.${extension}`))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
