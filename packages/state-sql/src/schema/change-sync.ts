import type { Migration } from './migrations.ts';

/** The step that brings change sync: read states with numbers of their own, versions of clients, lives of the state. */
export const changeSync: Migration = {
  name: 'change sync and incarnations',
  async up(schema) {
    await schema.addColumns('memberships', { readCn: 'bigint?' });
    // With the id behind it, so that what lies in a folder is listed from the index alone.
    await schema.index('memberships', ['folderId', 'cn', 'mid']);
    await schema.index('memberships', ['folderId', 'readCn']);
    await schema.addColumns('journal', { otherMid: 'bigint?' });
    await schema.table(
      'replicas',
      {
        replicaId: 'bigint',
        guid: 'char(36)',
        firstId: 'bigint',
        firstCn: 'bigint',
        lastId: 'bigint?',
        lastCn: 'bigint?',
        startedAt: 'bigint',
      },
      ['replicaId'],
    );
    await schema.table(
      'lineage',
      {
        objectId: 'bigint',
        cn: 'bigint',
        changeKey: 'text',
        predecessors: 'text',
        modifiedAt: 'bigint',
        sourceKey: 'varchar(512)?',
      },
      ['objectId'],
    );
    await schema.index('lineage', ['sourceKey']);
    await schema.table('idRanges', { folderId: 'bigint', firstId: 'bigint', lastId: 'bigint' }, [
      'folderId',
      'firstId',
    ]);
  },
};
