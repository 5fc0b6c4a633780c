import { collect } from '../bytes/sources.ts';
import { MAX_HEAD_BYTES } from '../contract/entries.ts';
import { headColumns } from '../read/item-row.ts';
import { originalSource } from '../read/original.ts';
import type { ContentsRow } from '../state/rows.ts';
import { journalEntry } from './arrivals.ts';
import { type FolderPass, withHeads } from './folder-pass.ts';

const PAGE = 500;

/**
 * Looks into items that no format had read when they came: one may have been installed since. Done once for each set of
 * formats. Gives how many have columns of their own now.
 */
export async function lookAgain(pass: Omit<FolderPass, 'folder'>): Promise<number> {
  const { engine, mount } = pass;
  const mediaTypes = engine.formats.mediaTypes;
  const known = `formats:${mount.mountId}`;
  const all = mediaTypes.join(' ');
  if (mediaTypes.length === 0 || (await engine.state.read((tx) => tx.meta.get(known))) === all) return 0;
  let updated = 0;
  let complete = true;
  for (let afterMid = 0; ; ) {
    const mid = afterMid;
    const rows = await engine.state.read((tx) =>
      tx.contents.opaque({ mountId: mount.mountId, mediaTypes, afterMid: mid, limit: PAGE }),
    );
    for (const [folderId, group] of Map.groupBy(rows, (row) => row.folderId)) {
      const done = await lookAt(pass, folderId, group);
      updated += done;
      complete &&= done === group.length;
    }
    if (rows.length < PAGE) break;
    afterMid = rows.at(-1)?.mid as number;
  }
  // What could not be read now is asked for again.
  if (complete) await engine.state.write((tx) => tx.meta.set(known, all));
  return updated;
}

async function lookAt(
  pass: Omit<FolderPass, 'folder'>,
  folderId: number,
  rows: readonly ContentsRow[],
): Promise<number> {
  const { engine, lease } = pass;
  const folder = await engine.state.read((tx) => tx.folders.get(folderId));
  const byKey = new Map(rows.flatMap((row) => (row.backendKey === null ? [] : [[row.backendKey, row] as const])));
  if (folder === undefined) return rows.length;
  const bare = [...byKey.values()].map((row) => ({
    key: row.backendKey as string,
    contentRevision: row.contentRevision,
    mediaType: row.mediaType,
  }));
  const { entries } = await withHeads({ ...pass, folder }, bare);
  const heads = entries.flatMap(({ key, mediaType, head }) => {
    const row = byKey.get(key);
    return row === undefined || head === undefined
      ? []
      : [{ row, columns: headColumns(engine.formats, mediaType, { head }) }];
  });
  for (const row of rows.filter(({ backendKey }) => backendKey === null)) {
    // Core itself keeps its bytes.
    const range = { start: 0, end: MAX_HEAD_BYTES };
    const head = await collect(originalSource(engine, row).open({ signal: pass.signal, range }));
    heads.push({ row, columns: headColumns(engine.formats, row.mediaType, { head }) });
  }
  await engine.state.write(async (tx) => {
    await lease.check(tx);
    const now = engine.clock().getTime();
    let cn = heads.length > 0 ? await tx.take('cn', heads.length) : 0;
    for (const { row, columns } of heads) {
      // The fingerprint stays what it is known by.
      await tx.contents.updateItem(row.itemId, { ...columns, fingerprint: row.fingerprint });
      await tx.contents.updateMembership(row.mid, { cn });
      await tx.journal.append([journalEntry(row, cn++, 'updated', now)]);
    }
  });
  return heads.length;
}
