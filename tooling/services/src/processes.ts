import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { loopback } from './ports.ts';

/** A program to start, and the file that gets its output. */
export interface Launching {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly log: string;
}

/** Starts a program in a process group of its own, its output in a file, so that nothing of ours is held open by it. */
export async function launch(what: Launching): Promise<ChildProcess> {
  const log = openSync(what.log, 'a');
  const env = { ...process.env, ...what.env };
  try {
    const child = spawn(what.program, what.args, { stdio: ['ignore', log, log], detached: true, cwd: '/', env });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    return child;
  } finally {
    closeSync(log);
  }
}

/** Whether a process group with that leader still has a living process. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ended, but nobody has asked how: so it stays in a container whose first process collects no children. */
function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Whether that process still is the one started with this argument: numbers of ended processes are given out again. */
export function runsWith(pid: number, argument: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(argument);
  } catch {
    return false;
  }
}

/** Ends a process group and waits until all of it is gone; asks first, and insists after a while. */
export async function stopGroup(
  pid: number,
  signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
  patienceMs = 10_000,
): Promise<void> {
  send(pid, signal);
  if (await isGone(pid, patienceMs)) return;
  send(pid, 'SIGKILL');
  if (!(await isGone(pid, patienceMs))) throw new Error(`Cannot stop process group ${pid}: it survived SIGKILL.`);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function isGone(pid: number, patienceMs: number): Promise<boolean> {
  const end = Date.now() + patienceMs;
  while (isAlive(pid)) {
    if (Date.now() > end) return false;
    await sleep(10);
  }
  return true;
}

/** What a server that is ready says on a port, by itself or in answer to something; without a pattern, it only listens. */
export interface Greeting {
  readonly port: number;
  readonly pattern?: RegExp;
  readonly say?: string;
}

/** Waits until the server greets; fails at once when the process has ended. */
export async function waitForGreeting(child: ChildProcess, greeting: Greeting, patienceMs = 30_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await greets(greeting))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`It ended while starting (${child.signalCode ?? child.exitCode}).`);
    }
    if (Date.now() > end) throw new Error(`It did not greet on port ${greeting.port} within ${patienceMs} ms.`);
    await sleep(10);
  }
}

function greets({ port, pattern, say }: Greeting): Promise<boolean> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ host: loopback, port });
    socket.once('connect', () => {
      if (pattern === undefined) end(true);
      else if (say !== undefined) socket.write(say);
    });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2_000, () => end(false));
    socket.on('error', () => end(false));
    socket.on('close', () => resolve(false));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (pattern?.test(text) === true) end(true);
    });
  });
}
