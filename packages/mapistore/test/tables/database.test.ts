import { join } from 'node:path';
import { definition as fs } from '@mapistore/backend-fs';
import { definition as mysql } from '@mapistore/backend-mysql';
import { bytesSource, type Operation, openStore, type Restriction, type Store, secretSource } from '@mapistore/core';
import { icalendar } from '@mapistore/format-icalendar';
import { type Mariadb, startMariadb } from '@mapistore/services';
import { openSqliteState } from '@mapistore/state-sql';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { all, temporaryFolder } from '../support.ts';

// Tasks lie on disk and in a database that has columns for their dates, which the index of the store has not.

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: Mariadb;
let store: Store;
/** Calls of backends since the last look, by mount. */
let calls: string[] = [];

function task(number: number): Uint8Array {
  const day = String(1 + (number % 28)).padStart(2, '0');
  const dates = number % 5 === 0 ? '' : `DTSTART;VALUE=DATE:202603${day}\r\nDUE;VALUE=DATE:202604${day}\r\n`;
  return Buffer.from(
    `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\nBEGIN:VTODO\r\nUID:task-${number}\r\nDTSTAMP:20260301T100000Z\r\nSUMMARY:Task ${number}\r\n` +
      `${dates}PERCENT-COMPLETE:${(number * 10) % 100}\r\nEND:VTODO\r\nEND:VCALENDAR\r\n`,
  );
}

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startMariadb();
  store = await openStore({
    state: await openSqliteState({ file: join(folder.path, 'state.sqlite') }),
    backends: [fs, mysql] as never,
    formats: [icalendar],
    secrets: secretSource(undefined, { env: { DB_PASSWORD: 'secret' } }),
    interceptors: () => [
      async (call, next) => {
        calls.push(`${call.mount} ${call.operation satisfies Operation}`);
        return next(call);
      },
    ],
  });
  await store.mounts.add({ path: '/Files', uri: `file://${join(folder.path, 'files')}` });
  await store.mounts.add({ path: '/Db', uri: server.url, secretRef: 'env:DB_PASSWORD' });
  await all(store.sync());
  const tasks = Array.from({ length: 40 }, (_, index) => ({
    label: String(index),
    body: bytesSource(task(index), 'text/calendar'),
    received: new Date(Date.UTC(2026, 0, 1)),
  }));
  for (const target of ['/Files', '/Db']) {
    const outcomes = await all(store.import(target, tasks));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(tasks.map(() => 'imported'));
  }
}, 120_000);
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await server.stop();
  await folder.remove();
});

const date = fc.integer({ min: 0, max: 70 }).map((day) => new Date(Date.UTC(2026, 2, day)));
const op = fc.constantFrom('<', '<=', '>', '>=', '=', '!=' as const);
const restriction = fc.letrec<{ any: Restriction }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.record({
      type: fc.constant('property' as const),
      property: fc.constantFrom('PidLidTaskDueDate', 'PidLidTaskStartDate', 'PidLidCommonStart'),
      op,
      value: date,
    }),
    fc.record({ type: fc.constant('exist' as const), property: fc.constant('PidLidTaskDueDate') }),
    fc.record({
      type: fc.constant('property' as const),
      property: fc.constant('PidLidPercentComplete'),
      op,
      value: fc.constantFrom(0, 0.3, 0.5),
    }),
    fc.record({ type: fc.constantFrom('and', 'or' as const), of: fc.array(tie('any'), { maxLength: 3 }) }),
    fc.record({ type: fc.constant('not' as const), of: tie('any') }),
  ) as fc.Arbitrary<Restriction>,
})).any;

const uids = async (path: string, where: Restriction): Promise<readonly unknown[]> =>
  (await all(store.items.list(path, { where, sort: 'subject' }))).map(({ uid }) => uid);

it('a database that has columns for it gives the same tasks as files do', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(restriction, async (where) => {
      expect(await uids('/Db', where)).toEqual(await uids('/Files', where));
    }),
    { numRuns: 80 },
  );
});

it('only the tasks that it finds are read', async () => {
  const where: Restriction = {
    type: 'property',
    property: 'PidLidTaskDueDate',
    op: '<',
    value: new Date(Date.UTC(2026, 3, 3)),
  };
  calls = [];
  const found = await uids('/Db', where);
  expect(found.length).toBeGreaterThan(0);
  expect(calls.filter((call) => call === '/Db query')).toHaveLength(1);
  const read = calls.filter((call) => call.endsWith('openBody') || call.endsWith('readItem')).length;
  expect(read).toBeLessThan(40);
  calls = [];
  expect(await uids('/Files', where)).toEqual(found);
  expect(calls.length).toBeGreaterThanOrEqual(40);
});
