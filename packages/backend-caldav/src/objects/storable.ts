import { createHash } from 'node:crypto';
import { type ContentLine, contentLines, lineParts } from '@mapistore/core';

/*
 * What a collection cannot hold and an item can do without (RFC 4791 s.4.1, RFC 6352 s.5.1): a METHOD, with which most
 * programs export their calendars, and a missing UID, which cards of many programs lack. The one is left out and the other
 * is made, so that such items need not stay outside; whoever wants the very bytes back keeps them beside.
 */

/** Methods of objects that say what is, and not what somebody answers or calls off (RFC 5546 s.1.4). */
const LEFT_OUT: ReadonlySet<string> = new Set(['PUBLISH', 'REQUEST']);
const ITEMS: ReadonlySet<string> = new Set(['VEVENT', 'VTODO', 'VJOURNAL']);

/**
 * The item as a collection can hold it; the input itself where it can be held as it is. A UID is made of the bytes, so that
 * the same bytes have the same one.
 */
export function storable(bytes: Uint8Array, mediaType: string): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const uid = `mapistore-${createHash('sha256').update(bytes).digest('hex').slice(0, 40)}`;
  const edits = mediaType === 'text/vcard' ? cardEdits(text, uid) : calendarEdits(text, uid);
  if (edits.length === 0) return bytes;
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, by } of edits) {
    parts.push(text.slice(at, start), by);
    at = end;
  }
  parts.push(text.slice(at));
  return Buffer.from(parts.join(''), 'latin1');
}

/** Whether the UID of an item is one that {@link storable} made. */
export function isMadeUid(uid: string): boolean {
  return /^mapistore-[0-9a-f]{40}$/.test(uid);
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

function calendarEdits(text: string, uid: string): Edit[] {
  const edits: Edit[] = [];
  const begins: ContentLine[] = [];
  let depth = 0;
  let hasUid = false;
  for (const line of contentLines(text)) {
    if (line.name === 'BEGIN') {
      depth++;
      if (depth === 2 && ITEMS.has(upperValue(line))) begins.push(line);
    } else if (line.name === 'END') depth--;
    else if (depth === 1 && line.name === 'METHOD' && LEFT_OUT.has(upperValue(line)))
      edits.push({ start: line.start, end: line.end, by: '' });
    else if (depth === 2 && line.name === 'UID') hasUid = true;
  }
  const [only, ...others] = begins;
  // Of several without a UID nobody knows whether they are one item.
  if (!hasUid && only !== undefined && others.length === 0) edits.push(inserted(text, only, uid));
  return edits.sort((a, b) => a.start - b.start);
}

function cardEdits(text: string, uid: string): Edit[] {
  let begin: ContentLine | undefined;
  let version: ContentLine | undefined;
  for (const line of contentLines(text)) {
    if (line.name === 'UID') return [];
    if (line.name === 'BEGIN') begin ??= line;
    if (line.name === 'VERSION') version ??= line;
  }
  // VERSION stands right behind BEGIN (RFC 6350 s.6.7.9).
  const behind = version ?? begin;
  return behind === undefined ? [] : [inserted(text, behind, uid)];
}

/** A line of its own behind another one, which ends as that one does. */
function inserted(text: string, behind: ContentLine, uid: string): Edit {
  const lineEnd = text.slice(behind.start, behind.end).endsWith('\r\n') ? '\r\n' : '\n';
  return { start: behind.end, end: behind.end, by: `UID:${uid}${lineEnd}` };
}

function upperValue(line: ContentLine): string {
  return lineParts(line.text).value.trim().toUpperCase();
}
