import type { Table } from '@mapistore/core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Office, office, said, shown } from './support.ts';

let place: Office;
let table: Table;
const SUBJECTS = ['delta', 'alpha', 'echo', 'bravo', 'charlie'];

beforeAll(async () => {
  place = await office(SUBJECTS.map((subject, index) => ({ subject, flags: index < 2 ? ['$seen'] : [] })));
});
afterAll(() => place[Symbol.asyncDispose]());

beforeEach(async () => {
  table = await place.store.tables.contents('/A');
  await table.setColumns(['PidTagSubject', 'PidTagMessageFlags']);
  await table.sortTable({ keys: [{ property: 'PidTagSubject' }] });
});

const position = async (): Promise<number> => (await table.queryPosition()).position;

it('rows are read from the cursor on, which moves behind them; the end is said [MS-OXCTABL_R462 R468]', async () => {
  const first = await table.queryRows({ count: 2 });
  expect([said(first.rows), first.origin]).toEqual([['alpha', 'bravo'], 'current']);
  const rest = await table.queryRows({ count: 10 });
  expect([said(rest.rows), rest.origin]).toEqual([['charlie', 'delta', 'echo'], 'end']);
});

it('no row is given only where none is left [MS-OXCTABL_R467]', async () => {
  await table.seekRow('end', 0);
  expect(await table.queryRows({ count: 5 })).toEqual({ rows: [], origin: 'end' });
});

it('backwards, the rows before the cursor are given in the order of the table [MS-OXCTABL_R469]', async () => {
  await table.seekRow('end', 0);
  const last = await table.queryRows({ count: 2, forward: false });
  expect([said(last.rows), last.origin, await position()]).toEqual([['delta', 'echo'], 'current', 3]);
  const first = await table.queryRows({ count: 9, forward: false });
  expect([said(first.rows), first.origin, await position()]).toEqual([['alpha', 'bravo', 'charlie'], 'beginning', 0]);
});

it('reading without advance leaves the cursor where it is [MS-OXCTABL_R470]', async () => {
  await table.seekRow('beginning', 1);
  expect(said((await table.queryRows({ count: 2, noAdvance: true })).rows)).toEqual(['bravo', 'charlie']);
  expect(said((await table.queryRows({ count: 1 })).rows)).toEqual(['bravo']);
});

it('the position is that of the cursor among all rows [MS-OXCTABL_R491 R493 R846]', async () => {
  await table.queryRows({ count: 2 });
  expect(await table.queryPosition()).toEqual({ position: 2, count: 5 });
});

it('a cursor is moved from the beginning, the end, and where it is [MS-OXCTABL_R27 R28 R29 R141 R496 R499 R850]', async () => {
  expect(await table.seekRow('beginning', 1)).toEqual({ moved: 1, soughtLess: false });
  expect(await table.seekRow('current', 2)).toEqual({ moved: 2, soughtLess: false });
  expect(await position()).toBe(3);
  expect(await table.seekRow('end', -1)).toEqual({ moved: -1, soughtLess: false });
  expect(said((await table.queryRows({ count: 1 })).rows)).toEqual(['echo']);
});

it('it says how far it came where the table ends first [MS-OXCTABL_R150 R152 R154 R155 R497]', async () => {
  expect(await table.seekRow('beginning', 9)).toEqual({ moved: 5, soughtLess: true });
  expect(await table.seekRow('current', -9)).toEqual({ moved: -5, soughtLess: true });
  expect(await table.seekRow('current', 5)).toEqual({ moved: 5, soughtLess: false });
});

it('a fraction moves to about there; 0 is the beginning, 1 and more the end [MS-OXCTABL_R514 R515 R519 R855]', async () => {
  const at = async (numerator: number, denominator: number): Promise<number> => {
    await table.seekRowApprox(numerator, denominator);
    return position();
  };
  expect([await at(0, 7), await at(1, 2), await at(7, 7), await at(9, 7)]).toEqual([0, 2, 5, 5]);
  await expect(table.seekRowApprox(1, 0)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

it('a bookmark leads back to its row, and from there on [MS-OXCTABL_R522 R862 R526 R166 R178 R180 R183 R187 R188 R503 R504 R861 R508]', async () => {
  await table.seekRow('beginning', 2);
  const bookmark = await table.createBookmark();
  await table.seekRow('end', 0);
  expect(await table.seekRowBookmark(bookmark, 0)).toEqual({ moved: 0, soughtLess: false, rowGone: false });
  expect(said((await table.queryRows({ count: 1 })).rows)).toEqual(['charlie']);
  expect(await table.seekRowBookmark(bookmark, -9)).toEqual({ moved: -2, soughtLess: true, rowGone: false });
});

it('a freed bookmark is refused, and so is one from before a sort, a restriction or a reset [MS-OXCTABL_R2481 R545 R5521 R511 R453 R863 R864 R865 R562]', async () => {
  const ends = [
    async (bookmark: string) => table.freeBookmark(bookmark),
    async () => table.sortTable({ keys: [{ property: 'PidTagMessageSize' }] }),
    async () => table.restrict(undefined),
    async () => table.reset(),
  ];
  for (const end of ends) {
    const bookmark = await table.createBookmark();
    await end(bookmark);
    await expect(table.seekRowBookmark(bookmark, 0)).rejects.toMatchObject({ code: 'INVALID_BOOKMARK' });
    await expect(table.freeBookmark(bookmark)).rejects.toMatchObject({ code: 'INVALID_BOOKMARK' });
  }
});

it('a row is found from the cursor on, and the cursor is on it [MS-OXCTABL_R225 R243 R534 R540 R542 R859 R824 R813]', async () => {
  const unread = { type: 'not', of: { type: 'flag', flag: '$seen' } } as const;
  const found = await table.findRow({ where: unread });
  expect(found).toMatchObject({ rowGone: false, row: { kind: 'leaf', values: ['bravo', 0] } });
  expect(await position()).toBe(1);
  // The row at the cursor is looked at too.
  expect((await table.findRow({ where: unread })).row?.values[0]).toBe('bravo');
});

it('backwards, the search begins at the row before [MS-OXCTABL_R226]', async () => {
  await table.seekRow('beginning', 2);
  const bookmark = await table.createBookmark();
  const any = { type: 'exist', property: 'PidTagSubject' } as const;
  expect((await table.findRow({ where: any, backwards: true })).row?.values[0]).toBe('bravo');
  const found = await table.findRow({ where: any, backwards: true, origin: { bookmark } });
  expect([found.row?.values[0], found.rowGone]).toEqual(['bravo', false]);
});

it('where nothing is found it is said so, and the cursor stays [MS-OXCTABL_R536 R239]', async () => {
  await table.seekRow('beginning', 3);
  const where = {
    type: 'content',
    property: 'PidTagSubject',
    value: 'zz',
    fuzzy: { match: 'prefix', loose: true },
  } as const;
  expect(await table.findRow({ where, origin: 'beginning' })).toEqual({ rowGone: false });
  expect(await position()).toBe(3);
});

it('rows have the columns that were set last, in that order [MS-OXCTABL_R116 R426 R427 R472 R432 R831 R474 R837]', async () => {
  await table.setColumns(['PidTagMessageSize', 'PidTagSubject', 'PidTagInternetMessageId', 'PidTagBody']);
  const { rows } = await table.queryRows({ count: 1 });
  expect(rows[0]?.values).toEqual([expect.any(Number), 'alpha', '<2@example.org>', expect.stringContaining('Hello.')]);
});

it('columns of no property, or of no type, are refused [MS-OXCTABL_R435]', async () => {
  await expect(table.setColumns(['PidTagNoSuchThing'])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

it('without columns no row is given or found [MS-OXCTABL_R539]', async () => {
  const fresh = await place.store.tables.contents('/A');
  const any = { type: 'exist', property: 'PidTagSubject' } as const;
  for (const call of [
    () => fresh.queryRows({ count: 1 }),
    () => fresh.findRow({ where: any }),
    () => fresh.expandRow('c0'),
    () => fresh.collapseRow('c0'),
    () => fresh.getCollapseState(),
    () => fresh.setCollapseState(Buffer.from('{}')),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

it('the columns that rows may have are told [MS-OXCTABL_R531 R876]', async () => {
  expect(await table.queryColumnsAll()).toEqual(
    expect.arrayContaining(['PidTagSubject', 'PidTagMessageDeliveryTime', 'PidTagInstID']),
  );
});

it('a restriction makes the table look as if only those rows were there [MS-OXCTABL_R117 R451 R452 R459 R834]', async () => {
  await table.seekRow('beginning', 3);
  await table.restrict({ type: 'not', of: { type: 'flag', flag: '$seen' } });
  expect(await table.queryPosition()).toEqual({ position: 0, count: 3 });
  expect(said(await shown(table))).toEqual(['bravo', 'charlie', 'echo']);
});

it('without one all rows are there [MS-OXCTABL_R118]', async () => {
  expect(said(await shown(table))).toEqual([...SUBJECTS].sort());
});

it('a new order takes the place of the old one, up and down [MS-OXCTABL_R119 R76 R77 R437 R438 R447]', async () => {
  await table.sortTable({ keys: [{ property: 'PidTagSubject', descending: true }] });
  expect(said(await shown(table))).toEqual([...SUBJECTS].sort().reverse());
  await table.sortTable({ keys: [{ property: 'PidTagMessageDeliveryTime' }] });
  expect(said(await shown(table))).toEqual(SUBJECTS);
});

it('several keys decide one after the other', async () => {
  await table.sortTable({
    keys: [{ property: 'PidTagMessageClass' }, { property: 'PidTagMessageDeliveryTime', descending: true }],
  });
  expect(said(await shown(table))).toEqual([...SUBJECTS].reverse());
});

it('the first rows of a restriction with a count are those of the order', async () => {
  const of = { type: 'not', of: { type: 'flag', flag: '$seen' } } as const;
  await table.restrict({ type: 'count', count: 2, of });
  expect(said(await shown(table))).toEqual(['bravo', 'charlie']);
  expect((await table.queryPosition()).count).toBe(2);
});

it('a reset table is as if it had just been opened [MS-OXCTABL_R555 R556 R561 R564]', async () => {
  await table.restrict({ type: 'flag', flag: '$seen' });
  await table.seekRow('end', 0);
  await table.reset();
  await expect(table.queryRows({ count: 1 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await table.setColumns(['PidTagSubject']);
  expect(await table.queryPosition()).toEqual({ position: 0, count: 5 });
  expect(said(await shown(table)).toSorted()).toEqual([...SUBJECTS].sort());
});

it('a call that is broken off rejects, and the table goes on', async () => {
  expect([table.status(), table.abort()]).toEqual(['complete', false]);
  const reading = table.queryRows({ count: 1 });
  expect(table.status()).toBe('busy');
  const outcome = expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  expect(table.abort()).toBe(true);
  await outcome;
  expect(said((await table.queryRows({ count: 1 })).rows)).toEqual(['alpha']);
});

it('a closed table answers nothing any more', async () => {
  const bookmark = await table.createBookmark();
  table.close();
  for (const call of [() => table.queryRows({ count: 1 }), () => table.freeBookmark(bookmark)])
    await expect(call()).rejects.toMatchObject({ code: 'CLOSED' });
});

it('a cursor goes on behind what was read, whatever comes and goes before it', async () => {
  await using other = await office(['b', 'd', 'f'].map((subject) => ({ subject })));
  const own = await other.store.tables.contents('/A');
  await own.setColumns(['PidTagSubject']);
  await own.sortTable({ keys: [{ property: 'PidTagSubject' }] });
  expect(said((await own.queryRows({ count: 1 })).rows)).toEqual(['b']);
  await other.deliver([{ subject: 'a' }, { subject: 'e' }]);
  for await (const _ of other.store.remove([other.ids[1] as string]));
  expect(said((await own.queryRows({ count: 9 })).rows)).toEqual(['e', 'f']);
});

it('a bookmark whose row is gone says so and stands for the row behind', async () => {
  await using other = await office(['b', 'd', 'f'].map((subject) => ({ subject })));
  const own = await other.store.tables.contents('/A');
  await own.setColumns(['PidTagSubject']);
  await own.sortTable({ keys: [{ property: 'PidTagSubject' }] });
  await own.seekRow('beginning', 1);
  const bookmark = await own.createBookmark();
  for await (const _ of other.store.remove([other.ids[1] as string]));
  expect(await own.seekRowBookmark(bookmark, 0)).toEqual({ moved: 0, soughtLess: false, rowGone: true });
  expect(said((await own.queryRows({ count: 1 })).rows)).toEqual(['f']);
  const any = { type: 'exist', property: 'PidTagSubject' } as const;
  const found = await own.findRow({ where: any, origin: { bookmark } });
  expect([found.rowGone, found.row?.values[0]]).toEqual([true, 'f']);
});
