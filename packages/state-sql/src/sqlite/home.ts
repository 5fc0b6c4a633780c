import { stat, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than the clock of any file system stands still. */
const TICK_MS = 20;

/**
 * What tells a file from every copy of it, and from itself after a backup was put in its place: its number and when it was
 * made. The number alone is given out again; where the file system keeps no time of making, it has to do. The device is
 * left out, since its number changes when a machine starts.
 */
export async function homeOf(file: string): Promise<string | undefined> {
  if (file === ':memory:') return undefined;
  const { ino, birthtimeNs, ctimeNs, atime, mtime } = await stat(file, { bigint: true });
  if (birthtimeNs !== ctimeNs) return `${ino}:${birthtimeNs}`;
  // Made just now, or the time of the last change is given where there is no time of making: a change tells which.
  await sleep(TICK_MS);
  await utimes(file, atime, mtime);
  const later = await stat(file, { bigint: true });
  return `${ino}:${later.birthtimeNs === birthtimeNs ? birthtimeNs : 0n}`;
}
