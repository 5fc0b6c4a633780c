import type { Backend, Result } from '../contract/backend.ts';
import type { Flags } from '../contract/entries.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { ContentsRow, MountRow } from '../state/rows.ts';

/** Told of an item whose flags at its backend are others than core knew. */
export type FlagsChanged = (row: ContentsRow, flags: Flags) => Promise<void>;

/**
 * Deletes items of one folder at their backend, a result each. One that is gone already is a success: whoever deleted
 * it did what was wanted. One whose bytes changed since core last looked is kept, with CONFLICT. Where only its flags
 * did, `flagsChanged` is told before it goes; without that, flags do not matter.
 */
export async function deleteRows(
  engine: Engine,
  mount: MountRow,
  folder: string,
  rows: readonly ContentsRow[],
  signal: AbortSignal,
  flagsChanged?: FlagsChanged,
): Promise<readonly Result<void>[]> {
  if (rows.length === 0) return [];
  const backend = await engine.mounts.get(mount, signal);
  const items = rows.map(({ backendKey, contentRevision: content, flagsRevision: flags }) => ({
    key: backendKey as string,
    ifRevision: { content, ...(flagsChanged !== undefined && flags !== null && { flags }) },
  }));
  if (backend.deleteItem === undefined) {
    const error = new MapistoreError(
      'UNSUPPORTED',
      `Nothing can be deleted in ${mount.path}: its backend is read-only, or its server cannot delete single messages safely.`,
    );
    return rows.map(() => ({ ok: false, error }));
  }
  const results: Result<void>[] = [];
  if (backend.deleteItems !== undefined && items.length > 1) {
    try {
      results.push(...(await backend.deleteItems({ signal, folder, items })));
    } catch (error) {
      signal.throwIfAborted();
      const known = MapistoreError.from(error, `Cannot delete items in ${mount.path}`);
      results.push(...items.map((): Result<void> => ({ ok: false, error: known })));
    }
  } else {
    for (const item of items) {
      try {
        await backend.deleteItem({ signal, folder, ...item });
        results.push({ ok: true, value: undefined });
      } catch (error) {
        signal.throwIfAborted();
        results.push({ ok: false, error: MapistoreError.from(error, `Cannot delete an item in ${mount.path}`) });
      }
    }
  }
  return Promise.all(
    results.map((result, index) =>
      result.ok ? result : recheck(backend, folder, rows[index] as ContentsRow, result.error, signal, flagsChanged),
    ),
  );
}

async function recheck(
  backend: Backend,
  folder: string,
  row: ContentsRow,
  error: MapistoreError,
  signal: AbortSignal,
  flagsChanged: FlagsChanged | undefined,
): Promise<Result<void>> {
  if (error.code !== 'PRECONDITION_FAILED' && error.code !== 'NOT_FOUND') return { ok: false, error };
  const key = row.backendKey as string;
  try {
    const entry = await backend.readItem({ signal, folder, key });
    if (flagsChanged === undefined || entry.contentRevision !== row.contentRevision) return conflict(error);
    await flagsChanged(row, entry.flags ?? []);
    await backend.deleteItem?.({ signal, folder, key, ifRevision: { content: row.contentRevision } });
    return { ok: true, value: undefined };
  } catch (failure) {
    signal.throwIfAborted();
    if (MapistoreError.is(failure, 'NOT_FOUND')) return { ok: true, value: undefined };
    return MapistoreError.is(failure, 'PRECONDITION_FAILED') ? conflict(failure) : { ok: false, error };
  }
}

function conflict(cause: MapistoreError): Result<never> {
  return {
    ok: false,
    error: new MapistoreError(
      'CONFLICT',
      'The item changed at its backend meanwhile; it was left as it is. Synchronise and repeat.',
      { cause },
    ),
  };
}
