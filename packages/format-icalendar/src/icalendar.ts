import type { Format } from '@mapistore/core';
import { readHead } from './head.ts';
import { parseCalendar } from './parse.ts';
import { renderItem } from './render/render.ts';
import { readOccurrences } from './view/occurrences.ts';

/** iCalendar objects (RFC 5545) as appointments, tasks, notes and journal entries ([MS-OXCICAL]). */
export const icalendar: Pick<Format, 'mediaType' | 'extension' | 'kind' | 'head' | 'parse' | 'render' | 'occurrences'> =
  {
    mediaType: 'text/calendar',
    extension: '.ics',
    kind: 'event',
    head: readHead,
    parse: parseCalendar,
    render: (item, { signal }) => renderItem(item, signal),
    occurrences: readOccurrences,
  };
