import { isUtf8 } from 'node:buffer';
import { contentLines, type ItemKind, lineParts } from '@mapistore/core';

/** What a calendar or address object says of itself, as far as a server cares. */
export interface ObjectFacts {
  /** As written, without white space around it; escapes are left. */
  readonly uid: string;
  /** `VEVENT`, `VTODO`, `VJOURNAL` or `VCARD`. */
  readonly component: string;
}

/** The kinds of the components. */
export const COMPONENT_KINDS: Readonly<Record<string, readonly ItemKind[]>> = {
  VEVENT: ['event'],
  VTODO: ['task'],
  VJOURNAL: ['note', 'journal'],
};

/** What stands beside the components and is none of its own. */
const BESIDE = new Set(['VTIMEZONE']);

/**
 * Looks whether bytes are one object that a collection may hold: RFC 4791 s.4.1 for calendars, RFC 6352 s.5.1 for
 * address books. Gives the reason where they are not. Reads lines and nothing more; linear in their length.
 */
export function checkObject(bytes: Uint8Array, mediaType: string): ObjectFacts | { readonly reason: string } {
  if (!isUtf8(bytes)) return { reason: 'it is not UTF-8' };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f]/.test(text)) return { reason: 'it has control characters, which XML cannot carry' };
  if (/\r(?!\n)/.test(text)) return { reason: 'it has a carriage return that ends no line' };
  return mediaType === 'text/vcard' ? checkCard(text) : checkCalendar(text);
}

function checkCalendar(text: string): ObjectFacts | { readonly reason: string } {
  const open: string[] = [];
  const uids = new Set<string>();
  const components = new Set<string>();
  let calendars = 0;
  for (const line of contentLines(text)) {
    if (line.name === 'BEGIN' || line.name === 'END') {
      const name = lineParts(line.text).value.trim().toUpperCase();
      if (line.name === 'END') {
        if (open.pop() !== name) return { reason: `END:${shown(name)} ends what did not begin` };
        continue;
      }
      if (open.length === 0 && (name !== 'VCALENDAR' || ++calendars > 1))
        return {
          reason: calendars > 1 ? 'it holds more than one calendar object' : 'it does not begin with VCALENDAR',
        };
      if (open.length === 1 && !BESIDE.has(name)) components.add(name);
      open.push(name);
    } else if (open.length === 0) {
      if (line.text.trim() !== '') return { reason: 'it does not begin with VCALENDAR' };
    } else if (open.length === 1 && line.name === 'METHOD') {
      return { reason: 'it has a METHOD, so it is a message about an item and not an item (RFC 4791 section 4.1)' };
    } else if (open.length === 2 && line.name === 'UID' && !BESIDE.has(open[1] ?? '')) {
      uids.add(lineParts(line.text).value.trim());
    }
  }
  if (open.length > 0) return { reason: `${shown(open.at(-1) ?? '')} does not end` };
  if (calendars === 0) return { reason: 'it does not begin with VCALENDAR' };
  const [component, ...others] = components;
  if (component === undefined) return { reason: 'it holds no component' };
  if (others.length > 0) return { reason: 'it holds components of several kinds' };
  if (!(component in COMPONENT_KINDS)) return { reason: `${shown(component)} is no event, task or journal` };
  return oneUid(uids, component);
}

function checkCard(text: string): ObjectFacts | { readonly reason: string } {
  const uids = new Set<string>();
  let open = false;
  let cards = 0;
  for (const line of contentLines(text)) {
    const value = (): string => lineParts(line.text).value.trim();
    if (line.name === 'BEGIN' && value().toUpperCase() === 'VCARD') {
      if (open || ++cards > 1) return { reason: 'it holds more than one vCard' };
      open = true;
    } else if (line.name === 'END' && value().toUpperCase() === 'VCARD') {
      open = false;
    } else if (!open) {
      if (line.text.trim() !== '') return { reason: 'it has lines outside of a vCard' };
    } else if (line.name === 'UID') uids.add(value());
    else if (line.name === 'VERSION' && value() === '2.1')
      return { reason: 'it is a vCard 2.1; address books hold 3.0 and 4.0 (RFC 6352 section 5.1)' };
  }
  if (cards === 0) return { reason: 'it does not begin with VCARD' };
  if (open) return { reason: 'VCARD does not end' };
  return oneUid(uids, 'VCARD');
}

function oneUid(uids: ReadonlySet<string>, component: string): ObjectFacts | { readonly reason: string } {
  const [uid, ...others] = uids;
  if (uid === undefined || uid === '') return { reason: 'it has no UID, by which a server knows it' };
  return others.length > 0 ? { reason: 'it holds items of several UIDs' } : { uid, component };
}

function shown(name: string): string {
  return name.replaceAll(/[^A-Z0-9-]/g, '').slice(0, 40);
}
