import { opendir } from 'node:fs/promises';
import type { Mount } from '../mount.ts';
import { mediaTypeOf } from './media-types.ts';
import type { DiskName } from './names.ts';
import type { Place } from './place.ts';

/** How many names a listing holds in memory, however large the folder. */
const WINDOW = 8_000;
/** How many entries are read from the system at once. */
const BUFFER = 1024;

/** Names of items in byte order, and whether there may be more behind them. */
export interface Names {
  readonly names: readonly DiskName[];
  readonly more: boolean;
}

/**
 * A page of names. The folder is read as a stream, and only the smallest names behind `after` are kept, so that memory
 * is bounded; the order makes a name that stays appear exactly once, whatever comes and goes beside it.
 */
export async function nextNames(
  mount: Mount,
  folder: Place,
  at: { readonly key: string; readonly after: DiskName; readonly limit: number },
  signal: AbortSignal,
): Promise<Names> {
  const window = mount.readAhead.take(`${at.key}/${at.after}`) ?? (await readWindow(folder, at.after, signal));
  const names = window.names.slice(0, at.limit);
  const rest = window.names.slice(at.limit);
  const last = names.at(-1);
  if (last !== undefined && rest.length > 0)
    mount.readAhead.set(`${at.key}/${last}`, { names: rest, more: window.more });
  return { names, more: rest.length > 0 || window.more };
}

async function readWindow(folder: Place, after: DiskName, signal: AbortSignal): Promise<Names> {
  let kept: DiskName[] = [];
  let ceiling: DiskName | undefined;
  for await (const name of itemNames(folder, signal)) {
    if (name <= after || (ceiling !== undefined && name >= ceiling)) continue;
    kept.push(name);
    if (kept.length >= 2 * WINDOW) {
      kept = kept.sort(byBytes).slice(0, WINDOW);
      ceiling = kept.at(-1);
    }
  }
  kept.sort(byBytes);
  // A window that is just full says nothing of what follows it, so one look more is asked for.
  return { names: kept.slice(0, WINDOW), more: kept.length >= WINDOW };
}

/** The names of items in a folder, in the order of the disk. */
export async function* itemNames(folder: Place, signal: AbortSignal): AsyncIterable<DiskName> {
  for await (const entry of await opendir(folder.self.toString(), {
    encoding: 'latin1' as BufferEncoding,
    bufferSize: BUFFER,
  })) {
    signal.throwIfAborted();
    if (entry.isFile() && mediaTypeOf(entry.name) !== undefined) yield entry.name;
  }
}

/** The folders in a folder, sorted. Links and hidden ones are not ours. */
export async function folderNamesIn(folder: Place, signal: AbortSignal): Promise<readonly DiskName[]> {
  const names: DiskName[] = [];
  for await (const entry of await opendir(folder.self.toString(), {
    encoding: 'latin1' as BufferEncoding,
    bufferSize: BUFFER,
  })) {
    signal.throwIfAborted();
    if (entry.isDirectory() && !entry.name.startsWith('.')) names.push(entry.name);
  }
  return names.sort(byBytes);
}

/** The first few names of anything in a folder, for a message. */
export async function anyNames(folder: Place, most: number): Promise<readonly DiskName[]> {
  const names: DiskName[] = [];
  for await (const entry of await opendir(folder.self.toString(), { encoding: 'latin1' as BufferEncoding })) {
    names.push(entry.name);
    if (names.length === most) break;
  }
  return names;
}

function byBytes(a: DiskName, b: DiskName): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
