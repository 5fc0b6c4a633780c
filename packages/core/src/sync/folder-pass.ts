import type { Backend, Result } from '../contract/backend.ts';
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

/** Entries with their heads, and how many could not be read. */
export interface Whole {
  readonly entries: readonly ItemEntry[];
  readonly unreadable: number;
}

/** Asks for the heads that a listing left out. An item that went meanwhile is left out; the next pass knows. */
export async function withHeads(pass: FolderPass, entries: readonly ItemEntry[]): Promise<Whole> {
  const bare = entries.filter((entry) => entry.head === undefined).map(({ key }) => key);
  const whole = entries.filter((entry) => entry.head !== undefined);
  let unreadable = 0;
  for (const result of bare.length === 0 ? [] : await readItems(pass, bare)) {
    if (result.ok) whole.push(result.value);
    else if (result.error.code !== 'NOT_FOUND') {
      // One item that cannot be read never blocks its folder.
      unreadable++;
      pass.engine.log.warn('an item cannot be read and is left out for now', {
        folder: pass.folder.folderId,
        code: result.error.code,
      });
    }
  }
  return { entries: whole, unreadable };
}

async function readItems({ backend, folder, signal }: FolderPass, keys: readonly string[]) {
  const key = folder.backendKey as string;
  if (backend.getItems !== undefined) return backend.getItems({ signal, folder: key, keys });
  const results: Result<ItemEntry>[] = [];
  for (const item of keys) {
    try {
      results.push({ ok: true, value: await backend.readItem({ signal, folder: key, key: item }) });
    } catch (error) {
      signal.throwIfAborted();
      if (!MapistoreError.is(error) || error.retry !== 'never') throw error;
      results.push({ ok: false, error });
    }
  }
  return results;
}
