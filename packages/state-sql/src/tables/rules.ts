import type { RulesTable } from '@mapistore/core';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { pieces } from './pieces.ts';

export function rules(db: Db, flavour: Flavour): RulesTable {
  const templates = () => db.selectFrom('replyTemplates').selectAll();
  return {
    ofFolder: (folderId) =>
      db
        .selectFrom('rules')
        .selectAll()
        .where('folderId', '=', folderId)
        .orderBy('sequence')
        .orderBy('ruleId')
        .execute(),
    async insert(rows) {
      for (const piece of pieces(rows, 12)) await db.insertInto('rules').values(piece).execute();
    },
    async update(ruleId, patch) {
      await db.updateTable('rules').set(patch).where('ruleId', '=', ruleId).execute();
    },
    delete: (ruleIds) => deleteRules(db, ruleIds),
    async remembers(ruleId, mark) {
      const row = db.selectFrom('ruleMemory').select('mark').where('ruleId', '=', ruleId).where('mark', '=', mark);
      return (await row.executeTakeFirst()) !== undefined;
    },
    async remember(ruleId, mark, at) {
      await flavour.orKeep(db.insertInto('ruleMemory').values({ ruleId, mark, at }), ['ruleId', 'mark']).execute();
    },
    async forget(prefix, before = Number.MAX_SAFE_INTEGER) {
      await db
        .deleteFrom('ruleMemory')
        .where('at', '<', before)
        .where((eb) => sql<boolean>`substr(${eb.ref('mark')}, 1, ${prefix.length}) = ${prefix}`)
        .execute();
    },
    templates: (folderId) => templates().where('folderId', '=', folderId).orderBy('guid').execute(),
    template: (guid) => templates().where('guid', '=', guid).executeTakeFirst(),
    async putTemplate(row) {
      await flavour.orReplace(db.insertInto('replyTemplates').values(row), ['guid'], ['folderId', 'item']).execute();
    },
    async deleteTemplate(guid) {
      await db.deleteFrom('replyTemplates').where('guid', '=', guid).execute();
    },
  };
}

async function deleteRules(db: Db, ruleIds: readonly number[]): Promise<void> {
  for (const piece of pieces(ruleIds, 1))
    for (const table of ['ruleMemory', 'rules'] as const)
      await db.deleteFrom(table).where('ruleId', 'in', piece).execute();
}

/** Rights, limits, rules and templates go with their folder. */
export async function forgetFolder(db: Db, folderId: number): Promise<void> {
  const rows = await db.selectFrom('rules').select('ruleId').where('folderId', '=', folderId).execute();
  await deleteRules(
    db,
    rows.map(({ ruleId }) => ruleId),
  );
  for (const table of ['replyTemplates', 'permissions', 'quotas', 'folderUsage'] as const)
    await db.deleteFrom(table).where('folderId', '=', folderId).execute();
}
