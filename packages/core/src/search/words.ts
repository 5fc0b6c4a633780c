import { foldText } from '../restriction/text.ts';
import type { WantedWord } from '../state/words.ts';

/** Characters of a word that count; longer ones are mostly no words. */
const MAX_WORD = 64;
/** Words of a text to look for. */
const MAX_WANTED = 32;

/** Letters and digits with the marks upon them. */
const RUN = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts that have no spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

// Knows the words of those scripts by dictionaries (UAX 29).
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** The words of a text, folded, in their order. */
export function* wordsOf(text: string): Iterable<string> {
  for (const [run] of text.toWellFormed().matchAll(RUN)) {
    if (!UNSPACED.test(run)) yield* parts(run);
    else for (const { segment, isWordLike } of segmenter.segment(run)) if (isWordLike === true) yield* parts(segment);
  }
}

/** Folding may leave signs between letters; what is left of a word is cut where those stand. */
function* parts(segment: string): Iterable<string> {
  for (const part of foldText(segment).split(/[^\p{L}\p{N}]+/u)) if (part !== '') yield cut(part);
}

function cut(word: string): string {
  return word.length <= MAX_WORD ? word : Array.from(word).slice(0, MAX_WORD).join('');
}

/** The words to look for in what somebody typed: all of them; `*` behind one stands for any end of it. */
export function wantedWords(text: string): readonly WantedWord[] {
  const wanted = new Map<string, WantedWord>();
  for (const piece of text.split(/\s+/u)) {
    const words = [...wordsOf(piece)];
    for (const [index, word] of words.entries()) {
      const isPrefix = piece.endsWith('*') && index === words.length - 1;
      wanted.set(`${word}${isPrefix ? '*' : ''}`, { word, isPrefix });
    }
  }
  return [...wanted.values()].slice(0, MAX_WANTED);
}
