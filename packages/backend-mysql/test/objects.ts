import { type Backend, bytesSource, collect, type ItemEntry, type ItemWritten, type NewItem } from '@mapistore/core';

/** A signal that never aborts. */
export const calm: AbortSignal = new AbortController().signal;

/** A task with the usual lines and others that no column is for. */
export function task(subject: string, ...more: readonly string[]): Uint8Array {
  return Buffer.from(
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Odd//Program//EN',
      'BEGIN:VTODO',
      `UID:${Buffer.from(subject).toString('hex').slice(0, 60)}@example.org`,
      'DTSTAMP:20260101T000000Z',
      `SUMMARY;LANGUAGE=de:${subject}`,
      'X-ODD;X-PARAM="a;b":keep me',
      'DUE;VALUE=DATE:20260301',
      'STATUS:IN-PROCESS',
      'PERCENT-COMPLETE:40',
      ...more,
      'END:VTODO',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  );
}

export function item(bytes: Uint8Array, mediaType = 'text/calendar'): NewItem {
  return { body: bytesSource(bytes, mediaType), flags: [] };
}

/** Stores one item and gives what became of it. */
export async function add(backend: Backend, bytes: Uint8Array, mediaType?: string, folder = ''): Promise<ItemWritten> {
  const written = await backend.createItem?.({ folder, item: item(bytes, mediaType), signal: calm });
  if (written === undefined) throw new Error('nothing was stored');
  return written;
}

export async function read(backend: Backend, key: string, folder = ''): Promise<string> {
  return Buffer.from(await collect(await backend.openBody({ folder, key, signal: calm }))).toString('utf8');
}

/** All items of a folder, and the token of the listing. */
export async function list(
  backend: Backend,
  folder = '',
): Promise<{ readonly items: readonly ItemEntry[]; readonly token: string }> {
  const items: ItemEntry[] = [];
  let cursor: string | undefined;
  for (;;) {
    const more = cursor === undefined ? {} : { cursor };
    const page = await backend.listItems({ folder, detail: 'head', limit: 100, signal: calm, ...more });
    items.push(...page.items);
    if (page.next === undefined) return { items, token: page.token ?? '' };
    cursor = page.next;
  }
}

/** What changed since a token, all pages of it. */
export async function changesSince(
  backend: Backend,
  token: string,
  folder = '',
): Promise<{ readonly changed: readonly string[]; readonly removed: readonly string[]; readonly token: string }> {
  const changed: string[] = [];
  const removed: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const more = cursor === undefined ? {} : { cursor };
    const page = await backend.changes?.({ folder, token, limit: 100, signal: calm, ...more });
    changed.push(...(page?.changed ?? []).map(({ key }) => key));
    removed.push(...(page?.removed ?? []));
    if (page?.next === undefined) return { changed, removed, token: page?.token ?? '' };
    cursor = page.next;
  }
}
