import type { Calendar, Resource } from '../data/calendar.ts';

/** What a path below `/caldav/v2/` leads to. */
export type Place =
  | { readonly kind: 'root' }
  | { readonly kind: 'home' | 'principal' | 'inbox' | 'outbox'; readonly id: string }
  | { readonly kind: 'calendar'; readonly calendar: Calendar }
  | { readonly kind: 'resource'; readonly calendar: Calendar; readonly name: string; readonly resource?: Resource };

const BASE = '/caldav/v2/';

/**
 * Finds what a path names, for the account that asks. The guide names two places to begin: `/caldav/v2/calid/user` and
 * `/caldav/v2/calid/events`. A calendar of somebody else is not there ("404: Not Found … or you can't access it").
 */
export function placeOf(pathname: string, account: string, calendars: readonly Calendar[]): Place | undefined {
  if (`${pathname}/` === BASE || pathname === BASE) return { kind: 'root' };
  if (!pathname.startsWith(BASE)) return undefined;
  const segments = decoded(pathname.slice(BASE.length).replace(/\/$/u, '').split('/'));
  if (segments === undefined) return undefined;
  const [id = '', kind, name, ...more] = segments;
  const calendar = calendars.find((each) => each.id === id && each.owner === account);
  if (calendar === undefined || more.length > 0) return undefined;
  if (kind === undefined) return { kind: 'home', id };
  if (kind === 'events' && name !== undefined) {
    const resource = calendar.get(name);
    return { kind: 'resource', calendar, name, ...(resource !== undefined && { resource }) };
  }
  if (name !== undefined) return undefined;
  if (kind === 'events') return { kind: 'calendar', calendar };
  if (kind === 'user') return { kind: 'principal', id };
  return kind === 'inbox' || kind === 'outbox' ? { kind, id } : undefined;
}

export const rootPath: string = BASE;
export const homePath = (id: string): string => `${BASE}${encodeURIComponent(id)}/`;
export const principalPath = (id: string): string => `${homePath(id)}user/`;
export const boxPath = (id: string, kind: 'inbox' | 'outbox'): string => `${homePath(id)}${kind}/`;
export const calendarPath = ({ id }: Calendar): string => `${homePath(id)}events/`;
export const resourcePath = (calendar: Calendar, name: string): string =>
  `${calendarPath(calendar)}${encodeURIComponent(name)}`;

function decoded(segments: readonly string[]): readonly string[] | undefined {
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
