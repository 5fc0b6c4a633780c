import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Archive } from '@mapistore/backend-compress/archive';
import { type ItemId, PropertyBag, tagged } from '@mapistore/core';
import { startDovecot } from '@mapistore/services';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backup, listBackups, listItems, prune, restore, verify } from '../src/index.ts';
import { all, type Bench, bench, calm, fill, looksOf, mail } from './support.ts';

let here: Bench;
beforeEach(async () => {
  here = await bench();
});
afterEach(() => here[Symbol.asyncDispose]());

const mails = (count: number, word = 'mail'): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, index) => mail(`${word} ${index}`, 'A line of text.\r\n'.repeat(1 + (index % 9))));

/** Three folders with 55 mails, and an empty mount beside them. */
async function tree(): Promise<void> {
  const { store, folder } = here;
  await store.mounts.add({ path: '/Mail', uri: `file:${folder}/mail` });
  await store.folders.create('/Mail/Work');
  await store.folders.create('/Mail/Work/2026 Ä');
  await fill(store, '/Mail', mails(30));
  await fill(store, '/Mail/Work', mails(20, 'work'));
  await fill(store, '/Mail/Work/2026 Ä', mails(5, 'deep'));
  await store.mounts.add({ path: '/Other', uri: `file:${folder}/other` });
}

describe('a backup', () => {
  test('holds a folder and all below it: bytes, flags, dates and what core keeps beside them', async () => {
    await tree();
    const { store, archive } = here;
    const { items } = await store.items.page('/Mail');
    const first = items[0]?.id as ItemId;
    const set = new PropertyBag().set(tagged('PidTagIconIndex'), 261);
    await store.items.setProperties(first, { set, remove: [] });
    const report = await backup(store, archive, { path: '/Mail', signal: calm });
    expect(report).toMatchObject({ folders: 3, items: 55, stored: 55, missingCount: 0 });
    const before = await looksOf(store, '/Mail');
    const results = await all(restore(store, archive, { name: report.name, to: '/Other', signal: calm }));
    expect(results.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 55 }, () => 'imported'));
    expect(await looksOf(store, '/Other')).toEqual(before);
    const restored = results.find(({ label }) => label === first)?.id as ItemId;
    expect((await store.items.properties(restored)).properties.get('PidTagIconIndex')).toBe(261);
    // Again: nothing is doubled.
    const again = await all(restore(store, archive, { name: report.name, to: '/Other', signal: calm }));
    expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['present']));
    expect(await looksOf(store, '/Other')).toEqual(before);
  });

  test('holds long values that core keeps beside the bytes, also after a compaction', async () => {
    await tree();
    const { store, archive } = here;
    const [item] = (await store.items.page('/Mail/Work', { limit: 1 })).items;
    const long = Buffer.alloc(300_000, 'a long value ');
    const set = new PropertyBag().set(tagged('PidTagRtfCompressed'), new Uint8Array(long));
    await store.items.setProperties(item?.id as ItemId, { set, remove: [] });
    const first = await backup(store, archive, { path: '/Mail', signal: calm });
    const size = await archive.storedBytes();
    const second = await backup(store, archive, { path: '/Mail', signal: calm });
    expect([first.stored, second.stored]).toEqual([55, 0]);
    expect((await archive.storedBytes()) - size).toBeLessThan(4096);
    await prune(archive, { last: 1 }, { signal: calm });
    await archive.compact({ signal: calm });
    expect(await all(verify(archive, { signal: calm }))).toEqual([]);
    expect(await all(listItems(archive, second.name))).toHaveLength(55);
    const results = await all(restore(store, archive, { name: second.name, to: '/Other', signal: calm }));
    const restored = results.find(({ label }) => label === item?.id)?.id as ItemId;
    const value = (await store.items.properties(restored)).properties.get('PidTagRtfCompressed');
    expect(Buffer.compare(value as Uint8Array, long)).toBe(0);
    // The blobs of what was there already are given back.
    await all(restore(store, archive, { name: second.name, to: '/Other', signal: calm }));
    await all(store.remove(results.map(({ id }) => id as ItemId)));
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  test('reads what changed since the one before, and only that', async () => {
    await tree();
    const { store, archive } = here;
    await backup(store, archive, { path: '/Mail', signal: calm });
    const size = await archive.storedBytes();
    expect(await backup(store, archive, { path: '/mail', signal: calm })).toMatchObject({ items: 55, stored: 0 });
    expect((await archive.storedBytes()) - size).toBeLessThan(4096);
    const ids = await fill(store, '/Mail/Work', mails(3, 'new'));
    const { items } = await store.items.page('/Mail', { limit: 2 });
    const [flagged, removed] = items.map(({ id }) => id) as [ItemId, ItemId];
    await store.items.setFlags([flagged], { add: ['$flagged'] });
    await all(store.remove([removed]));
    const third = await backup(store, archive, { path: '/Mail', signal: calm });
    expect(third).toMatchObject({ items: 57, stored: 3 });
    const listed = await all(listItems(archive, third.name));
    expect(listed.map(({ id }) => id)).toEqual(expect.arrayContaining([...ids]));
    expect(listed.find(({ id }) => id === flagged)?.flags).toContain('$flagged');
    expect(listed.find(({ id }) => id === removed)).toBeUndefined();
  });

  test('is of the moment of its list, whatever others are of', async () => {
    await tree();
    const { store, archive } = here;
    const first = await backup(store, archive, { path: '/', signal: calm, now: new Date('2026-01-01T00:00:00Z') });
    const { items } = await store.items.page('/Mail/Work');
    await all(
      store.move(
        items.map(({ id }) => id),
        '/Other',
      ),
    );
    const second = await backup(store, archive, { path: '/', signal: calm, now: new Date('2026-01-02T00:00:00Z') });
    // The bytes of what only moved are there already.
    expect(second.stored).toBe(0);
    const foldersOf = async (name: string) =>
      new Set((await all(listItems(archive, name))).map(({ folder }) => folder));
    expect(await foldersOf(first.name)).toEqual(new Set(['/Mail', '/Mail/Work', '/Mail/Work/2026 Ä']));
    expect(await foldersOf(second.name)).toEqual(new Set(['/Mail', '/Mail/Work/2026 Ä', '/Other']));
    expect((await listBackups(archive)).map(({ name, items: count }) => [name, count])).toEqual([
      [first.name, 55],
      [second.name, 55],
    ]);
  });

  test('gives a single item or folder back, to any folder', async () => {
    await tree();
    const { store, archive } = here;
    const { name } = await backup(store, archive, { path: '/', signal: calm });
    const { items } = await store.items.page('/Mail/Work', { limit: 3 });
    const ids = new Set<string>(items.map(({ id }) => id));
    await all(store.remove([...ids]));
    expect(await all(restore(store, archive, { name, items: ids, to: '/Other', signal: calm }))).toHaveLength(3);
    expect((await store.items.page('/Other')).items).toHaveLength(3);
    await all(restore(store, archive, { name, path: '/Mail/Work', to: '/Mail', signal: calm }));
    expect((await store.folders.list('/Mail')).map(({ path: each }) => each)).toContain('/Mail/2026 Ä');
    for (const wrong of [{ items: new Set(['m999999']) }, { path: '/No' }, { name: 'none' }])
      await expect(all(restore(store, archive, { name, to: '/Other', signal: calm, ...wrong }))).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
  });

  test('names an item that cannot be read, and holds the others', async () => {
    await tree();
    const { store, archive, folder } = here;
    const [file] = (await readdir(`${folder}/mail`)).filter((name) => name.endsWith('.eml'));
    await rm(path.join(folder, 'mail', file as string));
    const report = await backup(store, archive, { path: '/Mail', signal: calm });
    expect(report).toMatchObject({ items: 54, missingCount: 1, missing: [{ code: 'NOT_FOUND' }] });
    expect((await listBackups(archive))[0]?.missingCount).toBe(1);
  });

  test('is not made where a backend is out of reach', async () => {
    const dovecot = await startDovecot();
    const { store, archive } = here;
    try {
      await store.mounts.add({
        path: '/Imap',
        uri: `imap://alice@127.0.0.1:${dovecot.imap}/`,
        secretRef: 'env:IMAP_PASSWORD',
      });
      await fill(store, '/Imap/INBOX', mails(10));
      await dovecot.stop();
      const taken = backup(store, archive, { path: '/Imap', signal: calm });
      await expect(taken).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect(await listBackups(archive)).toEqual([]);
    } finally {
      await dovecot.stop();
    }
  });
});

describe('old backups', () => {
  test('are forgotten, and compacting takes away what nobody refers to any more', async () => {
    await tree();
    const { store, archive } = here;
    const names: string[] = [];
    for (const day of ['01', '02', '03']) {
      await fill(store, '/Other', [mail(`day ${day}`, `${day} `.repeat(50_000))]);
      const now = new Date(`2026-05-${day}T12:00:00Z`);
      names.push((await backup(store, archive, { path: '/', signal: calm, now })).name);
      const { items } = await store.items.page('/Other');
      await all(store.remove(items.map(({ id }) => id)));
    }
    const { removed, kept } = await prune(archive, { daily: 1 }, { signal: calm });
    expect([kept.map(({ name }) => name), removed.map(({ name }) => name)]).toEqual([[names[2]], names.slice(0, 2)]);
    await archive.compact({ signal: calm });
    expect(await all(verify(archive, { signal: calm }))).toEqual([]);
    expect(await all(listItems(archive, names[2] as string))).toHaveLength(56);
    await expect(prune(archive, {}, { signal: calm })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('verification', () => {
  test('finds bytes that are not what they were, and names the items', async () => {
    await tree();
    const { store, archive, folder } = here;
    await backup(store, archive, { path: '/Mail', signal: calm });
    expect(await all(verify(archive, { signal: calm }))).toEqual([]);
    const segments = path.join(folder, 'archive', 'segments');
    const [name] = await readdir(segments);
    const bytes = await readFile(path.join(segments, name as string));
    bytes.fill(0x55, Math.floor(bytes.byteLength / 4), Math.floor(bytes.byteLength / 2));
    await writeFile(path.join(segments, name as string), bytes);
    // As a program does that was just started, and has nothing of it in memory.
    const later = await Archive.open({ folder: path.join(folder, 'archive') });
    const found = await all(verify(later, { signal: calm }));
    await later[Symbol.asyncDispose]();
    expect(found.length).toBeGreaterThan(0);
    for (const { backup: name, error } of found)
      expect([name, error.code]).toEqual([expect.stringMatching(/^\d{4}-/), 'INVALID_CONTENT']);
  });
});
