import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { hostname } from 'node:os';

const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/** Tells machines and containers apart, whose process numbers mean nothing to each other. */
const HOST = createHash('sha256')
  .update(`${hostname()} ${attempt(() => readlinkSync('/proc/self/ns/pid'))}`)
  .digest('hex')
  .slice(0, 12);

/** A name for a temporary file that says who writes it: host, process and when that process began. */
export function temporaryName(): string {
  return `${HOST}-${process.pid}-${beginOf(process.pid)}-${randomBytes(6).toString('hex')}.tmp`;
}

/**
 * Whether nobody will finish this file: its process is gone, or, where that cannot be told from here, it has not been
 * touched for a day.
 */
export async function isAbandoned(file: string, name: string): Promise<boolean> {
  const [, host, pid, begin] = /^([0-9a-f]{12})-(\d+)-(\d*)-[0-9a-f]{12}\.tmp$/.exec(name) ?? [];
  if (host === undefined) return false;
  if (host === HOST) return !isAlive(Number(pid)) || beginOf(Number(pid)) !== begin;
  // Not the date of modification, which a writer may have set to that of the item already.
  const changed = await lstat(file).then(
    (stat) => stat.ctimeMs,
    () => Date.now(),
  );
  return Date.now() - changed > ABANDONED_AFTER_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process began, in ticks since the machine did; empty where the system does not tell. */
function beginOf(pid: number): string {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // Field 22 of proc(5); counted behind the name, which may hold spaces and brackets.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
