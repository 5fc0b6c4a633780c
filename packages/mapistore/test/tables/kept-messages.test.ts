import type { Table } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { all } from '../support.ts';
import { type Office, office, said, shown } from './support.ts';

let place: Office;
beforeAll(async () => {
  place = await office([
    { subject: 'b', from: 'Zoe' },
    { subject: 'stays' },
    { subject: 'A', from: 'Ada', flags: ['$seen'], body: 'The word is lime.' },
    { subject: 'c', from: 'Ada' },
  ]);
  const { store, ids } = place;
  await all(store.remove([ids[0], ids[2], ids[3]] as string[], { soft: true }));
  for (const name of ['Work', 'calendar', 'Views']) {
    await using message = await store.messages.create('/A', { associated: true, messageClass: `IPM.Config.${name}` });
    await message.set(p.PidTagSubject, name);
    await message.set(p.PidTagRoamingDatatypes, name.length);
    await message.saveChanges();
  }
});
afterAll(() => place[Symbol.asyncDispose]());

describe('a contents table of soft-deleted messages', () => {
  const deleted = async (...more: string[]): Promise<Table> => {
    const table = await place.store.tables.contents('/A', { softDeleted: true });
    await table.setColumns(['PidTagSubject', ...more]);
    return table;
  };

  it('has them and no others, with the time they were deleted', async () => {
    const table = await deleted('PidTagDeletedOn', 'PidTagMid');
    const rows = await shown(table);
    expect(said(rows)).toEqual(['b', 'A', 'c']);
    expect(rows.map(({ id }) => id)).toEqual([0, 2, 3].map((index) => place.ids[index]));
    for (const { values } of rows) expect(values[1]).toBeInstanceOf(Date);
    expect(new Set(rows.map(({ values }) => values[2])).size).toBe(3);
  });

  it('is sorted, grouped, restricted and searched as any other', async () => {
    const table = await deleted('PidTagContentCount');
    await table.sortTable({ keys: [{ property: 'subject', descending: true }] });
    expect(said(await shown(table))).toEqual(['c', 'b', 'A']);
    const lime = {
      type: 'content',
      property: 'PidTagBody',
      fuzzy: { match: 'substring', loose: true },
      value: 'lime',
    } as const;
    expect((await table.findRow({ where: lime, origin: 'beginning' })).row?.id).toBe(place.ids[2]);
    await table.sortTable({ keys: [{ property: 'name' }, { property: 'subject' }], categories: 1 });
    expect((await shown(table)).map(({ kind, values }) => (kind === 'leaf' ? values[0] : values[1]))).toEqual([
      2,
      'A',
      'c',
      1,
      'b',
    ]);
    await table.restrict({ type: 'flag', flag: '$seen' });
    expect(await table.queryPosition()).toEqual({ position: 0, count: 2 });
  });

  it('is up to date after each restore', async () => {
    await using other = await office([{ subject: 'one' }, { subject: 'two' }]);
    await all(other.store.remove(other.ids, { soft: true }));
    const table = await other.store.tables.contents('/A', { softDeleted: true });
    await table.setColumns(['PidTagSubject']);
    const [first] = (await table.queryRows({ count: 1 })).rows;
    expect(first?.values).toEqual(['one']);
    await all(other.store.restore([other.ids[0] as string]));
    expect(said(await shown(table))).toEqual(['two']);
  });
});

describe('a contents table of FAI messages', () => {
  const hidden = async (...more: string[]): Promise<Table> => {
    const table = await place.store.tables.contents('/A', { associated: true });
    await table.setColumns(['PidTagSubject', ...more]);
    return table;
  };

  it('has them and no others, with every property of theirs', async () => {
    const table = await hidden('PidTagRoamingDatatypes', 'PidTagAssociated', 'PidTagMessageClass', 'PidTagInstanceNum');
    expect((await shown(table)).map(({ values }) => values)).toEqual([
      ['Work', 4, true, 'IPM.Config.Work', 0],
      ['calendar', 8, true, 'IPM.Config.calendar', 0],
      ['Views', 5, true, 'IPM.Config.Views', 0],
    ]);
    const ordinary = await place.store.tables.contents('/A');
    await ordinary.setColumns(['PidTagSubject']);
    expect(said(await shown(ordinary))).toEqual(['stays']);
  });

  it('is sorted, restricted and searched as any other, and knows rows by their ids', async () => {
    const table = await hidden();
    await table.sortTable({ keys: [{ property: 'subject' }] });
    expect(said(await shown(table))).toEqual(['calendar', 'Views', 'Work']);
    await table.seekRow('beginning', 1);
    const bookmark = await table.createBookmark();
    const ofClass = {
      type: 'content',
      property: 'PidTagMessageClass',
      fuzzy: { match: 'prefix' },
      value: 'IPM.Config.W',
    } as const;
    expect((await table.findRow({ where: ofClass, origin: 'beginning' })).row?.values).toEqual(['Work']);
    expect(await table.seekRowBookmark(bookmark, 0)).toMatchObject({ rowGone: false });
    expect(said((await table.queryRows({ count: 1 })).rows)).toEqual(['Views']);
    await table.restrict({ type: 'property', property: 'PidTagRoamingDatatypes', op: '>', value: 4 });
    expect(said(await shown(table))).toEqual(['calendar', 'Views']);
    await table.restrict({ type: 'count', count: 1, of: { type: 'exist', property: 'PidTagRoamingDatatypes' } });
    expect(said(await shown(table))).toEqual(['calendar']);
  });

  it('shows a change with the next call, and a soft-deleted one in the view of those', async () => {
    await using other = await office([]);
    const { store } = other;
    await using made = await store.messages.create('/A', { associated: true });
    await made.set(p.PidTagSubject, 'first');
    await made.saveChanges();
    const table = await store.tables.contents('/A', { associated: true });
    await table.setColumns(['PidTagSubject']);
    expect(said(await shown(table))).toEqual(['first']);
    const [{ id } = { id: '' }] = await store.messages.associated('/A');
    await using again = await store.messages.open(id);
    await again.set(p.PidTagSubject, 'second');
    await again.saveChanges();
    expect(said(await shown(table))).toEqual(['second']);
    await all(store.remove([id], { soft: true }));
    expect(said(await shown(table))).toEqual([]);
    const gone = await store.tables.contents('/A', { associated: true, softDeleted: true });
    await gone.setColumns(['PidTagSubject']);
    expect(said(await shown(gone))).toEqual(['second']);
  });

  it('cannot be watched, and says so', async () => {
    const table = await hidden();
    const watched = all(table.watch({ signal: new AbortController().signal }));
    await expect(watched).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });
});
