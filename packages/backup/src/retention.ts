import type { Archive } from '@mapistore/backend-compress/archive';
import { MapistoreError } from '@mapistore/core';
import { type BackupInfo, listBackups } from './contents.ts';

/** Which backups to keep: the newest of each of so many days, ISO weeks and months (UTC) that have one, and the newest ones. */
export interface Retention {
  readonly last?: number;
  readonly daily?: number;
  readonly weekly?: number;
  readonly monthly?: number;
}

/** What pruning did. */
export interface PruneReport {
  readonly kept: readonly BackupInfo[];
  readonly removed: readonly BackupInfo[];
}

/** Those to keep, of the backups of each folder by itself. */
export function retained(backups: readonly BackupInfo[], retention: Retention): ReadonlySet<string> {
  const { last = 0, daily = 0, weekly = 0, monthly = 0 } = retention;
  const keep = new Set<string>();
  for (const group of Map.groupBy(backups, ({ of }) => of).values()) {
    const newestFirst = [...group].sort(
      (a, b) => b.created.getTime() - a.created.getTime() || (a.name < b.name ? 1 : -1),
    );
    for (const { name } of newestFirst.slice(0, last)) keep.add(name);
    for (const [most, spanOf] of [
      [daily, dayOf],
      [weekly, weekOf],
      [monthly, monthOf],
    ] as const) {
      const spans = new Set<string>();
      for (const { name, created } of newestFirst) {
        const span = spanOf(created);
        if (spans.has(span) || spans.size >= most) continue;
        spans.add(span);
        keep.add(name);
      }
    }
  }
  return keep;
}

/**
 * Forgets the backups that need not be kept. Their bytes go with the next compaction of the archive, as far as nothing else
 * refers to them.
 * @throws INVALID_ARGUMENT where nothing at all would be kept
 */
export async function prune(
  archive: Archive,
  retention: Retention,
  request: { readonly signal: AbortSignal; readonly dryRun?: boolean },
): Promise<PruneReport> {
  const all = await listBackups(archive);
  const keep = retained(all, retention);
  if (keep.size === 0 && all.length > 0)
    throw new MapistoreError(
      'INVALID_ARGUMENT',
      'Nothing would be kept; say how many backups to keep: last, daily, weekly or monthly.',
    );
  const removed = all.filter(({ name }) => !keep.has(name));
  if (removed.length > 0 && request.dryRun !== true)
    await archive.write(request.signal, async (transaction) => {
      for (const { name } of removed) transaction.removeSnapshot(name);
    });
  return { kept: all.filter(({ name }) => keep.has(name)), removed };
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
const monthOf = (date: Date): string => date.toISOString().slice(0, 7);

/** By its Thursday, which lies in the year that the week belongs to (ISO 8601). */
function weekOf(date: Date): string {
  const thursday = new Date(date);
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return `${thursday.getUTCFullYear()} ${Math.floor((thursday.getTime() - first) / 604_800_000)}`;
}
