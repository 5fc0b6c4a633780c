import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Backend, collect } from '@mapistore/core';
import { expect, test } from 'vitest';
import { openMount } from './mounts.ts';
import { signal, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const MIB = 1_048_576;
const SIZE = (process.env['MAPISTORE_TEST_FULL'] === '1' ? 1024 : 96) * MIB;

/** A message with one attachment in base64 of about that size, different for each number, piece by piece. */
function largeMail(subject: string, number: number) {
  async function* open(): AsyncIterable<Uint8Array> {
    yield Buffer.from(
      `Subject: ${subject}\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nText.\r\n--x\r\n`,
    );
    yield Buffer.from('Content-Transfer-Encoding: base64\r\n\r\n');
    const line = 57;
    const data = Buffer.alloc(line * 1000);
    for (let at = 0, piece = 0; at < SIZE; at += 78_000, piece++) {
      for (let byte = 0; byte < data.byteLength; byte += 4)
        data.writeUInt32LE((Math.imul(piece + byte + number, 2_654_435_761) >>> 0) & 0xfff0fff, byte);
      let text = '';
      for (let from = 0; from < data.byteLength; from += line)
        text += `${data.toString('base64', from, from + line)}\r\n`;
      yield Buffer.from(text, 'latin1');
    }
    yield Buffer.from('--x--\r\n');
  }
  return { mediaType: 'message/rfc822', open };
}

async function digestOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

function segmentBytes(place: string): number {
  const segments = join(place, 'segments');
  return readdirSync(segments).reduce((sum, name) => sum + statSync(join(segments, name)).size, 0);
}

async function store(backend: Backend, subject: string): Promise<string> {
  const body = largeMail(subject, 7);
  const written = await backend.createItem?.({ folder: '', item: { body, flags: [] }, signal });
  return written?.key ?? '';
}

test('a large message goes in and out in pieces, its attachment is stored once, and ranges read little', {
  timeout: 600_000,
}, async () => {
  const place = join(folder, 'archive');
  const backend = await openMount({ folder: place });
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const one = await store(backend, 'one');
  const size = segmentBytes(place);
  const two = await store(backend, 'a forward of the same, whose attachment begins at another byte');
  expect(segmentBytes(place) - size).toBeLessThan(size / 50);
  for (const [key, subject] of [
    [one, 'one'],
    [two, 'a forward of the same, whose attachment begins at another byte'],
  ] as const) {
    const body = await backend.openBody({ folder: '', key, signal });
    expect(await digestOf(body)).toBe(await digestOf(largeMail(subject, 7).open()));
  }
  clearInterval(watch);
  // Windows, blocks under way and those that are kept; nothing of it grows with the item.
  expect(most - before).toBeLessThan(420 * MIB);

  const whole = await backend.readItem({ folder: '', key: one, signal });
  const range = { start: (whole.size ?? 0) - 100_000, end: (whole.size ?? 0) - 99_000 };
  const cold = await openMount({ folder: place });
  const start = performance.now();
  const piece = await collect(await cold.openBody({ folder: '', key: one, range, signal }));
  expect(piece.byteLength).toBe(1000);
  expect(performance.now() - start).toBeLessThan(2000);
  await cold[Symbol.asyncDispose]();
  await backend[Symbol.asyncDispose]();
  expect(readdirSync(join(place, 'tmp'))).toEqual([]);
});

test('a source that is shorter than it says, or breaks off, leaves nothing', async () => {
  const place = join(folder, 'broken');
  const backend = await openMount({ folder: place });
  const broken = {
    mediaType: 'message/rfc822',
    async *open(): AsyncIterable<Uint8Array> {
      for (let piece = 0; piece < 6; piece++) yield Buffer.alloc(MIB, 'x');
      throw new Error('the source broke off');
    },
  };
  const size = segmentBytes(place);
  await expect(backend.createItem?.({ folder: '', item: { body: broken, flags: [] }, signal })).rejects.toThrow(
    /broke off/,
  );
  expect(segmentBytes(place)).toBe(size);
  expect(readdirSync(join(place, 'tmp'))).toEqual([]);
  await backend[Symbol.asyncDispose]();
});
