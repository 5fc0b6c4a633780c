import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wantedWords, wordsOf } from '../../src/search/words.ts';

it.each([
  ['Ärger im Büro!', ['arger', 'im', 'buro']],
  ["l'été à Paris", ["l'été", 'a', 'paris'].flatMap((word) => (word === "l'été" ? ['l', 'ete'] : [word]))],
  ['bob@example.org', ['bob', 'example', 'org']],
  ['東京都に行く', ['東京', '都', 'に', '行く']],
  ['สวัสดีชาวโลก', ['สวสด', 'ชาว', 'โลก']],
  ['Straße 42', ['strasse', '42']],
  ['— … !', []],
])('the words of %j are %j', (text, words) => {
  expect(
    [...wordsOf(text)]
      .join(' ')
      .split(/\s+/u)
      .filter((word) => word !== ''),
  ).toEqual(words);
});

it('what is typed are words that all have to be there, and beginnings of words', () => {
  expect(wantedWords('Offer  inv* offer')).toEqual([
    { word: 'offer', isPrefix: false },
    { word: 'inv', isPrefix: true },
  ]);
});

it('words of hostile length are cut, and there are not too many to look for', () => {
  expect([...wordsOf('x'.repeat(1_000))].map((word) => word.length)).toEqual([64]);
  expect(wantedWords(Array.from({ length: 100 }, (_, index) => `w${index}`).join(' '))).toHaveLength(32);
});

it('words of scripts with spaces are those that Unicode has', () => {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  const letters = [..."abzÄéß\u0301ñЖяΣς١09 \t\n.,:;'’-@/!?…"];
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...letters), maxLength: 40 }), (text) => {
      const segments = [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike === true);
      const meant = segments.flatMap(({ segment }) => [...wordsOf(segment)]);
      expect([...wordsOf(text)]).toEqual(meant);
    }),
    { numRuns: 2_000 },
  );
});
