import type { Engine } from '../engine/engine.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { FolderRow } from '../state/rows.ts';
import { folderId } from '../store/ids.ts';
import { PROPERTIES_OF_ROWS } from './columns.ts';
import { ROW_TYPE } from './contents-row.ts';
import { type HeldRow, heldSource, subjectWith } from './held-rows.ts';
import type { SourceRequest, TableModel } from './model.ts';
import type { RowSource } from './source.ts';

const COLUMNS = [
  'PidTagDisplayName',
  'PidTagFolderId',
  'PidTagParentFolderId',
  'PidTagSourceKey',
  'PidTagParentSourceKey',
  'PidTagContentCount',
  'PidTagContentUnreadCount',
  'PidTagSubfolders',
  'PidTagChangeNumber',
] as const;

/** The hierarchy table of a folder ([MS-OXCFOLD] 2.2.1.13): those below it, parents first, siblings by name. */
export class HierarchyModel implements TableModel {
  readonly kind = 'hierarchy';
  readonly title: string;
  readonly #engine: Engine;
  readonly #folderId: number;
  readonly #depth: number;

  /** `depth` is the number of levels. */
  constructor(engine: Engine, folder: { readonly folderId: number; readonly path: string }, depth: number) {
    this.#engine = engine;
    this.#folderId = folder.folderId;
    this.#depth = depth;
    this.title = `the folders below ${folder.path}`;
  }

  async source({ where }: SourceRequest): Promise<RowSource> {
    return heldSource(() => this.#rows(), where);
  }

  async columns(): Promise<readonly string[]> {
    return [...COLUMNS, ...PROPERTIES_OF_ROWS];
  }

  async #rows(): Promise<readonly HeldRow[]> {
    return this.#engine.state.read(async (tx) => {
      const tree = await Tree.read(tx);
      const rows: HeldRow[] = [];
      const list = async (parent: number, level: number): Promise<void> => {
        if (level >= this.#depth) return;
        for (const folder of tree.children(parent)) {
          const counts = await tx.contents.count(folder.folderId);
          rows.push(this.#row(folder, { ...counts, level, hasChildren: tree.children(folder.folderId).length > 0 }));
          await list(folder.folderId, level + 1);
        }
      };
      await list(this.#folderId, 0);
      return rows;
    });
  }

  #row(
    folder: FolderRow,
    about: { readonly items: number; readonly unseen: number; readonly level: number; readonly hasChildren: boolean },
  ): HeldRow {
    const parent = folder.parentId ?? folder.folderId;
    return {
      id: folderId(folder.folderId),
      mid: folder.folderId,
      subject: subjectWith({
        PidTagDisplayName: folder.name,
        PidTagFolderId: this.#engine.replicas.mapiId(folder.folderId),
        PidTagParentFolderId: this.#engine.replicas.mapiId(parent),
        PidTagSourceKey: this.#engine.replicas.key(folder.folderId),
        PidTagParentSourceKey: this.#engine.replicas.key(parent),
        PidTagContentCount: about.items,
        PidTagContentUnreadCount: about.unseen,
        PidTagSubfolders: about.hasChildren,
        PidTagChangeNumber: this.#engine.replicas.mapiCn(folder.cn),
        PidTagDepth: about.level,
        PidTagInstID: this.#engine.replicas.mapiId(folder.folderId),
        PidTagInstanceNum: 0,
        PidTagRowType: ROW_TYPE.leaf,
      }),
    };
  }
}
