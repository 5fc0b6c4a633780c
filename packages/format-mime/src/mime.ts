import type { Format } from '@mapistore/core';
import { readHead } from './head.ts';
import { withCalendar } from './meetings.ts';
import { parseMail } from './parse.ts';
import { patchMail } from './patch.ts';
import { renderMail } from './render.ts';

/** Mail messages ([MS-OXCMAIL], RFC 5322, RFC 2045): read as items, written from items, never rewritten. */
export const mime: Format = {
  mediaType: 'message/rfc822',
  extension: '.eml',
  kind: 'mail',
  head: readHead,
  parse: parseMail,
  render: async (item, request) => renderMail(await withCalendar(item, request)),
  patch: async (source, delta) => patchMail(source, delta),
};
