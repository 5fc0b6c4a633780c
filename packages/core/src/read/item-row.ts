import type { ItemKind } from '../contract/entries.ts';
import type { Head } from '../contract/format.ts';
import type { ItemRow } from '../state/rows.ts';

/** The columns of an item row that its head gives. */
export type HeadColumns = Omit<ItemRow, 'itemId' | 'kind' | 'mediaType' | 'sha256' | 'size' | 'flags' | 'coreFlags'>;

const KEY_LENGTH = 255;
const TEXT_LENGTH = 2_000;

/** What text is sorted by: without accents and case, and not without end. */
function sortKey(text: string): string {
  return text.slice(0, KEY_LENGTH).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Makes index columns of a head. */
export function headColumns(head: Head): HeadColumns {
  return {
    fingerprint: head.fingerprint,
    messageClass: head.messageClass,
    subject: cap(head.subject),
    normalizedSubject: cap(head.normalizedSubject),
    subjectKey: sortKey(head.normalizedSubject),
    fromName: cap(head.fromName),
    fromAddress: cap(head.fromAddress),
    fromKey: sortKey(head.fromName || head.fromAddress),
    displayTo: cap(head.displayTo),
    displayCc: cap(head.displayCc),
    sent: head.sent?.getTime() ?? null,
    importance: head.importance,
    sensitivity: head.sensitivity,
    messageId: head.messageId === undefined ? null : cap(head.messageId),
    inReplyTo: head.inReplyTo === undefined ? null : cap(head.inReplyTo),
    references: head.references.join(' '),
    hasAttachments: head.hasAttachments === undefined ? null : Number(head.hasAttachments),
  };
}

// Index rows stay small whatever a hostile header holds; the whole of it is in the item. No lone surrogates: SQL text.
function cap(text: string): string {
  return (text.length > TEXT_LENGTH ? text.slice(0, TEXT_LENGTH) : text).toWellFormed();
}

/** A whole item row. */
export function itemRow(
  itemId: number,
  about: {
    readonly kind: ItemKind;
    readonly mediaType: string;
    readonly sha256: string | null;
    readonly size: number | null;
  },
  head: HeadColumns,
  flags: { readonly flags: string; readonly coreFlags: string },
): ItemRow {
  return { itemId, ...about, ...head, ...flags };
}
