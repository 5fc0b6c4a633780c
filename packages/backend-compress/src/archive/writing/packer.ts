import { createHash } from 'node:crypto';
import { headerBlockEnd, MAX_HEAD_BYTES as ITEM_HEAD_BYTES } from '@mapistore/core';
import type { Prepared } from '../files/spool.ts';
import { MAX_HEAD_BYTES } from '../format/limits.ts';
import type { ContentPut, PartPut, Place } from '../format/operations.ts';
import { formatRecipe, type Stretch } from '../format/recipe.ts';
import type { Element } from '../parts/elements.ts';
import { MailScanner, WINDOW_BYTES } from '../parts/scanner.ts';
import { BlockStream, placesOf, type Spot } from './blocks.ts';
import type { SegmentWriter } from './segment-writer.ts';

/** How densely a writer packs. Levels are those of zstd. */
export interface Packing {
  /** Of blocks with bodies and attachments, in bytes before compression. */
  readonly blockBytes: number;
  readonly level: number;
  /** Of blocks with heads: smaller, since a list reads nothing else. */
  readonly headBlockBytes: number;
  readonly headLevel: number;
}

/** Finds a part that lies in the archive already. */
export type FindPart = (sha256: Buffer, bytes: Buffer) => Promise<Place | undefined>;

/** An item of more parts is not taken apart any further, so that its recipe stays within the format's limit. */
const MAX_STRETCHES = 100_000;

interface Waiting {
  readonly put: Omit<ContentPut, 'op' | 'at'>;
  readonly head: Buffer;
  readonly own: readonly Spot[];
  readonly stretches: readonly { readonly stretch: Omit<Stretch, 'at'>; readonly at?: Place | readonly Spot[] }[];
}

/**
 * Takes items apart and puts their bytes into blocks: texts with texts, binary parts with binary parts, heads apart from
 * both. What it says of them goes into a commit.
 */
export class Packer {
  readonly #texts: BlockStream;
  readonly #binaries: BlockStream;
  readonly #heads: BlockStream;
  readonly #findPart: FindPart;
  readonly #parts = new Map<string, readonly Spot[]>();
  readonly #waiting: Waiting[] = [];
  readonly #placed: { readonly put: Omit<ContentPut, 'op' | 'at'>; readonly spots: readonly Spot[] }[] = [];

  constructor(writer: SegmentWriter, packing: Packing, findPart: FindPart) {
    const { blockBytes, level, headBlockBytes, headLevel } = packing;
    this.#texts = new BlockStream(writer, { type: 'block', blockBytes, level });
    this.#binaries = new BlockStream(writer, { type: 'block', blockBytes, level });
    this.#heads = new BlockStream(writer, { type: 'heads', blockBytes: headBlockBytes, level: headLevel });
    this.#findPart = findPart;
  }

  /** Adds an item's bytes under a number. */
  async add(content: number, item: Prepared): Promise<void> {
    const packing = new ItemPacking(this.#texts, (bytes) => this.#share(bytes));
    const head = await packing.run(item);
    const { own, stretches } = packing;
    const put = { content, sha256: item.sha256.toString('hex'), size: item.size, type: item.mediaType };
    this.#waiting.push({ put, head, own, stretches });
    await this.#placeHeads();
  }

  /** Ends all blocks. @returns what the commit has to say of contents and parts */
  async finish(): Promise<(ContentPut | PartPut)[]> {
    this.#texts.close();
    this.#binaries.close();
    await this.#placeHeads();
    this.#heads.close();
    const changes: (ContentPut | PartPut)[] = [];
    for (const [sha256, spots] of this.#parts) changes.push({ op: 'part', sha256, at: onePlace(spots) });
    for (const { put, spots } of this.#placed) changes.push({ op: 'content', ...put, at: onePlace(spots) });
    this.#parts.clear();
    this.#placed.length = 0;
    return changes;
  }

  /** Writes heads whose recipes can say by now where everything is. */
  async #placeHeads(): Promise<void> {
    let done = 0;
    for (const waiting of this.#waiting) {
      const recipe = recipeOf(waiting);
      if (recipe === undefined) break;
      this.#placed.push({
        put: waiting.put,
        spots: [await this.#heads.addWhole(Buffer.concat([recipe, waiting.head]))],
      });
      done++;
    }
    this.#waiting.splice(0, done);
  }

  /** Where a part lies that others may have too; stored now if it is new. */
  async #share(bytes: Buffer): Promise<Place | readonly Spot[]> {
    const sha256 = createHash('sha256').update(bytes).digest();
    const name = sha256.toString('hex');
    const known = this.#parts.get(name) ?? (await this.#findPart(sha256, bytes));
    if (known !== undefined) return known;
    const stream = bytes.subarray(0, 512).includes(0) ? this.#binaries : this.#texts;
    const spots = [await stream.addWhole(bytes)];
    this.#parts.set(name, spots);
    return spots;
  }
}

/** One item on its way into blocks. */
class ItemPacking {
  readonly own: Spot[] = [];
  readonly stretches: { readonly stretch: Omit<Stretch, 'at'>; readonly at?: Place | readonly Spot[] }[] = [];
  readonly #texts: BlockStream;
  readonly #share: (bytes: Buffer) => Promise<Place | readonly Spot[]>;

  constructor(texts: BlockStream, share: (bytes: Buffer) => Promise<Place | readonly Spot[]>) {
    this.#texts = texts;
    this.#share = share;
  }

  /** @returns the head */
  async run(item: Prepared): Promise<Buffer> {
    const isMail = item.mediaType === 'message/rfc822';
    const scanner = isMail ? new MailScanner() : undefined;
    let head: Buffer | undefined;
    let window: Buffer = Buffer.alloc(0);
    const chunks = windowsOf(item);
    for await (const { bytes, last } of chunks) {
      window = window.byteLength === 0 ? bytes : Buffer.concat([window, bytes]);
      if (head === undefined) {
        head = headOf(window, isMail);
        scanner?.begin(head);
        window = window.subarray(head.byteLength);
      }
      window = window.subarray(await this.#scan(scanner, window, last));
      if (last && window.byteLength > 0) await this.#element({ bytes: window, shared: false });
    }
    return head ?? Buffer.alloc(0);
  }

  async #scan(scanner: MailScanner | undefined, window: Buffer, last: boolean): Promise<number> {
    if (scanner === undefined || this.stretches.length > MAX_STRETCHES) {
      await this.#element({ bytes: window, shared: false });
      return window.byteLength;
    }
    const elements = scanner.scan(window, last);
    for (;;) {
      const next = elements.next();
      if (next.done !== true) {
        await this.#element(next.value);
        continue;
      }
      if (next.value > 0 || window.byteLength < WINDOW_BYTES) return next.value;
      // Nothing that can be taken apart in so much of it.
      await this.#element({ bytes: window, shared: false });
      return window.byteLength;
    }
  }

  async #element(element: Element): Promise<void> {
    const bytes = element.bytes.byteLength;
    if (bytes === 0) return;
    if (element.shared) {
      const at = await this.#share(element.bytes);
      this.stretches.push({ stretch: stretchOf(element), at });
      return;
    }
    for (const spot of await this.#texts.add(element.bytes)) this.own.push(spot);
    const before = this.stretches.at(-1);
    if (element.encoding === undefined && before !== undefined && isOwnText(before))
      this.stretches[this.stretches.length - 1] = { stretch: { bytes: before.stretch.bytes + bytes } };
    else this.stretches.push({ stretch: stretchOf(element) });
  }
}

function stretchOf({ bytes, encoding }: Element): Omit<Stretch, 'at'> {
  return { bytes: bytes.byteLength, ...(encoding !== undefined && { encoding }) };
}

function isOwnText({ stretch, at }: ItemPacking['stretches'][number]): boolean {
  return at === undefined && stretch.encoding === undefined;
}

/** The bytes of an item in pieces that a scan can do something with. */
async function* windowsOf(item: Prepared): AsyncIterable<{ readonly bytes: Buffer; readonly last: boolean }> {
  if (item.bytes !== undefined) return yield { bytes: item.bytes, last: true };
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of item.chunks()) {
    held.push(chunk);
    size += chunk.byteLength;
    if (size < WINDOW_BYTES) continue;
    yield { bytes: Buffer.concat(held), last: false };
    held = [];
    size = 0;
  }
  yield { bytes: Buffer.concat(held), last: true };
}

/** The head as a backend lists it, and at most what the format allows. */
function headOf(start: Buffer, isMail: boolean): Buffer {
  if (!isMail) return start.subarray(0, ITEM_HEAD_BYTES);
  return start.subarray(0, Math.min(headerBlockEnd(start) ?? start.byteLength, MAX_HEAD_BYTES));
}

function recipeOf({ put, head, own, stretches }: Waiting): Buffer | undefined {
  const places = placesOf(own);
  if (places === undefined) return undefined;
  const resolved: Stretch[] = [];
  for (const { stretch, at } of stretches) {
    const place = at === undefined ? undefined : isSpots(at) ? placesOf(at)?.[0] : at;
    if (at !== undefined && place === undefined) return undefined;
    resolved.push(place === undefined ? stretch : { ...stretch, at: place });
  }
  return formatRecipe({
    content: put.content,
    mediaType: put.type,
    head: head.byteLength,
    own: places,
    stretches: resolved,
  });
}

function isSpots(at: Place | readonly Spot[]): at is readonly Spot[] {
  return typeof at[0] === 'object';
}

function onePlace(spots: readonly Spot[]): Place {
  const [place, more] = placesOf(spots) ?? [];
  if (place === undefined || more !== undefined) throw new TypeError('a head or part is not at one place');
  return place;
}
