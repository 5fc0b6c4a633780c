import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { isAlive } from '../src/processes.ts';

interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly dir: string;
}

/** A program that starts a server and then only waits. */
async function program(): Promise<Started> {
  const index = path.join(import.meta.dirname, '../src/index.ts');
  const source = `
    import { startDovecot } from ${JSON.stringify(index)};
    const { pid, dir } = await startDovecot();
    console.log(JSON.stringify({ pid, dir }));
    setInterval(() => {}, 1000);`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', source];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await createInterface(child.stdout)
    [Symbol.asyncIterator]()
    .next()
    .then(({ value }) => [String(value)]);
  return { child, ...(JSON.parse(line ?? '') as { pid: number; dir: string }) };
}

test.each(['SIGKILL', 'SIGINT'] as const)(
  'a program that ends by %s leaves neither server nor folder',
  async (signal) => {
    const { child, pid, dir } = await program();
    expect(isAlive(pid)).toBe(true);
    child.kill(signal);
    const end = Date.now() + 20_000;
    while ((isAlive(pid) || existsSync(dir)) && Date.now() < end) await sleep(50);
    expect({ isAlive: isAlive(pid), hasFolder: existsSync(dir) }).toEqual({ isAlive: false, hasFolder: false });
  },
);
