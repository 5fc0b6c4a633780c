import { splitWords } from '../read/words.ts';
import type { ContentsRow } from '../state/rows.ts';
import type { SortColumn } from '../state/tables.ts';
import type { RestrictionValue } from './restriction.ts';

/** A column of a contents table: the property it shows and how it is read from an index row. */
interface Column {
  readonly property: string;
  /** The short name that people type. */
  readonly alias: string;
  readonly sort?: SortColumn;
  value(row: ContentsRow): RestrictionValue | undefined;
}

const SEEN = 0x1;
const HAS_ATTACHMENTS = 0x10;

/** PidTagMessageFlags ([MS-OXCMSG] 2.2.1.6), as far as an index row knows it. */
export function messageFlags(row: ContentsRow): number {
  return (splitWords(row.flags).includes('$seen') ? SEEN : 0) | (row.hasAttachments === 1 ? HAS_ATTACHMENTS : 0);
}

/** Columns that lists can show, sort and filter by. */
const COLUMNS: readonly Column[] = [
  { property: 'PidTagSubject', alias: 'subject', sort: 'subjectKey', value: (row) => row.subject },
  { property: 'PidTagNormalizedSubject', alias: 'topic', sort: 'subjectKey', value: (row) => row.normalizedSubject },
  { property: 'PidTagSentRepresentingName', alias: 'name', sort: 'fromKey', value: (row) => row.fromName },
  { property: 'PidTagSentRepresentingSmtpAddress', alias: 'address', value: (row) => row.fromAddress },
  // What people call "from" is both.
  { property: 'from', alias: 'from', sort: 'fromKey', value: (row) => `${row.fromName} <${row.fromAddress}>` },
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
    sort: 'storedSize',
    value: (row) => row.size ?? row.storedSize ?? undefined,
  },
  { property: 'PidTagMessageClass', alias: 'class', sort: 'messageClass', value: (row) => row.messageClass },
  { property: 'PidTagImportance', alias: 'importance', value: (row) => row.importance },
  { property: 'PidTagSensitivity', alias: 'sensitivity', value: (row) => row.sensitivity },
  { property: 'PidTagInternetMessageId', alias: 'message-id', value: (row) => row.messageId ?? undefined },
  {
    property: 'PidTagHasAttachments',
    alias: 'attachments',
    value: (row) => (row.hasAttachments === null ? undefined : row.hasAttachments === 1),
  },
  { property: 'PidTagMessageFlags', alias: 'message-flags', value: messageFlags },
  // Of appointments, tasks and journal entries alike; [MS-OXPROPS] has a property of its own for each.
  { property: 'PidLidCommonStart', alias: 'start', sort: 'startsAt', value: (row) => dateOf(row.startsAt) },
  { property: 'PidLidCommonEnd', alias: 'end', sort: 'endsAt', value: (row) => dateOf(row.endsAt) },
  { property: 'PidLidRecurrencePattern', alias: 'recurrence', value: (row) => row.recurrence ?? undefined },
  { property: 'uid', alias: 'uid', value: (row) => row.uid ?? undefined },
  { property: 'id', alias: 'id', sort: 'mid', value: (row) => `m${row.itemId}` },
  { property: 'kind', alias: 'kind', value: (row) => row.kind },
];

function dateOf(time: number | null): Date | undefined {
  return time === null ? undefined : new Date(time);
}

/** A column by its alias or canonical property name. */
export function column(name: string): Column | undefined {
  return COLUMNS.find(({ alias, property }) => alias === name || property === name);
}

/** Names that `column` knows, for messages. */
export function columnNames(): readonly string[] {
  return COLUMNS.map(({ alias }) => alias);
}
