import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import type { QuotaRow, UsageRow } from '../state/rights-rows.ts';
import type { StateTx } from '../state/store.ts';
import { WHOLE_STORE } from './admit.ts';

/** What a folder or the store may hold. What is left out is without limit. */
export interface QuotaLimits {
  /** From so many bytes on it says `warning`. */
  readonly warnBytes?: number;
  /** Writes that would make it more bytes than that are QUOTA_EXCEEDED. */
  readonly maxBytes?: number;
  /** The same for the number of items. */
  readonly maxItems?: number;
}

/** A quota and what counts against it now. */
export interface QuotaStatus extends QuotaLimits {
  /** Of the folder; absent for the store as a whole. */
  readonly path?: StorePath;
  /** With what begun writes will add. */
  readonly items: number;
  readonly bytes: number;
  /** `full`: nothing more goes in. */
  readonly level: 'ok' | 'warning' | 'full';
}

/** Limits of folders, each without those below it, and of the store as a whole. What others put into backends is never refused. */
export interface Quotas {
  /** All that have limits, the store first. */
  list(): Promise<readonly QuotaStatus[]>;
  /** Of a folder, or without a path of the store; also where there are no limits. @throws NOT_FOUND */
  get(path?: StorePath): Promise<QuotaStatus>;
  /**
   * Sets the limits of a folder, or without a path of the store; without any they are taken away. What is there already stays.
   * @throws NOT_FOUND, INVALID_ARGUMENT
   */
  set(limits: QuotaLimits, path?: StorePath): Promise<void>;
}

/** The quotas of a store. */
export function quotasOf({ state }: Engine): Quotas {
  return {
    list: () =>
      state.read(async (tx) => {
        const tree = await Tree.read(tx);
        const all: QuotaStatus[] = [];
        for (const row of await tx.quotas.all()) all.push(await status(tx, tree, row));
        return all;
      }),
    get: (path) =>
      state.read(async (tx) => {
        const tree = await Tree.read(tx);
        const folderId = idOf(tree, path);
        const row = (await tx.quotas.all()).find((each) => each.folderId === folderId);
        return status(tx, tree, row ?? { folderId, warnBytes: null, maxBytes: null, maxItems: null });
      }),
    set: (limits, path) =>
      state.write(async (tx) => {
        const folderId = idOf(await Tree.read(tx), path);
        const { warnBytes = null, maxBytes = null, maxItems = null } = checked(limits);
        if (warnBytes === null && maxBytes === null && maxItems === null) await tx.quotas.delete(folderId);
        else await tx.quotas.put({ folderId, warnBytes, maxBytes, maxItems });
      }),
  };
}

function idOf(tree: Tree, path: StorePath | undefined): number {
  return path === undefined ? WHOLE_STORE : tree.need(path).folderId;
}

function checked(limits: QuotaLimits): QuotaLimits {
  for (const value of [limits.warnBytes, limits.maxBytes, limits.maxItems])
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
      throw new MapistoreError('INVALID_ARGUMENT', `A limit is a whole number from 0 on, not ${value}.`);
  return limits;
}

async function status(tx: StateTx, tree: Tree, row: QuotaRow): Promise<QuotaStatus> {
  const folder = tree.get(row.folderId);
  const used = await tx.quotas.usage(row.folderId === WHOLE_STORE ? undefined : row.folderId);
  return {
    ...(folder !== undefined && { path: tree.path(folder) }),
    ...(row.warnBytes !== null && { warnBytes: row.warnBytes }),
    ...(row.maxBytes !== null && { maxBytes: row.maxBytes }),
    ...(row.maxItems !== null && { maxItems: row.maxItems }),
    items: used.items,
    bytes: used.bytes,
    level: levelOf(row, used),
  };
}

/** Whether something is to be said about it. */
function levelOf({ warnBytes, maxBytes, maxItems }: QuotaRow, { items, bytes }: UsageRow): QuotaStatus['level'] {
  if ((maxBytes !== null && bytes >= maxBytes) || (maxItems !== null && items >= maxItems)) return 'full';
  return warnBytes !== null && bytes >= warnBytes ? 'warning' : 'ok';
}
