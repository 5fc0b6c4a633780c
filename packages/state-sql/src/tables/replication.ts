import type { IdRangesTable, LineageRow, LineageTable, ReplicasTable, StateTx } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { changedContents } from './changed-contents.ts';
import { pieces } from './pieces.ts';

/** The tables behind change sync and incarnations. */
export function replicationTables(
  db: Db,
  flavour: Flavour,
): Pick<StateTx, 'replicas' | 'lineage' | 'idRanges' | 'changed'> {
  return {
    replicas: replicas(db),
    lineage: lineage(db, flavour),
    idRanges: idRanges(db, flavour),
    changed: changedContents(db),
  };
}

function replicas(db: Db): ReplicasTable {
  return {
    all: () => db.selectFrom('replicas').selectAll().orderBy('replicaId').execute(),
    async insert(row) {
      await db.insertInto('replicas').values(row).execute();
    },
    async update(replicaId, patch) {
      await db.updateTable('replicas').set(patch).where('replicaId', '=', replicaId).execute();
    },
  };
}

function lineage(db: Db, flavour: Flavour): LineageTable {
  return {
    async ofObjects(objectIds) {
      const found: LineageRow[] = [];
      for (const piece of pieces(objectIds, 1))
        found.push(...(await db.selectFrom('lineage').selectAll().where('objectId', 'in', piece).execute()));
      return found;
    },
    bySourceKey: (sourceKey) =>
      db.selectFrom('lineage').selectAll().where('sourceKey', '=', sourceKey).executeTakeFirst(),
    async put(row) {
      const columns = ['cn', 'changeKey', 'predecessors', 'modifiedAt', 'sourceKey'];
      await flavour.orReplace(db.insertInto('lineage').values(row), ['objectId'], columns).execute();
    },
  };
}

function idRanges(db: Db, flavour: Flavour): IdRangesTable {
  return {
    async put(row) {
      await flavour.orReplace(db.insertInto('idRanges').values(row), ['folderId', 'firstId'], ['lastId']).execute();
    },
    async has(folderId, id) {
      const row = await db
        .selectFrom('idRanges')
        .select('firstId')
        .where('folderId', '=', folderId)
        .where('firstId', '<=', id)
        .where('lastId', '>=', id)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
