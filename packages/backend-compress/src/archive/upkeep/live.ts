import type { IndexFile } from '../index-file/index-file.ts';
import { typeOfRow } from '../index-file/schema.ts';
import type { Life } from '../life.ts';
import { openContent } from '../reading/content-reader.ts';
import { LISTING_TYPE } from '../snapshots.ts';
import { similarityOf } from './similarity.ts';
import { contentsOf, listingsOf } from './snapshot-contents.ts';

/**
 * Notes in a table of this connection which contents something refers to: items, and the snapshots with their lists. On the
 * disk and not in memory, however many they are.
 * @param lenient see {@link noteAll}
 */
export async function noteLiveContents(life: Life, lenient: boolean): Promise<void> {
  const { index } = life;
  index.run('create temp table if not exists live (content integer primary key, similar text)');
  index.run('delete from live');
  index.run('insert or ignore into live (content) select content from items');
  for (const { content } of index.snapshots()) {
    note(index, content);
    await noteAll(index, listingsOf(life, content), lenient);
  }
  // A list that folders of several snapshots share is read once.
  for (const { id } of index
    .all('select id, type from contents where id in (select content from live)')
    .filter(isListing))
    await noteAll(index, contentsOf(life, id as number), lenient);
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

/** @param lenient goes on where a list cannot be read: whoever copies it will say so */
async function noteAll(index: IndexFile, contents: AsyncIterable<number>, lenient: boolean): Promise<void> {
  try {
    for await (const content of contents) note(index, content);
  } catch (error) {
    if (!lenient) throw error;
  }
}

function note(index: IndexFile, content: number): void {
  index.run('insert or ignore into live (content) values (?)', content);
}
