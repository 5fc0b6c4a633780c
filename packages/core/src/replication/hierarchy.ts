import type { ItemKind } from '../contract/entries.ts';
import type { Tree } from '../hierarchy/tree.ts';
import { IdSet } from '../ics/id-set.ts';
import { hierarchyState, type SyncState } from '../ics/sync-state.ts';
import { type Version, versionsOf } from '../ics/version.ts';
import type { FolderRow } from '../state/rows.ts';
import { folderId } from '../store/ids.ts';
import { Download } from './download.ts';
import type { FolderChange, HierarchyElement } from './elements.ts';
import { objectHeader } from './messages.ts';

/** A download of the folders below a folder: new and changed ones, each behind the one it lies in, then deletions. */
export class HierarchyDownload extends Download<HierarchyElement> {
  get state(): Pick<Required<SyncState>, 'idsetGiven' | 'cnsetSeen'> {
    return hierarchyState(this.sets);
  }

  async *[Symbol.asyncIterator](): AsyncIterator<HierarchyElement> {
    const { tree, folder, upTo } = await this.start();
    const rows = [...tree.subtree(folder)].filter((row) => row !== folder);
    const seen = this.replicas.cnsOf(this.sets.seen);
    const changed = rows.filter(({ cn }) => !seen.has(cn));
    const versions = await this.engine.state.read((tx) =>
      versionsOf(
        tx,
        this.replicas,
        changed.map(({ folderId: objectId, cn }) => ({ objectId, cn })),
      ),
    );
    for (const row of changed) {
      const element = this.#element(tree, folder, row, versions.get(row.folderId) as Version);
      yield element;
      this.sets.given.add(element.gid);
      this.sets.seen.add(element.changeNumber);
    }
    const present = IdSet.of(rows.map((row) => this.replicas.idToGid(row.folderId)));
    const hard = this.sets.given.subtract(present);
    if (!hard.isEmpty) yield { kind: 'deletions', hard };
    this.sets.given = this.sets.given.subtract(hard);
    this.sets.seen = this.sets.seen.union(this.replicas.cnsUpTo(upTo));
  }

  #element(tree: Tree, top: FolderRow, row: FolderRow, version: Version): FolderChange {
    const isBelow = row.parentId !== top.folderId && row.parentId !== null;
    return {
      kind: 'folder',
      ...objectHeader(this.replicas, row.folderId, version),
      id: folderId(row.folderId),
      path: tree.path(row),
      name: row.name,
      ...(isBelow && { parent: this.replicas.idToGid(row.parentId as number) }),
      kinds: (row.kinds === '' ? [] : row.kinds.split(',')) as ItemKind[],
      ...(row.role !== null && { role: row.role }),
    };
  }
}
