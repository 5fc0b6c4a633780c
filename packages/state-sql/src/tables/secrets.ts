import type { SecretsTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';

export function secrets(db: Db): SecretsTable {
  return {
    async get(name) {
      const row = await db.selectFrom('secrets').select('sealed').where('name', '=', name).executeTakeFirst();
      return row?.sealed;
    },
    async put(name, sealed) {
      await db
        .insertInto('secrets')
        .values({ name, sealed })
        .onConflict((c) => c.column('name').doUpdateSet({ sealed }))
        .execute();
    },
  };
}
