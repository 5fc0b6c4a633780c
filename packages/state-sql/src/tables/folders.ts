import type { FoldersTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { blobs } from './blobs.ts';
import { releaseOwned } from './item-blobs.ts';
import { forgetFolder } from './rules.ts';

export function folders(db: Db, flavour: Flavour): FoldersTable {
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
      for (const table of ['seen', 'folderProperties', 'specialFolders', 'receiveFolders'] as const)
        await db.deleteFrom(table).where('folderId', '=', folderId).execute();
      await forgetFolder(db, folderId);
      const hidden = await db
        .selectFrom('associated')
        .select(['mid', 'blob'])
        .where('folderId', '=', folderId)
        .execute();
      for (const { blob } of hidden) await blobs(db).release(blob);
      await releaseOwned(
        db,
        flavour,
        hidden.map(({ mid }) => mid),
      );
      await db.deleteFrom('associated').where('folderId', '=', folderId).execute();
    },
  };
}
