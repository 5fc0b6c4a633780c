import type { Backend } from '../contract/backend.ts';
import type { ItemEntry } from '../contract/entries.ts';
import type { Engine } from '../engine/engine.ts';
import type { Lease } from '../engine/lease.ts';
import { MapistoreError } from '../errors/error.ts';
import type { FolderRow, MountRow } from '../state/rows.ts';

/** A folder being synchronised. */
export interface FolderPass {
  readonly engine: Engine;
  readonly mount: MountRow;
  readonly backend: Backend;
  readonly folder: FolderRow;
  readonly lease: Lease;
  readonly signal: AbortSignal;
}

/** Asks for the heads that a listing left out. An item that went meanwhile is left out; the next pass knows. */
export async function withHeads(
  { backend, folder, signal, engine }: FolderPass,
  entries: readonly ItemEntry[],
): Promise<readonly ItemEntry[]> {
  const bare = entries.filter((entry) => entry.head === undefined).map(({ key }) => key);
  if (bare.length === 0) return entries;
  const whole = entries.filter((entry) => entry.head !== undefined);
  const key = folder.backendKey as string;
  if (backend.getItems !== undefined) {
    for (const result of await backend.getItems({ signal, folder: key, keys: bare }))
      if (result.ok) whole.push(result.value);
    return whole;
  }
  for (const item of bare) {
    try {
      whole.push(await backend.readItem({ signal, folder: key, key: item }));
    } catch (error) {
      signal.throwIfAborted();
      if (!MapistoreError.is(error) || error.retry !== 'never') throw error;
      // One item that cannot be read never blocks its folder.
      if (error.code !== 'NOT_FOUND')
        engine.log.warn('an item cannot be read and is left out for now', {
          folder: folder.folderId,
          code: error.code,
        });
    }
  }
  return whole;
}
