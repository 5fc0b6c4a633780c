import { type Base64Layout, encodedBase64Length } from '../parts/base64.ts';
import type { QuotedLayout } from '../parts/quoted-printable.ts';
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
  readonly base64?: Base64Layout;
  readonly quoted?: QuotedLayout & { readonly encoded: number };
}

/** How an item is put together: its head, which stands behind the recipe, and then stretches. */
export interface Recipe {
  /** The number of the content, so that a recipe is never taken for that of another item. */
  readonly content: number;
  /** Bytes of the head. */
  readonly head: number;
  /** Where the item's own bytes are, one place behind the other. */
  readonly own: readonly Place[];
  readonly stretches: readonly Stretch[];
}

/** Whole recipes are JSON arrays for shortness: `[content, head, [place…], [stretch…]]`; see docs/spec/archive.md. */
type StretchText =
  | number
  | readonly ['p', ...Place]
  | readonly ['b', number, number, 0 | 1, 0 | 1]
  | readonly ['s', ...Place, number, 0 | 1, 0 | 1]
  | readonly ['q', number, number, number, 0 | 1, string, number];

/** The recipe as a line. */
export function formatRecipe({ content, head, own, stretches }: Recipe): Buffer {
  return Buffer.from(`${JSON.stringify([content, head, own, stretches.map(formatStretch)])}\n`);
}

function formatStretch({ bytes, at, base64, quoted }: Stretch): StretchText {
  if (quoted !== undefined)
    return ['q', bytes, quoted.encoded, quoted.width, bit(quoted.crlf), quoted.escaped, quoted.style];
  if (base64 === undefined) return at === undefined ? bytes : ['p', ...at];
  const { width, crlf, ended } = base64;
  return at === undefined ? ['b', bytes, width, bit(crlf), bit(ended)] : ['s', ...at, width, bit(crlf), bit(ended)];
}

/** Reads the line that stands in front of a head; undefined where it is not what the format has. */
export function parseRecipe(line: string): Recipe | undefined {
  try {
    const [content, head, own, stretches] = JSON.parse(line) as [unknown, unknown, unknown, unknown];
    if (!isCount(content) || !isCount(head) || !Array.isArray(own) || !own.every(isPlace)) return undefined;
    if (!Array.isArray(stretches)) return undefined;
    const read = stretches.map((text) => parseStretch(text as StretchText));
    if (!read.every((stretch) => stretch !== undefined)) return undefined;
    return { content, head, own, stretches: read };
  } catch {
    return undefined;
  }
}

function parseStretch(text: StretchText): Stretch | undefined {
  if (typeof text === 'number') return isCount(text) ? { bytes: text } : undefined;
  // What is encoded is held in memory as a whole.
  if (text[0] !== 'p' && (text[0] === 's' ? text[3] : text[1]) > MAX_STRETCH_BYTES) return undefined;
  switch (text[0]) {
    case 'p': {
      const at = text.slice(1) as unknown;
      return isPlace(at) ? { bytes: at[2], at } : undefined;
    }
    case 'b': {
      const [, bytes, width, crlf, ended] = text;
      const base64 = layoutOf(width, crlf, ended);
      return isCount(bytes) && base64 ? { bytes, base64 } : undefined;
    }
    case 's': {
      const at = text.slice(1, 4) as unknown;
      const base64 = layoutOf(text[4], text[5], text[6]);
      return isPlace(at) && base64 ? { bytes: at[2], at, base64 } : undefined;
    }
    case 'q': {
      const [, bytes, encoded, width, crlf, escaped, style] = text;
      if (![bytes, encoded, style].every(isCount) || !isCount(width) || width < 4 || width > 998) return undefined;
      if (typeof escaped !== 'string' || escaped.length > 128 || encoded > 4 * bytes + 8 * (1 + bytes / (width - 3)))
        return undefined;
      return { bytes, quoted: { encoded, width, crlf: crlf === 1, escaped, style } };
    }
    default:
      return undefined;
  }
}

function layoutOf(width: unknown, crlf: unknown, ended: unknown): Base64Layout | undefined {
  if (!isCount(width) || width % 4 !== 0 || width > 1024) return undefined;
  return { width, crlf: crlf === 1, ended: ended === 1 };
}

/** How many bytes of the item a stretch gives. */
export function stretchLength({ bytes, base64, quoted }: Stretch): number {
  if (quoted !== undefined) return quoted.encoded;
  return base64 === undefined ? bytes : encodedBase64Length(bytes, base64);
}

function bit(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
