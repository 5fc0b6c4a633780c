import type { BodySource } from '@mapistore/core';
import { describe, expect, it } from 'vitest';
import { mime } from '../src/index.ts';
import { parse, signal, source } from './corpus.ts';

const LIMIT_MS = 10_000;
const nested = (levels: number): string =>
  Array.from({ length: levels }, (_, at) => `Content-Type: multipart/mixed; boundary="b${at}"\n\n--b${at}\n`).join('');
const field = (text: string): string => text.repeat(Math.ceil(1_000_000 / text.length));

describe('mail made to do harm', () => {
  it.each([
    ['2000 nested multiparts', nested(2000), /nested deeper than 100/],
    ['2000 nested messages', 'Content-Type: message/rfc822\n\n'.repeat(2000), /nested deeper than 100/],
    [
      '100,000 header fields',
      `${Array.from({ length: 100_000 }, (_, at) => `X-${at}: v`).join('\n')}\n\nx`,
      /more than 500 fields/,
    ],
    [
      '20,000 parts',
      `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(20_000)}--b--`,
      /more than 10000 parts/,
    ],
    ['a header of 9 MB', `X: ${'x'.repeat(9_000_000)}\n\nx`, /header blocks are longer/],
    [
      'two million lines of dashes',
      `Content-Type: multipart/mixed; boundary=b\n\n${'--\n'.repeat(2_000_000)}`,
      /no closing boundary/,
    ],
    ['9 MB of NUL', `\n${'\0'.repeat(9_000_000)}`, /longer than the 8388608 bytes/],
  ])('is read in bounded time: %s', async (_, text, problem) => {
    const start = performance.now();
    mime.head({ head: Buffer.from(text) });
    const { problems } = await parse(text);
    expect(problems.join('\n')).toMatch(problem);
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
  });

  it.each(['<', '(', '((a)', '"', '=?', '=?a?q?', '=?a?b?x?= ', 'a,', '<a@b>,', '<,', ':', '\\', ' ', '\r', "'"])(
    'reads a megabyte of %j in every field in linear time',
    async (piece) => {
      const value = field(piece);
      const text = [
        'To',
        'Subject',
        'Date',
        'References',
        'Content-Type',
        'Content-Disposition',
        'Keywords',
        'Message-ID',
      ]
        .map((name) => `${name}: x; y*0*=${value}x`)
        .join('\n');
      const start = performance.now();
      await parse(`${text}\n\n`);
      expect(performance.now() - start).toBeLessThan(LIMIT_MS);
    },
  );

  it('reads a mail of 200 MB without holding it', async () => {
    const line = Buffer.from(`${'QUJD'.repeat(19)}\r\n`.repeat(840));
    const pieces = Math.ceil(200_000_000 / line.length);
    const head = Buffer.from(
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\nContent-Type: x/y\r\nContent-Transfer-Encoding: base64\r\n\r\n',
    );
    const big: BodySource = {
      mediaType: 'message/rfc822',
      async *open({ range }) {
        const start = range?.start ?? 0;
        if (start < head.length) yield head.subarray(start, Math.min(head.length, range?.end ?? head.length));
        if ((range?.end ?? Number.POSITIVE_INFINITY) <= head.length) return;
        for (let at = 0; at < pieces; at++) yield line;
        if (range?.end === undefined) yield Buffer.from('\r\n--b--\r\n');
      },
    };
    const before = process.memoryUsage().rss;
    let peak = 0;
    const { attachments, properties } = await mime.parse(big, { signal });
    let size = 0;
    for await (const chunk of attachments[0]?.content?.open({ signal }) ?? []) {
      size += chunk.byteLength;
      if (size % 64 === 0) peak = Math.max(peak, process.memoryUsage().rss - before);
    }
    expect(properties.get('PidTagBody')).toBe('hi');
    expect(size).toBe(pieces * 840 * 57);
    expect(Math.max(peak, process.memoryUsage().rss - before)).toBeLessThan(150_000_000);
  });

  it('stops when it is told to', async () => {
    const stopped = AbortSignal.abort();
    await expect(mime.parse(source('Subject: x\n\n'), { signal: stopped })).rejects.toThrow();
  });
});
