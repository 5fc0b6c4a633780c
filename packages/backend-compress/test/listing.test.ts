import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesSource } from '@mapistore/core';
import { expect, test } from 'vitest';
import { parseRecordHeader, RECORD_HEADER_BYTES } from '../src/archive/format/record.ts';
import { openMount } from './mounts.ts';
import { signal, temporaryFolder } from './support.ts';

const folder = join(temporaryFolder(), 'archive');

test('heads and flags are listed though every body is gone: nothing of them is touched', async () => {
  const mails = Array.from({ length: 50 }, (_, n) => `Subject: mail ${n}\r\n\r\n${`Text ${n}. `.repeat(200)}`);
  const items = mails.map((text) => ({ body: bytesSource(Buffer.from(text), 'message/rfc822'), flags: ['$seen'] }));
  const writer = await openMount({ folder });
  await writer.createItems?.({ folder: '', items, signal });
  await writer[Symbol.asyncDispose]();

  const file = join(folder, 'segments', readdirSync(join(folder, 'segments'))[0] as string);
  const bytes = readFileSync(file);
  let blocks = 0;
  for (let at = 0; at < bytes.byteLength; ) {
    const header = parseRecordHeader(bytes.subarray(at, at + RECORD_HEADER_BYTES));
    const end = at + RECORD_HEADER_BYTES + (header?.stored ?? Number.POSITIVE_INFINITY);
    if (header?.type === 'block') bytes.fill(0, at + RECORD_HEADER_BYTES, end);
    if (header?.type === 'block') blocks++;
    at = end;
  }
  expect(blocks).toBeGreaterThan(0);
  writeFileSync(file, bytes);

  const backend = await openMount({ folder });
  const page = await backend.listItems({ folder: '', detail: 'head', limit: 100, signal });
  expect(page.unreadable).toBeUndefined();
  expect(page.items.map(({ head, flags }) => [Buffer.from(head ?? []).toString(), flags])).toEqual(
    mails.map((text) => [text.slice(0, text.indexOf('\r\n\r\n') + 4), ['$seen']]),
  );
  const body = await backend.openBody({ folder: '', key: page.items[0]?.key ?? '', signal });
  await expect(Array.fromAsync(body)).rejects.toMatchObject({ code: 'INVALID_CONTENT' });
  await backend[Symbol.asyncDispose]();
});
