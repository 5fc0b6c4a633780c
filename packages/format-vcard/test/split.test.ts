import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinVcards, splitVcards, type VcardSlice } from '../src/index.ts';
import { card, once, parse, samples } from './corpus.ts';

async function split(bytes: Uint8Array | string, size = Number.POSITIVE_INFINITY): Promise<VcardSlice[]> {
  const all = Buffer.from(bytes);
  async function* chunks(): AsyncIterable<Uint8Array> {
    for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + Math.min(size, all.length));
  }
  return Array.fromAsync(splitVcards(size === Number.POSITIVE_INFINITY ? once(all) : chunks()));
}
const join = async (cards: readonly Uint8Array[]): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(joinVcards(cards)));
const textOf = ({ bytes }: VcardSlice): string => Buffer.from(bytes).toString();

describe('splitting', () => {
  it.each(samples())('gives slices that are $name again, whatever the chunks', async ({ bytes }) => {
    const slices = await split(bytes);
    expect(Buffer.concat(slices.map((slice) => slice.bytes)).equals(bytes)).toBe(true);
    expect(slices.map(({ ordinal }) => ordinal)).toEqual(slices.map((_, at) => at));
    const small = await split(bytes, 7);
    expect(small.map(({ bytes: one, problems }) => [Buffer.from(one).toString('latin1'), problems])).toEqual(
      slices.map(({ bytes: one, problems }) => [Buffer.from(one).toString('latin1'), problems]),
    );
  });

  it('leaves a file with one card as it is', async () => {
    const text = `\ufeff\r\n${card('3.0', 'FN:a')}\r\n\r\n`;
    const slices = await split(text);
    expect(slices.map(textOf)).toEqual([text]);
    expect(slices[0]?.problems).toEqual([]);
  });

  it('keeps a card inside of AGENT in the card around it', async () => {
    const inner = card('2.1', 'FN:Inner').trimEnd();
    const outer = card('2.1', 'FN:Outer', `AGENT:\r\n${inner}`, 'TITLE:t');
    const slices = await split(outer + card('3.0', 'FN:Next'));
    expect(slices.map(textOf)).toEqual([outer, card('3.0', 'FN:Next')]);
    const { properties, problems } = await parse(outer);
    expect([properties.get('PidTagDisplayName'), properties.get('PidTagTitle'), problems]).toEqual(['Outer', 't', []]);
  });

  it('says what stands between cards and which card does not end', async () => {
    const text = `before\n${card('3.0', 'FN:a')}between\nBEGIN:VCARD\nFN:b\n${card('3.0', 'FN:c')}BEGIN:VCARD\nFN:d`;
    const slices = await split(text);
    expect(slices.map(textOf).join('')).toBe(text);
    expect(slices.map(({ problems }) => problems)).toEqual([
      [
        'There are lines before BEGIN:VCARD that are no part of a card.',
        'There are lines behind END:VCARD that are no part of a card.',
      ],
      ['The card has no line END:VCARD.'],
      [],
      ['The card has no line END:VCARD.'],
    ]);
  });

  it('gives what is no card at all as one slice with a problem, and nothing for nothing', async () => {
    expect((await split('{"a": 1}')).map(({ problems }) => problems)).toEqual([
      ['There are lines before BEGIN:VCARD that are no part of a card.', 'There is no line BEGIN:VCARD.'],
    ]);
    expect(await split('')).toEqual([]);
  });

  it('takes UTF-16 apart too', async () => {
    const text = Buffer.from(`\ufeff${card('3.0', 'FN:\u0d0a\u0a0d')}${card('3.0', 'FN:b')}`, 'utf16le');
    const slices = await split(text, 5);
    expect(slices).toHaveLength(2);
    expect(
      await Promise.all(slices.map(async ({ bytes }) => (await parse(bytes)).properties.get('PidTagDisplayName'))),
    ).toEqual(['\u0d0a\u0a0d', 'b']);
  });

  it('undoes joining', async () => {
    const line = fc.constantFrom('FN:a', 'NOTE:b', ' folded', '', 'x', 'AGENT:', 'PHOTO;ENCODING=b:QUJD');
    const end = fc.constantFrom('\r\n', '\n', '\r', '\r\r\n');
    const one = fc
      .tuple(fc.array(line), end)
      .map(([lines, eol]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join(eol));
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), async (cards, size) => {
        expect((await split(await join(cards.map((text) => Buffer.from(text))), size)).map(textOf)).toEqual(cards);
      }),
    );
  });

  it('ends a joined card that lacks its last line end', async () => {
    const open = card('3.0', 'FN:a').trimEnd();
    expect((await join([Buffer.from(open), Buffer.from(open)])).toString()).toBe(`${open}\r\n${open}\r\n`);
  });
});
