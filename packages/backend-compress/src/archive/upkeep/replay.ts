import { readdir, truncate, unlink } from 'node:fs/promises';
import path from 'node:path';
import { scanSegment } from '../files/scan.ts';
import { openRecord, type SegmentFiles, segmentName, segmentNumber, segmentsFolder } from '../files/segment-files.ts';
import type { Manifest } from '../format/manifest.ts';
import { type Commit, parseCommit } from '../format/operations.ts';
import { RECORD_HEADER_BYTES, type RecordType } from '../format/record.ts';
import type { Sealer } from '../format/seal.ts';
import { addRecords, applyCommit } from '../index-file/apply.ts';
import type { IndexFile } from '../index-file/index-file.ts';
import type { KnownEnd, RecordPlace } from '../index-file/rows.ts';

/** What a replay works on. */
export interface Replay {
  readonly folder: string;
  readonly files: SegmentFiles;
  readonly manifest: Manifest;
  readonly sealer: Sealer | undefined;
  readonly index: IndexFile;
}

/** Something that was found where a record should be. */
interface ReplayDamage {
  readonly segment: number;
  readonly offset: number;
  readonly bytes: number;
  readonly what: string;
}

/** What a replay came to. */
export interface Replayed {
  /** Commits that were read. */
  readonly commits: number;
  /** Bytes behind the last commit of the last segment: a write that died. */
  readonly torn: number;
  readonly damage: readonly ReplayDamage[];
}

/** Whether an index is of this life of the archive. */
export function isOfManifest(known: KnownEnd | undefined, { archive, generation, segments }: Manifest): boolean {
  return known?.archive === archive && known.generation === generation && segments.includes(known.segment);
}

/**
 * Reads what the segments hold beyond what the index knows, and brings the index up to it; all of it where the index is
 * empty. Changes no file but the index.
 */
export async function replay(context: Replay): Promise<Replayed> {
  const { manifest } = context;
  let end = context.index.known ?? startOf(manifest);
  const damage: ReplayDamage[] = [];
  let commits = 0;
  let torn = 0;
  for (const segment of manifest.segments.slice(manifest.segments.indexOf(end.segment))) {
    const walk = new SegmentWalk(context, segment === end.segment ? end : { ...end, segment, ...SEGMENT_START });
    await walk.run();
    end = walk.end;
    commits += walk.commits;
    damage.push(...walk.damage);
    const left = walk.found - end.offset;
    if (segment === manifest.segments.at(-1)) torn = left;
    else if (left > 0) damage.push({ segment, offset: end.offset, bytes: left, what: 'bytes behind the last commit' });
  }
  return { commits, torn, damage };
}

const SEGMENT_START = { offset: 0, rawStart: 0, commitAt: -1 };

function startOf({ archive, generation, segments }: Manifest): KnownEnd {
  return { archive, generation, segment: segments[0] as number, ...SEGMENT_START, commit: 0, next: 1, forgotten: 0 };
}

/** Blocks are passed over: a commit is written when they are on the disk. */
function isRead(type: RecordType): boolean {
  return type === 'segment' || type === 'commit';
}

/** One segment, from where the index knows it. */
class SegmentWalk {
  readonly damage: ReplayDamage[] = [];
  end: KnownEnd;
  commits = 0;
  /** Where the last thing found ends. */
  found: number;
  readonly #context: Replay;
  readonly #about: { readonly archive: string; readonly sealer: Sealer | undefined };
  #records: RecordPlace[] = [];
  /** Lost since the last commit. Before a commit that is whole it is damage; behind the last one it is a write that died. */
  #lost: ReplayDamage[] = [];

  constructor(context: Replay, end: KnownEnd) {
    this.#context = context;
    this.#about = { archive: context.manifest.archive, sealer: context.sealer };
    this.end = end;
    this.found = end.offset;
  }

  async run(): Promise<void> {
    const { segment, offset } = this.end;
    for await (const each of scanSegment(this.#context.files, segment, offset, ({ type }) => isRead(type))) {
      if (each.kind === 'damage') {
        this.#lose(each.offset, each.bytes, 'bytes that are no record');
        continue;
      }
      const { header } = each;
      const { stored, raw, rawStart } = header;
      const bytes = RECORD_HEADER_BYTES + stored;
      this.found = each.offset + bytes;
      this.#records.push({ segment, start: rawStart, offset: each.offset, stored, raw });
      if (!isRead(header.type)) continue;
      const text = each.intact && each.stored ? await openRecord(this.#about, header, each.stored) : undefined;
      const commit = text === undefined || header.type === 'segment' ? undefined : parseCommit(text);
      if (commit !== undefined)
        this.#take(commit, { offset: this.found, rawStart: rawStart + raw, commitAt: each.offset });
      else if (text === undefined || header.type === 'commit')
        this.#lose(each.offset, bytes, `a ${header.type} record`);
      // The description at its start is as good as a commit: nothing before it can be missing.
      if (header.type === 'segment' && each.offset === 0)
        this.#commit({ ...this.end, offset: this.found, rawStart: raw, commitAt: -1 });
    }
  }

  #lose(offset: number, bytes: number, what: string): void {
    this.found = offset + bytes;
    this.#lost.push({ segment: this.end.segment, offset, bytes, what });
  }

  #take(commit: Commit, place: Pick<KnownEnd, 'offset' | 'rawStart' | 'commitAt'>): void {
    this.damage.push(...this.#lost);
    this.#lost = [];
    // The first commit of a later life has the number that comes behind those of the one before.
    const isFirst = this.end.commit === 0 && this.end.generation > 1;
    if (!isFirst && commit.commit > this.end.commit + 1) {
      const what = `commits ${this.end.commit + 1} to ${commit.commit - 1} are missing before it`;
      this.damage.push({ segment: this.end.segment, offset: place.commitAt, bytes: 0, what });
    }
    this.commits++;
    const isCompaction = commit.changes.some(({ op }) => op === 'compacted');
    const next = Math.max(this.end.next, commit.next);
    const forgotten = isCompaction ? commit.commit : this.end.forgotten;
    this.#commit({ ...this.end, ...place, commit: commit.commit, next, forgotten }, commit);
  }

  #commit(end: KnownEnd, commit?: Commit): void {
    const { index } = this.#context;
    index.transaction(() => {
      // A write of this process may have been quicker.
      if (reaches(index.known, end)) return;
      addRecords(index, this.#records);
      if (commit !== undefined) applyCommit(index, commit);
      index.known = end;
    });
    this.#records = [];
    this.end = end;
  }
}

/** Whether an index knows the segments that far already. */
function reaches(known: KnownEnd | undefined, end: KnownEnd): boolean {
  if (known === undefined || known.archive !== end.archive || known.generation !== end.generation) return false;
  return known.segment > end.segment || (known.segment === end.segment && known.offset >= end.offset);
}

/** Cuts a write that died off the last segment. Called by the only writer. */
export async function cutTail({ folder, manifest, index }: Replay): Promise<void> {
  const { segment, offset } = index.known ?? {};
  if (offset === undefined || segment !== manifest.segments.at(-1)) return;
  await truncate(path.join(segmentsFolder(folder), segmentName(segment as number)), offset);
}

/** Takes away segments that no manifest names: a compaction or a new segment that died half made, or one replaced. */
export async function removeStrays({ folder, manifest }: Pick<Replay, 'folder' | 'manifest'>): Promise<void> {
  const named = new Set(manifest.segments);
  for (const name of await readdir(segmentsFolder(folder))) {
    const segment = segmentNumber(name);
    if (segment !== undefined && !named.has(segment)) await unlink(path.join(segmentsFolder(folder), name));
  }
}
