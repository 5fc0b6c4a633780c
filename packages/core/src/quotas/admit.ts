import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { QuotaRow, UsageRow } from '../state/rights-rows.ts';
import type { StateTx } from '../state/store.ts';
import type { Target } from '../write/place.ts';

/** The row of the limits of the whole store. */
export const WHOLE_STORE = 0;

/** Items that are about to be written into a folder. */
export interface Entering {
  readonly target: Pick<Target, 'folder' | 'path'>;
  readonly sizes: readonly number[];
  /** False for a move within the store: it makes the store no larger. Default true. */
  readonly isNew?: boolean;
}

interface Limit {
  readonly name: string;
  readonly quota: QuotaRow;
  readonly used: UsageRow;
}

/**
 * Which of some items may not be written, since a limit of the folder or of the store would be passed: by index, undefined for
 * those that may. What begun writes will add counts as there. Says in the log where a warning level is reached.
 */
export async function refusedByQuota(
  { state, log }: Engine,
  { target: { folder, path }, sizes, isNew = true }: Entering,
): Promise<readonly (MapistoreError | undefined)[]> {
  const limits = await state.read(async (tx) => {
    const quotas = await tx.quotas.all();
    const ofFolder = quotas.find(({ folderId }) => folderId === folder.folderId);
    const ofStore = isNew ? quotas.find(({ folderId }) => folderId === WHOLE_STORE) : undefined;
    return [
      ...(ofFolder === undefined ? [] : [await limit(tx, path, ofFolder)]),
      ...(ofStore === undefined ? [] : [await limit(tx, 'The store', ofStore)]),
    ];
  });
  let [bytes, items] = [0, 0];
  const refused = sizes.map((size) => {
    for (const { name, quota, used } of limits) {
      if (quota.maxBytes !== null && used.bytes + bytes + size > quota.maxBytes)
        return full(`${name} may hold ${quota.maxBytes} bytes`, { limit: quota.maxBytes, used: used.bytes });
      if (quota.maxItems !== null && used.items + items + 1 > quota.maxItems)
        return full(`${name} may hold ${quota.maxItems} items`, { limit: quota.maxItems, used: used.items });
    }
    bytes += size;
    items++;
    return undefined;
  });
  for (const { name, quota, used } of limits)
    if (quota.warnBytes !== null && used.bytes + bytes >= quota.warnBytes)
      log.warn('a quota is nearly used up', { of: name, bytes: used.bytes + bytes, warnBytes: quota.warnBytes });
  return refused;
}

async function limit(tx: StateTx, name: string, quota: QuotaRow): Promise<Limit> {
  return { name, quota, used: await tx.quotas.usage(quota.folderId === WHOLE_STORE ? undefined : quota.folderId) };
}

function full(what: string, context: { readonly limit: number; readonly used: number }): MapistoreError {
  return new MapistoreError(
    'QUOTA_EXCEEDED',
    `${what}, and this would be more; delete something, or raise the quota.`,
    {
      context,
    },
  );
}
