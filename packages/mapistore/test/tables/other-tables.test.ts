import type { Table } from '@mapistore/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { side } from '../memory.ts';
import { all } from '../support.ts';
import { type Office, office, said, shown } from './support.ts';

let place: Office;

const TWO_PARTS = 'Content-Type: multipart/mixed; boundary="x"\r\nCc: Cleo <cleo@example.org>\r\n';
const PARTS =
  '--x\r\nContent-Type: text/plain\r\n\r\nSee both.\r\n' +
  ['one.txt', 'two.txt']
    .map(
      (name) =>
        `--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=${name}\r\n\r\n${name}\r\n`,
    )
    .join('') +
  '--x--';

beforeAll(async () => {
  place = await office([{ subject: 'with files', extra: TWO_PARTS, body: PARTS }, { subject: 'plain' }]);
  for (const path of ['/A/sub', '/A/sub/deep', '/A/other']) await place.store.folders.create(path);
});
afterAll(() => place[Symbol.asyncDispose]());

async function hierarchy(depth?: number): Promise<Table> {
  const table = await place.store.tables.hierarchy('/A', depth === undefined ? {} : { depth });
  await table.setColumns(['PidTagDisplayName', 'PidTagDepth', 'PidTagContentCount', 'PidTagSubfolders']);
  return table;
}

it('a hierarchy table has the folders below one, as many levels of them as asked for [MS-OXCFOLD_R100002 R311 R801 R802 R648] [MS-OXCTABL_R829 R835]', async () => {
  expect(said(await shown(await hierarchy()))).toEqual(['other', 'sub']);
  const deep = await shown(await hierarchy(Number.POSITIVE_INFINITY));
  expect(deep.map(({ id }) => id)).toEqual((await place.store.folders.list('/A')).slice(1).map(({ id }) => id));
  expect(deep.map(({ values }) => values)).toEqual([
    ['other', 0, 0, false],
    ['sub', 0, 0, true],
    ['deep', 1, 0, false],
  ]);
  await expect(place.store.tables.hierarchy('/A', { depth: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(place.store.tables.hierarchy('/no')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('a contents table has the items of its folder, not of those below, with their ids [MS-OXCFOLD_R100502 R326 R333 R397 R661 R1170] [MS-OXCMSG_R251]', async () => {
  await using other = await office([{ subject: 'above' }, { subject: 'below' }]);
  await other.store.folders.create('/A/sub');
  await all(other.store.move([other.ids[1] as string], '/A/sub'));
  const table = await other.store.tables.contents('/A');
  await table.setColumns(['PidTagSubject', 'PidTagMid']);
  const rows = await shown(table);
  const { properties } = await other.store.items.properties(other.ids[0] as string);
  expect(rows.map(({ values }) => values)).toEqual([['above', properties.get('PidTagMid')]]);
  expect(rows[0]?.id).toBe(other.ids[0]);
  expect(await table.queryPosition()).toEqual({ position: 1, count: 1 });
  // The id that its items name is that of the folder in the hierarchy.
  const folders = await other.store.tables.hierarchy('/A');
  await folders.setColumns(['PidTagFolderId']);
  const below = await other.store.items.properties(other.ids[1] as string);
  expect((await shown(folders)).map(({ values }) => values)).toEqual([[below.properties.get('PidTagFolderId')]]);
});

it('a hierarchy table can be restricted and searched, has positions and bookmarks, and can be broken off [MS-OXCFOLD_R318 R1163] [MS-OXCTABL_R833 R858 R844 R848 R852 R853 R857 R547 R875]', async () => {
  const table = await hierarchy(2);
  const where = {
    type: 'content',
    property: 'PidTagDisplayName',
    value: 'S',
    fuzzy: { match: 'prefix', loose: true },
  } as const;
  expect((await table.findRow({ where })).row?.values[0]).toBe('sub');
  expect(await table.queryPosition()).toEqual({ position: 1, count: 3 });
  const bookmark = await table.createBookmark();
  expect(await table.seekRow('current', 1)).toEqual({ moved: 1, soughtLess: false });
  expect(await table.seekRowBookmark(bookmark, 0)).toMatchObject({ rowGone: false });
  expect(said((await table.queryRows({ count: 1 })).rows)).toEqual(['sub']);
  await table.freeBookmark(bookmark);
  await table.seekRowApprox(1, 3);
  expect((await table.queryPosition()).position).toBe(1);
  await table.restrict(where);
  expect(said(await shown(table))).toEqual(['sub']);
  expect([table.abort(), table.status()]).toEqual([false, 'complete']);
  expect(await table.queryColumnsAll()).toContain('PidTagDisplayName');
});

it('a hierarchy table is neither sorted nor reset, and has no categories [MS-OXCTABL_R450 R566 R572 R578 R584 R590]', async () => {
  const table = await hierarchy();
  for (const call of [
    () => table.sortTable({ keys: [] }),
    () => table.reset(),
    () => table.expandRow('c1'),
    () => table.collapseRow('c1'),
    () => table.getCollapseState(),
    () => table.setCollapseState(Buffer.alloc(0)),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'UNSUPPORTED' });
});

it('a recipient table has a row for each, with its columns', async () => {
  const table = await place.store.tables.recipients(place.ids[0] as string);
  await table.setColumns(['PidTagRowid', 'PidTagRecipientType', 'PidTagSmtpAddress']);
  expect((await shown(table, 1)).map(({ values }) => values)).toEqual([
    [0, 1, 'bob@example.org'],
    [1, 2, 'cleo@example.org'],
  ]);
  expect(await table.queryColumnsAll()).toContain('PidTagSmtpAddress');
});

it('an attachment table has a row for each, with its number [MS-OXCMSG_R890 R312 R490]', async () => {
  const table = await place.store.tables.attachments(place.ids[0] as string);
  await table.setColumns(['PidTagAttachNumber', 'PidTagAttachLongFilename']);
  expect((await shown(table)).map(({ values }) => values)).toEqual([
    [0, 'one.txt'],
    [1, 'two.txt'],
  ]);
  expect(await table.queryPosition()).toEqual({ position: 2, count: 2 });
  const none = await place.store.tables.attachments(place.ids[1] as string);
  expect(await none.queryPosition()).toEqual({ position: 0, count: 0 });
});

it('tables of a message are neither restricted nor searched, and have no bookmarks [MS-OXCTABL_R529 R512]', async () => {
  const table = await place.store.tables.attachments(place.ids[0] as string);
  await table.setColumns(['PidTagAttachNumber']);
  const where = { type: 'exist', property: 'PidTagAttachNumber' } as const;
  for (const call of [
    () => table.restrict(where),
    () => table.findRow({ where }),
    () => table.createBookmark(),
    () => table.freeBookmark('b1'),
    () => table.seekRowBookmark('b1', 0),
    async () => table.abort(),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'UNSUPPORTED' });
});

it('a table of another mount below a folder is in its hierarchy', async () => {
  await using other = await office([]);
  const more = await side('bb');
  const store = await other.place.open([more]);
  await store.mounts.add({ path: '/A/mounted', uri: more.uri });
  await all(store.sync('/A/mounted'));
  const table = await store.tables.hierarchy('/A');
  await table.setColumns(['PidTagDisplayName']);
  expect(said(await shown(table))).toEqual(['mounted']);
});

it('a search folder has a contents table like any other, over what it finds', async () => {
  await using other = await office([
    { subject: 'offer one', from: 'Ada', flags: ['$seen'] },
    { subject: 'letter', from: 'Ada' },
    { subject: 'offer two', from: 'Ben' },
  ]);
  await other.store.folders.create('/A/sub');
  const [third] = other.ids.slice(2);
  await all(other.store.move([third as string], '/A/sub'));
  const offers = { type: 'content', property: 'PidTagSubject', value: 'offer', fuzzy: { match: 'prefix' } } as const;
  await other.store.searches.create('/Offers', { where: offers, scope: ['/A'], recursive: true });
  const table = await other.store.tables.contents('/Offers');
  await table.setColumns(['PidTagSubject', 'PidTagContentCount']);
  await table.sortTable({ keys: [{ property: 'PidTagSubject', descending: true }] });
  expect(said(await shown(table))).toEqual(['offer two', 'offer one']);
  await other.deliver([{ subject: 'offer three', from: 'Ben' }]);
  expect(said(await shown(table))).toEqual(['offer two', 'offer three', 'offer one']);
  expect(await table.queryPosition()).toEqual({ position: 3, count: 3 });
  await table.restrict({ type: 'not', of: { type: 'flag', flag: '$seen' } });
  await table.sortTable({ keys: [{ property: 'PidTagSentRepresentingName' }], categories: 1 });
  expect((await shown(table)).map(({ kind }) => kind)).toEqual(['header', 'leaf', 'leaf']);
  const long = { type: 'size', property: 'PidTagBody', op: '>', size: 0 } as const;
  await table.restrict(long);
  expect((await table.queryPosition()).count).toBe(5);
  expect((await table.findRow({ where: { type: 'exist', property: 'PidTagBody' } })).row?.kind).toBe('leaf');
  await expect(other.store.search('/Offers', 'offer')).rejects.toMatchObject({ code: 'UNSUPPORTED' });
});
