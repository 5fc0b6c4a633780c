import type { SecretsTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';

export function secrets(db: Db, flavour: Flavour): SecretsTable {
  return {
    async get(name) {
      const row = await db.selectFrom('secrets').select('sealed').where('name', '=', name).executeTakeFirst();
      return row?.sealed;
    },
    async put(name, sealed) {
      await flavour.orReplace(db.insertInto('secrets').values({ name, sealed }), ['name'], ['sealed']).execute();
    },
  };
}
