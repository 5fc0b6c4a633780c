import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '@mapistore/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqliteState } from '../src/index.ts';
import { row, temporaryFolder } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

it('counts that somebody made wrong are found by a check, and put right where that is asked for', async () => {
  const file = join(folder.path, 'state.sqlite');
  const state = await openSqliteState({ file });
  await using store = await openStore({ state, backends: [] });
  const root = Number((await store.folders.get('/')).id.slice(1));
  await state.write((tx) =>
    tx.contents.insert([row(501, { size: 10 }, { folderId: root }), row(502, { size: 20 }, { folderId: root })]),
  );
  const check = async (repair: boolean) => {
    const found: unknown[] = [];
    for await (const { kind, path } of store.check({ repair })) found.push([kind, path]);
    return found;
  };
  expect(await check(false)).toEqual([]);
  const beside = new DatabaseSync(file);
  beside.exec('update folderUsage set items = items + 5, bytes = 1');
  beside.close();
  expect(await store.quotas.get('/')).toMatchObject({ items: 7, bytes: 1 });
  expect(await check(false)).toEqual([['counts', '/']]);
  expect(await check(true)).toEqual([['counts', '/']]);
  expect(await check(false)).toEqual([]);
  expect(await store.quotas.get('/')).toMatchObject({ items: 2, bytes: 30 });
});

it('a state from before counts were kept has them when it is opened', async () => {
  const file = join(folder.path, 'state.sqlite');
  const before = await openSqliteState({ file });
  await before.write((tx) => tx.contents.insert([row(1, { size: 10 }), row(2, { size: 5 }, { folderId: 2 })]));
  await before[Symbol.asyncDispose]();
  const old = new DatabaseSync(file);
  const later = 'permissions quotas folderUsage rules ruleMemory replyTemplates deliveries outgoing deferred'.split(
    ' ',
  );
  for (const table of later) old.exec(`drop table "${table}"`);
  old.exec('alter table items drop column creator');
  old.exec("update meta set value = value - 1 where key = 'schema'");
  old.close();
  await using state = await openSqliteState({ file });
  expect(await state.read((tx) => tx.quotas.usage())).toEqual({ items: 2, bytes: 15 });
  expect(await state.read((tx) => tx.quotas.miscounted())).toEqual([]);
});
