import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningService } from './registry.ts';

/** The servers a person started from this checkout, by name. */
export type State = Readonly<Record<string, RunningService>>;

/** In the checkout, in a folder git ignores: two checkouts have servers of their own. */
export const stateFolder: string = path.join(import.meta.dirname, '../../../.services');

export async function readState(folder: string): Promise<State> {
  try {
    return JSON.parse(await readFile(path.join(folder, 'state.json'), 'utf8')) as State;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`Cannot read ${path.join(folder, 'state.json')}: remove it if no server runs.`, { cause: error });
  }
}

/** Replaces the file as a whole, so that nobody ever reads half of it. */
export async function writeState(folder: string, state: State): Promise<void> {
  const file = path.join(folder, 'state.json');
  await mkdir(folder, { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Runs one command at a time: two `up` at once must not start two servers and forget one. */
export async function alone<T>(folder: string, run: () => Promise<T>): Promise<T> {
  const lock = path.join(folder, 'lock');
  await mkdir(folder, { recursive: true });
  for (let tries = 0; !(await claim(lock)); tries += 1) {
    if (tries > 600) throw new Error(`Another command has held ${lock} for a minute: remove it if none runs.`);
    await sleep(100);
  }
  try {
    return await run();
  } finally {
    await rm(lock, { force: true });
  }
}

async function claim(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
  if (holder > 0 && !exists(holder)) await rm(lock, { force: true });
  return false;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
