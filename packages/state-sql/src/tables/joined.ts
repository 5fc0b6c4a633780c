import type { ContentsRow, ItemRow } from '@mapistore/core';
import type { SelectQueryBuilder } from 'kysely';
import type { Database, Db } from '../schema/database.ts';

const ITEM_COLUMNS = [
  'kind',
  'mediaType',
  'sha256',
  'size',
  'fingerprint',
  'messageClass',
  'subject',
  'normalizedSubject',
  'subjectKey',
  'fromName',
  'fromAddress',
  'fromKey',
  'displayTo',
  'displayCc',
  'sent',
  'importance',
  'sensitivity',
  'messageId',
  'inReplyTo',
  'references',
  'hasAttachments',
  'startsAt',
  'endsAt',
  'allDay',
  'recurrence',
  'clipStart',
  'clipEnd',
  'uid',
  'creator',
  'flags',
  'coreFlags',
] as const;

/** A query of memberships with their items. */
export type Joined = SelectQueryBuilder<Database, 'memberships' | 'items', ContentsRow>;

/** Memberships with their items. `received` is in the index of the memberships, so a page by date reads just its own rows. */
export function joined(db: Db, columns: readonly (keyof ItemRow)[] = ITEM_COLUMNS): Joined {
  return db
    .selectFrom('memberships')
    .innerJoin('items', 'items.itemId', 'memberships.itemId')
    .selectAll('memberships')
    .select(columns.map((column) => `items.${column}` as const)) as unknown as Joined;
}
