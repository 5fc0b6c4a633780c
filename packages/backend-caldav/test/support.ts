import { type Backend, bytesSource, collect, type ItemEntry, type NewItem, type Secret } from '@mapistore/core';
import { definition } from '../src/index.ts';

/** A signal that nobody aborts. */
export const calm: AbortSignal = new AbortController().signal;

/** What `openMount` may be told. */
export interface MountWishes {
  /** Of the server, such as `http://127.0.0.1:5232/`. */
  readonly url: string;
  readonly service?: 'caldav' | 'carddav';
  /** Below the root of the server, without a slash in front. */
  readonly path?: string;
  readonly query?: string;
  readonly create?: boolean;
  readonly user?: string;
  readonly secret?: Secret | undefined;
  readonly ask?: (request?: { readonly rejected?: Secret }) => Promise<Secret | undefined>;
  readonly signal?: AbortSignal;
  readonly clock?: () => Date;
}

/** Opens a mount of that server as core would. */
export async function openMount(wishes: MountWishes): Promise<Required<Backend>> {
  const url = new URL(wishes.url);
  const scheme = `${wishes.service ?? 'caldav'}${url.protocol === 'https:' ? 's' : ''}`;
  const user = encodeURIComponent(wishes.user ?? 'alice');
  const uri = new URL(`${scheme}://${user}@${url.host}/${wishes.path ?? ''}?${wishes.query ?? ''}`);
  const checked = await definition.options['~standard'].validate(Object.fromEntries(uri.searchParams));
  if (checked.issues) throw new Error(checked.issues.map((issue) => issue.message).join('; '));
  const secret: Secret | undefined = 'secret' in wishes ? wishes.secret : { kind: 'password', password: 'secret' };
  const backend = await definition.open(
    { uri, options: checked.value, create: wishes.create ?? true, signal: wishes.signal ?? calm },
    {
      secret: wishes.ask ?? (async () => secret),
      clock: wishes.clock ?? (() => new Date()),
      log: { debug() {}, info() {}, warn() {} },
    },
  );
  return backend as Required<Backend>;
}

/** Lines as a calendar or card has them. */
export function lines(...all: readonly string[]): Buffer {
  return Buffer.from(`${all.join('\r\n')}\r\n`);
}

/** A small calendar object. */
export function calendar(component: string, uid: string, more: readonly string[] = []): Buffer {
  return lines(
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//MAPIStore//tests//EN',
    `BEGIN:${component}`,
    `UID:${uid}`,
    'DTSTAMP:20260105T100000Z',
    ...(component === 'VTODO' ? [] : ['DTSTART:20260106T100000Z']),
    ...more,
    `END:${component}`,
    'END:VCALENDAR',
  );
}

/** A small event. */
export function event(uid: string, more: readonly string[] = []): Buffer {
  return calendar('VEVENT', uid, ['DTEND:20260106T110000Z', ...(more.length > 0 ? more : [`SUMMARY:About ${uid}`])]);
}

/** A small contact. */
export function card(uid: string, more: readonly string[] = []): Buffer {
  return lines('BEGIN:VCARD', 'VERSION:3.0', `UID:${uid}`, 'FN:Ann Example', 'N:Example;Ann;;;', ...more, 'END:VCARD');
}

/** A new item of these bytes. */
export function item(bytes: Uint8Array, mediaType = 'text/calendar'): NewItem {
  return { body: bytesSource(bytes, mediaType), flags: [] };
}

/** All items of a folder, page by page. */
export async function listAll(
  backend: Backend,
  folder: string,
  more: { readonly detail?: 'revision' | 'head'; readonly limit?: number } = {},
): Promise<{
  items: ItemEntry[];
  unreadable: string[];
  token: string | undefined;
  listing: string | undefined;
  pages: number;
}> {
  const items: ItemEntry[] = [];
  const unreadable: string[] = [];
  let cursor: string | undefined;
  for (let pages = 1; ; pages++) {
    const page = await backend.listItems({
      folder,
      signal: calm,
      detail: more.detail ?? 'revision',
      limit: more.limit ?? 500,
      ...(cursor !== undefined && { cursor }),
    });
    items.push(...page.items);
    unreadable.push(...(page.unreadable ?? []));
    if (page.next === undefined) return { items, unreadable, token: page.token, listing: page.listing, pages };
    cursor = page.next;
  }
}

/** Everything that changed since a token. */
export async function changesSince(
  backend: Required<Backend>,
  folder: string,
  token: string,
  limit = 100,
): Promise<{ changed: string[]; removed: string[]; token: string }> {
  const changed: string[] = [];
  const removed: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await backend.changes({ folder, token, limit, signal: calm, ...(cursor !== undefined && { cursor }) });
    changed.push(...page.changed.map(({ key }) => key));
    removed.push(...page.removed);
    if (page.next === undefined) return { changed, removed, token: page.token as string };
    cursor = page.next;
  }
}

/** The bytes of an item, as text. */
export async function read(backend: Backend, folder: string, key: string): Promise<string> {
  return Buffer.from(await collect(await backend.openBody({ folder, key, signal: calm }))).toString('utf8');
}

/** The lines of an item, unfolded and in order. */
export function inOrder(text: string): string[] {
  return text
    .replaceAll(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .sort();
}

/** An item without white space at the ends of values, and without properties that are empty then. */
export function trimmed(bytes: Uint8Array): Buffer {
  const unfolded = Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/\r?\n[ \t]/g, '');
  const kept = unfolded
    .split(/\r?\n/)
    .map((line) => line.replace(/^([A-Za-z0-9-]+(?:;[^:]*)?):\s*/, '$1:').trimEnd())
    .filter((line) => !/^[A-Za-z0-9-]+:$/.test(line));
  return Buffer.from(kept.join('\r\n'), 'latin1');
}

/** Google keeps what it has a place for: this compares that, and no property of one's own. */
export function googleSame(given: Uint8Array, stored: Uint8Array): boolean {
  const facts = (bytes: Uint8Array): string =>
    inOrder(Buffer.from(bytes).toString('utf8'))
      .map((line) => line.replace(/^[a-z]+(?=[;:])/, (name) => name.toUpperCase()))
      .filter((line) => /^(UID|DTSTART|DTEND|SUMMARY|DESCRIPTION|LOCATION|RRULE)[;:]/i.test(line))
      .join('\n');
  return facts(given) === facts(stored);
}
