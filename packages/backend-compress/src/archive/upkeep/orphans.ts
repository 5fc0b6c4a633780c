import { createHash } from 'node:crypto';
import { scanSegment } from '../files/scan.ts';
import { openRecord } from '../files/segment-files.ts';
import { type Place, parseCommit } from '../format/operations.ts';
import { parseRecipe, recipeLength } from '../format/recipe.ts';
import type { ArchiveContent } from '../index-file/rows.ts';
import { hashToRow, typeToRow } from '../index-file/schema.ts';
import type { Life } from '../life.ts';
import { openContent, readContent, UNKNOWN_HASH } from '../reading/content-reader.ts';
import { LISTING_TYPE, SNAPSHOT_TYPE } from '../snapshots.ts';
import { contentsOf } from './snapshot-contents.ts';

const LF = 0x0a;
/** Where items go of which nothing is known but their bytes. */
const FOUND_NAME = 'Found by repair';

/**
 * Finds items that only a lost commit told of: their recipes and heads stand in blocks of their own. They are put into a
 * folder of the index, without flags, for a compaction to write down. @returns how many
 */
export async function adoptOrphans(life: Life, now: Date): Promise<number> {
  const { index, manifest } = life;
  index.run('create temp table if not exists seen (content integer primary key)');
  index.run('create temp table if not exists adopted (content integer primary key)');
  index.run('delete from seen');
  index.run('delete from adopted');
  for (const segment of manifest.segments) await readSegment(life, segment).catch(() => undefined);
  for (const { id } of index.all('select id from contents where type = ?', LISTING_TYPE))
    try {
      for await (const content of contentsOf(life, id as number)) see(life, content);
    } catch {
      // Damaged: what it names is looked for in vain.
    }
  const orphans = index.all(
    `select id from contents where (id not in (select content from seen) or id in (select content from adopted))
     and id not in (select content from items) and type not in (?, ?) order by id`,
    LISTING_TYPE,
    SNAPSHOT_TYPE,
  );
  if (orphans.length === 0) return 0;
  const known = index.known;
  let next = known?.next ?? 1;
  for (const table of ['contents', 'folders']) {
    const most = Number(index.get(`select max(id) as id from ${table}`)?.['id'] ?? 0);
    next = Math.max(next, most + 1);
  }
  next = Math.max(next, Number(index.get('select max(id) as id from items')?.['id'] ?? 0) + 1);
  const folder = next++;
  let name = FOUND_NAME;
  while (index.folderNamed(0, name) !== undefined) name = `${FOUND_NAME} ${folder}`;
  const received = Math.floor(now.getTime() / 1000);
  index.transaction(() => {
    index.run('insert into folders values (?, 0, ?, null, 0)', folder, name);
    for (const { id } of orphans)
      index.run("insert into items values (?, ?, ?, '', ?, 0)", folder, next++, id as number, received);
    if (known !== undefined) index.known = { ...known, next };
  });
  return orphans.length;
}

async function readSegment(life: Life, segment: number): Promise<void> {
  const about = { archive: life.manifest.archive, sealer: life.sealer };
  const wanted = ({ type }: { readonly type: string }): boolean => type === 'commit' || type === 'heads';
  for await (const each of scanSegment(life.files, segment, 0, wanted)) {
    if (each.kind !== 'record' || !wanted(each.header) || !each.intact || each.stored === undefined) continue;
    const bytes = await openRecord(about, each.header, each.stored);
    if (bytes === undefined) continue;
    if (each.header.type === 'heads') await readHeads(life, [segment, each.header.rawStart, bytes.byteLength], bytes);
    else
      for (const change of parseCommit(bytes)?.changes ?? [])
        if (change.op === 'item' || change.op === 'snapshot') see(life, change.content);
  }
}

/** Recipes and heads stand behind one another. What no commit tells of is noted in the index, if all of it can be read. */
async function readHeads(life: Life, [segment, start]: Place, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.byteLength; ) {
    const lf = bytes.indexOf(LF, at);
    const recipe = lf < 0 ? undefined : parseRecipe(bytes.toString('latin1', at, lf));
    if (recipe === undefined) return;
    const length = lf + 1 - at + recipe.head;
    const { content: id, mediaType } = recipe;
    if (life.index.content(id) === undefined) {
      const content = { id, mediaType, size: recipeLength(recipe), hash: UNKNOWN_HASH };
      await adopt(life, { ...content, at: [segment, start + at, length] });
    }
    at += length;
  }
}

async function adopt(life: Life, content: ArchiveContent): Promise<void> {
  try {
    const hash = createHash('sha256');
    for await (const piece of readContent(life.raw, await openContent(life.raw, content))) hash.update(piece);
    const { id, size, mediaType, at } = content;
    const row = hashToRow(hash.digest());
    life.index.run('insert into contents values (?, ?, ?, ?, ?, ?, ?)', id, row, size, typeToRow(mediaType), ...at);
    life.index.run('insert into adopted values (?)', id);
  } catch {
    // Its bytes are damaged as well.
  }
}

function see({ index }: Life, content: number): void {
  index.run('insert or ignore into seen values (?)', content);
}
