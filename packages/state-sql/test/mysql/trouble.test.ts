import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StateStore } from '@mapistore/core';
import { type CutWhen, type Mariadb, StatementCutter, startMariadb } from '@mapistore/services';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MysqlOptions, openMysqlState } from '../../src/mysql/index.ts';
import { ask, emptyDatabase } from '../databases.ts';

let server: Mariadb;
let cutter: StatementCutter;
beforeAll(async () => {
  server = await startMariadb({ durable: true });
  cutter = await StatementCutter.start(server.port);
});
afterAll(async () => {
  await cutter[Symbol.asyncDispose]();
  await server.stop();
});

/** The same database by way of the cutter. */
function throughCutter(options: MysqlOptions): MysqlOptions {
  return { ...options, uri: String(options.uri).replace(`:${server.port}/`, `:${cutter.port}/`) };
}

/** Takes a number and writes it down; gives the number and how often the function ran. */
async function count(state: StateStore): Promise<{ readonly cn: number; readonly runs: number }> {
  let runs = 0;
  const cn = await state.write(async (tx) => {
    runs++;
    const taken = await tx.take('cn', 1);
    await tx.journal.append([
      { cn: taken, folderId: 1, itemId: 1, mid: 1, change: 'marked' as 'moved', otherFolderId: null, at: 0 },
    ]);
    return taken;
  });
  return { cn, runs };
}

async function numbers(state: StateStore): Promise<readonly number[]> {
  return state.read(async (tx) => (await tx.journal.since({ cn: 0, limit: 1_000 })).map(({ cn }) => cn));
}

describe('a connection that is lost in a write', () => {
  it.each([
    ['before it begins', 'start transaction', 'before', 1],
    ['in the middle', 'marked', 'answer', 2],
    ['when the commit is sent, and does not arrive', 'commit', 'before', 2],
    ['when the commit is done, and its answer does not arrive', 'commit', 'answer', 1],
  ] as const)('%s leads to one commit, no more and no less', async (_when, statement, when: CutWhen, runs) => {
    await using state = await openMysqlState(throughCutter(await emptyDatabase(server)));
    await count(state);
    const before = cutter.cuts;
    cutter.cut(statement, when);
    expect(await count(state)).toEqual({ cn: 2, runs });
    expect(cutter.cuts).toBe(before + 1);
    expect(await count(state)).toEqual({ cn: 3, runs: 1 });
    expect(await numbers(state)).toEqual([1, 2, 3]);
  });

  // It is tried for a minute and a half.
  it.runIf(process.env['MAPISTORE_TEST_FULL'] === '1')(
    'when the commit is sent, and with it the server for good, is AMBIGUOUS and not guessed',
    { timeout: 150_000 },
    async () => {
      await using state = await openMysqlState(throughCutter(await emptyDatabase(server)));
      await count(state);
      cutter.cut('commit', 'answer');
      const writing = expect(count(state)).rejects.toMatchObject({ code: 'AMBIGUOUS' });
      while (cutter.isWaiting) await sleep(1);
      cutter.refuse(true);
      await writing;
      cutter.refuse(false);
      expect(await numbers(state)).toEqual([1, 2]);
    },
  );

  it('is made up for by readers too', async () => {
    await using state = await openMysqlState(throughCutter(await emptyDatabase(server)));
    await count(state);
    cutter.cut('from `journal`', 'answer');
    expect(await numbers(state)).toEqual([1]);
  });

  it('holds nobody else up, and a server that does not come back is UNAVAILABLE', { timeout: 90_000 }, async () => {
    const options = await emptyDatabase(server);
    await using far = await openMysqlState(throughCutter(options));
    await using near = await openMysqlState(options);
    cutter.refuse(true);
    const failing = expect(count(far)).rejects.toMatchObject({ code: 'UNAVAILABLE', retry: 'later' });
    expect(await count(near)).toEqual({ cn: 1, runs: 1 });
    await failing;
    cutter.refuse(false);
    expect((await count(far)).cn).toBe(2);
  });
});

describe('a server', () => {
  it('that is killed and started anew in the middle of work has every number once', { timeout: 120_000 }, async () => {
    const options = await emptyDatabase(server);
    await using state = await openMysqlState(options);
    const confirmed: number[] = [];
    let isOver = false;
    const writing = (async () => {
      while (!isOver) confirmed.push((await count(state)).cn);
    })();
    for (let kill = 0; kill < 3; kill++) {
      await sleep(400);
      await server.kill();
      await server.start();
    }
    await sleep(300);
    isOver = true;
    await writing;
    expect(confirmed.length).toBeGreaterThan(20);
    expect(await numbers(state)).toEqual(confirmed.slice(0, 1_000));
    expect(confirmed).toEqual(confirmed.map((_, index) => index + 1));
  });

  it('that has no room gives QUOTA_EXCEEDED, keeps nothing of the transaction, and goes on', async ({ skip }) => {
    const options = await emptyDatabase(server);
    const folder = join(server.dir, 'data', new URL(options.uri).pathname);
    const { uid, gid } = await stat(folder);
    const mount = (flags: string): boolean =>
      spawnSync('mount', ['-o', flags, '-t', 'tmpfs', 'tmpfs', folder]).status === 0;
    if (!mount(`size=24m,uid=${uid},gid=${gid}`)) {
      console.error('NOT TESTED: a full disk. No file system can be mounted here; run this as root.');
      skip();
    }
    try {
      await using state = await openMysqlState(options);
      await state.write((tx) => tx.meta.set('before', 'kept'));
      const fill = (): Promise<void> =>
        state.write(async (tx) => {
          await tx.meta.set('during', 'lost');
          // Small ones: MariaDB 10.11 ends itself where the disk is full in the middle of a large one.
          await tx.blobs.put(
            Array.from({ length: 12_000 }, (_, index) => ({ sha256: `s${index}`, data: Buffer.alloc(3_000, index) })),
          );
        });
      await expect(fill()).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
      expect(await state.read((tx) => tx.meta.get('before'))).toBe('kept');
      expect(await state.read((tx) => tx.meta.get('during'))).toBeUndefined();
      expect(mount('remount,size=160m')).toBe(true);
      await fill();
      await ask(server, `drop database ${new URL(options.uri).pathname.slice(1)}`).catch(() => undefined);
    } finally {
      spawnSync('umount', ['-l', folder]);
    }
  });
});

describe('a state that another program holds', () => {
  it('is BUSY after a while, is read meanwhile, and goes on when it is free', { timeout: 60_000 }, async () => {
    const options = await emptyDatabase(server);
    await using state = await openMysqlState(options);
    const { hostname, port, username, pathname } = new URL(options.uri);
    const other = await createConnection({
      host: hostname,
      port: Number(port),
      user: username,
      password: server.password,
      database: pathname.slice(1),
    });
    await other.query('start transaction');
    await other.query("select value from meta where `key` = 'schema' for update");
    await expect(state.write((tx) => tx.meta.set('a', 'b'))).rejects.toMatchObject({ code: 'BUSY', retry: 'later' });
    expect(await state.read((tx) => tx.meta.get('a'))).toBeUndefined();
    await other.query('rollback');
    await other.end();
    await state.write((tx) => tx.meta.set('a', 'b'));
  });

  it('sees the moment it began to read, whatever is written meanwhile', async () => {
    const options = await emptyDatabase(server);
    await using state = await openMysqlState(options);
    await using other = await openMysqlState(options);
    await state.read(async (tx) => {
      expect(await tx.journal.last()).toBe(0);
      await count(other);
      expect(await tx.journal.last()).toBe(0);
    });
    expect(await state.read((tx) => tx.journal.last())).toBe(1);
  });

  it('takes back a deadlock with a stranger and does it again', async () => {
    const options = await emptyDatabase(server);
    await using state = await openMysqlState(options);
    await ask(server, "insert into secrets values ('x', ''), ('y', '')", options.uri);
    const { hostname, port, username, pathname } = new URL(options.uri);
    const stranger = await createConnection({
      host: hostname,
      port: Number(port),
      user: username,
      password: server.password,
      database: pathname.slice(1),
    });
    await stranger.query('start transaction');
    // Heavier than the other one, so that the server breaks off the other.
    await stranger.query('insert into seen select seq, 1, seq from seq_1_to_1000');
    await stranger.query("update secrets set sealed = 'y' where name = 'y'");
    let runs = 0;
    const writing = state.write(async (tx) => {
      runs++;
      await tx.secrets.put('x', Buffer.from('1'));
      await tx.secrets.put('y', Buffer.from('1'));
      return tx.take('cn', 1);
    });
    await sleep(300);
    await stranger.query("update secrets set sealed = 'x' where name = 'x'");
    await stranger.query('commit');
    await stranger.end();
    expect(await writing).toBe(1);
    expect(runs).toBe(2);
  });
});
