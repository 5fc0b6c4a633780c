import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Attachment, type BodySource, bytesSource, collect, type Item } from '@mapistore/core';
import { mime } from '../src/index.ts';

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
const hasCorpus: boolean = existsSync(join(CORPUS, 'mime'));
if (!hasCorpus) console.log(`No corpus at ${CORPUS}: the samples of this package are read instead.`);

/** Every mail and mbox of the corpus. */
export function samples(): Sample[] {
  const root = hasCorpus ? join(CORPUS, 'mime') : SAMPLES;
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile() && !/\.(?:json|md)$/.test(path))
    .map((path) => ({ name: relative(root, path), bytes: readFileSync(path) }));
}

/** One of the package's own samples. */
export function sample(name: string): Buffer {
  return readFileSync(join(SAMPLES, name));
}

/** Expected output of the corpus, or undefined where the corpus is not there. */
export function corpusFile(name: string): Buffer | undefined {
  const path = join(CORPUS, 'mime', name);
  return existsSync(path) ? readFileSync(path) : undefined;
}

export function source(bytes: Uint8Array | string): BodySource {
  return bytesSource(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, 'message/rfc822');
}

export function parse(bytes: Uint8Array | string): Promise<Item> {
  return mime.parse(source(bytes), { signal });
}

export async function render(item: Item): Promise<Buffer> {
  return Buffer.from(await collect((await mime.render(item, { signal })).open({ signal })));
}

export async function contentOf(attachment: Attachment | undefined): Promise<Buffer> {
  if (attachment?.content === undefined) return Buffer.alloc(0);
  return Buffer.from(await collect(attachment.content.open({ signal })));
}

/** Text with CRLF line ends, as mail has it. */
export function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
