import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Mariadb, startMariadb } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMysqlState } from '../../src/mysql/index.ts';
import { ask, emptyDatabase } from '../databases.ts';
import { row } from '../support.ts';

const KILLS = process.env['MAPISTORE_TEST_FULL'] === '1' ? 100 : 12;

let server: Mariadb;
beforeAll(async () => {
  server = await startMariadb();
});
afterAll(() => server.stop());

/** Every table with its columns, and every index, as the server knows them. */
async function tables(uri: string): Promise<readonly unknown[]> {
  const columns =
    'select table_name as t, column_name as c, column_type as y, is_nullable as n, column_default as d, collation_name as l from information_schema.columns where table_schema = database() order by 1, 2';
  const indexes =
    'select table_name as t, index_name as i, seq_in_index as s, column_name as c, non_unique as u from information_schema.statistics where table_schema = database() order by 1, 2, 3';
  return [await ask(server, columns, uri), await ask(server, indexes, uri)];
}

describe('a state whose tables are being made', () => {
  it('is finished by the next program, wherever the one before was killed', { timeout: 900_000 }, async () => {
    const whole = await emptyDatabase(server);
    const started = performance.now();
    await (await openMysqlState(whole))[Symbol.asyncDispose]();
    const takes = performance.now() - started;
    const wanted = await tables(whole.uri);
    const count = new Set((wanted[0] as readonly { t: string }[]).map(({ t }) => t)).size;
    let caught = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const options = await emptyDatabase(server);
      const opener = spawn(
        process.execPath,
        [
          '--disable-warning=ExperimentalWarning',
          '--conditions=@mapistore/source',
          new URL('./opener.ts', import.meta.url).pathname,
          options.uri,
          server.password,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const ended = once(opener, 'exit');
      await Promise.race([once(opener.stdout, 'data'), ended]);
      expect(opener.exitCode).toBeNull();
      await sleep(20 + (takes * 1.5 * kill) / KILLS);
      opener.kill('SIGKILL');
      await ended;
      const found = await ask<{ n: number }>(
        server,
        'select count(*) as n from information_schema.tables where table_schema = database()',
        options.uri,
      );
      if (found[0]?.n !== 0 && found[0]?.n !== count) caught++;
      await using state = await openMysqlState(options);
      expect(await tables(options.uri)).toEqual(wanted);
      expect(await state.write((tx) => tx.take('cn', 1))).toBe(1);
      expect(await state.read((tx) => tx.meta.get('replica'))).toMatch(/^[0-9a-f-]{36}$/u);
    }
    // A program that was never killed in the middle would prove nothing.
    expect(caught).toBeGreaterThan(0);
  });

  it('is made once by programs that open it at the same time', async () => {
    const options = await emptyDatabase(server);
    const states = await Promise.all(Array.from({ length: 5 }, () => openMysqlState(options)));
    const replicas = await Promise.all(states.map((each) => each.read((tx) => tx.meta.get('replica'))));
    expect(new Set(replicas).size).toBe(1);
    for (const each of states) await each[Symbol.asyncDispose]();
  });

  it('of the version before is brought up to date with all that is in it, also where a step was left half done', async () => {
    const options = await emptyDatabase(server);
    const before = await openMysqlState(options);
    await before.write((tx) => tx.contents.insert([row(1, { subject: 'kept' })]));
    await before[Symbol.asyncDispose]();
    const wanted = await tables(options.uri);
    // The second of seven columns is there, as after a kill.
    for (const column of ['startsAt', 'allDay', 'recurrence', 'clipStart', 'clipEnd', 'uid'])
      await ask(server, `alter table items drop column ${column}`, options.uri);
    await ask(server, "update meta set value = '2' where `key` = 'schema'", options.uri);
    await using state = await openMysqlState(options);
    expect((await state.read((tx) => tx.contents.byMids([1])))[0]).toMatchObject({
      subject: 'kept',
      startsAt: null,
      allDay: 0,
      uid: null,
    });
    expect(await tables(options.uri)).toEqual(wanted);
  });
});
