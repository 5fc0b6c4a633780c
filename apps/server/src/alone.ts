import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Sees to it that one server runs on a data folder; gives what ends that. @throws Error when one runs already */
export async function claim(data: string): Promise<() => Promise<void>> {
  const file = path.join(data, 'server.pid');
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(`${process.pid}\n`);
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = await pidIn(file);
    if (pid !== undefined && (await commandOf(pid)).some((word) => word.endsWith('main.ts'))) {
      throw new Error(
        `A server runs on ${data} already (process ${pid}); stop it, or choose another folder with --data DIR.`,
      );
    }
    await rm(file, { force: true });
  }
}

/** Ends a process that an earlier start left when it was killed, if it still is the one started with this argument. */
export async function endLeftOver(pidFile: string, argument: string): Promise<void> {
  const pid = await pidIn(pidFile);
  if (pid === undefined) return;
  const runs = async (): Promise<boolean> => (await commandOf(pid)).includes(argument);
  if (await runs()) process.kill(pid, 'SIGTERM');
  for (let waited = 0; waited < 100 && (await runs()); waited++) await sleep(100);
  await rm(pidFile, { force: true });
}

async function pidIn(file: string): Promise<number | undefined> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** The command line of a process; empty where there is none, or no way to tell. */
async function commandOf(pid: number): Promise<readonly string[]> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return text.split('\0');
}
