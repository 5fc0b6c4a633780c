import { createHash } from 'node:crypto';
import { MapistoreError } from '@mapistore/core';
import { isBehind, readEndMark } from '../files/end-mark.ts';
import { scanSegment } from '../files/scan.ts';
import { openRecord } from '../files/segment-files.ts';
import { parseSegment } from '../format/manifest.ts';
import { parseCommit } from '../format/operations.ts';
import { IndexFile } from '../index-file/index-file.ts';
import type { ArchiveContent } from '../index-file/rows.ts';
import type { Life } from '../life.ts';
import { openContent, readContent } from '../reading/content-reader.ts';
import { compareIndexes } from './compare.ts';
import { replay } from './replay.ts';
import { snapshotsWith } from './snapshot-contents.ts';

/** Something wrong with an archive. */
export interface ArchiveProblem {
  /**
   * `manifest`: it is lost or damaged. `segment`: bytes of one are damaged, missing or too many. `index`: it is not what the
   * segments say. `content`: bytes of an item are not what they were.
   */
  readonly kind: 'manifest' | 'segment' | 'index' | 'content';
  /** What is wrong, as a sentence. */
  readonly sentence: string;
  readonly segment?: number;
  readonly offset?: number;
  readonly content?: number;
  /** Items that are hit, as far as they are known. */
  readonly items: readonly { readonly folder: number; readonly item: number }[];
  /** Snapshots that are hit. */
  readonly snapshots: readonly string[];
}

const CONTENTS = 1000;

/**
 * Reads everything and compares it: each record with its sum, each content with its SHA-256, the index with what the segments
 * say. Changes nothing.
 */
export async function* checkArchive(life: Life, signal: AbortSignal): AsyncIterable<ArchiveProblem> {
  if (life.derived)
    yield problem('manifest', 'The manifest is lost or damaged; what it should say was found in the segments.');
  const fresh = IndexFile.temporary(life.sealer !== undefined);
  try {
    fresh.run('create table digests (content integer primary key, sha256 text not null)');
    yield* checkSegments(life, fresh, signal);
    const { damage } = await replay({ ...life, index: fresh });
    const differences = compareIndexes(life.index, fresh);
    for (const { segment, offset, what } of damage)
      yield {
        ...problem('segment', `Segment ${segment} is damaged at byte ${offset}: ${what}.`),
        segment,
        offset,
        items: differences.items,
      };
    if (damage.length === 0 && differences.tables.length > 0)
      yield {
        ...problem('index', `The index is not what the segments say (${differences.tables.join(', ')}).`),
        items: differences.items,
      };
    yield* checkEnd(life);
    yield* checkContents(life, fresh, signal);
  } finally {
    fresh.close();
  }
}

/** Every byte of every segment, and the digests that the commits name. */
async function* checkSegments(life: Life, fresh: IndexFile, signal: AbortSignal): AsyncIterable<ArchiveProblem> {
  const { manifest, index } = life;
  for (const segment of manifest.segments) {
    const committed = index.known?.segment === segment ? index.known.offset : Number.POSITIVE_INFINITY;
    let rawStart = 0;
    for await (const each of records(life, segment)) {
      signal.throwIfAborted();
      // What another process writes just now, or one that died left, is behind the last commit.
      if (each.offset >= committed) break;
      const at = { segment, offset: each.offset };
      if (each.kind === 'missing') {
        yield { ...problem('segment', `Segment ${segment} is not there.`), ...at };
        break;
      }
      if (each.kind === 'damage') {
        const what = `${each.bytes} bytes of segment ${segment} from byte ${each.offset} are no record`;
        yield { ...problem('segment', `${what}.`), ...at };
        continue;
      }
      const { header, intact, stored } = each;
      const bytes = intact && stored !== undefined ? await openRecord(aboutOf(life), header, stored) : undefined;
      if (bytes === undefined || header.rawStart !== rawStart)
        yield {
          ...problem('segment', `A record of segment ${segment} is damaged (byte ${each.offset}, ${header.type}).`),
          ...at,
        };
      rawStart = header.rawStart + header.raw;
      if (bytes === undefined) continue;
      if (header.type === 'commit') noteDigests(fresh, bytes);
      if (header.type === 'segment') {
        const { archive, generation } = parseSegment(bytes) ?? {};
        if (archive !== manifest.archive || generation !== manifest.generation)
          yield { ...problem('segment', `Segment ${segment} is of another archive.`), ...at };
      }
    }
  }
}

type SegmentRecord =
  | (typeof scanSegment extends (...values: never[]) => AsyncIterable<infer T> ? T : never)
  | {
      readonly kind: 'missing';
      readonly offset: number;
    };

async function* records({ files }: Life, segment: number): AsyncIterable<SegmentRecord> {
  try {
    yield* scanSegment(files, segment, 0, () => true);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    yield { kind: 'missing', offset: 0 };
  }
}

function noteDigests(fresh: IndexFile, bytes: Buffer): void {
  for (const change of parseCommit(bytes)?.changes ?? [])
    if (change.op === 'content')
      fresh.run('insert or replace into digests values (?, ?)', change.content, change.sha256);
}

/** Whether the last segment is as long as the index knows it. */
async function* checkEnd({ folder, files, index }: Life): AsyncIterable<ArchiveProblem> {
  const mark = readEndMark(folder);
  if (mark === 'damaged') yield problem('index', 'The mark of the end is damaged.');
  const known = index.known;
  if (isBehind(mark, known))
    yield {
      ...problem(
        'segment',
        `Commits ${(known?.commit ?? 0) + 1} to ${mark.commit} are damaged or missing at the end of segment ${mark.segment}.`,
      ),
      segment: mark.segment,
      offset: known?.offset ?? 0,
    };
  if (known === undefined) return;
  const size = await files.size(known.segment).catch(() => 0);
  if (size >= known.offset) return;
  const what = `Segment ${known.segment} ends at byte ${size}; it had ${known.offset} when its last commit was written`;
  yield { ...problem('segment', `${what}.`), segment: known.segment, offset: size };
}

async function* checkContents(life: Life, fresh: IndexFile, signal: AbortSignal): AsyncIterable<ArchiveProblem> {
  const broken: { readonly content: number; readonly sentence: string }[] = [];
  for (let after = 0; ; ) {
    const rows = life.index.all('select id from contents where id > ? order by id limit ?', after, CONTENTS);
    for (const { id } of rows) {
      signal.throwIfAborted();
      const content = life.index.content(id as number);
      const sentence = content === undefined ? undefined : await contentProblem(life, content, fresh);
      if (sentence !== undefined) broken.push({ content: id as number, sentence });
      after = id as number;
    }
    if (rows.length < CONTENTS) break;
  }
  for (const { content } of life.index.all(
    'select distinct content from items where content not in (select id from contents)',
  ) as {
    content: number;
  }[])
    broken.push({ content, sentence: `Content ${content} is lost.` });
  const snapshots = await snapshotsWith(life, new Set(broken.map(({ content }) => content)));
  for (const { content, sentence } of broken)
    yield {
      ...problem('content', sentence),
      content,
      items: life.index.all('select folder, id as item from items where content = ?', content) as {
        folder: number;
        item: number;
      }[],
      snapshots: snapshots.get(content) ?? [],
    };
}

async function contentProblem(life: Life, content: ArchiveContent, fresh: IndexFile): Promise<string | undefined> {
  const should = fresh.get('select sha256 from digests where content = ?', content.id)?.['sha256'];
  try {
    const hash = createHash('sha256');
    for await (const piece of readContent(life.raw, await openContent(life.raw, content))) hash.update(piece);
    if (should === undefined || hash.digest('hex') === should) return undefined;
    return `Content ${content.id} is not what its commit says.`;
  } catch (error) {
    if (!MapistoreError.is(error)) throw error;
    return `Content ${content.id} cannot be read: ${error.message}`;
  }
}

function aboutOf({ manifest, sealer }: Life) {
  return { archive: manifest.archive, sealer };
}

function problem(kind: ArchiveProblem['kind'], sentence: string): ArchiveProblem {
  return { kind, sentence, items: [], snapshots: [] };
}
