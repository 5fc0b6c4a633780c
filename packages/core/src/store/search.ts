import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import { fillWords } from '../search/fill.ts';
import { wantedWords } from '../search/words.ts';
import { SEARCH_ROLE } from '../searches/criteria.ts';
import { WORD_FIELDS } from '../state/words.ts';
import { type ItemInfo, itemInfo } from './item-info.ts';

/** What a text is looked for in. */
export type SearchField = keyof typeof WORD_FIELDS;

/** How to search. */
export interface SearchRequest {
  /** Default all. */
  readonly in?: readonly SearchField[];
  /** Default 50. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
  /** Default true: items that nobody has looked into yet are read first. False: they are left out. */
  readonly fill?: boolean;
  readonly signal?: AbortSignal;
}

/** A page of what was found, the newest first. */
export interface SearchPage {
  readonly items: readonly ItemInfo[];
  /** Absent on the last page. */
  readonly next?: string;
  /** Items that could not be looked into now, because their backend is out of reach. */
  readonly unread: number;
}

/**
 * Finds items in a folder and below it that have all words of a text: in their subject, body, addresses and the names of
 * attachments. Letters are compared without case and accents; `*` behind a word stands for any end of it.
 * @throws NOT_FOUND, INVALID_ARGUMENT for a text without words, UNSUPPORTED for a search folder
 */
export async function searchStore(
  engine: Engine,
  path: StorePath,
  text: string,
  request: SearchRequest = {},
): Promise<SearchPage> {
  const { limit = 50, cursor, fill = true, signal = new AbortController().signal } = request;
  const words = wantedWords(text);
  if (words.length === 0)
    throw new MapistoreError(
      'INVALID_ARGUMENT',
      `There is no word in ${JSON.stringify(text.slice(0, 200))} to look for.`,
    );
  const after = cursor === undefined ? undefined : placeOf(cursor);
  const tree = await Tree.read(engine.state);
  const folder = tree.need(path);
  if (folder.role === SEARCH_ROLE)
    throw new MapistoreError('UNSUPPORTED', `${path} is a search folder; search the folders that it looks into.`);
  const scope =
    folder.parentId === null ? {} : { folderIds: [...tree.subtree(folder)].map(({ folderId }) => folderId) };
  // Later pages find what the first one read.
  const unread = fill && after === undefined ? await fillWords(engine, { ...scope, signal }) : 0;
  const fields = (request.in ?? (Object.keys(WORD_FIELDS) as SearchField[])).reduce(
    (bits, field) => bits | WORD_FIELDS[field],
    0,
  );
  const query = { ...scope, words, fields, limit: limit + 1, ...(after !== undefined && { after }) };
  const rows = await engine.state.read(async (tx) => tx.contents.byMids(await tx.words.search(query)));
  const found = rows.toSorted((a, b) => b.received - a.received || b.mid - a.mid);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => {
      const place = tree.get(row.folderId);
      return itemInfo(row, place === undefined ? path : tree.path(place));
    }),
    ...(found.length > limit && last !== undefined && { next: JSON.stringify([last.received, last.mid]) }),
    unread,
  };
}

function placeOf(cursor: string): { readonly received: number; readonly mid: number } {
  const match = /^\[(?<received>-?\d{1,16}),(?<mid>\d{1,16})\]$/u.exec(cursor)?.groups;
  if (match !== undefined) return { received: Number(match['received']), mid: Number(match['mid']) };
  throw new MapistoreError('INVALID_ARGUMENT', 'The cursor of the search is not one that a page gave out.');
}
