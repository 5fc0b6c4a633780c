import type { StateTx } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';

export function meta(db: Db, flavour: Flavour): StateTx['meta'] {
  return {
    async get(key) {
      const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
      return row?.value;
    },
    async set(key, value) {
      await flavour.orReplace(db.insertInto('meta').values({ key, value }), ['key'], ['value']).execute();
    },
  };
}

/** Takes numbers: written first, so that the row is locked until the commit, then read. */
export async function take(db: Db, counter: 'id' | 'cn', count: number): Promise<number> {
  await db
    .updateTable('counters')
    .set((eb) => ({ value: eb('value', '+', count) }))
    .where('name', '=', counter)
    .execute();
  const row = await db.selectFrom('counters').select('value').where('name', '=', counter).executeTakeFirstOrThrow();
  return row.value - count + 1;
}
