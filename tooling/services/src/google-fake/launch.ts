import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { launch, stopGroup } from '../processes.ts';

/** A fake that runs in a process of its own. */
export interface LaunchedFake {
  readonly pid: number;
  readonly dir: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** Starts the fake so that it outlives this process. */
export async function launchFakeGoogle(): Promise<LaunchedFake> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'mapistore-google-fake-'));
  const log = path.join(dir, 'output.log');
  const program = fileURLToPath(new URL('./serve.ts', import.meta.url));
  const args = ['--disable-warning=ExperimentalWarning', program, dir];
  let pid = 0;
  try {
    const child = await launch({ program: process.execPath, args, log });
    pid = child.pid ?? 0;
    child.unref();
    for (let tries = 0; tries < 1000; tries++) {
      const text = await readFile(path.join(dir, 'facts.json'), 'utf8').catch(() => undefined);
      if (text !== undefined) return { pid, dir, facts: JSON.parse(text) as LaunchedFake['facts'] };
      if (child.exitCode !== null || child.signalCode !== null) break;
      await sleep(20);
    }
    throw new Error(`The fake Google did not start: ${await readFile(log, 'utf8')}`);
  } catch (error) {
    if (pid > 0) await stopGroup(pid);
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
}
