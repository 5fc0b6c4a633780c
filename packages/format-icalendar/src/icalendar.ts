import type { Format } from '@mapistore/core';
import { readHead } from './head.ts';
import { parseCalendar } from './parse.ts';

/** iCalendar objects (RFC 5545) as appointments, tasks, notes and journal entries ([MS-OXCICAL]). */
export const icalendar: Pick<Format, 'mediaType' | 'extension' | 'kind' | 'head' | 'parse'> = {
  mediaType: 'text/calendar',
  extension: '.ics',
  kind: 'event',
  head: readHead,
  parse: parseCalendar,
};
