import type { FlagsWritten, Result } from '../contract/backend.ts';
import type { Flags } from '../contract/entries.ts';
import { changeFlags, normaliseFlags, sameFlags } from '../contract/flags.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { backendOf } from '../read/original.ts';
import { splitWords } from '../read/words.ts';
import type { ContentsRow } from '../state/rows.ts';
import { flagStamp } from './flag-stamp.ts';

/** A change of flags. */
export interface FlagChange {
  readonly add?: Flags;
  readonly remove?: Flags;
}

/**
 * Changes flags at the backends that hold them and in the index. A flag the backend refuses is kept by core; an item
 * whose flags are as asked already is not touched, so that no client hears of a change that is none.
 * @throws NOT_FOUND for an item that is gone
 */
export async function setFlags(
  engine: Engine,
  rows: readonly ContentsRow[],
  change: FlagChange,
  signal: AbortSignal,
): Promise<void> {
  const add = normaliseFlags(change.add ?? []);
  const remove = normaliseFlags(change.remove ?? []);
  for (const flag of [...add, ...remove]) {
    // RFC 9051 s.9, flag-keyword: an atom.
    if (!/^[^\s(){%*"\\\]\p{Cc}]+$/u.test(flag))
      throw new MapistoreError(
        'INVALID_ARGUMENT',
        `"${flag}" cannot be a flag: no spaces, quotes, brackets or controls.`,
      );
  }
  const touched = rows.filter((row) => {
    const flags = splitWords(row.flags);
    return !sameFlags(flags, changeFlags(flags, { add, remove }));
  });
  for (const [folderId, group] of Map.groupBy(touched, (row) => row.folderId))
    await setInFolder(engine, folderId, group, { add, remove }, signal);
}

async function setInFolder(
  engine: Engine,
  folderId: number,
  rows: readonly ContentsRow[],
  change: Required<FlagChange>,
  signal: AbortSignal,
): Promise<void> {
  const written = await atBackend(
    engine,
    folderId,
    rows.filter((row) => row.backendKey !== null),
    change,
    signal,
  );
  await engine.state.write(async (tx) => {
    const current = await tx.contents.byMids(rows.map(({ mid }) => mid));
    const changes = current.map((row) => {
      const answer = written.get(row.mid);
      const held = answer?.flags ?? [];
      // What a backend holds it says itself; beyond that core has what it kept before and what was refused now.
      const mine = answer === undefined ? row.flags : row.coreFlags;
      const core = changeFlags(splitWords(mine), change).filter((flag) => !held.includes(flag));
      const flags = normaliseFlags([...held, ...core]).join(' ');
      return { row, answer, flags, coreFlags: core.join(' '), stamp: flagStamp(row.flags, flags) };
    });
    // A number that stands for nothing would be a gap in the journal.
    const numbers = changes.filter(({ stamp }) => stamp.change !== undefined).length;
    let cn = numbers > 0 ? await tx.take('cn', numbers) : 0;
    for (const { row, answer, flags, coreFlags, stamp } of changes) {
      const { itemId, mid } = row;
      await tx.contents.updateItem(itemId, { flags, coreFlags });
      const revision = answer?.flagsRevision === undefined ? {} : { flagsRevision: answer.flagsRevision };
      const patch = { ...stamp.columns(cn), ...revision };
      if (Object.keys(patch).length > 0) await tx.contents.updateMembership(mid, patch);
      if (stamp.change === undefined) continue;
      const at = engine.clock().getTime();
      await tx.journal.append([{ cn: cn++, folderId, itemId, mid, change: stamp.change, otherFolderId: null, at }]);
    }
  });
}

async function atBackend(
  engine: Engine,
  folderId: number,
  rows: readonly ContentsRow[],
  { add, remove }: Required<FlagChange>,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, FlagsWritten>> {
  const written = new Map<number, FlagsWritten>();
  if (rows.length === 0) return written;
  const { backend, folder } = await backendOf(engine, folderId, signal);
  if (backend.setFlags === undefined) return written;
  const results = await backend.setFlags({
    signal,
    folder,
    keys: rows.map((row) => row.backendKey as string),
    add,
    remove,
  });
  for (const [index, row] of rows.entries()) {
    const result = results[index] as Result<FlagsWritten>;
    if (!result.ok) throw result.error;
    written.set(row.mid, result.value);
  }
  return written;
}
