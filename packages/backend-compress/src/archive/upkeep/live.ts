import { damaged } from '../../errors.ts';
import type { IndexFile } from '../index-file/index-file.ts';
import type { ArchiveContent } from '../index-file/rows.ts';
import { typeOfRow } from '../index-file/schema.ts';
import type { Life } from '../life.ts';
import { openContent, readContent } from '../reading/content-reader.ts';
import { LISTING_TYPE, linesOf, parse } from '../snapshots.ts';
import { similarityOf } from './similarity.ts';

/**
 * Notes in a table of this connection which contents something refers to: items, and the snapshots with their lists. On the
 * disk and not in memory, however many they are.
 */
export async function noteLiveContents(life: Life): Promise<void> {
  const { index } = life;
  index.run('create temp table if not exists live (content integer primary key, similar text)');
  index.run('delete from live');
  index.run('insert or ignore into live (content) select content from items');
  for (const { content } of index.snapshots()) {
    note(index, content);
    for await (const folder of listing<{ items: number }>(life, content, 'items')) note(index, folder);
  }
  // Lists that folders of several snapshots share are read once.
  for (const { id } of index
    .all('select id, type from contents where id in (select content from live)')
    .filter(isListing))
    for await (const content of listing<{ content: number }>(life, id as number, 'content')) note(index, content);
}

/** Notes what each of them looks like, so that similar ones can stand beside each other. */
export async function noteSimilarity(life: Life): Promise<void> {
  const { index } = life;
  const rows = index.iterate('select contents.* from live join contents on id = content order by segment, start');
  for (const { id } of [...rows]) {
    const content = index.content(id as number);
    if (content === undefined) continue;
    const head = await openContent(life.raw, content).then(
      (opened) => opened.head,
      () => Buffer.alloc(0),
    );
    index.run('update live set similar = ? where content = ?', similarityOf(content.mediaType, head), content.id);
  }
}

/** Live contents, similar ones beside each other. */
export function liveInOrder(
  index: IndexFile,
  after: { readonly similar: string; readonly content: number },
  limit: number,
) {
  return index.all(
    `select content, coalesce(similar, '') as similar from live
     where coalesce(similar, '') > ? or (coalesce(similar, '') = ? and content > ?) order by coalesce(similar, ''), content limit ?`,
    after.similar,
    after.similar,
    after.content,
    limit,
  ) as { readonly content: number; readonly similar: string }[];
}

function isListing(row: Record<string, unknown>): boolean {
  return typeOfRow(row['type']) === LISTING_TYPE;
}

function note(index: IndexFile, content: number): void {
  index.run('insert or ignore into live (content) values (?)', content);
}

async function* listing<T extends object>(life: Life, id: number, field: keyof T & string): AsyncIterable<number> {
  const content: ArchiveContent | undefined = life.index.content(id);
  if (content === undefined) throw damaged(`A list of a snapshot is not there (content ${id})`);
  const opened = await openContent(life.raw, content);
  for await (const line of linesOf(readContent(life.raw, opened))) yield parse<T>(line, [field])[field] as number;
}
