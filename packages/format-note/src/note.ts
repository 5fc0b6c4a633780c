import type { Format } from '@mapistore/core';
import { readHead } from './head.ts';
import { parseNote } from './parse.ts';
import { patchNote } from './patch.ts';
import { renderNote } from './render.ts';

/** Notes ([MS-OXONOTE]) as Markdown files with a YAML header, for any editor. */
export const note: Format = {
  mediaType: 'text/markdown',
  extension: '.md',
  kind: 'note',
  head: readHead,
  parse: parseNote,
  render: async (item) => renderNote(item),
  patch: (source, delta, { signal }) => patchNote(source, delta, signal),
};
