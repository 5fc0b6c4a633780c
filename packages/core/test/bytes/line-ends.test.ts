import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineEndScanner, restoreLineEnds } from '../../src/bytes/line-ends.ts';
import { inChunks, latin1, textOf } from '../support.ts';

const chunking = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 6 });
const text = fc
  .array(fc.constantFrom('\r\n', '\n', '\r', 'a', 'bc', '\0', '\xff', ' '), { maxLength: 60 })
  .map((parts) => parts.join(''));

async function signature(original: string, lengths: readonly number[] = [1]): Promise<Uint8Array | undefined> {
  const scanner = new LineEndScanner();
  for await (const chunk of inChunks(latin1(original), lengths)) scanner.push(chunk);
  return scanner.end();
}

const toCrlf = (original: string): string => original.replace(/\r?\n/gu, '\r\n');
const toLf = (original: string): string => original.replaceAll('\r\n', '\n');

describe('restoring line ends', () => {
  it('gives the original back after LF became CRLF, however both streams were cut', async () => {
    await fc.assert(
      fc.asyncProperty(text, chunking, chunking, async (original, scanned, restored) => {
        const lineEnds = (await signature(original, scanned)) as Uint8Array;
        const chunks = inChunks(latin1(toCrlf(original)), restored);
        expect(await textOf(restoreLineEnds(chunks, lineEnds))).toBe(original);
      }),
    );
  });

  it('gives the original back after CRLF became LF, but for a CR that stands before a CRLF', async () => {
    // CR CR LF would become CR LF: from those bytes alone nobody can tell; the digest does, and the original is kept.
    const plain = text.filter((original) => !original.includes('\r\r\n'));
    await fc.assert(
      fc.asyncProperty(plain, chunking, chunking, async (original, scanned, restored) => {
        const lineEnds = (await signature(original, scanned)) as Uint8Array;
        expect(await textOf(restoreLineEnds(inChunks(latin1(toLf(original)), restored), lineEnds))).toBe(original);
      }),
    );
  });

  it('changes nothing in bytes that were never changed', async () => {
    await fc.assert(
      fc.asyncProperty(text, chunking, async (original, lengths) => {
        const lineEnds = (await signature(original, lengths)) as Uint8Array;
        expect(await textOf(restoreLineEnds(inChunks(latin1(original), lengths), lineEnds))).toBe(original);
      }),
    );
  });

  it('says nothing of bytes with only CRLF or no line end, and two bytes of a file with only LF', async () => {
    expect(await signature('a\r\nb\r\n')).toEqual(new Uint8Array(0));
    expect(await signature('no line end')).toEqual(new Uint8Array(0));
    expect(await signature('a\nb\nc\n')).toEqual(Uint8Array.of(0, 0));
  });

  it('notes runs of more than 127 line ends', async () => {
    const original = `${'a\r\n'.repeat(300)}${'b\n'.repeat(20_000)}c\r\n`;
    const lineEnds = (await signature(original, [1000])) as Uint8Array;
    expect(await textOf(restoreLineEnds(inChunks(latin1(toCrlf(original)), [777]), lineEnds))).toBe(original);
  });

  it('gives up on line ends that change all the time', async () => {
    expect(await signature('a\nb\r\n'.repeat(40_000), [4096])).toBeUndefined();
    expect(await signature('a\nb\r\n'.repeat(30_000), [4096])).toBeDefined();
  });
});
