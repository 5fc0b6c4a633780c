import type { SchemaBuilder } from './builder.ts';

/** Makes what rights, limits and rules need. */
export async function rightsAndRules(schema: SchemaBuilder): Promise<void> {
  await schema.addColumns('items', { creator: 'varchar(255)?' });
  await schema.table(
    'permissions',
    {
      folderId: 'bigint',
      memberId: 'bigint',
      member: 'text',
      memberKey: 'varchar(255)',
      rights: 'int',
      privateItems: 'int',
    },
    ['folderId', 'memberId'],
  );
  await schema.table('quotas', { folderId: 'bigint', warnBytes: 'bigint?', maxBytes: 'bigint?', maxItems: 'bigint?' }, [
    'folderId',
  ]);
  await schema.table('folderUsage', { folderId: 'bigint', items: 'bigint', bytes: 'bigint' }, ['folderId']);
  await schema.count();
  await schema.table(
    'rules',
    {
      ruleId: 'bigint',
      folderId: 'bigint',
      kind: 'varchar(16)',
      sequence: 'bigint',
      state: 'bigint',
      name: 'text',
      provider: 'text',
      level: 'bigint',
      userFlags: 'bigint',
      providerData: 'blob?',
      condition: 'text?',
      actions: 'text',
    },
    ['ruleId'],
  );
  await schema.index('rules', ['folderId']);
  await schema.table('ruleMemory', { ruleId: 'bigint', mark: 'varchar(255)', at: 'bigint' }, ['ruleId', 'mark']);
  await schema.table('replyTemplates', { guid: 'varchar(64)', folderId: 'bigint', item: 'text' }, ['guid']);
  await schema.table(
    'deliveries',
    {
      deliveryId: 'bigint',
      folderId: 'bigint',
      mark: 'varchar(255)',
      sessionId: 'varchar(64)',
      phase: 'varchar(16)',
      itemId: 'bigint?',
      plan: 'text',
      at: 'bigint',
    },
    ['deliveryId'],
  );
  await schema.index('deliveries', ['folderId', 'mark'], true);
  await schema.index('deliveries', ['phase']);
  await schema.table(
    'outgoing',
    {
      outgoingId: 'bigint',
      kind: 'varchar(16)',
      itemId: 'bigint',
      ruleId: 'bigint',
      recipients: 'text',
      properties: 'text',
      mediaType: 'text',
      blob: 'char(64)',
      size: 'bigint',
      sessionId: 'varchar(64)?',
      takenUntil: 'bigint?',
      at: 'bigint',
    },
    ['outgoingId'],
  );
  await schema.table(
    'deferred',
    { deferredId: 'bigint', kind: 'varchar(16)', itemId: 'bigint', properties: 'text', at: 'bigint' },
    ['deferredId'],
  );
  await schema.index('deferred', ['itemId']);
}
