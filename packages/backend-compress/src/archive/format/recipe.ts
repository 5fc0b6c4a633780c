import type { Encoding } from '../parts/elements.ts';
import { encodedLength } from '../parts/encode.ts';
import { UU_LINE_BYTES } from '../parts/uuencode.ts';
import { MAX_STRETCH_BYTES } from './limits.ts';
import { isPlace, type Place } from './operations.ts';

/**
 * A stretch of an item. Its bytes are the next `bytes` of the item's own, or those at a place that items share; they are
 * the item's as they are, or encoded.
 */
export interface Stretch {
  /** Bytes as they are stored. */
  readonly bytes: number;
  /** Where they are, if they are shared; else they are the next of the item's own. */
  readonly at?: Place;
  readonly encoding?: Encoding;
}

/** How an item is put together: its head, which stands behind the recipe, and then stretches. */
export interface Recipe {
  /** The number of the content, so that a recipe is never taken for that of another item. */
  readonly content: number;
  readonly mediaType: string;
  /** Bytes of the head. */
  readonly head: number;
  /** Where the item's own bytes are, one place behind the other. */
  readonly own: readonly Place[];
  readonly stretches: readonly Stretch[];
}

/**
 * A recipe is a JSON array for shortness: `[content, media type, head, [place, …], [stretch, …]]`. A stretch is a number of own bytes, a
 * place of shared ones, or either with an encoding: `[bytes or place, "b", width, crlf, ended]`; see docs/spec/archive.md.
 */
type StretchText = number | Place | readonly [number | Place, ...EncodingText];

type EncodingText =
  | readonly ['b', width: number, crlf: 0 | 1, ended: 0 | 1]
  | readonly ['u', crlf: 0 | 1, accent: 0 | 1]
  | readonly [
      'q',
      encoded: number,
      width: number,
      crlf: 0 | 1,
      style: number,
      escaped: string,
      escapes: readonly number[],
      breaks: readonly number[],
    ];

/** The recipe as a line. */
export function formatRecipe({ content, mediaType, head, own, stretches }: Recipe): Buffer {
  return Buffer.from(`${JSON.stringify([content, mediaType, head, own, stretches.map(formatStretch)])}\n`);
}

function formatStretch({ bytes, at, encoding }: Stretch): StretchText {
  return encoding === undefined ? (at ?? bytes) : [at ?? bytes, ...formatEncoding(encoding)];
}

function formatEncoding(encoding: Encoding): EncodingText {
  const crlf = encoding.crlf ? 1 : 0;
  if (encoding.kind === 'base64') return ['b', encoding.width, crlf, encoding.ended ? 1 : 0];
  if (encoding.kind === 'uu') return ['u', crlf, encoding.accent ? 1 : 0];
  const { encoded, width, style, escaped, escapes, breaks } = encoding;
  return ['q', encoded, width, crlf, style, escaped, escapes, breaks];
}

/** Reads the line that stands in front of a head; undefined where it is not what the format has. */
export function parseRecipe(line: string): Recipe | undefined {
  try {
    const [content, mediaType, head, own, stretches] = JSON.parse(line) as readonly unknown[];
    if (!isCount(content) || !isCount(head) || !Array.isArray(own) || !own.every(isPlace)) return undefined;
    if (!Array.isArray(stretches) || typeof mediaType !== 'string') return undefined;
    const read = stretches.map(parseStretch);
    if (!read.every((stretch) => stretch !== undefined)) return undefined;
    return { content, mediaType, head, own, stretches: read };
  } catch {
    return undefined;
  }
}

function parseStretch(text: unknown): Stretch | undefined {
  const bare = parseBytes(text);
  if (bare !== undefined || !Array.isArray(text)) return bare;
  const bytes = parseBytes(text[0]);
  // What is encoded is held in memory as a whole.
  if (bytes === undefined || bytes.bytes > MAX_STRETCH_BYTES) return undefined;
  const encoding = parseEncoding(text.slice(1), bytes.bytes);
  return encoding === undefined ? undefined : { ...bytes, encoding };
}

function parseBytes(text: unknown): Stretch | undefined {
  if (isPlace(text)) return { bytes: text[2], at: text };
  return isCount(text) ? { bytes: text } : undefined;
}

function parseEncoding([kind, ...rest]: readonly unknown[], bytes: number): Encoding | undefined {
  if (kind === 'b') {
    const [width, crlf, ended] = rest;
    if (!isCount(width) || width % 4 !== 0 || width > 1024) return undefined;
    return { kind: 'base64', width, crlf: crlf === 1, ended: ended === 1 };
  }
  if (kind === 'u')
    return bytes % UU_LINE_BYTES === 0 ? { kind: 'uu', crlf: rest[0] === 1, accent: rest[1] === 1 } : undefined;
  if (kind !== 'q') return undefined;
  const [encoded, width, crlf, style, escaped, escapes, breaks] = rest;
  if (!isCount(encoded) || encoded > 6 * bytes + 8 || !isCount(width) || !isCount(style)) return undefined;
  if (typeof escaped !== 'string' || escaped.length > 128 || !isCounts(escapes) || !isCounts(breaks)) return undefined;
  return { kind: 'quoted', encoded, width, crlf: crlf === 1, style, escaped, escapes, breaks };
}

/** How many bytes of the item a stretch gives. */
export function stretchLength({ bytes, encoding }: Stretch): number {
  return encoding === undefined ? bytes : encodedLength(bytes, encoding);
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isCount);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** How many bytes the item has. */
export function recipeLength({ head, stretches }: Recipe): number {
  return stretches.reduce((sum, stretch) => sum + stretchLength(stretch), head);
}
