import type { PermissionsTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { pieces } from './pieces.ts';

export function permissions(db: Db, flavour: Flavour): PermissionsTable {
  const rows = () => db.selectFrom('permissions').selectAll();
  return {
    ofFolder: (folderId) => rows().where('folderId', '=', folderId).orderBy('memberId').execute(),
    all: () => rows().orderBy('folderId').orderBy('memberId').execute(),
    async put(entries) {
      for (const piece of pieces(entries, 6)) {
        await flavour
          .orReplace(
            db.insertInto('permissions').values(piece),
            ['folderId', 'memberId'],
            ['member', 'memberKey', 'rights', 'privateItems'],
          )
          .execute();
      }
    },
    async delete(folderId, memberIds) {
      for (const piece of pieces(memberIds, 1))
        await db.deleteFrom('permissions').where('folderId', '=', folderId).where('memberId', 'in', piece).execute();
    },
  };
}
