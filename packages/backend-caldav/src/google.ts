import { MapistoreError } from '@mapistore/core';
import { pathOfNames } from './dav/hrefs.ts';
import type { CaldavOptions } from './options.ts';

/** The host of Google's CalDAV service, version 2. */
const GOOGLE_HOST = 'apidata.googleusercontent.com';

/** Whether a mount is of Google's service, or of something that is to be treated like it. */
export function isGoogle(host: string, options: CaldavOptions): boolean {
  return options.profile === 'google' || (options.profile === 'auto' && host === GOOGLE_HOST);
}

/** Where a Google mount is rooted: the calendars of a user, or one calendar. */
export interface GoogleRoot {
  readonly names: readonly string[];
  readonly isHome: boolean;
}

/**
 * The root of a mount of Google's service. Its URLs are fixed: `/caldav/v2/CALENDAR/user` is a principal and
 * `/caldav/v2/CALENDAR/events/` a collection; the id of a user's own calendar is the address of the user.
 * @throws CONFIG_INVALID for another path
 */
export function googleRoot(path: readonly string[], user: string): GoogleRoot {
  const [first, version, calendar, part, ...rest] = path;
  if (first === undefined) return { names: ['caldav', 'v2', user], isHome: true };
  if (first === 'caldav' && version === 'v2' && calendar !== undefined && rest.length === 0) {
    if (part === 'events') return { names: path, isHome: false };
    if (part === undefined || part === 'user') return { names: ['caldav', 'v2', calendar], isHome: true };
  }
  throw new MapistoreError(
    'CONFIG_INVALID',
    `Google's calendars are at ${pathOfNames(['caldav', 'v2', 'CALENDAR', 'events'], 'collection')}; the path of the URI is another one.`,
    { backend: 'caldav' },
  );
}

/** The key of the folder of a collection: the id of its calendar. Undefined for what is none of the user's calendars. */
export function googleKey(names: readonly string[]): string | undefined {
  const [first, version, calendar, part, ...rest] = names;
  return first === 'caldav' && version === 'v2' && part === 'events' && rest.length === 0 ? calendar : undefined;
}
