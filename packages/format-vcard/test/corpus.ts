import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type BodySource,
  bytesSource,
  collect,
  type Delta,
  type Item,
  type Patched,
  PropertyBag,
  type PropertyValue,
  propertyByName,
  stringNamed,
} from '@mapistore/core';
import { splitVcards, vcard } from '../src/index.ts';

export const signal: AbortSignal = new AbortController().signal;

const SAMPLES = fileURLToPath(new URL('samples', import.meta.url));
const CORPUS =
  process.env['MAPISTORE_CORPORA'] ?? fileURLToPath(new URL('../../../../shared/corpora', import.meta.url));

/** A file or a card of the corpus, by its path inside. */
export interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Whether the large corpus is there; the package's own samples stand in where it is not. */
const hasCorpus: boolean = existsSync(join(CORPUS, 'vcf'));
if (!hasCorpus) console.log(`No corpus at ${CORPUS}: the samples of this package are read instead.`);

/** Every file of the corpus, those that are no cards too. */
export function samples(): Sample[] {
  const root = hasCorpus ? join(CORPUS, 'vcf') : SAMPLES;
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile() && !path.endsWith('.md'))
    .map((path) => ({ name: relative(root, path), bytes: readFileSync(path) }));
}

/** One of the package's own samples. */
export function sample(name: string): Buffer {
  return readFileSync(join(SAMPLES, name));
}

/** A file of the corpus; undefined where the corpus is not there. */
export function corpusFile(name: string): Buffer | undefined {
  const path = join(CORPUS, 'vcf', name);
  return existsSync(path) ? readFileSync(path) : undefined;
}

/** The cards of the corpus one by one, at most `most` of each file. */
export async function cards(most = 4): Promise<Sample[]> {
  const found: Sample[] = [];
  for (const { name, bytes } of samples())
    for await (const slice of splitVcards(once(bytes)))
      if (slice.ordinal < most && Buffer.from(slice.bytes).toString('latin1').toUpperCase().includes('BEGIN:VCARD'))
        found.push({ name: `${name}#${slice.ordinal}`, bytes: Buffer.from(slice.bytes) });
  return found;
}

export async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

export function source(bytes: Uint8Array | string): BodySource {
  return bytesSource(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, 'text/vcard');
}

export function parse(bytes: Uint8Array | string): Promise<Item> {
  return vcard.parse(source(bytes), { signal });
}

export async function read(body: BodySource): Promise<Buffer> {
  return Buffer.from(await collect(body.open({ signal })));
}

export async function render(item: Item): Promise<Buffer> {
  return read(await vcard.render(item, { signal }));
}

/** Properties by canonical name, as a bag. */
export function bagOf(values: Readonly<Record<string, PropertyValue>>): PropertyBag {
  const bag = new PropertyBag();
  for (const [name, value] of Object.entries(values)) {
    const isList = name === 'PS_PUBLIC_STRINGS#Keywords';
    const property = isList ? stringNamed('PS_PUBLIC_STRINGS', 'Keywords', 'PtypMultipleString') : propertyByName(name);
    if (property === undefined) throw new TypeError(`There is no property ${name}.`);
    bag.set(property, value);
  }
  return bag;
}

export function itemOf(values: Readonly<Record<string, PropertyValue>>): Item {
  return { properties: bagOf(values), recipients: [], attachments: [], problems: [] };
}

interface Patch extends Omit<Patched, 'body'> {
  /** The bytes as they are afterwards, changed or not. */
  readonly bytes: Buffer;
}

export async function patch(
  bytes: Uint8Array | string,
  set: Readonly<Record<string, PropertyValue>>,
  more: Partial<Delta> = {},
): Promise<Patch> {
  const { body, ...rest } = await vcard.patch(source(bytes), { set: bagOf(set), remove: [], ...more }, { signal });
  return { ...rest, bytes: body === undefined ? Buffer.from(bytes) : await read(body) };
}

/** Lines of an example with CRLF, as a card. */
export function card(version: '2.1' | '3.0' | '4.0', ...lines: string[]): string {
  return ['BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD', ''].join('\r\n');
}
