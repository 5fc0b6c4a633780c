import type { Replicas } from '../identity/replicas.ts';
import { propertyByName } from '../properties/lookup.ts';
import { splitWords } from '../read/words.ts';
import type { ListingColumn } from '../state/listing.ts';
import type { ContentsRow } from '../state/rows.ts';
import { type PartialSubject, type Subject, UNKNOWN } from './evaluate.ts';
import type { RestrictionValue } from './restriction.ts';

/** A column of a contents table: the property it shows and how it is read from an index row. */
export interface Column {
  readonly property: string;
  /** The short name that people type. */
  readonly alias?: string;
  readonly sort?: ListingColumn;
  value(row: ContentsRow, ids: Replicas): RestrictionValue | undefined;
  /** Whether the row does not tell, and the item has to be read for it. */
  isUnknown?(row: ContentsRow): boolean;
}

const SEEN = 0x1;
const HAS_ATTACHMENTS = 0x10;

/** PidTagMessageFlags ([MS-OXCMSG] 2.2.1.6), as far as an index row knows it. */
export function messageFlags(row: ContentsRow): number {
  return (splitWords(row.flags).includes('$seen') ? SEEN : 0) | (row.hasAttachments === 1 ? HAS_ATTACHMENTS : 0);
}

/** Columns that lists can show, sort and filter by. */
const COLUMNS: readonly Column[] = [
  { property: 'PidTagSubject', alias: 'subject', sort: 'subject', value: (row) => row.subject },
  { property: 'PidTagNormalizedSubject', alias: 'topic', sort: 'topic', value: (row) => row.normalizedSubject },
  { property: 'PidTagSentRepresentingName', alias: 'name', sort: 'name', value: (row) => row.fromName },
  { property: 'PidTagSentRepresentingSmtpAddress', alias: 'address', value: (row) => row.fromAddress },
  // What people call "from" is both.
  { property: 'from', alias: 'from', sort: 'sender', value: (row) => `${row.fromName} <${row.fromAddress}>` },
  { property: 'PidTagDisplayTo', alias: 'to', value: (row) => row.displayTo },
  { property: 'PidTagDisplayCc', alias: 'cc', value: (row) => row.displayCc },
  { property: 'PidTagMessageDeliveryTime', alias: 'date', sort: 'received', value: (row) => new Date(row.received) },
  {
    property: 'PidTagMessageDeliveryTime',
    alias: 'received',
    sort: 'received',
    value: (row) => new Date(row.received),
  },
  {
    property: 'PidTagClientSubmitTime',
    alias: 'sent',
    sort: 'sent',
    value: (row) => (row.sent === null ? undefined : new Date(row.sent)),
  },
  {
    property: 'PidTagMessageSize',
    alias: 'size',
    sort: 'size',
    value: (row) => row.size ?? row.storedSize ?? undefined,
  },
  { property: 'PidTagMessageClass', alias: 'class', sort: 'messageClass', value: (row) => row.messageClass },
  { property: 'PidTagImportance', alias: 'importance', sort: 'importance', value: (row) => row.importance },
  { property: 'PidTagSensitivity', alias: 'sensitivity', sort: 'sensitivity', value: (row) => row.sensitivity },
  { property: 'PidTagInternetMessageId', alias: 'message-id', value: (row) => row.messageId ?? undefined },
  {
    property: 'PidTagHasAttachments',
    alias: 'attachments',
    value: (row) => (row.hasAttachments === null ? undefined : row.hasAttachments === 1),
    isUnknown: lacksAttachments,
  },
  { property: 'PidTagMessageFlags', alias: 'message-flags', value: messageFlags, isUnknown: lacksAttachments },
  // Of appointments, tasks and journal entries alike; [MS-OXPROPS] has a property of its own for each.
  { property: 'PidLidCommonStart', alias: 'start', sort: 'startsAt', value: (row) => dateOf(row.startsAt) },
  { property: 'PidLidCommonEnd', alias: 'end', sort: 'endsAt', value: (row) => dateOf(row.endsAt) },
  { property: 'PidLidRecurrencePattern', alias: 'recurrence', value: (row) => row.recurrence ?? undefined },
  { property: 'uid', alias: 'uid', value: (row) => row.uid ?? undefined },
  { property: 'id', alias: 'id', sort: 'mid', value: (row) => `m${row.itemId}` },
  { property: 'kind', alias: 'kind', sort: 'kind', value: (row) => row.kind },
  { property: 'PidTagMid', value: (row, ids) => ids.mapiId(row.mid) },
  { property: 'PidTagFolderId', value: (row, ids) => ids.mapiId(row.folderId) },
  { property: 'PidTagChangeNumber', value: (row, ids) => ids.mapiCn(row.cn) },
];

/** Only the head was seen, and it does not say. */
function lacksAttachments({ hasAttachments }: ContentsRow): boolean {
  return hasAttachments === null;
}

function dateOf(time: number | null): Date | undefined {
  return time === null ? undefined : new Date(time);
}

/** A column by its alias or canonical property name. */
export function column(name: string): Column | undefined {
  return COLUMNS.find(({ alias, property }) => alias === name || property === name);
}

/** The canonical name of the property that a column of listings is made of. */
export function sortedProperty(by: ListingColumn): string {
  return COLUMNS.find(({ sort }) => sort === by)?.property ?? by;
}

/** Names that `column` knows, for messages. */
export function columnNames(): readonly string[] {
  return COLUMNS.flatMap(({ alias }) => alias ?? []);
}

/** Properties that an index row holds, by their canonical names. */
export function columnProperties(): readonly string[] {
  return [...new Set(COLUMNS.map(({ property }) => property))];
}

/** An index row as a restriction sees it. What only the item itself can tell is not known. */
export function rowSubject(row: ContentsRow, ids: Replicas): PartialSubject {
  const flags = splitWords(row.flags);
  return {
    value(name) {
      const known = column(name);
      if (known === undefined) return mayBeProperty(name) ? UNKNOWN : undefined;
      return known.isUnknown?.(row) === true ? UNKNOWN : known.value(row, ids);
    },
    hasFlag: (flag) => flags.includes(flag),
    rows: () => UNKNOWN,
  };
}

/** A row as a restriction sees it that nothing but the index answers: what that does not tell, the item has not. */
export function indexSubject(row: ContentsRow, ids: Replicas): Subject {
  const partial = rowSubject(row, ids);
  return {
    value(name) {
      const value = partial.value(name);
      return value === UNKNOWN ? undefined : value;
    },
    hasFlag: (flag) => partial.hasFlag(flag),
  };
}

/** Whether an item can have a property of that name at all. */
function mayBeProperty(name: string): boolean {
  return name.includes('#') || propertyByName(name) !== undefined;
}
