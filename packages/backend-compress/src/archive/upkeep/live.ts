import type { IndexFile } from '../index-file/index-file.ts';
import { typeOfRow } from '../index-file/schema.ts';
import type { Life } from '../life.ts';
import { openContent } from '../reading/content-reader.ts';
import { RawReader } from '../reading/raw-reader.ts';
import { LISTING_TYPE } from '../snapshots.ts';
import { similarityOf } from './similarity.ts';
import { contentsOf, listingsOf } from './snapshot-contents.ts';

const ROWS = 5000;

/**
 * Notes in a table of this connection which contents something refers to: items, and the snapshots with their lists. On the
 * disk and not in memory, however many they are.
 * @param lenient see {@link noteAll}
 */
export async function noteLiveContents(life: Life, lenient: boolean): Promise<void> {
  const { index } = life;
  index.run("create temp table if not exists live (content integer primary key, similar text not null default '')");
  index.run('create index if not exists temp.live_similar on live (similar, content)');
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

/**
 * Contents that are compared with each other: those whose bytes lie in so many of a segment. Blocks of as many are held while
 * they are copied, so that each is decompressed about once.
 */
const NEIGHBOURHOOD_BYTES = 67_108_864;
const HELD_BYTES = 2 * NEIGHBOURHOOD_BYTES;

/** The same life with a reader that holds the blocks of a neighbourhood. */
export function withNeighbourhood(life: Life): Life {
  const { files, manifest, sealer, index } = life;
  return { ...life, raw: new RawReader(files, { archive: manifest.archive, sealer }, index, HELD_BYTES) };
}

/** Notes what each of them looks like, so that similar ones can stand beside each other. */
export async function noteSimilarity(life: Life): Promise<void> {
  const { index } = life;
  const sql = `select id, segment, start from contents where id in (select content from live)
    and (segment > ? or (segment = ? and start > ?)) order by segment, start limit ?`;
  for (let [segment, start] = [-1, -1]; ; ) {
    const rows = index.all(sql, segment, segment, start, ROWS);
    for (const row of rows) {
      [segment, start] = [row['segment'] as number, row['start'] as number];
      const content = index.content(row['id'] as number);
      if (content === undefined) continue;
      const head = await openContent(life.raw, content).then(
        (opened) => opened.head,
        () => Buffer.alloc(0),
      );
      const neighbourhood =
        `${segment}`.padStart(10, '0') + `${Math.floor(start / NEIGHBOURHOOD_BYTES)}`.padStart(8, '0');
      const similar = `${neighbourhood} ${similarityOf(content.mediaType, head)}`;
      index.run('update live set similar = ? where content = ?', similar, content.id);
    }
    if (rows.length < ROWS) return;
  }
}

/** Live contents, similar ones beside each other. */
export function liveInOrder(
  index: IndexFile,
  after: { readonly similar: string; readonly content: number },
  limit: number,
) {
  return index.all(
    `select content, similar from live
     where (similar, content) > (?, ?) order by similar, content limit ?`,
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
