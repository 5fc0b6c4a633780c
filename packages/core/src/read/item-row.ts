import type { HeadInput, HeadTime } from '../contract/format.ts';
import type { Formats } from '../formats/registry.ts';
import { KEY_LENGTH, textKey } from '../restriction/text.ts';
import type { ItemRow } from '../state/rows.ts';

/** The columns of an item row that its head gives. */
export type HeadColumns = Omit<ItemRow, 'itemId' | 'mediaType' | 'sha256' | 'size' | 'creator' | 'flags' | 'coreFlags'>;

const TEXT_LENGTH = 2_000;

/** Makes index columns of the head of an item. */
export function headColumns(formats: Formats, mediaType: string, input: HeadInput): HeadColumns {
  const head = formats.head(mediaType, input);
  return {
    kind: head.kind ?? formats.kind(mediaType),
    fingerprint: head.fingerprint,
    messageClass: head.messageClass,
    subject: cap(head.subject),
    normalizedSubject: cap(head.normalizedSubject),
    subjectKey: textKey(head.normalizedSubject),
    fromName: cap(head.fromName),
    fromAddress: cap(head.fromAddress),
    fromKey: textKey(head.fromName || head.fromAddress),
    displayTo: cap(head.displayTo),
    displayCc: cap(head.displayCc),
    sent: head.sent?.getTime() ?? null,
    importance: head.importance,
    sensitivity: head.sensitivity,
    messageId: head.messageId === undefined ? null : cap(head.messageId),
    inReplyTo: head.inReplyTo === undefined ? null : cap(head.inReplyTo),
    references: head.references.join(' '),
    hasAttachments: head.hasAttachments === undefined ? null : Number(head.hasAttachments),
    ...timeColumns(head.time),
    uid: head.uid === undefined ? null : head.uid.slice(0, KEY_LENGTH).toWellFormed(),
  };
}

/** The columns of a subject, whole and without its prefix. */
export function textColumns(
  subject: string,
  normalized: string,
): Pick<ItemRow, 'subject' | 'normalizedSubject' | 'subjectKey'> {
  return { subject: cap(subject), normalizedSubject: cap(normalized), subjectKey: textKey(normalized) };
}

/**
 * What an item is known again by when others move it: the server's own id, else the UID that calendar objects and cards
 * carry in themselves.
 */
export function stableIdOf(given: string | undefined | null, { uid }: Pick<HeadColumns, 'uid'>): string | null {
  return given ?? (uid === null || uid === undefined ? null : `uid:${uid}`.slice(0, KEY_LENGTH));
}

function timeColumns(time: HeadTime | undefined) {
  return {
    startsAt: milliseconds(time?.start),
    endsAt: milliseconds(time?.end),
    allDay: Number(time?.allDay ?? false),
    recurrence: time?.recurrence === undefined ? null : cap(time.recurrence),
    ...clip(time),
  };
}

/** A single item has just its own time. */
function clip(time: HeadTime | undefined) {
  const single = time?.recurrence === undefined;
  return {
    clipStart: milliseconds(time?.clipStart ?? (single ? (time?.start ?? time?.end) : undefined)),
    clipEnd: milliseconds(time?.clipEnd ?? (single ? (time?.end ?? time?.start) : undefined)),
  };
}

/** What no clock shows is no time: a hostile year would not fit a column. */
function milliseconds(date: Date | undefined): number | null {
  const time = date?.getTime();
  return time === undefined || Number.isNaN(time) ? null : time;
}

// Index rows stay small whatever a hostile header holds; the whole of it is in the item. No lone surrogates: SQL text.
function cap(text: string): string {
  return (text.length > TEXT_LENGTH ? text.slice(0, TEXT_LENGTH) : text).toWellFormed();
}

/** Also for a write that an older program began, which did not know of times. */
const NO_TIME = {
  startsAt: null,
  endsAt: null,
  allDay: 0,
  recurrence: null,
  clipStart: null,
  clipEnd: null,
  uid: null,
} as const satisfies Partial<ItemRow>;

/** A whole item row. */
export function itemRow(
  itemId: number,
  about: {
    readonly mediaType: string;
    readonly sha256: string | null;
    readonly size: number | null;
  },
  head: HeadColumns,
  flags: { readonly flags: string; readonly coreFlags: string; readonly creator?: string | null },
): ItemRow {
  return { itemId, ...NO_TIME, creator: null, ...about, ...head, ...flags };
}
