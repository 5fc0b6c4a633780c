import type { Table, TableEvent } from '@mapistore/core';
import { afterEach, expect, it } from 'vitest';
import { all } from '../support.ts';
import { type Office, office } from './support.ts';

const stops: AbortController[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

/** Events of a table as they come, in short; the watching has begun when this resolves. */
async function watching(table: Table, intervalMs = 20): Promise<() => Promise<string>> {
  const stop = new AbortController();
  stops.push(stop);
  const events = table.watch({ signal: stop.signal, intervalMs })[Symbol.asyncIterator]();
  // The last one waits still when the store of the test is closed.
  const ask = (): ReturnType<typeof events.next> => {
    const asked = events.next();
    asked.catch(() => undefined);
    return asked;
  };
  let next = ask();
  // The first look is asked for by then.
  await new Promise((resolve) => setTimeout(resolve, 150));
  return async () => {
    const { value, done } = await next;
    next = ask();
    return done === true ? 'end' : inShort(value as TableEvent);
  };
}

function inShort(event: TableEvent): string {
  if (event.type === 'changed') return 'changed';
  if (event.type === 'deleted') return `deleted ${event.id}`;
  const { kind, id, values } = event.row;
  return `${event.type} ${kind === 'leaf' ? id : 'header'} ${values.join(' ')} behind ${event.previous ?? 'nothing'}`;
}

async function sorted(place: Office): Promise<Table> {
  const table = await place.store.tables.contents('/A');
  await table.setColumns(['PidTagSubject']);
  await table.sortTable({ keys: [{ property: 'PidTagSubject' }] });
  return table;
}

it('a row that comes is told with the row before it, and so is one that changes; one that goes by its id [MS-OXCNOTIF_R18 R23 R24 R25 R40001 R145 R157 R166 R166001 R261 R262 R263]', async () => {
  await using place = await office([{ subject: 'b' }, { subject: 'd' }]);
  const next = await watching(await sorted(place));
  const [b, d] = place.ids as [string, string];
  const [c] = (await place.deliver([{ subject: 'c' }])) as [string];
  expect(await next()).toBe(`added ${c} c behind ${b}`);
  await place.store.items.setFlags([b], { add: ['$seen'] });
  expect(await next()).toBe(`modified ${b} b behind nothing`);
  await all(place.store.remove([d]));
  expect(await next()).toBe(`deleted ${d}`);
});

it('a row that meets the restriction no more is deleted, and one that begins to is added', async () => {
  await using place = await office([{ subject: 'a' }, { subject: 'b', flags: ['$seen'] }]);
  const [a, b] = place.ids as [string, string];
  const table = await sorted(place);
  await table.restrict({ type: 'not', of: { type: 'flag', flag: '$seen' } });
  const next = await watching(table);
  await place.store.items.setFlags([a], { add: ['$seen'] });
  expect(await next()).toBe(`deleted ${a}`);
  await place.store.items.setFlags([b], { remove: ['$seen'] });
  expect(await next()).toBe(`added ${b} b behind nothing`);
});

it('what another program writes is told too', async () => {
  await using place = await office([{ subject: 'a' }]);
  const next = await watching(await sorted(place));
  const other = await place.place.open([]);
  await all(other.sync());
  await place.store.items.setFlags([place.ids[0] as string], { add: ['$flagged'] });
  expect(await next()).toBe(`modified ${place.ids[0]} a behind nothing`);
});

it('headers are told when their counts change, come and go; rows below a collapsed one are not', async () => {
  await using place = await office([{ subject: 'a', from: 'Ada' }]);
  const table = await place.store.tables.contents('/A');
  await table.setColumns(['PidTagSentRepresentingName', 'PidTagContentCount']);
  await table.sortTable({ keys: [{ property: 'PidTagSentRepresentingName' }], categories: 1, expanded: 0 });
  const header = (await table.queryRows({ count: 1 })).rows[0]?.id;
  const next = await watching(table);
  await place.deliver([{ subject: 'b', from: 'Ada' }]);
  expect(await next()).toBe('modified header Ada 2 behind nothing');
  const [c] = (await place.deliver([{ subject: 'c', from: 'Ben' }])) as [string];
  expect(await next()).toBe(`added header Ben 1 behind ${header}`);
  await all(place.store.remove([c]));
  expect(await next()).toMatch(/^deleted c/u);
});

it('very much at once is told as one change, without details [MS-OXCNOTIF_R22 R264]', async () => {
  await using place = await office([]);
  // Another program, which hears of nothing until it writes itself: so all of it is seen at once.
  const other = await place.place.open([]);
  const table = await other.tables.contents('/A');
  await table.setColumns(['PidTagSubject']);
  const next = await watching(table, 600_000);
  await place.deliver(Array.from({ length: 250 }, (_, index) => ({ subject: `s${index}` })));
  await other.searches.create('/Found');
  expect(await next()).toBe('changed');
});

it('the watching ends when the table is restricted, sorted, reset or closed', async () => {
  await using place = await office([{ subject: 'a' }]);
  for (const end of [
    (table: Table) => table.restrict(undefined),
    (table: Table) => table.sortTable({ keys: [] }),
    (table: Table) => table.reset(),
    async (table: Table) => table.close(),
  ]) {
    const table = await sorted(place);
    const next = await watching(table);
    await end(table);
    expect(await next()).toBe('end');
  }
});

it('a hierarchy table tells of folders that come and go, and of their counts', async () => {
  await using place = await office([]);
  await place.store.folders.create('/A/one');
  const table = await place.store.tables.hierarchy('/A');
  await table.setColumns(['PidTagDisplayName', 'PidTagContentCount']);
  const next = await watching(table);
  const { id } = await place.store.folders.create('/A/two');
  const one = await place.store.folders.get('/A/one');
  expect(await next()).toBe(`added ${id} two 0 behind ${one.id}`);
  await place.store.folders.remove('/A/one');
  expect(await next()).toBe(`deleted ${one.id}`);
});

it('a table of a search folder tells of what it finds, wherever that lies', async () => {
  await using place = await office([{ subject: 'a' }]);
  await place.store.searches.create('/Unread', {
    where: { type: 'not', of: { type: 'flag', flag: '$seen' } },
    scope: ['/A'],
  });
  const table = await place.store.tables.contents('/Unread');
  await table.setColumns(['PidTagSubject']);
  await table.sortTable({ keys: [{ property: 'PidTagSubject' }] });
  const next = await watching(table);
  const [b] = (await place.deliver([{ subject: 'b' }])) as [string];
  expect(await next()).toBe(`added ${b} b behind ${place.ids[0]}`);
  await place.store.items.setFlags([b], { add: ['$seen'] });
  expect(await next()).toBe(`deleted ${b}`);
});
