import type { Format } from '@mapistore/core';
import { readHead } from './head.ts';
import { parseCard } from './parse.ts';
import { patchCard } from './patch.ts';
import { renderCard } from './render.ts';

/** Contacts and distribution lists ([MS-OXOCNTC]) as vCards 2.1, 3.0 and 4.0 ([MS-OXVCARD], RFC 2426, RFC 6350). */
export const vcard: Format = {
  mediaType: 'text/vcard',
  extension: '.vcf',
  kind: 'contact',
  head: readHead,
  parse: parseCard,
  render: (item, { signal }) => renderCard(item, signal),
  patch: (source, delta, { signal }) => patchCard(source, delta, signal),
};
