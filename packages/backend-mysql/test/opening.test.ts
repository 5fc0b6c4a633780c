import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type Mariadb, startMariadb } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCHEMA_VERSION } from '../src/schema/versions.ts';
import { add, calm, list, read, task } from './objects.ts';
import { type Person, personAt } from './person.ts';
import { openMount } from './support.ts';

let server: Mariadb;
let person: Person;
beforeAll(async () => {
  // The defaults of this one are another character set, loose values and another level of isolation.
  const args = [
    '--character-set-server=latin1',
    '--sql-mode=',
    '--transaction-isolation=SERIALIZABLE',
    '--default-time-zone=+05:00',
  ];
  server = await startMariadb({ args });
  person = await personAt(server);
});
afterAll(async () => {
  await person[Symbol.asyncDispose]();
  await server.stop();
});

describe('opening', () => {
  test('needs the tables and the account, unless an administrator adds the mount', async () => {
    await expect(openMount({ server, create: false })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await using backend = await openMount({ server });
    const { key } = await add(backend, task('Grüße 🗂'));
    await expect(openMount({ server, create: false, query: 'account=nobody' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    await using again = await openMount({ server, create: false });
    expect(await read(again, key)).toContain('Grüße 🗂');
    expect((await list(again)).items[0]?.received?.getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  test('says what is wrong with the way in, and no secret', async () => {
    const refused = async (opening: Parameters<typeof openMount>[0], code: string): Promise<void> => {
      const error = await openMount(opening).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code });
      expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/hunter2/);
    };
    await refused({ server, password: 'hunter2' }, 'UNAUTHENTICATED');
    await refused({ server, user: 'mallory' }, 'UNAUTHENTICATED');
    await refused({ server: { url: server.url.replace(/mapistore$/, 'mapistore_none') } }, 'CONFIG_INVALID');
    await refused({ server: { url: server.url.replace('alice@', 'alice:hunter2@') } }, 'CONFIG_INVALID');
    await refused({ server: { url: server.url.replace(/\/mapistore$/, '/') } }, 'CONFIG_INVALID');
    await refused({ server: { url: 'mysql://alice@127.0.0.1:1/mapistore' } }, 'UNAVAILABLE');
    // The driver would take a certificate of any name for an address.
    await refused({ server: { url: 'mysql://alice@192.0.2.1/mapistore' } }, 'CONFIG_INVALID');
  });

  test('speaks TLS where it is told to, and trusts no stranger', async () => {
    const url = server.url.replace('127.0.0.1', 'localhost');
    await using backend = await openMount({
      server: { url },
      query: `tls=required&ca=${encodeURIComponent(server.certificate)}`,
    });
    await add(backend, task('One'));
    expect(
      (await person.type("select count(*) as n from information_schema.processlist where user = 'alice'"))[0]?.['n'],
    ).toBeGreaterThan(0);
    await expect(openMount({ server: { url }, query: 'tls=required' })).rejects.toMatchObject({
      code: 'TLS_UNTRUSTED',
    });
  });

  test('by many programs at once makes the tables and the account once', async () => {
    const opened = await Promise.all(
      Array.from({ length: 8 }, () => openMount({ server, query: 'prefix=many_&account=one' })),
    );
    expect(await person.type('select name from many_accounts')).toEqual([{ name: 'one' }]);
    for (const backend of opened) await backend[Symbol.asyncDispose]();
  });

  test('goes on where a program was killed that made the tables', async () => {
    const program = path.join(import.meta.dirname, 'kill/open.ts');
    for (let attempt = 0; attempt < 12; attempt++) {
      const child = spawn(
        process.execPath,
        ['--conditions=@mapistore/source', program, server.url, `killed${attempt}_`],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      await once(child.stdout, 'data');
      setTimeout(() => child.kill('SIGKILL'), attempt * 4);
      await once(child, 'exit');
      await using backend = await openMount({ server, query: `prefix=killed${attempt}_` });
      const { key } = await add(backend, task('One'));
      expect(await read(backend, key)).toContain('One');
    }
  });
});

describe('two versions of the program', () => {
  test('refuse each other: tables of a newer one are not opened, and not written to any more', async () => {
    await using backend = await openMount({ server, query: 'prefix=newer_' });
    const { key } = await add(backend, task('One'));
    await person.type(`update newer_meta set value = '${SCHEMA_VERSION + 1}' where name = 'schema'`);
    await expect(openMount({ server, query: 'prefix=newer_' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('newer version of @mapistore/backend-mysql'),
    });
    await expect(add(backend, task('Two'))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(backend.deleteItem?.({ folder: '', key, signal: calm })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
    await person.type(`update newer_meta set value = '${SCHEMA_VERSION}' where name = 'schema'`);
    expect((await list(backend)).items.map((each) => each.key)).toEqual([key]);
  });
});

describe('housekeeping', () => {
  test('takes away what was never finished and old deletions, whose tokens then begin afresh', async () => {
    const query = 'prefix=tidy_';
    const backend = await openMount({ server, query });
    const { key } = await add(backend, task('One'));
    const { token } = await list(backend);
    await backend.deleteItem?.({ folder: '', key, signal: calm });
    const later = (await list(backend)).token;
    await person.type(`update tidy_gone set at = 0; insert into tidy_uploads values (1, 7, 0);
      insert into tidy_pieces values (1, 7, 0, 'left over')`);
    await backend[Symbol.asyncDispose]();
    await using again = await openMount({ server, query });
    expect(await person.type('select * from tidy_pieces')).toEqual([]);
    await expect(again.changes?.({ folder: '', token, limit: 10, signal: calm })).rejects.toMatchObject({
      code: 'SYNC_TOKEN_EXPIRED',
    });
    expect(await again.changes?.({ folder: '', token: later, limit: 10, signal: calm })).toMatchObject({ removed: [] });
  });
});
