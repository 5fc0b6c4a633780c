import type { Migration } from './migrations.ts';

/** The step that brings messages, folders and properties as objects. */
export const objectTables: Migration = {
  name: 'messages and folders as objects',
  async up(schema) {
    await schema.addColumns('overlay', { type: 'varchar(32)?' });
    await schema.table('namedProperties', { propertyId: 'bigint', set: 'char(36)', key: 'varchar(255)' }, [
      'propertyId',
    ]);
    await schema.index('namedProperties', ['set', 'key'], true);
    await schema.table(
      'folderProperties',
      { folderId: 'bigint', property: 'varchar(255)', type: 'varchar(32)', value: 'text' },
      ['folderId', 'property'],
    );
    await schema.table('specialFolders', { role: 'varchar(32)', folderId: 'bigint' }, ['role']);
    await schema.table(
      'receiveFolders',
      { messageClass: 'varchar(255)', shownClass: 'text', folderId: 'bigint', changedAt: 'bigint' },
      ['messageClass'],
    );
    await schema.table(
      'associated',
      {
        mid: 'bigint',
        folderId: 'bigint',
        messageClass: 'text',
        subject: 'text',
        blob: 'char(64)',
        size: 'bigint',
        createdAt: 'bigint',
        modifiedAt: 'bigint',
        createdCn: 'bigint',
        cn: 'bigint',
        deletedAt: 'bigint?',
      },
      ['mid'],
    );
    await schema.index('associated', ['folderId']);
    await schema.index('associated', ['deletedAt']);
    await schema.table(
      'recoverable',
      {
        itemId: 'bigint',
        mid: 'bigint',
        folderId: 'bigint',
        mountId: 'bigint',
        blob: 'char(64)',
        received: 'bigint',
        storedSize: 'bigint?',
        deletedAt: 'bigint',
        cn: 'bigint',
      },
      ['itemId'],
    );
    await schema.index('recoverable', ['folderId']);
    await schema.index('recoverable', ['deletedAt']);
    await schema.table('itemBlobs', { ownerId: 'bigint', sha256: 'char(64)' }, ['ownerId', 'sha256']);
  },
};
