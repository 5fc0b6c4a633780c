import type { StateTx } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { associated } from './associated.ts';
import { itemBlobs } from './item-blobs.ts';
import { namedProperties } from './named-properties.ts';
import { pieces } from './pieces.ts';
import { recoverable } from './recoverable.ts';

/** The tables behind messages, folders and properties as objects. */
export function objectTables(
  db: Db,
  flavour: Flavour,
): Pick<
  StateTx,
  | 'namedProperties'
  | 'folderProperties'
  | 'specialFolders'
  | 'receiveFolders'
  | 'associated'
  | 'recoverable'
  | 'itemBlobs'
> {
  return {
    namedProperties: namedProperties(db),
    associated: associated(db),
    recoverable: recoverable(db, flavour),
    itemBlobs: itemBlobs(db, flavour),
    folderProperties: {
      ofFolder: (folderId) =>
        db.selectFrom('folderProperties').selectAll().where('folderId', '=', folderId).orderBy('property').execute(),
      async put(rows) {
        for (const piece of pieces(rows, 4))
          await flavour
            .orReplace(db.insertInto('folderProperties').values(piece), ['folderId', 'property'], ['type', 'value'])
            .execute();
      },
      async delete(folderId, properties) {
        for (const piece of pieces(properties, 1))
          await db
            .deleteFrom('folderProperties')
            .where('folderId', '=', folderId)
            .where('property', 'in', piece)
            .execute();
      },
    },
    specialFolders: {
      all: () => db.selectFrom('specialFolders').selectAll().orderBy('role').execute(),
      async put(row) {
        await flavour.orReplace(db.insertInto('specialFolders').values(row), ['role'], ['folderId']).execute();
      },
      async delete(role) {
        await db.deleteFrom('specialFolders').where('role', '=', role).execute();
      },
    },
    receiveFolders: {
      all: () => db.selectFrom('receiveFolders').selectAll().orderBy('messageClass').execute(),
      async put(row) {
        const insert = db.insertInto('receiveFolders').values(row);
        await flavour.orReplace(insert, ['messageClass'], ['shownClass', 'folderId', 'changedAt']).execute();
      },
      async delete(messageClass) {
        await db.deleteFrom('receiveFolders').where('messageClass', '=', messageClass).execute();
      },
    },
  };
}
