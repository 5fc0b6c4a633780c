import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import { SEARCH_ROLE } from '../searches/criteria.ts';
import { associatedMessages } from '../tables/associated-message.ts';
import { ContentsModel } from '../tables/contents-table.ts';
import { deletedMessages } from '../tables/deleted-message.ts';
import { HeldContentsModel } from '../tables/held-contents.ts';
import { HierarchyModel } from '../tables/hierarchy-table.ts';
import { MessageModel } from '../tables/message-table.ts';
import { openTable } from '../tables/open-table.ts';
import type { Table } from '../tables/table.ts';
import type { ItemId } from './ids.ts';
import { needRow } from './items.ts';

/** Which messages of a folder a contents table shows ([MS-OXCFOLD] 2.2.1.14.1); default those that people see. */
export interface ContentsTableRequest {
  /** FAI messages instead. */
  readonly associated?: boolean;
  /** Soft-deleted ones instead, with PidTagDeletedOn. */
  readonly softDeleted?: boolean;
}

/** Tables of a store ([MS-OXCTABL]). One that is not needed any more is closed. */
export interface Tables {
  /** The items of a folder, or what a search folder finds. @throws NOT_FOUND */
  contents(path: StorePath, request?: ContentsTableRequest): Promise<Table>;
  /** The folders below one: `depth` levels of them, default one. @throws NOT_FOUND, INVALID_ARGUMENT */
  hierarchy(path: StorePath, request?: { readonly depth?: number }): Promise<Table>;
  /** The recipients of an item. @throws NOT_FOUND, INVALID_ARGUMENT */
  recipients(id: ItemId): Promise<Table>;
  /** The attachments of an item. @throws NOT_FOUND, INVALID_ARGUMENT */
  attachments(id: ItemId): Promise<Table>;
}

/** The tables of a store. */
export function tablesOf(engine: Engine): Tables {
  return {
    async contents(path, { associated = false, softDeleted = false } = {}) {
      const tree = await Tree.read(engine.state);
      const folder = tree.need(path);
      const { folderId, role } = folder;
      if (associated || softDeleted) {
        const what = `the ${softDeleted ? 'soft-deleted ' : ''}${associated ? 'FAI' : ''} messages of ${path}`;
        const read = (signal: AbortSignal) =>
          associated ? associatedMessages(engine, folderId, softDeleted) : deletedMessages(engine, folderId, signal);
        return openTable(engine, new HeldContentsModel(what, read));
      }
      const found = role === SEARCH_ROLE;
      return openTable(engine, new ContentsModel(engine, { folderId, path: tree.path(folder), found }));
    },
    async hierarchy(path, { depth = 1 } = {}) {
      if (Number.isNaN(depth) || depth < 1)
        throw new MapistoreError('INVALID_ARGUMENT', `${depth} is no number of levels of folders.`);
      const tree = await Tree.read(engine.state);
      const { folderId } = tree.need(path);
      return openTable(engine, new HierarchyModel(engine, { folderId, path }, depth));
    },
    recipients: async (id) => openTable(engine, new MessageModel(engine, await needRow(engine, id), 'recipients')),
    attachments: async (id) => openTable(engine, new MessageModel(engine, await needRow(engine, id), 'attachments')),
  };
}
