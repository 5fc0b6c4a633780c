import type { Format } from '@mapistore/core';
import { readHead } from './head.ts';
import { parseCalendar } from './parse.ts';
import { patchCalendar } from './patch/patch.ts';
import { renderItem } from './render/render.ts';
import { readOccurrences } from './view/occurrences.ts';

/** iCalendar objects (RFC 5545) as appointments, tasks, notes and journal entries ([MS-OXCICAL]). */
export const icalendar: Format = {
  mediaType: 'text/calendar',
  extension: '.ics',
  kind: 'event',
  head: readHead,
  parse: parseCalendar,
  render: (item, { signal }) => renderItem(item, signal),
  patch: (source, delta, { signal }) => patchCalendar(source, delta, signal),
  occurrences: readOccurrences,
};
