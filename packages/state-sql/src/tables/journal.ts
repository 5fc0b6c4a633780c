import type { JournalTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import { pieces } from './pieces.ts';

export function journal(db: Db): JournalTable {
  return {
    async append(rows) {
      for (const piece of pieces(rows, 8)) await db.insertInto('journal').values(piece).execute();
    },
    since: ({ cn, limit }) =>
      db.selectFrom('journal').selectAll().where('cn', '>', cn).orderBy('cn').limit(limit).execute(),
    async last() {
      const row = await db.selectFrom('counters').select('value').where('name', '=', 'cn').executeTakeFirstOrThrow();
      return row.value;
    },
  };
}
