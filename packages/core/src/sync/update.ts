import { sha256Of } from '../bytes/scan.ts';
import type { Flags, ItemEntry } from '../contract/entries.ts';
import { normaliseFlags, sameFlags } from '../contract/flags.ts';
import { headColumns } from '../read/item-row.ts';
import { splitWords } from '../read/words.ts';
import type { ContentsRow, ItemRow, JournalChange, MembershipRow } from '../state/rows.ts';
import { flagStamp } from '../write/flag-stamp.ts';
import { type FolderPass, withHeads } from './folder-pass.ts';

/** A touched file up to this size is compared by its bytes, so that a mere touch is no change. */
const COMPARE_BYTES = 16_777_216;

/** A known item and how it is listed now. */
export interface Pair {
  readonly entry: ItemEntry;
  readonly row: ContentsRow;
}

interface Update {
  readonly row: ContentsRow;
  readonly change?: JournalChange;
  /** The columns that get the number of the change. */
  readonly stamp: (cn: number) => Partial<MembershipRow>;
  readonly item: Partial<ItemRow>;
  readonly membership: Partial<MembershipRow>;
  readonly dropsResidue: boolean;
}

/** Commits what changed of known items: bytes, flags, revisions. Gives how many really changed, or could not be read. */
export async function applyUpdates(
  pass: FolderPass,
  pairs: readonly Pair[],
): Promise<{ readonly updated: number; readonly unreadable: number }> {
  const touched = pairs.filter(({ entry, row }) => entry.contentRevision !== row.contentRevision);
  const { entries, unreadable } = await withHeads(
    pass,
    touched.map(({ entry }) => entry),
  );
  const heads = new Map(entries.map((entry) => [entry.key, entry]));
  const updates: Update[] = [];
  for (const pair of pairs) {
    const update = await difference(pass, pair, heads.get(pair.entry.key));
    if (update !== undefined) updates.push(update);
  }
  return { updated: updates.length === 0 ? 0 : await commit(pass, updates), unreadable };
}

async function difference(
  pass: FolderPass,
  { entry, row }: Pair,
  whole: ItemEntry | undefined,
): Promise<Update | undefined> {
  const flags = flagsDifference(entry, row);
  const touched = entry.contentRevision !== row.contentRevision;
  if (touched && whole === undefined) return undefined;
  const same = touched ? await sameBytes(pass, row, entry) : true;
  const revisions: Partial<MembershipRow> = {
    ...(touched && { contentRevision: entry.contentRevision, storedSize: entry.size ?? null }),
    ...(entry.flagsRevision !== undefined &&
      entry.flagsRevision !== row.flagsRevision && { flagsRevision: entry.flagsRevision }),
  };
  if (same) {
    if (flags === undefined && Object.keys(revisions).length === 0) return undefined;
    const { change, columns } = flagStamp(row.flags, flags?.flags ?? row.flags);
    return {
      row,
      ...(change !== undefined && { change }),
      stamp: columns,
      item: flags ?? {},
      membership: revisions,
      dropsResidue: false,
    };
  }
  const head = headColumns(pass.engine.formats, entry.mediaType, {
    head: whole?.head as Uint8Array,
    ...(whole?.structure !== undefined && { structure: whole.structure }),
  });
  return {
    row,
    change: 'updated',
    stamp: (cn) => ({ ...flagStamp(row.flags, flags?.flags ?? row.flags).columns(cn), cn }),
    item: { ...head, mediaType: entry.mediaType, sha256: null, size: null, ...flags },
    membership: revisions,
    dropsResidue: true,
  };
}

/** The flags after an outside change; those that core keeps itself stay. */
function flagsDifference(entry: ItemEntry, row: ContentsRow): { flags: string } | undefined {
  if (entry.flags === undefined) return undefined;
  const flags: Flags = normaliseFlags([...entry.flags, ...splitWords(row.coreFlags)]);
  return sameFlags(flags, splitWords(row.flags)) ? undefined : { flags: flags.join(' ') };
}

async function sameBytes(
  { backend, folder, signal, engine }: FolderPass,
  row: ContentsRow,
  entry: ItemEntry,
): Promise<boolean> {
  if (row.sha256 === null || (entry.size ?? 0) > COMPARE_BYTES) return false;
  const [residue] = await engine.state.read((tx) => tx.residues.ofMids([row.mid]));
  const body = await backend.openBody({ signal, folder: folder.backendKey as string, key: entry.key });
  return (await sha256Of(body)) === (residue?.storedSha256 ?? row.sha256);
}

async function commit({ engine, lease }: FolderPass, updates: readonly Update[]): Promise<number> {
  return engine.state.write(async (tx) => {
    await lease.check(tx);
    const current = new Map((await tx.contents.byMids(updates.map(({ row }) => row.mid))).map((row) => [row.mid, row]));
    // Somebody else's commit may have come first; then the next pass compares again.
    const valid = updates.filter(({ row }) => {
      const now = current.get(row.mid);
      return now?.cn === row.cn && now.readCn === row.readCn;
    });
    const changed = valid.filter(({ change }) => change !== undefined);
    let cn = changed.length > 0 ? await tx.take('cn', changed.length) : 0;
    for (const { row, change, stamp, item, membership, dropsResidue } of valid) {
      if (Object.keys(item).length > 0) await tx.contents.updateItem(row.itemId, item);
      const patch = { ...membership, ...(change !== undefined && stamp(cn)) };
      if (Object.keys(patch).length > 0) await tx.contents.updateMembership(row.mid, patch);
      const residues =
        dropsResidue || membership.contentRevision !== undefined ? await tx.residues.ofMids([row.mid]) : [];
      for (const residue of residues) {
        if (!dropsResidue)
          await tx.residues.put([{ ...residue, contentRevision: membership.contentRevision as string }]);
        else if (residue.mode === 'blob') await tx.blobs.release(residue.originalSha256);
      }
      if (dropsResidue) await tx.residues.delete([row.mid]);
      if (change === undefined) continue;
      const { itemId, folderId, mid } = row;
      await tx.journal.append([
        { cn: cn++, folderId, itemId, mid, change, otherFolderId: null, at: engine.clock().getTime() },
      ]);
    }
    return changed.length;
  });
}
