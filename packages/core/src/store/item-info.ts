import type { Flags, ItemKind } from '../contract/entries.ts';
import { splitWords } from '../read/words.ts';
import type { ContentsRow } from '../state/rows.ts';
import { type ItemId, itemId } from './ids.ts';

/** An item as lists show it. */
export interface ItemInfo {
  readonly id: ItemId;
  /** Path of its folder. */
  readonly path: string;
  readonly kind: ItemKind;
  /** PidTagMessageClass. */
  readonly class: string;
  readonly subject: string;
  readonly from: { readonly name: string; readonly address: string };
  /** PidTagDisplayTo. */
  readonly to: string;
  /** When it came into the store (PidTagMessageDeliveryTime). */
  readonly date: Date;
  /** When its author sent it (PidTagClientSubmitTime). */
  readonly sent?: Date;
  /** Bytes of the original, or as stored where the original was never read here. */
  readonly size: number;
  readonly flags: Flags;
  readonly importance: number;
  /** When it is, for what has a time: an appointment, a task, a journal entry. */
  readonly time?: ItemTime;
  /** UID of an iCalendar object or a vCard. */
  readonly uid?: string;
  /** Undefined where only the head is known. */
  readonly hasAttachments?: boolean;
  readonly mediaType: string;
  /** SHA-256 of the original bytes, where core has seen them. */
  readonly sha256?: string;
  /** True where no backend holds the item, and core keeps its bytes itself. */
  readonly keptByCore: boolean;
}

/** When an item is. Floating times and whole days are given as UTC. */
export interface ItemTime {
  /** Of a series, of its first instance. A task may have no start, or no end (its due date). */
  readonly start?: Date;
  readonly end?: Date;
  readonly allDay: boolean;
  /** PidLidRecurrencePattern: the rule of a series in English words. */
  readonly recurrence?: string;
}

/** Makes the public form of an index row. */
export function itemInfo(row: ContentsRow, path: string): ItemInfo {
  return {
    id: itemId(row.itemId),
    path,
    kind: row.kind as ItemKind,
    class: row.messageClass,
    subject: row.subject,
    from: { name: row.fromName, address: row.fromAddress },
    to: row.displayTo,
    date: new Date(row.received),
    ...(row.sent !== null && { sent: new Date(row.sent) }),
    size: row.size ?? row.storedSize ?? 0,
    flags: splitWords(row.flags),
    importance: row.importance,
    ...timeOf(row),
    ...(row.uid !== null && { uid: row.uid }),
    ...(row.hasAttachments !== null && { hasAttachments: row.hasAttachments === 1 }),
    mediaType: row.mediaType,
    ...(row.sha256 !== null && { sha256: row.sha256 }),
    keptByCore: row.blob !== null,
  };
}

function timeOf({ startsAt, endsAt, allDay, recurrence }: ContentsRow): { time?: ItemTime } {
  if (startsAt === null && endsAt === null) return {};
  return {
    time: {
      ...(startsAt !== null && { start: new Date(startsAt) }),
      ...(endsAt !== null && { end: new Date(endsAt) }),
      allDay: allDay === 1,
      ...(recurrence !== null && { recurrence }),
    },
  };
}
