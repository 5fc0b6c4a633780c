import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { MapistoreError } from '@mapistore/core';

/** A file to import, or why there is none. */
export type Found =
  | { readonly label: string; readonly file: string; readonly size: number; readonly modified: Date }
  /** A pipe or device that was named, which can be read once only. */
  | { readonly label: string; readonly stream: string }
  | { readonly label: string; readonly error: MapistoreError };

/** The files that were named, and those in the folders that were named, in the same order each time. */
export async function* findFiles(names: readonly string[]): AsyncIterable<Found> {
  for (const name of names) {
    if (name === '-') yield { label: '-', stream: '-' };
    else yield* visit(name, { named: true, above: [] });
  }
}

interface Visit {
  readonly named: boolean;
  /** Folders on the way here, links resolved: a link back to one of them is not followed. */
  readonly above: readonly string[];
}

async function* visit(name: string, { named, above }: Visit): AsyncIterable<Found> {
  try {
    const stats = await stat(name);
    if (stats.isFile()) yield { label: name, file: name, size: stats.size, modified: stats.mtime };
    else if (stats.isDirectory()) {
      const real = await realpath(name);
      if (above.includes(real)) return;
      const entries = (await readdir(name, { withFileTypes: true })).sort(byName);
      for (const entry of entries) yield* visit(path.join(name, entry.name), { named: false, above: [...above, real] });
    } else if (named) yield { label: name, stream: name };
    else
      yield {
        label: name,
        error: new MapistoreError('UNSUPPORTED', `Cannot import ${name}: it is neither a file nor a folder.`),
      };
  } catch (error) {
    yield { label: name, error: fileError(name, error) };
  }
}

// By code unit and not by language, so that the order is the same on every machine.
function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** An error of the file system, in our words. */
export function fileError(name: string, error: unknown): MapistoreError {
  if (MapistoreError.is(error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT')
    return new MapistoreError('NOT_FOUND', `Cannot read ${name}: there is no such file or folder.`, { cause: error });
  if (code === 'EACCES' || code === 'EPERM')
    return new MapistoreError('FORBIDDEN', `Cannot read ${name}: its permissions do not let you.`, { cause: error });
  return new MapistoreError('UNAVAILABLE', `Cannot read ${name}: ${code ?? (error as Error).message}.`, {
    cause: error,
  });
}
