import { fillListing } from '../tables/listing-rows.ts';
import { SchemaBuilder } from './builder.ts';
import { changeSync } from './change-sync.ts';
import type { Db } from './database.ts';
import type { Flavour } from './flavour.ts';
import { objectTables } from './object-tables.ts';
import { rightsAndRules } from './rights-and-rules.ts';

/**
 * One step of the schema. Steps are never changed once released; a new version is a new step at the end. A step may have
 * been broken off in a database that cannot take it back, so it does again what is not done.
 */
export interface Migration {
  readonly name: string;
  up(schema: SchemaBuilder): Promise<void>;
}

const migrations: readonly Migration[] = [
  {
    name: 'identity, index, journal',
    async up(schema) {
      await schema.table('counters', { name: 'varchar(32)', value: 'bigint' }, ['name']);
      for (const name of ['id', 'cn']) await schema.counter(name);
      await schema.table(
        'mounts',
        { mountId: 'bigint', path: 'text', uri: 'text', options: 'text', secretRef: 'text?', epoch: 'bigint' },
        ['mountId'],
      );
      await schema.table(
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
      await schema.table(
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
      await schema.table(
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
      await schema.index('memberships', ['folderId', 'backendKey'], true);
      await schema.index('memberships', ['folderId', 'received', 'mid']);
      await schema.index('memberships', ['itemId']);
      await schema.index('items', ['sha256']);
      await schema.table('seen', { folderId: 'bigint', pass: 'bigint', backendKey: 'varchar(512)' }, [
        'folderId',
        'pass',
        'backendKey',
      ]);
      // With its marks beside it, so that the many rows of `items` need no index on random digests.
      await schema.table(
        'missing',
        { mountId: 'bigint', mid: 'bigint', fingerprint: 'char(64)', stableId: 'varchar(255)?' },
        ['mountId', 'mid'],
      );
      await schema.index('missing', ['fingerprint']);
      await schema.index('missing', ['stableId']);
      await schema.table(
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
      await schema.index('tombstones', ['fingerprint']);
      await schema.index('tombstones', ['stableId']);
      await schema.index('tombstones', ['deletedAt']);
      await schema.table(
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
    async up(schema) {
      await schema.table(
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
      await schema.index('intents', ['mountId']);
      await schema.table(
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
      await schema.index('arrivals', ['mountId', 'folderId', 'received']);
      await schema.table(
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
      await schema.table(
        'overlay',
        { itemId: 'bigint', property: 'varchar(255)', op: 'varchar(8)', value: 'text?', overSha256: 'char(64)?' },
        ['itemId', 'property'],
      );
      await schema.table('blobs', { sha256: 'char(64)', size: 'bigint', refs: 'bigint' }, ['sha256']);
      await schema.table('blobPieces', { owner: 'varchar(64)', sequence: 'bigint', data: 'blob' }, [
        'owner',
        'sequence',
      ]);
      await schema.table('sessions', { sessionId: 'varchar(64)', host: 'text', pid: 'bigint', expiresAt: 'bigint' }, [
        'sessionId',
      ]);
      await schema.table(
        'leases',
        { name: 'varchar(255)', sessionId: 'varchar(64)?', token: 'bigint', expiresAt: 'bigint' },
        ['name'],
      );
      await schema.table('secrets', { name: 'varchar(255)', sealed: 'blob' }, ['name']);
    },
  },
  {
    name: 'times of calendars and tasks',
    async up(schema) {
      await schema.addColumns('items', {
        startsAt: 'bigint?',
        endsAt: 'bigint?',
        allDay: 'int 0',
        recurrence: 'text?',
        clipStart: 'bigint?',
        clipEnd: 'bigint?',
        uid: 'varchar(255)?',
      });
      await schema.index('items', ['uid']);
    },
  },
  {
    name: 'contents tables by conditions',
    async up(schema) {
      await schema.table(
        'listing',
        {
          folderId: 'bigint',
          mid: 'bigint',
          received: 'bigint',
          sent: 'bigint?',
          size: 'bigint?',
          importance: 'int',
          sensitivity: 'int',
          hasAttachments: 'int?',
          startsAt: 'bigint?',
          endsAt: 'bigint?',
          seen: 'int',
          flags: 'text',
          messageClass: 'varchar(255)',
          kind: 'varchar(16)',
          subject: 'varchar(255)',
          subjectLong: 'text?',
          topic: 'varchar(255)',
          topicLong: 'text?',
          name: 'varchar(255)',
          nameLong: 'text?',
          sender: 'varchar(255)',
        },
        ['folderId', 'mid'],
        { clustered: true },
      );
      for (const column of ['received', 'sent', 'size', 'subject', 'topic', 'name', 'sender'])
        await schema.index('listing', ['folderId', column, 'mid']);
      await schema.table(
        'listingTexts',
        {
          folderId: 'bigint',
          mid: 'bigint',
          address: 'text',
          from: 'text',
          displayTo: 'text',
          displayCc: 'text',
          messageId: 'varchar(2000)?',
          uid: 'varchar(255)?',
        },
        ['folderId', 'mid'],
        { clustered: true },
      );
      await schema.fill(fillListing);
    },
  },
  {
    name: 'search folders',
    async up(schema) {
      await schema.table(
        'searches',
        {
          folderId: 'bigint',
          criteria: 'text?',
          scope: 'text',
          filledTo: 'varchar(64)?',
          cn: 'bigint',
          stopped: 'int',
        },
        ['folderId'],
      );
      await schema.table('searchHits', { folderId: 'bigint', mid: 'bigint' }, ['folderId', 'mid']);
    },
  },
  objectTables,
  {
    name: 'words of items',
    async up(schema) {
      await schema.table('texts', { itemId: 'bigint', words: 'text' }, ['itemId']);
      const columns = { word: 'varchar(64)', itemId: 'bigint', fields: 'int' };
      await schema.table('words', columns, ['word', 'itemId'], { clustered: true });
    },
  },
  changeSync,
  {
    name: 'rights, limits and rules',
    up: rightsAndRules,
  },
];

/** The newest schema version this package knows. */
export const SCHEMA_VERSION: number = migrations.length;

/** Takes the step that follows a version; the caller holds the write lock and notes the version. */
export async function migrate(db: Db, flavour: Flavour, from: number): Promise<void> {
  await migrations[from]?.up(new SchemaBuilder(db, flavour));
}
