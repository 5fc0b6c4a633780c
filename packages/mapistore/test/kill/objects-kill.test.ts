import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ItemInfo, Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { expect, it } from 'vitest';
import { all, problemsOf, storeIn, temporaryFolder } from '../support.ts';

const KILLS = process.env['MAPISTORE_TEST_FULL'] === '1' ? 60 : 8;

/** What workers confirmed, by the number of the message. */
type Said = Map<number, Set<string>>;

/** Runs a worker from a number on, kills it after a while, and notes what it said. */
async function killed(folder: string, first: number, afterMs: number, said: Said): Promise<void> {
  const worker = new URL('./objects-worker.ts', import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--conditions=@mapistore/source', worker, folder, String(first)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = new Promise((resolve) => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, number] = JSON.parse(line) as [string, number?];
    if (number !== undefined) said.set(number, (said.get(number) ?? new Set()).add(word));
    else void sleep(afterMs).then(() => child.kill('SIGKILL'));
  }
  await exited;
}

async function checkMessage(store: Store, { id, subject }: ItemInfo): Promise<number> {
  const number = Number(/^message (\d+)$/u.exec(subject)?.[1]);
  await using message = await store.messages.open(id, { mode: 'read', softDeleted: true });
  expect(await message.get(p.PidTagIconIndex)).toBe(number);
  expect(message.recipients.list()[0]).toMatchObject({ rowId: 4 });
  const [row] = message.attachments.list();
  const content = await message.attachments.open(row?.number as number).get(p.PidTagAttachDataObject);
  expect(content?.every((byte) => byte === number % 256)).toBe(true);
  return number;
}

it(`programs that save, change, delete and restore messages and are killed lose and double nothing (${KILLS} kills)`, {
  timeout: 600_000,
}, async () => {
  const folder = await temporaryFolder();
  const first = await storeIn(folder.path);
  await first.mounts.add({ path: '/Inbox', uri: `file://${join(folder.path, 'inbox')}` });
  await first[Symbol.asyncDispose]();
  const said: Said = new Map();
  for (let kill = 0; kill < KILLS; kill++) await killed(folder.path, kill * 1_000, 100 + kill * 90, said);

  const store = await storeIn(folder.path);
  for (let pass = 0; pass < 2; pass++) expect(problemsOf(await all(store.sync()))).toEqual([]);
  expect(await all(store.check({ deep: true }))).toEqual([]);
  const lying: number[] = [];
  for await (const item of store.items.list('/Inbox')) lying.push(await checkMessage(store, item));
  const deleted: number[] = [];
  for await (const item of store.recoverable.list('/Inbox')) deleted.push(await checkMessage(store, item));
  const there = [...lying, ...deleted];
  expect(there.length).toBe(new Set(there).size);
  expect([...said.keys()].filter((number) => !there.includes(number))).toEqual([]);
  for (const [number, words] of said) {
    // The step after the last that was confirmed may have been done or not.
    if (words.has('restored') || (words.has('changed') && number % 2 === 1)) expect(lying).toContain(number);
    else if (words.has('removed') && number % 4 !== 0) expect(deleted).toContain(number);
  }
  console.log(`${said.size} messages confirmed, ${lying.length} there, ${deleted.length} to be restored`);
  expect(said.size).toBeGreaterThan(KILLS / 2);
  await store[Symbol.asyncDispose]();
  await folder.remove();
});
