import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '@mapistore/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { all, problemsOf, storeIn, temporaryFolder } from '../support.ts';
import { MAILS, roundOf, subjectsOf } from './deliveries.ts';

const KILLS = process.env['MAPISTORE_TEST_FULL'] === '1' ? 150 : 8;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  await using store = await storeIn(folder.path);
  for (const name of ['Inbox', 'Copies', 'Done'])
    await store.mounts.add({ path: `/${name}`, uri: `file://${join(folder.path, name)}` });
  await all(store.sync());
  await store.owner.set({ name: 'Bob', address: 'bob@example.org' });
  await store.rules.modify('/Inbox', [
    {
      change: 'add',
      rule: {
        actions: [
          { type: 'tag', property: 'PidTagComment', value: 'tagged' },
          { type: 'copy', to: '/Copies' },
          { type: 'forward', recipients: [{ address: 'carol@example.net' }] },
          { type: 'defer', data: Uint8Array.of(1) },
          { type: 'move', to: '/Done' },
          { type: 'mark-read' },
        ],
      },
    },
  ]);
});
afterAll(() => folder.remove());

function startWorker(): ChildProcess {
  const worker = new URL('./deliver-worker.ts', import.meta.url).pathname;
  const flags = ['--disable-warning=ExperimentalWarning', '--conditions=@mapistore/source'];
  return spawn(process.execPath, [...flags, worker, folder.path], { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** Whether the worker said a word before it ended. */
async function said(worker: ChildProcess, word: string): Promise<boolean> {
  for (;;) {
    const [chunk] = await Promise.race([
      once(worker.stdout as NonNullable<typeof worker.stdout>, 'data'),
      once(worker, 'exit').then(() => [undefined]),
    ]);
    if (chunk === undefined) return false;
    if (String(chunk).includes(word)) return true;
  }
}

async function held(store: Store, path: string): Promise<readonly string[]> {
  return (await all(store.items.list(path))).map(({ subject }) => subject).sort();
}

describe(`kill -9 at ${KILLS} moments of a delivery with rules`, () => {
  it('loses no message, and does nothing twice that a rule asks for', { timeout: 900_000 }, async () => {
    let [longest, killed, caught] = [0, 0, 0];
    for (let round = 0; killed < KILLS; round++) {
      const worker = startWorker();
      expect(await said(worker, 'ready')).toBe(true);
      const start = performance.now();
      const done = said(worker, 'done');
      worker.stdin?.write(`${round}\n`);
      // The first rounds are left alone, to find out how long one takes.
      const wait = round < 2 ? 60_000 : (longest * ((killed * 7) % KILLS)) / KILLS;
      if (await Promise.race([done, sleep(wait, false, { ref: false })]))
        longest = Math.max(longest, performance.now() - start);
      else killed++;
      worker.kill('SIGKILL');
      await once(worker, 'exit').catch(() => undefined);
      await using store = await storeIn(folder.path);
      if ((await all(store.check())).some(({ kind }) => kind === 'unfinished')) caught++;
      expect(problemsOf(await all(store.sync()))).toEqual([]);
      // The sender did not hear that it was delivered, and sends everything again.
      const again = await all(store.deliver('/Inbox', roundOf(round)));
      expect(again.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
      expect(await all(store.check())).toEqual([]);
      const wanted = Array.from({ length: round + 1 }, (_, each) => subjectsOf(each))
        .flat()
        .sort();
      expect(await held(store, '/Inbox')).toEqual([]);
      expect(await held(store, '/Copies')).toEqual(wanted);
      expect(await held(store, '/Done')).toEqual(wanted);
      const mine = await all(store.items.list('/Done', { where: { type: 'flag', flag: '$seen' } }));
      expect(mine).toHaveLength(wanted.length);
      const ids = mine.map(({ id }) => id).sort();
      expect((await store.outgoing.list()).map(({ item }) => item).sort()).toEqual(ids);
      expect((await store.deferred.list()).map(({ item }) => item).sort()).toEqual(ids);
      const [last] = mine.filter(({ subject }) => subject === subjectsOf(round)[MAILS - 1]);
      const { properties } = await store.items.properties(last?.id as string);
      expect(properties.get('PidTagComment')).toBe('tagged');
    }
    // A test that never hits a delivery under way would prove nothing.
    expect(caught).toBeGreaterThanOrEqual(KILLS / 3);
    console.log(`${killed} kills, ${caught} of them with deliveries under way`);
  });
});
