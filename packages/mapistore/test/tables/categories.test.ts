import type { Table, TableSort } from '@mapistore/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Office, office, said, shown } from './support.ts';

let place: Office;
let table: Table;

beforeAll(async () => {
  place = await office([
    { subject: 'a1', from: 'Ada', day: 1, flags: ['$seen'] },
    { subject: 'b1', from: 'Ben', day: 9 },
    { subject: 'a2', from: 'Ada', day: 3 },
    { subject: 'c1', from: 'Cleo', day: 2, flags: ['$seen'] },
    { subject: 'a3', from: 'ADA', day: 5 },
  ]);
});
afterAll(() => place[Symbol.asyncDispose]());

const BY_AUTHOR: TableSort = {
  keys: [{ property: 'PidTagSentRepresentingName' }, { property: 'PidTagMessageDeliveryTime', descending: true }],
  categories: 1,
};

beforeEach(async () => {
  table = await place.store.tables.contents('/A');
  await table.setColumns(['PidTagSubject', 'PidTagContentCount', 'PidTagSentRepresentingName', 'PidTagInstID']);
});

/** Rows in short: of header rows the author and how many. */
async function lines(): Promise<readonly string[]> {
  const rows = await shown(table);
  return rows.map(({ kind, values: [subject, count, author] }) =>
    kind === 'leaf' ? String(subject) : `[${String(author).toLowerCase()} ${count}]`,
  );
}

async function headerId(author: string): Promise<string> {
  const rows = await shown(table);
  const found = rows.find(({ kind, values }) => kind === 'header' && String(values[2]).toLowerCase() === author);
  return found?.id as string;
}

describe('a table in categories', () => {
  it('has a header row before the rows of each, whatever their letters case, and all are expanded [MS-OXCTABL_R67 R71 R72 R119]', async () => {
    await table.sortTable(BY_AUTHOR);
    expect(await lines()).toEqual(['[ada 3]', 'a3', 'a2', 'a1', '[ben 1]', 'b1', '[cleo 1]', 'c1']);
    expect(await table.queryPosition()).toEqual({ position: 8, count: 8 });
  });

  it('shows headers alone where no category is to be expanded [MS-OXCTABL_R66]', async () => {
    await table.sortTable({ ...BY_AUTHOR, expanded: 0 });
    expect(await lines()).toEqual(['[ada 3]', '[ben 1]', '[cleo 1]']);
  });

  it('says of a header what it is, how deep, how many are below it, and how many of them are unread', async () => {
    await table.setColumns([
      'PidTagRowType',
      'PidTagDepth',
      'PidTagContentCount',
      'PidTagContentUnreadCount',
      'PidTagSubject',
    ]);
    await table.sortTable(BY_AUTHOR);
    const rows = await shown(table);
    expect(rows[0]?.values).toEqual([3, 0, 3, 2, undefined]);
    expect(rows[1]?.values).toEqual([1, 1, undefined, undefined, 'a3']);
  });

  it('collapses and expands one, and says how many rows went and came [MS-OXCTABL_R567 R568 R573 R574 R814 R825]', async () => {
    await table.sortTable(BY_AUTHOR);
    const ada = await headerId('ada');
    expect(await table.collapseRow(ada)).toEqual({ collapsedRows: 3 });
    expect(await lines()).toEqual(['[ada 3]', '[ben 1]', 'b1', '[cleo 1]', 'c1']);
    const expanded = await table.expandRow(ada, 2);
    expect([expanded.expandedRows, said(expanded.rows)]).toEqual([3, ['a3', 'a2']]);
    expect(await lines()).toHaveLength(8);
  });

  it('refuses to expand what is expanded, to collapse what is collapsed, and either of what is not there [MS-OXCTABL_R570 R571 R576 R577]', async () => {
    await table.sortTable(BY_AUTHOR);
    const ada = await headerId('ada');
    await expect(table.expandRow(ada)).rejects.toMatchObject({ code: 'NOT_COLLAPSED' });
    await table.collapseRow(ada);
    await expect(table.collapseRow(ada)).rejects.toMatchObject({ code: 'NOT_EXPANDED' });
    await expect(table.expandRow('c123')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(table.collapseRow('c123')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('moves a cursor from rows that are hidden to the next one that is shown', async () => {
    await table.sortTable(BY_AUTHOR);
    await table.seekRow('beginning', 2);
    const bookmark = await table.createBookmark();
    await table.collapseRow(await headerId('ada'));
    await table.seekRow('beginning', 0);
    expect(await table.seekRowBookmark(bookmark, 0)).toMatchObject({ rowGone: true });
    expect(await table.queryPosition()).toEqual({ position: 1, count: 5 });
  });

  it('takes its collapse state over to another table, with the row to come back to [MS-OXCTABL_R289 R304 R579 R582 R585 R588]', async () => {
    await table.sortTable(BY_AUTHOR);
    await table.collapseRow(await headerId('ada'));
    const row = (await shown(table)).find(({ values }) => values[0] === 'b1')?.id as string;
    const state = await table.getCollapseState(row);
    const before = await lines();
    table = await place.store.tables.contents('/A');
    await table.setColumns(['PidTagSubject', 'PidTagContentCount', 'PidTagSentRepresentingName']);
    await table.sortTable({ keys: [{ property: 'PidTagSubject' }] });
    await expect(table.setCollapseState(state)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await table.sortTable(BY_AUTHOR);
    const bookmark = await table.setCollapseState(state);
    expect(await lines()).toEqual(before);
    expect(await table.seekRowBookmark(bookmark, 0)).toMatchObject({ rowGone: false });
    expect(said((await table.queryRows({ count: 1 })).rows)).toEqual(['b1']);
  });

  it('restricts the rows below the headers, and counts what is left', async () => {
    await table.sortTable(BY_AUTHOR);
    await table.restrict({ type: 'flag', flag: '$seen' });
    expect(await lines()).toEqual(['[ada 1]', 'a1', '[cleo 1]', 'c1']);
  });

  it('reads backwards, from any place', async () => {
    await table.sortTable(BY_AUTHOR);
    await table.seekRow('end', -2);
    const { rows } = await table.queryRows({ count: 3, forward: false });
    expect(rows.map(({ kind, values }) => (kind === 'leaf' ? values[0] : values[2]))).toEqual(['a1', 'Ben', 'b1']);
  });

  it('has levels in one another, the first of them expanded where it is so asked', async () => {
    await table.setColumns(['PidTagSubject', 'PidTagDepth', 'PidTagSentRepresentingName', 'PidTagImportance']);
    const keys = [
      { property: 'PidTagImportance' },
      { property: 'PidTagSentRepresentingName', descending: true },
      { property: 'PidTagSubject' },
    ];
    await table.sortTable({ keys, categories: 2, expanded: 1 });
    const rows = await shown(table);
    expect(rows.map(({ kind, values: [, depth, author, importance] }) => [kind, depth, author, importance])).toEqual([
      ['header', 0, undefined, 1],
      ['header', 1, 'Cleo', 1],
      ['header', 1, 'Ben', 1],
      ['header', 1, expect.stringMatching(/^ada$/iu), 1],
    ]);
    const expanded = await table.expandRow(rows[3]?.id as string, 9);
    expect([expanded.expandedRows, expanded.rows.map(({ values }) => values[0])]).toEqual([3, ['a1', 'a2', 'a3']]);
    expect(await table.collapseRow(rows[0]?.id as string)).toEqual({ collapsedRows: 6 });
  });

  it('is in the order of the largest value in each category where that is asked for', async () => {
    await table.sortTable({
      keys: [
        { property: 'PidTagSentRepresentingName', descending: true },
        { property: 'PidTagMessageDeliveryTime', maximum: true },
        { property: 'PidTagSubject' },
      ],
      categories: 1,
    });
    // Ben wrote on the 9th, Ada on the 5th, Cleo on the 2nd.
    expect(await lines()).toEqual(['[ben 1]', 'b1', '[ada 3]', 'a1', 'a2', 'a3', '[cleo 1]', 'c1']);
  });

  it('finds rows in the order of the table, passes over hidden ones, and finds headers by what they have', async () => {
    await table.sortTable(BY_AUTHOR);
    const subject = (value: string) =>
      ({ type: 'content', property: 'PidTagSubject', value, fuzzy: { match: 'prefix', loose: true } }) as const;
    expect((await table.findRow({ where: subject('c') })).row?.values[0]).toBe('c1');
    expect((await table.findRow({ where: subject('a'), backwards: true })).row?.values[0]).toBe('a1');
    await table.collapseRow(await headerId('ada'));
    expect((await table.findRow({ where: subject('a'), origin: 'beginning' })).row).toBeUndefined();
    const many = { type: 'property', property: 'PidTagContentCount', op: '>', value: 2 } as const;
    expect((await table.findRow({ where: many, origin: 'beginning' })).row).toMatchObject({ kind: 'header' });
  });

  it('sees what others write: new categories, larger counts', async () => {
    await using other = await office([{ subject: 'x', from: 'Ada' }]);
    table = await other.store.tables.contents('/A');
    await table.setColumns(['PidTagSubject', 'PidTagContentCount', 'PidTagSentRepresentingName']);
    await table.sortTable(BY_AUTHOR);
    expect(await lines()).toEqual(['[ada 1]', 'x']);
    await other.deliver([
      { subject: 'y', from: 'Ada' },
      { subject: 'z', from: 'Aaron' },
    ]);
    expect(await lines()).toEqual(['[aaron 1]', 'z', '[ada 2]', 'y', 'x']);
  });

  it('sees them also under a restriction that not every row can tell, and after it was broken off', async () => {
    await using other = await office([{ subject: 'x', from: 'Ada' }]);
    table = await other.store.tables.contents('/A');
    await table.setColumns(['PidTagSubject', 'PidTagContentCount', 'PidTagSentRepresentingName']);
    await table.restrict({ type: 'property', property: 'PidTagHasAttachments', op: '=', value: false });
    await table.sortTable(BY_AUTHOR);
    expect(await lines()).toEqual(['[ada 1]', 'x']);
    await other.deliver([{ subject: 'y', from: 'Ada' }]);
    expect(await lines()).toEqual(['[ada 2]', 'y', 'x']);
    table.abort();
    await other.deliver([
      { subject: 'z', from: 'Ada', extra: 'Content-Type: multipart/mixed; boundary=q\r\n', body: '--q--' },
    ]);
    expect(await lines()).toEqual(['[ada 3]', 'z', 'y', 'x']);
  });

  it('has no more categories than keys', async () => {
    for (const sort of [
      { keys: [{ property: 'PidTagSubject' }], categories: 2 },
      { keys: [{ property: 'PidTagSubject' }], categories: 1, expanded: 2 },
      { keys: [{ property: 'PidTagSubject', maximum: true }], categories: 0 },
      { keys: [{ property: 'PidTagBody' }] },
    ])
      await expect(table.sortTable(sort)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
