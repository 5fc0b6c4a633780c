import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyFrom, bytesSource, collect, cut, sliceSource } from '../../src/bytes/sources.ts';
import { inChunks, latin1, textOf } from '../support.ts';

const { signal } = new AbortController();
const digits = latin1('0123456789');

describe('a source over bytes', () => {
  it('gives the same bytes each time it is opened, and ranges of them', async () => {
    const source = bytesSource(digits, 'text/plain');
    expect(source.size).toBe(10);
    expect(await textOf(source.open({ signal }))).toBe('0123456789');
    expect(await textOf(source.open({ signal }))).toBe('0123456789');
    expect(await textOf(source.open({ signal, range: { start: 3, end: 5 } }))).toBe('34');
    expect(await textOf(source.open({ signal, range: { start: 8 } }))).toBe('89');
    expect(await textOf(source.open({ signal, range: { start: 12 } }))).toBe('');
  });

  it('gives nothing once its reader has gone', async () => {
    const reason = new Error('gone');
    await expect(textOf(bytesSource(digits, 'x/y').open({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
  });
});

describe('a slice of a source', () => {
  it('is what the same slice of the bytes is, and so is a range of it', async () => {
    const slice = fc
      .tuple(fc.nat({ max: 12 }), fc.nat({ max: 12 }))
      .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
    await fc.assert(
      fc.asyncProperty(slice, fc.nat({ max: 12 }), fc.option(fc.nat({ max: 12 })), async (range, start, end) => {
        const source = sliceSource(bytesSource(digits, 'x/y'), range, 'text/plain');
        const whole = '0123456789'.slice(range.start, range.end);
        expect(await textOf(source.open({ signal }))).toBe(whole);
        const inner = end === null ? { start } : { start, end };
        expect(await textOf(source.open({ signal, range: inner }))).toBe(
          whole.slice(start, Math.max(start, end ?? 99)),
        );
      }),
    );
  });
});

describe('cutting a stream', () => {
  it('gives the range, however the stream is cut, and reads no further than its end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 12 }),
        fc.option(fc.nat({ max: 12 })),
        fc.array(fc.nat({ max: 4 }), { minLength: 1 }),
        async (start, end, lengths) => {
          const range = end === null ? { start } : { start, end };
          const wanted = '0123456789'.slice(start, Math.max(start, end ?? 99));
          expect(await textOf(cut(inChunks(digits, lengths), range))).toBe(wanted);
        },
      ),
    );
    let asked = 0;
    async function* counted(): AsyncIterable<Uint8Array> {
      for (;;) {
        asked++;
        yield digits;
      }
    }
    expect(await textOf(cut(counted(), { start: 5, end: 15 }))).toBe('5678901234');
    expect(asked).toBe(2);
  });
});

describe('collecting a stream', () => {
  it('gives all of it, also from a source that uses its buffer again', async () => {
    async function* reusing(): AsyncIterable<Uint8Array> {
      const buffer = Buffer.alloc(2);
      for (const part of ['ab', 'cd', 'ef']) {
        buffer.set(latin1(part));
        yield buffer;
      }
    }
    expect(Buffer.from(await collect(reusing())).toString()).toBe('abcdef');
  });

  it('stops with TOO_LARGE as soon as there is more than the limit', async () => {
    expect(await collect(inChunks(digits, [3]), 10)).toHaveLength(10);
    await expect(collect(inChunks(digits, [3]), 9)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    async function* endless(): AsyncIterable<Uint8Array> {
      for (;;) yield digits;
    }
    await expect(collect(endless(), 1000)).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });
});

describe('a body', () => {
  it('is disposed of once, whether it is read to the end, left early or never read', async () => {
    for (const read of [
      async (body: AsyncIterable<Uint8Array>) => void (await textOf(body)),
      async (body: AsyncIterable<Uint8Array>) => {
        for await (const _ of body) break;
      },
      async () => undefined,
    ]) {
      let disposed = 0;
      const body = bodyFrom(inChunks(digits, [3]), { mediaType: 'x/y', dispose: async () => void disposed++ });
      await read(body);
      await body[Symbol.asyncDispose]();
      await body[Symbol.asyncDispose]();
      expect(disposed).toBe(1);
    }
  });
});
