import type { ContentsRow, JournalRow, StateStore } from '@mapistore/core';

/** What the journal alone says lies where: folder and last change number by MID. */
export type Model = ReadonlyMap<number, { readonly folderId: number; readonly itemId: number; readonly cn: number }>;

/** Every entry of the journal after a change number. */
export async function journalOf(state: StateStore, since = 0): Promise<readonly JournalRow[]> {
  const rows: JournalRow[] = [];
  for (let cn = since; ; ) {
    const page = await state.read((tx) => tx.journal.since({ cn, limit: 5_000 }));
    rows.push(...page);
    if (page.length < 5_000) return rows;
    cn = page.at(-1)?.cn as number;
  }
}

/** Plays the journal from its beginning. An entry about something that is not there is an error. */
export function replay(journal: readonly JournalRow[]): Model {
  const model = new Map<number, { folderId: number; itemId: number; cn: number }>();
  for (const { cn, mid, itemId, folderId, change } of journal) {
    const there = model.get(mid);
    const isNew = change === 'created' || change === 'moved';
    if (isNew === (there !== undefined))
      throw new Error(`Change ${cn} of item ${itemId} is "${change}" of MID ${mid}.`);
    if (there !== undefined && (there.itemId !== itemId || there.folderId !== folderId))
      throw new Error(`Change ${cn} is about another item or folder than MID ${mid}.`);
    if (change === 'deleted' || change === 'left') model.delete(mid);
    // The read state has a number of its own.
    else if (change !== 'read') model.set(mid, { folderId, itemId, cn });
  }
  return model;
}

/** What the tables say lies where. */
export async function tablesOf(state: StateStore): Promise<Model> {
  const folders = await state.read((tx) => tx.folders.all());
  const model = new Map<number, { folderId: number; itemId: number; cn: number }>();
  for (const { folderId } of folders) {
    for (let mid = 0; ; ) {
      const page: readonly ContentsRow[] = await state.read((tx) =>
        tx.contents.page({ folderId, sort: 'mid', descending: false, limit: 1_000, after: { value: mid, mid } }),
      );
      for (const row of page) model.set(row.mid, { folderId, itemId: row.itemId, cn: row.cn });
      if (page.length < 1_000) break;
      mid = page.at(-1)?.mid as number;
    }
  }
  return model;
}
