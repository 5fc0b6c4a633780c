import fs from 'node:fs';
import path from 'node:path';
import { collect } from '@mapistore/core';
import { expect, test } from 'vitest';
import { listAll, openFs, signal, temporaryFolder } from './open.ts';

const COUNT = process.env['MAPISTORE_TEST_FULL'] === '1' ? 100_000 : 20_500;

test(`a folder of ${COUNT} items is listed once each, in pages`, async () => {
  const root = temporaryFolder();
  const backend = await openFs(root, true);
  for (let n = 0; n < COUNT; n++) fs.writeFileSync(path.join(root, `mail ${n}.eml`), 'Subject: x\n\n');
  const before = process.memoryUsage().rss;
  const keys = new Set<string>();
  let entries = 0;
  let cursor: string | undefined;
  do {
    const page = await backend.listItems({
      folder: '',
      detail: 'revision',
      limit: 1000,
      signal,
      ...(cursor !== undefined && { cursor }),
    });
    entries += page.items.length;
    for (const { key } of page.items) keys.add(key);
    cursor = page.next;
    if (cursor === undefined) expect(page.listing).toBe('complete');
  } while (cursor !== undefined);
  expect([entries, keys.size]).toEqual([COUNT, COUNT]);
  expect(process.memoryUsage().rss - before).toBeLessThan(250 * 1024 * 1024);
  expect(await backend.count({ folder: '', signal })).toEqual({ items: COUNT });
}, 300_000);

const corpus = path.join(import.meta.dirname, '../../../../shared/corpora/mime');

test('real mail comes back byte for byte', async () => {
  if (!fs.existsSync(corpus)) {
    console.warn('NOT TESTED: real mail. There is no ../shared/corpora/mime beside this checkout.');
    return;
  }
  const backend = await openFs(temporaryFolder(), true);
  const files = fs.readdirSync(corpus, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files) {
    const bytes = fs.readFileSync(path.join(file.parentPath, file.name));
    const body = {
      mediaType: 'message/rfc822',
      open: async function* () {
        yield bytes;
      },
    };
    const { key } = await backend.createItem({ folder: '', item: { body, flags: [], name: file.name }, signal });
    const stored = await collect(await backend.openBody({ folder: '', key, signal }));
    expect(Buffer.compare(bytes, stored), file.name).toBe(0);
  }
  expect((await listAll(backend, '', 100, 'head')).items).toHaveLength(files.length);
}, 300_000);
