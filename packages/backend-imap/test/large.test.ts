import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Dovecot, startCyrus, startDovecot } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calm, type ImapServer, listAll, openMount } from './support.ts';

const MIB = 1024 * 1024;

/** Buffers stay until the collector comes; what counts is what is still in use. */
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let server: Dovecot;
beforeAll(async () => {
  server = await startDovecot();
});
afterAll(async () => {
  await server.stop();
});

/** A message of about so many bytes, made as it is read. */
function* made(size: number): Generator<Buffer> {
  yield Buffer.from('Subject: large\r\nContent-Type: application/octet-stream\r\n\r\n');
  const line = Buffer.from(`${'0123456789abcdef'.repeat(4)}\r\n`);
  const block = Buffer.concat(Array.from({ length: 1000 }, () => line));
  for (let at = 0; at < size; at += block.length) yield block;
}

describe('a message of 60 MB', () => {
  const kinds: readonly [string, () => Promise<ImapServer>][] = [
    ['Dovecot', startDovecot],
    ['Dovecot without LITERAL+', () => startDovecot({ without: ['LITERAL+'] })],
    // Compresses, which Dovecot does not by default.
    ['Cyrus', startCyrus],
  ];
  it.each(kinds)('streams both ways and is never held in memory, on %s', async (_, start) => {
    await using other = await start();
    await using backend = await openMount(other, { path: 'Large' });
    const hash = createHash('sha256');
    let size = 0;
    for (const block of made(60 * MIB)) {
      hash.update(block);
      size += block.length;
    }
    const sent = hash.digest('hex');
    let peak = 0;
    let calls = 0;
    const measure = (): void => {
      if (calls++ % 20 !== 0) return;
      collectGarbage();
      peak = Math.max(peak, process.memoryUsage().arrayBuffers);
    };
    const before = process.memoryUsage().arrayBuffers;
    const body = {
      mediaType: 'message/rfc822',
      size,
      async *open() {
        for (const block of made(60 * MIB)) {
          measure();
          yield block;
        }
      },
    };
    const { key } = await backend.createItem({ folder: '', signal: calm, item: { body, flags: [] } });
    expect((await listAll(backend, '', { detail: 'head' })).items).toMatchObject([{ key, size }]);
    const read = createHash('sha256');
    await using opened = await backend.openBody({ folder: '', key, signal: calm });
    expect(opened.size).toBe(size);
    for await (const chunk of opened) {
      measure();
      read.update(chunk);
    }
    expect(read.digest('hex')).toBe(sent);
    // A chunk each way and what the sockets hold; the message is many times as large.
    expect(peak - before).toBeLessThan(20 * MIB);
  });

  it('is left half way without blocking anything', async () => {
    await using backend = await openMount(server, { path: 'Left', query: 'connections=1' });
    const body = {
      mediaType: 'message/rfc822',
      async *open() {
        yield* made(5 * MIB);
      },
    };
    const { key } = await backend.createItem({ folder: '', signal: calm, item: { body, flags: [] } });
    const opened = await backend.openBody({ folder: '', key, signal: calm });
    for await (const chunk of opened) if (chunk.byteLength > 0) break;
    const idle = await backend.openBody({ folder: '', key, signal: calm });
    expect(await backend.count({ folder: '', signal: calm })).toMatchObject({ items: 1 });
    await idle[Symbol.asyncDispose]();
  });
});
