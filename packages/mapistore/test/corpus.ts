import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesSource, collect, type ImportSource } from '@mapistore/core';
import { isMbox, splitMbox } from '@mapistore/format-mime';

const corpus = new URL('../../../../shared/corpora/mime', import.meta.url).pathname;
const sample = new URL('../../format-mime/test/samples', import.meta.url).pathname;

/** One mail of the corpus: its name, its bytes and their digest. */
export interface CorpusMail {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** The real mail that lies beside a development checkout, mbox files split; elsewhere the project's own small sample. */
export async function corpusMails(): Promise<readonly CorpusMail[]> {
  const folder = await filesBelow(corpus).catch(() => undefined);
  if (folder === undefined)
    console.warn('The mail corpus is not beside this checkout: the project’s own small sample is used.');
  const mails: CorpusMail[] = [];
  for (const file of folder ?? (await filesBelow(sample))) {
    const bytes = await readFile(file);
    if (!isMbox(bytes)) {
      mails.push(mailOf(file, bytes));
      continue;
    }
    for await (const message of splitMbox(chunks(bytes)))
      mails.push(mailOf(`${file}#${message.ordinal}`, await collect(message.bytes)));
  }
  return mails;
}

function mailOf(name: string, bytes: Uint8Array): CorpusMail {
  return { name, bytes, sha256: digest(bytes) };
}

export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Corpus mails as sources of an import. */
export function corpusSources(mails: readonly CorpusMail[]): readonly ImportSource[] {
  return mails.map(({ name, bytes }) => ({ label: name, body: bytesSource(bytes, 'message/rfc822') }));
}

async function* chunks(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.(json|md)$|LICEN[CS]E/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
