import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { definition as fs } from '@mapistore/backend-fs';
import { aliveSessions, openStore } from '@mapistore/core';
import { mime } from '@mapistore/format-mime';
import { type Mariadb, startMariadb } from '@mapistore/services';
import { openMysqlState } from '@mapistore/state-sql/mysql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journalOf, replay, tablesOf } from './mysql-state/journal.ts';
import { random } from './mysql-state/random.ts';
import { all, mail, problemsOf, sources, storeOn, temporaryFolder } from './support.ts';

const SECONDS = process.env['MAPISTORE_TEST_FULL'] === '1' ? 120 : 15;
const SEED = Number(process.env['MAPISTORE_TEST_SEED'] ?? 20_260_302);
const PROGRAMS = 4;
const FOLDERS = ['/A', '/B', '/C'];

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: Mariadb;
beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startMariadb();
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

/** What the programs said, the killed ones too. */
class Said {
  readonly imported = new Set<string>();
  readonly removing = new Set<string>();
  readonly removed = new Set<string>();
  readonly failures: string[] = [];
  moved = 0;
  lines = 0;

  hear(line: string): void {
    const [word = '', ...rest] = line.split(' ');
    const what = rest.join(' ');
    this.lines++;
    if (word === 'imported') this.imported.add(what);
    else if (word === 'removing') this.removing.add(what);
    else if (word === 'removed') this.removed.add(what);
    else if (word === 'moved') this.moved++;
    else if (word === 'failed' && what.includes(' ')) this.failures.push(what);
  }
}

interface Worker {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown>;
}

function start(name: string, seed: number, said: Said): Worker {
  const process_ = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--conditions=@mapistore/source',
      new URL('./mysql-state/worker.ts', import.meta.url).pathname,
      server.url,
      server.password,
      name,
      String(seed),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: process_.stdout as NonNullable<typeof process_.stdout> });
  lines.on('line', (line) => said.hear(line));
  return { process: process_, ended: Promise.all([once(process_, 'exit'), once(lines, 'close')]) };
}

async function kill(worker: Worker): Promise<void> {
  worker.process.kill('SIGKILL');
  await worker.ended;
}

describe('programs on machines whose clocks are an hour apart', () => {
  it('take each other for alive, and hear of what the other writes', async () => {
    const open = () => openMysqlState({ uri: `${server.url}?prefix=clocks_`, password: server.password });
    const ahead = (): Date => new Date(Date.now() + 3_600_000);
    await mkdir(join(folder.path, 'clocks'));
    await using early = await openStore({ state: await open(), backends: [fs] as never, formats: [mime] });
    await using late = await openStore({ state: await open(), backends: [fs] as never, formats: [mime], clock: ahead });
    await using state = await open();
    for (const clock of [ahead, () => new Date()])
      expect((await state.read((tx) => aliveSessions(tx, clock))).size).toBe(2);
    await early.mounts.add({ path: '/X', uri: `file://${join(folder.path, 'clocks')}` });
    const stop = new AbortController();
    let { token } = await late.changes('/');
    let writing: Promise<unknown> | undefined;
    for await (const _ of late.watch({ signal: stop.signal, intervalMs: 100 })) {
      const answer = await late.changes('/', token);
      token = answer.token;
      if (answer.changes.some(({ change }) => change === 'created')) stop.abort();
      writing ??= all(early.import('/X', sources([mail('x')])));
    }
    await writing;
    expect((await all(late.items.list('/X'))).map(({ subject }) => subject)).toEqual(['x']);
  });
});

describe(`${PROGRAMS} programs on one state, killed and started anew for ${SECONDS} seconds (seed ${SEED})`, () => {
  it('lose nothing that was confirmed, double nothing, and leave a journal without a gap', {
    timeout: SECONDS * 1_000 + 240_000,
  }, async () => {
    const open = () => openMysqlState({ uri: server.url, password: server.password });
    const store = await storeOn(await open());
    for (const path of FOLDERS) {
      await mkdir(join(folder.path, path));
      await store.mounts.add({ path, uri: `file://${join(folder.path, path)}` });
    }
    await all(store.sync());
    await store[Symbol.asyncDispose]();
    await using state = await open();
    const before = await state.read((tx) => tx.journal.last());

    const said = new Said();
    const next = random(SEED);
    let started = 0;
    const begin = (): Worker => start(`w${started}`, SEED + started++, said);
    const workers = Array.from({ length: PROGRAMS }, begin);
    let kills = 0;
    for (const until = performance.now() + SECONDS * 1_000; performance.now() < until; kills++) {
      await sleep(400 + next() * 1_600);
      const index = Math.floor(next() * PROGRAMS);
      await kill(workers[index] as Worker);
      workers[index] = begin();
    }
    await Promise.all(workers.map(kill));
    expect(said.failures).toEqual([]);

    await using after = await storeOn(await open());
    for (let pass = 0; pass < 2; pass++) expect(problemsOf(await all(after.sync()))).toEqual([]);
    expect(await all(after.check({ deep: true }))).toEqual([]);

    const journal = await journalOf(state);
    const last = await state.read((tx) => tx.journal.last());
    const numbers = journal.map(({ cn }) => cn).filter((cn) => cn > before);
    expect(numbers).toEqual(Array.from({ length: last - before }, (_, index) => before + 1 + index));
    expect(replay(journal)).toEqual(await tablesOf(state));

    const subjects: string[] = [];
    for (const path of FOLDERS) for (const { subject } of await all(after.items.list(path))) subjects.push(subject);
    expect(subjects.length).toBe(new Set(subjects).size);
    const there = new Set(subjects);
    expect([...said.imported].filter((name) => !there.has(name) && !said.removing.has(name))).toEqual([]);
    expect([...said.removed].filter((name) => there.has(name))).toEqual([]);
    console.log(
      `${kills} kills, ${said.imported.size} imported, ${said.moved} moved, ${said.removed.size} removed, ${last} changes`,
    );
    // A test in which nothing happens would prove nothing.
    expect(said.imported.size).toBeGreaterThan(SECONDS);
    expect(said.moved).toBeGreaterThan(SECONDS);
  });
});
