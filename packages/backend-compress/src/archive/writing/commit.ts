import { type ArchiveOperation, formatCommit } from '../format/operations.ts';
import { addRecords, applyCommit } from '../index-file/apply.ts';
import type { IndexFile } from '../index-file/index-file.ts';
import type { KnownEnd } from '../index-file/rows.ts';
import type { SegmentWriter } from './segment-writer.ts';
import type { Transaction } from './transaction.ts';

/** Commits are long lines of text, and short. */
const COMMIT_LEVEL = 6;
/** More changes than that are several commits. */
const MAX_CHANGES = 10_000;

/**
 * Ends a transaction: blocks first and on the disk, then what says that they count. So a commit that is there is whole,
 * whatever a power cut left of the rest.
 */
export async function commit(
  index: IndexFile,
  writer: SegmentWriter,
  known: KnownEnd,
  transaction: Transaction,
  sync: boolean,
): Promise<KnownEnd> {
  const changes = await transaction.finish();
  if (changes.length === 0) return known;
  const records = await writer.drain();
  if (sync && records.length > 0) await writer.sync();
  const commits: { readonly commit: number; readonly changes: readonly ArchiveOperation[] }[] = [];
  for (let at = 0; at < changes.length; at += MAX_CHANGES)
    commits.push({ commit: transaction.commit + commits.length, changes: changes.slice(at, at + MAX_CHANGES) });
  const time = Math.floor(Date.now() / 1000);
  for (const each of commits)
    writer.append(
      'commit',
      formatCommit({ commit: each.commit, time, next: transaction.next }, each.changes),
      COMMIT_LEVEL,
    );
  records.push(...(await writer.drain()));
  if (sync) await writer.sync();
  const last = commits.at(-1)?.commit ?? known.commit;
  const end: KnownEnd = {
    ...known,
    segment: writer.segment,
    offset: writer.offset,
    rawStart: writer.rawStart,
    commitAt: records.at(-1)?.offset ?? -1,
    commit: last,
    next: transaction.next,
    forgotten: changes.some(({ op }) => op === 'compacted') ? last : known.forgotten,
  };
  index.transaction(() => {
    addRecords(index, records);
    for (const each of commits) applyCommit(index, each);
    index.known = end;
  });
  return end;
}
