import { type CreateTableBuilder, sql } from 'kysely';
import type { Db } from './database.ts';

/** One step of the schema. Steps are never changed once released; a new version is a new step at the end. */
interface Migration {
  readonly name: string;
  up(db: Db): Promise<void>;
}

type Columns = Readonly<Record<string, string>>;

/** Creates a table from `name: type` pairs; a type ending in `?` may be null. Types are those that MySQL knows too. */
async function table(db: Db, name: string, columns: Columns, key: readonly string[]): Promise<void> {
  let builder: CreateTableBuilder<string, string> = db.schema.createTable(name);
  for (const [column, type] of Object.entries(columns)) {
    const nullable = type.endsWith('?');
    builder = builder.addColumn(column, sql.raw(nullable ? type.slice(0, -1) : type), (c) =>
      nullable ? c : c.notNull(),
    );
  }
  await builder.addPrimaryKeyConstraint(`${name}Key`, key as never).execute();
}

/** Adds columns to a table that is full already; a type that may not be null names its default behind it. */
async function addColumns(db: Db, name: string, columns: Columns): Promise<void> {
  for (const [column, type] of Object.entries(columns)) {
    const [bare = '', value] = type.replace(/\?$/, '').split(' ');
    await db.schema
      .alterTable(name)
      .addColumn(column, sql.raw(bare), (c) => (value === undefined ? c : c.notNull().defaultTo(Number(value))))
      .execute();
  }
}

async function index(db: Db, on: string, columns: readonly string[], unique = false): Promise<void> {
  const builder = db.schema
    .createIndex(`${on}_${columns.map((c) => c.split(' ')[0]).join('_')}`)
    .on(on)
    .columns([...columns] as never);
  await (unique ? builder.unique() : builder).execute();
}

const migrations: readonly Migration[] = [
  {
    name: 'identity, index, journal',
    async up(db) {
      await table(db, 'counters', { name: 'varchar(32)', value: 'bigint' }, ['name']);
      await db
        .insertInto('counters')
        .values([
          { name: 'id', value: 0 },
          { name: 'cn', value: 0 },
        ])
        .execute();
      await table(
        db,
        'mounts',
        { mountId: 'bigint', path: 'text', uri: 'text', options: 'text', secretRef: 'text?', epoch: 'bigint' },
        ['mountId'],
      );
      await table(
        db,
        'folders',
        {
          folderId: 'bigint',
          parentId: 'bigint?',
          name: 'text',
          nameKey: 'text',
          mountId: 'bigint?',
          backendKey: 'text?',
          holdsItems: 'int',
          holdsFolders: 'int',
          kinds: 'text',
          role: 'text?',
          revision: 'text?',
          token: 'text?',
          syncedAt: 'bigint?',
          createdCn: 'bigint',
          cn: 'bigint',
        },
        ['folderId'],
      );
      await table(
        db,
        'items',
        {
          itemId: 'bigint',
          kind: 'varchar(16)',
          mediaType: 'text',
          sha256: 'char(64)?',
          size: 'bigint?',
          fingerprint: 'char(64)',
          messageClass: 'text',
          subject: 'text',
          normalizedSubject: 'text',
          subjectKey: 'text',
          fromName: 'text',
          fromAddress: 'text',
          fromKey: 'text',
          displayTo: 'text',
          displayCc: 'text',
          sent: 'bigint?',
          importance: 'int',
          sensitivity: 'int',
          messageId: 'text?',
          inReplyTo: 'text?',
          references: 'text',
          hasAttachments: 'int?',
          flags: 'text',
          coreFlags: 'text',
        },
        ['itemId'],
      );
      await table(
        db,
        'memberships',
        {
          mid: 'bigint',
          itemId: 'bigint',
          folderId: 'bigint',
          mountId: 'bigint',
          epoch: 'bigint',
          backendKey: 'varchar(512)?',
          blob: 'char(64)?',
          contentRevision: 'text',
          flagsRevision: 'text?',
          stableId: 'text?',
          received: 'bigint',
          storedSize: 'bigint?',
          createdCn: 'bigint',
          cn: 'bigint',
        },
        ['mid'],
      );
      await index(db, 'memberships', ['folderId', 'backendKey'], true);
      await index(db, 'memberships', ['folderId', 'received', 'mid']);
      await index(db, 'memberships', ['itemId']);
      await index(db, 'items', ['sha256']);
      await table(db, 'seen', { folderId: 'bigint', pass: 'bigint', backendKey: 'varchar(512)' }, [
        'folderId',
        'pass',
        'backendKey',
      ]);
      // With its marks beside it, so that the many rows of `items` need no index on random digests.
      await table(
        db,
        'missing',
        { mountId: 'bigint', mid: 'bigint', fingerprint: 'char(64)', stableId: 'varchar(255)?' },
        ['mountId', 'mid'],
      );
      await index(db, 'missing', ['fingerprint']);
      await index(db, 'missing', ['stableId']);
      await table(
        db,
        'tombstones',
        {
          mid: 'bigint',
          itemId: 'bigint',
          folderId: 'bigint',
          mountId: 'bigint',
          fingerprint: 'char(64)',
          stableId: 'varchar(255)?',
          storedSize: 'bigint?',
          received: 'bigint',
          deletedAt: 'bigint',
          cn: 'bigint',
          taken: 'int',
        },
        ['mid'],
      );
      await index(db, 'tombstones', ['fingerprint']);
      await index(db, 'tombstones', ['stableId']);
      await index(db, 'tombstones', ['deletedAt']);
      await table(
        db,
        'journal',
        {
          cn: 'bigint',
          folderId: 'bigint',
          itemId: 'bigint',
          mid: 'bigint',
          change: 'varchar(16)',
          otherFolderId: 'bigint?',
          at: 'bigint',
        },
        ['cn'],
      );
    },
  },
  {
    name: 'writes under way, what natives cannot hold, and sharing',
    async up(db) {
      await table(
        db,
        'intents',
        {
          intentId: 'bigint',
          sessionId: 'varchar(64)',
          kind: 'varchar(16)',
          mountId: 'bigint',
          folderId: 'bigint',
          checkpoint: 'text?',
          fingerprint: 'char(64)',
          sha256: 'char(64)',
          size: 'bigint',
          lineEnds: 'blob',
          phase: 'varchar(16)',
          backendKey: 'text?',
          sourceMid: 'bigint?',
          sourceFolderId: 'bigint?',
          sourceKey: 'text?',
          payload: 'text',
          at: 'bigint',
        },
        ['intentId'],
      );
      await index(db, 'intents', ['mountId']);
      await table(
        db,
        'arrivals',
        {
          mountId: 'bigint',
          folderId: 'bigint',
          backendKey: 'varchar(512)',
          contentRevision: 'text',
          flagsRevision: 'text?',
          stableId: 'text?',
          flags: 'text?',
          received: 'bigint?',
          storedSize: 'bigint?',
          mediaType: 'text',
          fingerprint: 'char(64)',
          head: 'text',
        },
        ['folderId', 'backendKey'],
      );
      await index(db, 'arrivals', ['mountId', 'folderId', 'received']);
      await table(
        db,
        'residues',
        {
          mid: 'bigint',
          contentRevision: 'text',
          storedSha256: 'char(64)',
          originalSha256: 'char(64)',
          originalSize: 'bigint',
          mode: 'varchar(16)',
          data: 'blob',
        },
        ['mid'],
      );
      await table(
        db,
        'overlay',
        { itemId: 'bigint', property: 'varchar(255)', op: 'varchar(8)', value: 'text?', overSha256: 'char(64)?' },
        ['itemId', 'property'],
      );
      await table(db, 'blobs', { sha256: 'char(64)', size: 'bigint', refs: 'bigint' }, ['sha256']);
      await table(db, 'blobPieces', { owner: 'varchar(64)', sequence: 'bigint', data: 'blob' }, ['owner', 'sequence']);
      await table(db, 'sessions', { sessionId: 'varchar(64)', host: 'text', pid: 'bigint', expiresAt: 'bigint' }, [
        'sessionId',
      ]);
      await table(
        db,
        'leases',
        { name: 'varchar(255)', sessionId: 'varchar(64)?', token: 'bigint', expiresAt: 'bigint' },
        ['name'],
      );
      await table(db, 'secrets', { name: 'varchar(255)', sealed: 'blob' }, ['name']);
    },
  },
  {
    name: 'times of calendars and tasks',
    async up(db) {
      await addColumns(db, 'items', {
        startsAt: 'bigint?',
        endsAt: 'bigint?',
        allDay: 'int 0',
        recurrence: 'text?',
        clipStart: 'bigint?',
        clipEnd: 'bigint?',
        uid: 'varchar(255)?',
      });
      await index(db, 'items', ['uid']);
    },
  },
];

/** The newest schema version this package knows. */
export const SCHEMA_VERSION: number = migrations.length;

/** Runs the steps a store still lacks; the caller holds the write lock. */
export async function migrate(db: Db, from: number): Promise<void> {
  for (const migration of migrations.slice(from)) await migration.up(db);
}
