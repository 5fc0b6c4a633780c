import type { FoldersTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import { forgetFolder } from './rules.ts';

export function folders(db: Db): FoldersTable {
  return {
    all: () => db.selectFrom('folders').selectAll().orderBy('folderId').execute(),
    get: (folderId) => db.selectFrom('folders').selectAll().where('folderId', '=', folderId).executeTakeFirst(),
    async insert(row) {
      await db.insertInto('folders').values(row).execute();
    },
    async update(folderId, patch) {
      await db.updateTable('folders').set(patch).where('folderId', '=', folderId).execute();
    },
    async delete(folderId) {
      await db.deleteFrom('folders').where('folderId', '=', folderId).execute();
      await db.deleteFrom('seen').where('folderId', '=', folderId).execute();
      await forgetFolder(db, folderId);
    },
  };
}
