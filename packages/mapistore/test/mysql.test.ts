import { join } from 'node:path';
import { bytesSource, named, PropertyBag, type Store, tagged } from '@mapistore/core';
import { type Mariadb, startMariadb } from '@mapistore/services';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RealItems } from './real-items.ts';
import { all, cat, problemsOf, storeIn, temporaryFolder } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: Mariadb;
let person: Connection;
let store: Store;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startMariadb();
  const { port, database } = server;
  person = await createConnection({
    host: '127.0.0.1',
    port,
    user: 'bob',
    password: 'secret',
    database,
    dateStrings: true,
  });
  store = await storeIn(folder.path, [], { DB_PASSWORD: 'secret' });
  await store.mounts.add({ path: '/Files', uri: `file://${join(folder.path, 'files')}` });
  await store.mounts.add({ path: '/Db', uri: server.url, secretRef: 'env:DB_PASSWORD' });
  await all(store.sync());
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await person.end();
  await server.stop();
  await folder.remove();
});

async function type(statement: string): Promise<unknown> {
  return (await person.query(statement))[0];
}

describe('real items of every kind', { timeout: 600_000 }, () => {
  let real: RealItems;
  let ids: readonly string[];
  beforeAll(async () => {
    real = await RealItems.read();
  });

  it('come out of the database as they went in, broken ones too', async () => {
    const results = await all(store.import('/Db', real.sources));
    expect(results.filter(({ outcome }) => outcome !== 'imported')).toEqual([]);
    ids = results.map(({ id }) => id as string);
    expect(await real.wrong(store, ids)).toEqual([]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('go to files and back without a byte lost, ids kept', async () => {
    for (const to of ['/Files', '/Db']) {
      expect((await all(store.move(ids, to))).filter(({ outcome }) => outcome !== 'moved')).toEqual([]);
      expect(await real.wrong(store, ids)).toEqual([]);
    }
    expect((await store.folders.get('/Db')).items).toBe(ids.length);
    expect(problemsOf(await all(store.sync()))).toEqual([]);
    expect((await store.folders.get('/Db')).items).toBe(ids.length);
  });

  it('are told apart by kind in the database', async () => {
    const rows = (await type('select kind, count(*) as n from mapistore_items group by kind')) as { kind: string }[];
    expect(rows.map(({ kind }) => kind).sort()).toEqual(
      expect.arrayContaining(['contact', 'event', 'mail', 'note', 'task']),
    );
  });
});

describe('a task in the database', () => {
  const task = (subject: string): Buffer =>
    Buffer.from(
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//Odd//Program//EN',
        'BEGIN:VTODO',
        `UID:${subject.replaceAll(' ', '-')}`,
        'DTSTAMP:20260101T000000Z',
        `SUMMARY;X-A=1:${subject}`,
        'DUE;VALUE=DATE:20260301',
        'END:VTODO',
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
    );

  it('that somebody changes by SQL is changed in lists, and told to who asks for changes', async () => {
    await store.folders.create('/Db/Tasks', { kind: 'task' });
    const [one, two] = await all(
      store.import(
        '/Db/Tasks',
        ['Tax return', 'Paint'].map((subject) => ({
          label: subject,
          body: bytesSource(task(subject), 'text/calendar'),
        })),
      ),
    );
    await all(store.sync());
    const { token } = await store.changes('/Db/Tasks');
    await type("update mapistore_items set due = '2026-04-05', subject = 'Tax, again' where subject = 'Tax return'");
    await type("delete from mapistore_items where subject = 'Paint'");
    expect(problemsOf(await all(store.sync('/Db')))).toEqual([]);
    const listed = await all(store.items.list('/Db/Tasks'));
    expect(listed).toMatchObject([{ id: one?.id, subject: 'Tax, again' }]);
    const { changes } = await store.changes('/Db/Tasks', token);
    expect(changes).toMatchObject([
      { id: one?.id, change: 'updated' },
      { id: two?.id, change: 'deleted' },
    ]);
    expect((await cat(store, one?.id as string)).toString()).toBe(
      task('Tax return').toString().replace('X-A=1:Tax return', 'X-A=1:Tax\\, again').replace('20260301', '20260405'),
    );
  });

  it('that is edited through the store shows in SQL, and keeps all other lines', async () => {
    const [{ id } = { id: undefined }] = await all(
      store.import('/Db/Tasks', [{ label: 'x', body: bytesSource(task('Edit me'), 'text/calendar') }]),
    );
    const set = new PropertyBag()
      .set(tagged('PidTagSubject'), 'Edited')
      .set(named('PidLidPercentComplete'), 0.5)
      .set(named('PidLidTaskStatus'), 1);
    await store.items.setProperties(id as string, { set, remove: [] });
    expect(await type("select subject, percent, status, due from mapistore_items where subject = 'Edited'")).toEqual([
      { subject: 'Edited', percent: 50, status: 'IN-PROCESS', due: '2026-03-01 00:00:00' },
    ]);
    expect((await cat(store, id as string)).toString()).toContain(
      'SUMMARY;X-A=1:Edited\r\nDUE;VALUE=DATE:20260301\r\n',
    );
  });
});
