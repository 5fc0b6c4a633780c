import type { Fuzzy } from './restriction.ts';

/** Characters of a key that text is sorted and grouped by. */
export const KEY_LENGTH = 255;

/**
 * Text as it is compared without case and accents: compatibility forms decomposed, marks taken away, small letters. Each
 * character is folded by itself, so a part of a text is a part of the folded one, wherever it is cut.
 */
export function foldText(text: string): string {
  return smallLetters(withoutMarks(text));
}

/** What text is sorted and grouped by: folded, and not without end. */
export function textKey(text: string): string {
  const key = foldText(text.toWellFormed());
  if (key.length <= KEY_LENGTH) return key;
  const last = key.charCodeAt(KEY_LENGTH - 1);
  // Half a character is none.
  return key.slice(0, last >= 0xd800 && last <= 0xdbff ? KEY_LENGTH - 1 : KEY_LENGTH);
}

/** Folds as much as a content restriction asks for. */
export function foldAs(text: string, { ignoreCase, ignoreNonSpace, loose }: Fuzzy): string {
  const bare = ignoreNonSpace === true || loose === true ? withoutMarks(text) : text;
  return ignoreCase === true || loose === true ? smallLetters(bare) : bare;
}

function withoutMarks(text: string): string {
  return isPlain(text) ? text : text.normalize('NFKD').replace(/\p{M}/gu, '');
}

// The small sigma has two forms by where it stands in a word, and the sharp s is written as two letters in capitals.
function smallLetters(text: string): string {
  const small = text.toLowerCase();
  return isPlain(small) ? small : small.replaceAll('ς', 'σ').replaceAll('ß', 'ss');
}

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** Whether one text is, begins or has the other. */
export function matchesText(value: string, wanted: string, fuzzy: Fuzzy): boolean {
  const [a, b] = [foldAs(value, fuzzy), foldAs(wanted, fuzzy)];
  if (fuzzy.match === 'full') return a === b;
  return fuzzy.match === 'prefix' ? a.startsWith(b) : a.includes(b);
}

/** The same of bytes. */
export function matchesBytes(value: Uint8Array, wanted: Uint8Array, { match }: Fuzzy): boolean {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (match === 'full') return bytes.equals(wanted);
  return match === 'prefix' ? bytes.subarray(0, wanted.byteLength).equals(wanted) : bytes.includes(Buffer.from(wanted));
}

/** Whether a whole text is like a pattern of `*`, `?` and `\`. Takes no more than the product of both lengths. */
export function isLike(text: string, pattern: string): boolean {
  const parts = patternParts(pattern);
  const characters = Array.from(text);
  let [at, part, star, retry] = [0, 0, -1, 0];
  while (at < characters.length) {
    const wanted = parts[part];
    if (wanted === ANY_TEXT) {
      star = part++;
      retry = at;
    } else if (wanted === ANY_CHARACTER || wanted === characters[at]) {
      at++;
      part++;
    } else if (star >= 0) {
      part = star + 1;
      at = ++retry;
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => rest === ANY_TEXT);
}

const ANY_TEXT = Symbol('any text');
const ANY_CHARACTER = Symbol('any character');

function patternParts(pattern: string): readonly (string | typeof ANY_TEXT | typeof ANY_CHARACTER)[] {
  const parts: (string | typeof ANY_TEXT | typeof ANY_CHARACTER)[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string;
    if (character === '*') parts.push(ANY_TEXT);
    else if (character === '?') parts.push(ANY_CHARACTER);
    else if (character === '\\' && at + 1 < characters.length) parts.push(characters[++at] as string);
    else parts.push(character);
  }
  return parts;
}
