import type { WantedWord, WordsTable } from '@mapistore/core';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import { pieces } from './pieces.ts';

/** Behind every word: no letter stands so far. */
const BEHIND = '\u{10ffff}';

/** The index of words, `words` by word; `texts` keeps what each item was entered with, so that it can be taken out. */
export function words(db: Db): WordsTable {
  return {
    async put(items) {
      await forgetWords(
        db,
        items.map(({ itemId }) => itemId),
      );
      for (const { itemId, words: found } of items) {
        await db
          .insertInto('texts')
          .values({ itemId, words: [...found.keys()].join(' ') })
          .execute();
        const rows = [...found].map(([word, fields]) => ({ word, itemId, fields }));
        for (const piece of pieces(rows, 3)) await db.insertInto('words').values(piece).execute();
      }
    },
    async search({ folderIds, words: wanted, fields, limit, after }) {
      let query = db
        .selectFrom('memberships')
        .select('memberships.mid')
        .orderBy('memberships.received', 'desc')
        .orderBy('memberships.mid', 'desc')
        .limit(limit);
      if (folderIds !== undefined) query = query.where('memberships.folderId', 'in', [...folderIds]);
      for (const word of wanted) query = query.where(has(word, fields));
      if (after !== undefined) {
        const { received, mid } = after;
        query = query.where((eb) =>
          eb.or([
            eb('memberships.received', '<', received),
            eb.and([eb('memberships.received', '=', received), eb('memberships.mid', '<', mid)]),
          ]),
        );
      }
      return (await query.execute()).map(({ mid }) => mid);
    },
    async missing({ folderIds, belowMid, limit }) {
      let query = db
        .selectFrom('memberships')
        .leftJoin('texts', 'texts.itemId', 'memberships.itemId')
        .select('memberships.mid')
        .where('texts.itemId', 'is', null)
        .orderBy('memberships.mid', 'desc')
        .limit(limit);
      if (folderIds !== undefined) query = query.where('memberships.folderId', 'in', [...folderIds]);
      if (belowMid !== undefined) query = query.where('memberships.mid', '<', belowMid);
      return (await query.execute()).map(({ mid }) => mid);
    },
  };
}

function has({ word, isPrefix }: WantedWord, fields: number): RawBuilder<boolean> {
  const [column, item] = [sql.ref('words.word'), sql.ref('words.itemId')];
  const condition = isPrefix
    ? sql`${column} >= ${word} and ${column} < ${`${word}${BEHIND}`}`
    : sql`${column} = ${word}`;
  return sql`${sql.ref('memberships.itemId')} in (select ${item} from ${sql.table('words')} where ${condition} and (${sql.ref('words.fields')} & ${fields}) <> 0)`;
}

/** Takes items out of the index: they are gone, or other than they were. */
export async function forgetWords(db: Db, itemIds: readonly number[]): Promise<void> {
  for (const piece of pieces(itemIds, 1)) {
    const known = await db.selectFrom('texts').selectAll().where('itemId', 'in', piece).execute();
    for (const { itemId, words: text } of known) {
      for (const some of pieces(text === '' ? [] : text.split(' '), 1))
        await db.deleteFrom('words').where('word', 'in', some).where('itemId', '=', itemId).execute();
    }
    if (known.length > 0) await db.deleteFrom('texts').where('itemId', 'in', piece).execute();
  }
}
