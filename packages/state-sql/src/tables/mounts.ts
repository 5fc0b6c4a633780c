import type { MountsTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';

export function mounts(db: Db): MountsTable {
  return {
    all: () => db.selectFrom('mounts').selectAll().orderBy('path').execute(),
    async insert(row) {
      await db.insertInto('mounts').values(row).execute();
    },
    async delete(mountId) {
      await db.deleteFrom('mounts').where('mountId', '=', mountId).execute();
    },
  };
}
