import { type Backend, bytesSource, collect } from '@mapistore/core';
import { type Mariadb, startMariadb } from '@mapistore/services';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { add, calm, changesSince, item, list, read, task } from './objects.ts';
import { type Person, personAt } from './person.ts';
import { openMount } from './support.ts';

let server: Mariadb;
let person: Person;
beforeAll(async () => {
  server = await startMariadb();
  person = await personAt(server);
});
afterAll(async () => {
  await person[Symbol.asyncDispose]();
  await server.stop();
});

let backend: Backend;
let mounts = 0;
beforeEach(async () => {
  backend = await openMount({ server, query: `account=a${mounts++}` });
});
afterEach(() => backend[Symbol.asyncDispose]());

describe('tasks in the database', () => {
  test('have the columns that a list of tasks shows, and these are the only place that says them', async () => {
    const { key } = await add(
      backend,
      task('Steuer\\, Teil 1 🗂', 'PRIORITY:1', 'CATEGORIES:Haus,Geld', 'LOCATION:Büro'),
    );
    expect(
      await person.type(
        `select subject, due, status, percent, priority, categories, location, kind from mapistore_items where id = ${key} and account = (select max(id) from mapistore_accounts)`,
      ),
    ).toEqual([
      {
        subject: 'Steuer, Teil 1 🗂',
        due: '2026-03-01 00:00:00',
        status: 'IN-PROCESS',
        percent: 40,
        priority: 1,
        categories: 'Haus,Geld',
        location: 'Büro',
        kind: 'task',
      },
    ]);
    const [kept] = await person.type(
      "select concat(convert(first using utf8mb4), shape) as rest from mapistore_items where subject like 'Steuer%'",
    );
    expect(kept?.['rest']).toContain('keep me');
    for (const value of ['Steuer', '20260301', 'IN-PROCESS', 'Haus', 'Büro'])
      expect(kept?.['rest']).not.toContain(value);
  });

  test('and any bytes there are come back, whatever kind of array they are given in', async () => {
    const bytes = Uint8Array.from({ length: 3000 }, (_, index) => (index * 7) % 256);
    const { key } = await add(backend, bytes, 'text/calendar');
    const found = await collect(await backend.openBody({ folder: '', key, signal: calm }));
    expect(Buffer.compare(found, bytes)).toBe(0);
  });

  test('come back byte by byte as long as nobody changes a column', async () => {
    const odd = Buffer.from(
      Buffer.from(task('Lang '.repeat(40)))
        .toString('utf8')
        .replaceAll('SUMMARY;', 'summary;')
        .replaceAll('STATUS:', 'Status:'),
    );
    const { key } = await add(backend, odd);
    expect(await read(backend, key)).toBe(odd.toString('utf8'));
  });
});

describe('SQL that a person types', () => {
  const update = (set: string, key: string) =>
    person.type(`update mapistore_items set ${set} where id = ${key} order by account desc limit 1`);

  test('changes the due date of a task, and nothing else of it, and arrives through changes', async () => {
    const [one, two] = [await add(backend, task('One')), await add(backend, task('Two'))];
    const before = await list(backend);
    await update("due = '2026-04-05'", one.key);
    expect(await changesSince(backend, before.token)).toMatchObject({ changed: [one.key], removed: [] });
    expect(await read(backend, one.key)).toBe(
      Buffer.from(task('One')).toString('utf8').replace('DUE;VALUE=DATE:20260301', 'DUE;VALUE=DATE:20260405'),
    );
    expect(await read(backend, two.key)).toBe(Buffer.from(task('Two')).toString('utf8'));
    const after = await list(backend);
    const entry = after.items.find(({ key }) => key === one.key);
    expect(entry?.contentRevision).not.toBe(one.contentRevision);
    expect(entry?.size).toBe(Buffer.byteLength(await read(backend, one.key)));
    expect(await changesSince(backend, after.token)).toMatchObject({ changed: [], removed: [] });
  });

  test('gives a day a time, fills an empty column, and empties a full one', async () => {
    const { key } = await add(backend, task('One', 'LOCATION;X-A=1:Room 1'));
    await update("due = '2026-03-01 17:30:00', priority = 5, location = null, subject = 'A; b, c\\n\\\\d'", key);
    const text = await read(backend, key);
    expect(text).toContain('\r\nDUE:20260301T173000\r\n');
    expect(text).toContain('\r\nPRIORITY:5\r\nEND:VTODO\r\n');
    expect(text).toContain('\r\nSUMMARY;LANGUAGE=de:A\\; b\\, c\\n\\\\d\r\n');
    expect(text).not.toContain('LOCATION');
  });

  test('deletes a row, and that arrives as a removal', async () => {
    const [one, two] = [await add(backend, task('One')), await add(backend, task('Two'))];
    const { token } = await list(backend);
    await person.type(`delete from mapistore_items where id = ${one.key} order by account desc limit 1`);
    const now = await changesSince(backend, token);
    expect(now).toMatchObject({ changed: [], removed: [one.key] });
    expect((await list(backend)).items.map(({ key }) => key)).toEqual([two.key]);
    expect(await changesSince(backend, now.token)).toMatchObject({ changed: [], removed: [] });
  });

  test('sets flags, moves a row to another folder, and shows in the revisions of both', async () => {
    const other = await backend.createFolder?.({ parent: '', name: 'Other', signal: calm });
    const { key } = await add(backend, task('One'));
    const [root, there] = [await list(backend), await list(backend, other?.key)];
    const revisions = async () =>
      (await backend.listFolders({ limit: 100, signal: calm })).folders.map(({ revision }) => revision);
    const before = await revisions();
    await update(`flags = '$flagged', folder = ${other?.key}`, key);
    const after = await revisions();
    expect(after.filter((revision) => before.includes(revision))).toEqual([]);
    expect(await changesSince(backend, root.token)).toMatchObject({ changed: [], removed: [key] });
    expect(await changesSince(backend, there.token, other?.key)).toMatchObject({ changed: [key], removed: [] });
    expect((await list(backend, other?.key)).items[0]?.flags).toEqual(['$flagged']);
  });

  test('makes a write that names the old revision fail, and loses nothing', async () => {
    const { key, contentRevision } = await add(backend, task('One'));
    await update('percent = 90', key);
    const body = bytesSource(task('Two'), 'text/calendar');
    await expect(
      backend.updateItem?.({ folder: '', key, body, ifRevision: { content: contentRevision }, signal: calm }),
    ).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    expect(await read(backend, key)).toContain('PERCENT-COMPLETE:90');
  });

  test('in a thousand rows at once arrives whole, in pages', async () => {
    const items = Array.from({ length: 1000 }, (_, index) => item(task(`Task ${index}`)));
    const made = await backend.createItems?.({ folder: '', items, signal: calm });
    expect(made?.every(({ ok }) => ok)).toBe(true);
    const { token, items: listed } = await list(backend);
    expect(listed.length).toBe(1000);
    const account = (await person.type('select max(id) as id from mapistore_accounts'))[0]?.['id'];
    await person.type(`update mapistore_items set due = date_add(due, interval 1 day) where account = ${account} and id % 2 = 0;
      delete from mapistore_items where account = ${account} and id % 5 = 1`);
    const { changed, removed } = await changesSince(backend, token);
    const now = (await list(backend)).items.map(({ key }) => key);
    expect(now.length).toBe(1000 - removed.length);
    expect(removed.length).toBe(200);
    expect(changed.length).toBe(now.filter((key) => Number(key) % 2 === 0).length);
  });
});
