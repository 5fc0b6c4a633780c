import { createHash } from 'node:crypto';
import type { ByteRange } from '@mapistore/core';
import { damaged } from '../../errors.ts';
import { MAX_HEAD_BYTES, MAX_RECIPE_BYTES } from '../format/limits.ts';
import type { Place } from '../format/operations.ts';
import { parseRecipe, type Recipe, recipeLength, type Stretch, stretchLength } from '../format/recipe.ts';
import type { ArchiveContent } from '../index-file/rows.ts';
import { hashToRow } from '../index-file/schema.ts';
import { encode } from '../parts/encode.ts';
import type { RawReader } from './raw-reader.ts';

const LF = 0x0a;
/** In place of the sum of a content whose commit is lost. */
export const UNKNOWN_HASH = -1;

/** An item as it lies in a block of heads. */
export interface OpenedContent {
  readonly content: ArchiveContent;
  readonly recipe: Recipe;
  readonly head: Buffer;
}

/** Reads the recipe and the head of an item. @throws INVALID_CONTENT where they are damaged */
export async function openContent(raw: RawReader, content: ArchiveContent): Promise<OpenedContent> {
  if (content.at[2] > MAX_RECIPE_BYTES + MAX_HEAD_BYTES) throw broken(content);
  const bytes = await raw.readAll(content.at);
  const lf = bytes.indexOf(LF);
  const recipe = lf < 0 || lf > MAX_RECIPE_BYTES ? undefined : parseRecipe(bytes.toString('latin1', 0, lf));
  const head = bytes.subarray(lf + 1);
  if (recipe === undefined || recipe.content !== content.id || recipe.head !== head.byteLength) throw broken(content);
  if (recipeLength(recipe) !== content.size || recipe.mediaType !== content.mediaType) throw broken(content);
  return { content, recipe, head };
}

/**
 * The bytes of an item, or of a range of them. What lies before the range is not read. All of it read from start to end is
 * compared with its SHA-256.
 * @throws INVALID_CONTENT where it is damaged, at the latest in place of its end
 */
export async function* readContent(raw: RawReader, opened: OpenedContent, range?: ByteRange): AsyncIterable<Buffer> {
  const { content, recipe, head } = opened;
  const start = range?.start ?? 0;
  const end = Math.min(range?.end ?? content.size, content.size);
  const hash = start === 0 && end === content.size ? createHash('sha256') : undefined;
  for await (const piece of piecesOf(raw, recipe, head, start, end)) {
    if (piece.byteLength === 0) continue;
    hash?.update(piece);
    yield piece;
  }
  if (hash === undefined || content.hash === UNKNOWN_HASH) return;
  if (hashToRow(hash.digest()) !== content.hash) throw broken(content);
}

async function* piecesOf(
  raw: RawReader,
  recipe: Recipe,
  head: Buffer,
  start: number,
  end: number,
): AsyncIterable<Buffer> {
  yield head.subarray(start, Math.max(0, end));
  const own = new OwnBytes(recipe.own);
  let at = head.byteLength;
  for (const stretch of recipe.stretches) {
    if (at >= end) return;
    const length = stretchLength(stretch);
    const places = stretch.at === undefined ? own.take(stretch.bytes) : [stretch.at];
    if (at + length > start)
      yield* stretchBytes(raw, stretch, places, Math.max(0, start - at), Math.min(length, end - at));
    at += length;
  }
}

/** From one byte of a stretch to another. */
async function* stretchBytes(
  raw: RawReader,
  stretch: Stretch,
  places: readonly Place[],
  from: number,
  to: number,
): AsyncIterable<Buffer> {
  if (stretch.encoding === undefined) {
    let at = 0;
    for (const [segment, start, length] of places) {
      const [first, last] = [Math.max(0, from - at), Math.min(length, to - at)];
      if (first < last) yield* raw.read([segment, start + first, last - first]);
      at += length;
    }
    return;
  }
  const pieces: Buffer[] = [];
  for (const place of places) pieces.push(await raw.readAll(place));
  const decoded = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
  const text = encode(decoded, stretch.encoding);
  if (text.byteLength !== stretchLength(stretch)) throw damaged('A part of an item is not as long as its recipe says');
  yield text.subarray(from, to);
}

/** Gives out the places of an item's own bytes one behind the other. */
class OwnBytes {
  readonly #places: readonly Place[];
  #next = 0;
  #used = 0;

  constructor(places: readonly Place[]) {
    this.#places = places;
  }

  take(bytes: number): Place[] {
    const taken: Place[] = [];
    for (let left = bytes; left > 0; ) {
      const place = this.#places[this.#next];
      if (place === undefined) throw damaged('A recipe wants more bytes than it names');
      const [segment, start, length] = place;
      const some = Math.min(left, length - this.#used);
      if (some > 0) taken.push([segment, start + this.#used, some]);
      this.#used += some;
      left -= some;
      if (this.#used === length) {
        this.#next++;
        this.#used = 0;
      }
    }
    return taken;
  }
}

function broken({ id }: ArchiveContent): Error {
  return damaged(`Content ${id} of the archive is damaged`, { content: id });
}
