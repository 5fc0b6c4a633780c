import type { Backend, Result } from '../contract/backend.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { ContentsRow, MountRow } from '../state/rows.ts';

/**
 * Deletes items of one folder at their backend, a result each. One that is gone already is a success: whoever deleted
 * it did what was wanted. One whose bytes changed since core last looked is kept, with CONFLICT.
 */
export async function deleteRows(
  engine: Engine,
  mount: MountRow,
  folder: string,
  rows: readonly ContentsRow[],
  signal: AbortSignal,
): Promise<readonly Result<void>[]> {
  if (rows.length === 0) return [];
  const backend = await engine.mounts.get(mount, signal);
  const items = rows.map((row) => ({ key: row.backendKey as string, ifRevision: { content: row.contentRevision } }));
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
      result.ok ? result : recheck(backend, folder, (items[index] as { key: string }).key, result.error, signal),
    ),
  );
}

async function recheck(
  backend: Backend,
  folder: string,
  key: string,
  error: MapistoreError,
  signal: AbortSignal,
): Promise<Result<void>> {
  if (error.code !== 'PRECONDITION_FAILED' && error.code !== 'NOT_FOUND') return { ok: false, error };
  try {
    await backend.readItem({ signal, folder, key });
    return {
      ok: false,
      error: new MapistoreError(
        'CONFLICT',
        'The item changed at its backend meanwhile; it was left as it is. Synchronise and repeat.',
        { cause: error },
      ),
    };
  } catch (gone) {
    signal.throwIfAborted();
    return MapistoreError.is(gone, 'NOT_FOUND') ? { ok: true, value: undefined } : { ok: false, error };
  }
}
