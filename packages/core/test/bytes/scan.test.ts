import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headOf } from '../../src/bytes/head.ts';
import { scan, sha256Of } from '../../src/bytes/scan.ts';
import { MAX_HEAD_BYTES } from '../../src/contract/entries.ts';
import { inChunks, latin1 } from '../support.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('one reading of an item', () => {
  it('finds digest, size and head, however the stream is cut', async () => {
    const mail = fc
      .array(fc.constantFrom('A: b', '\r\n', '\n', '\r', 'x', '\n\n'), { maxLength: 30 })
      .map((parts) => latin1(parts.join('')));
    await fc.assert(
      fc.asyncProperty(mail, fc.array(fc.nat({ max: 7 }), { minLength: 1 }), async (bytes, lengths) => {
        const found = await scan(inChunks(bytes, lengths), 'message/rfc822');
        expect(found).toMatchObject({ sha256: sha256(bytes), size: bytes.byteLength });
        expect(Buffer.from(found.head)).toEqual(Buffer.from(headOf(bytes, 'message/rfc822')));
        expect(await sha256Of(inChunks(bytes, lengths))).toBe(sha256(bytes));
      }),
    );
  });

  it('keeps no more of a head than is needed', async () => {
    const long = Buffer.alloc(3_000_000, 0x61);
    expect((await scan(inChunks(long, [65_536]), 'message/rfc822')).head.byteLength).toBe(1_048_576);
    expect((await scan(inChunks(long, [65_536]), 'text/vcard')).head.byteLength).toBe(MAX_HEAD_BYTES);
  });

  it('keeps the head of a source that uses its buffer again', async () => {
    async function* reusing(): AsyncIterable<Uint8Array> {
      const buffer = Buffer.alloc(4);
      for (const part of ['A: 1', '\r\nB:', ' 2\r\n', '\r\nxx', 'zzzz']) {
        buffer.set(latin1(part));
        yield buffer;
      }
    }
    expect(Buffer.from((await scan(reusing(), 'message/rfc822')).head).toString()).toBe('A: 1\r\nB: 2\r\n\r\n');
  });
});
