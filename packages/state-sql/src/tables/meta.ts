import type { StateTx } from '@mapistore/core';
import type { Db } from '../schema/database.ts';

export function meta(db: Db): StateTx['meta'] {
  return {
    async get(key) {
      const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
      return row?.value;
    },
    async set(key, value) {
      await db
        .insertInto('meta')
        .values({ key, value })
        .onConflict((c) => c.column('key').doUpdateSet({ value }))
        .execute();
    },
  };
}

/** Takes numbers in one statement, so that the row stays locked until the commit. */
export async function take(db: Db, counter: 'id' | 'cn', count: number): Promise<number> {
  const row = await db
    .updateTable('counters')
    .set((eb) => ({ value: eb('value', '+', count) }))
    .where('name', '=', counter)
    .returning('value')
    .executeTakeFirstOrThrow();
  return row.value - count + 1;
}
