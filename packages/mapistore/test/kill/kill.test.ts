import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { collect, type Store } from '@mapistore/core';
import { type Dovecot, startDovecot } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digest } from '../corpus.ts';
import { all, problemsOf, sources, storeIn, temporaryFolder } from '../support.ts';
import { killMails } from './mails.ts';

const KILLS = process.env['MAPISTORE_TEST_FULL'] === '1' ? 200 : 20;
const SEED = Number(process.env['MAPISTORE_TEST_SEED'] ?? 20_260_302);
const MAILS = 150;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let dovecot: Dovecot;

beforeAll(async () => {
  folder = await temporaryFolder();
  dovecot = await startDovecot();
  const store = await storeIn(folder.path);
  await store.mounts.add({ path: '/Inbox', uri: `file://${join(folder.path, 'inbox')}` });
  await store.mounts.add({
    path: '/Archive',
    uri: `imap://alice@127.0.0.1:${dovecot.imap}/Archive`,
    secretRef: 'env:IMAP_PASSWORD',
  });
  await all(store.sync());
  await store[Symbol.asyncDispose]();
});
afterAll(async () => {
  await dovecot.stop();
  await folder.remove();
});

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function startWorker(): ChildProcess {
  const worker = new URL('./worker.ts', import.meta.url).pathname;
  return spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--conditions=@mapistore/source', worker, folder.path],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
}

/** Waits until the worker has said a word. */
async function said(worker: ChildProcess, word: string): Promise<void> {
  for await (const [chunk] of on(worker)) if (String(chunk).includes(word)) return;
  throw new Error(`The worker ended without saying "${word}".`);
}

async function* on(worker: ChildProcess): AsyncIterable<unknown[]> {
  while (worker.exitCode === null) yield await once(worker.stdout as NonNullable<typeof worker.stdout>, 'data');
}

/** How often each digest lies in a folder of the store, read through the store. */
async function held(store: Store, paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    for await (const { body } of store.items.openAll(path)) {
      const sha256 = digest(await collect(body));
      counts.set(sha256, (counts.get(sha256) ?? 0) + 1);
    }
  }
  return counts;
}

function expected(count: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const bytes of killMails(count)) counts.set(digest(bytes), (counts.get(digest(bytes)) ?? 0) + 1);
  return counts;
}

/** Rounds in which a write was really under way when the kill came. */
let caught = 0;

async function repaired<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await storeIn(folder.path);
  try {
    const before = await all(store.check());
    if (before.some(({ kind }) => kind === 'unfinished')) caught++;
    const outcomes = await all(store.sync());
    expect(problemsOf(outcomes)).toEqual([]);
    expect(await all(store.check())).toEqual([]);
    return await work(store);
  } finally {
    await store[Symbol.asyncDispose]();
  }
}

describe(`kill -9 at ${KILLS} random moments of import and move (seed ${SEED})`, () => {
  it('loses nothing and doubles nothing; the user’s own duplicates stay as many as they were', {
    timeout: 1_200_000,
  }, async () => {
    const next = random(SEED);
    let worker = startWorker();
    let killed = 0;
    // How long each operation takes undisturbed: the first three rounds are left alone to find out.
    const longest = [0, 0, 0];
    for (let round = 0; killed < KILLS; round++) {
      const op = round % 3;
      const command =
        op === 0
          ? { op: 'import', to: '/Inbox', count: MAILS }
          : { op: 'move', from: op === 1 ? '/Inbox' : '/Archive', to: op === 1 ? '/Archive' : '/Inbox' };
      await said(worker, 'ready');
      const start = performance.now();
      const done = said(worker, 'done').then(
        () => true,
        () => false,
      );
      worker.stdin?.write(`${JSON.stringify(command)}\n`);
      const finished = await Promise.race([
        done,
        sleep(round < 3 ? 60_000 : next() * (longest[op] as number), false, { ref: false }),
      ]);
      if (finished) longest[op] = performance.now() - start;
      else killed++;
      worker.kill('SIGKILL');
      await once(worker, 'exit');
      // The next one starts while this one's traces are looked at.
      worker = startWorker();
      await repaired(async (store) => {
        if (op === 0) await all(store.import('/Inbox', sources(killMails(MAILS))));
        expect(await held(store, ['/Inbox', '/Archive'])).toEqual(expected(MAILS));
        // Everything starts from the inbox again, whatever the kill left where.
        const ids: string[] = [];
        if (op !== 1) for await (const item of store.items.list('/Archive')) ids.push(item.id);
        expect((await all(store.move(ids, '/Inbox'))).filter(({ outcome }) => outcome === 'failed')).toEqual([]);
        if (op === 2) {
          const rest: string[] = [];
          for await (const item of store.items.list('/Inbox')) rest.push(item.id);
          await all(store.remove(rest));
        }
      });
    }
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    // A test that never hits a write under way would prove nothing.
    expect(caught).toBeGreaterThanOrEqual(KILLS / 20);
    console.log(`${killed} kills, ${caught} of them with writes under way`);
  });
});
