import { stat } from 'node:fs/promises';
import path from 'node:path';
import { damaged } from '../../errors.ts';
import { writeManifest } from '../files/manifest-file.ts';
import { segmentName, segmentsFolder } from '../files/segment-files.ts';
import { prepare } from '../files/spool.ts';
import type { Manifest } from '../format/manifest.ts';
import { Sealer } from '../format/seal.ts';
import type { Life } from '../life.ts';
import { COMPACT_PACKING, type KnownOptions } from '../options.ts';
import { openContent, readContent } from '../reading/content-reader.ts';
import type { Packing } from '../writing/packer.ts';
import type { Transaction } from '../writing/transaction.ts';
import { liveInOrder, noteLiveContents, noteSimilarity, withNeighbourhood } from './live.ts';
import { Target } from './target.ts';

/** What a compaction is asked for. */
export interface CompactRequest {
  readonly signal: AbortSignal;
  /** Default is {@link COMPACT_PACKING}. */
  readonly packing?: Partial<Packing>;
  /** Another secret from now on; null for no encryption. Default is to keep what there is. */
  readonly newSecret?: string | null;
  /** Hears how many contents are done. */
  readonly progress?: (done: number) => void;
  /** Hears of each content that cannot be read; it is left out, with all that refers to it. Default is to give up. */
  readonly skip?: (content: number, error: unknown) => void;
}

/** What a compaction did. */
export interface CompactReport {
  readonly contents: number;
  /** Of the segments, before and after. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** What goes into one commit, so that nothing grows with the archive. */
const COMMIT_BYTES = 268_435_456;
const COMMIT_CONTENTS = 4096;
const ROWS = 5000;

/**
 * Writes all that is referred to into new segments, and makes them the archive by one swap of the manifest. Called with the
 * lock held. A crash before the swap leaves the archive as it was, and segments that the next writer takes away.
 */
export async function compact(
  opened: Life,
  options: KnownOptions,
  request: CompactRequest,
): Promise<{ readonly report: CompactReport; readonly manifest: Manifest }> {
  const life = withNeighbourhood(opened);
  const sealer = await nextSealer(life, request);
  const bytesBefore = await segmentBytes(options.folder, life.manifest);
  await noteLiveContents(life, request.skip !== undefined);
  await noteSimilarity(life);
  const target = await Target.create(life, options, sealer, { ...COMPACT_PACKING, ...request.packing });
  try {
    const contents = await copyContents(life, options, target, request);
    await restate(life, target, request.signal);
    const manifest = await target.finish();
    await writeManifest(options.folder, manifest, options.sync);
    const bytesAfter = await segmentBytes(options.folder, manifest);
    return { report: { contents, bytesBefore, bytesAfter }, manifest };
  } finally {
    await target.close();
  }
}

async function nextSealer({ sealer }: Life, { newSecret }: CompactRequest): Promise<Sealer | undefined> {
  if (newSecret === undefined) return sealer;
  return newSecret === null ? undefined : Sealer.create(newSecret);
}

async function copyContents(
  life: Life,
  options: KnownOptions,
  target: Target,
  request: CompactRequest,
): Promise<number> {
  let after = { similar: '', content: 0 };
  let done = 0;
  for (let more = true; more; ) {
    await target.write(async (transaction) => {
      let bytes = 0;
      const rows = liveInOrder(life.index, after, COMMIT_CONTENTS);
      more = rows.length === COMMIT_CONTENTS;
      for (const row of rows) {
        request.signal.throwIfAborted();
        after = row;
        bytes += await copyContent(life, options, transaction, row.content, request);
        done++;
        request.progress?.(done);
        if (bytes < COMMIT_BYTES) continue;
        more = true;
        return;
      }
    });
  }
  return done;
}

/** @returns its size */
async function copyContent(
  life: Life,
  { folder }: KnownOptions,
  transaction: Transaction,
  id: number,
  { signal, skip }: CompactRequest,
): Promise<number> {
  try {
    const content = life.index.content(id);
    if (content === undefined) throw damaged(`Content ${id} of the archive is not there`, { content: id });
    const { mediaType, size } = content;
    const chunks = readContent(life.raw, await openContent(life.raw, content));
    const item = await prepare(folder, { mediaType, size, chunks, maxBytes: size, signal });
    try {
      await transaction.addContentAs(id, item);
    } finally {
      await item.discard();
    }
    return size;
  } catch (error) {
    signal.throwIfAborted();
    if (skip === undefined) throw error;
    skip(id, error);
    life.index.run('delete from live where content = ?', id);
    return 0;
  }
}

/** Says anew what there is: folders, items and snapshots. */
async function restate({ index }: Life, target: Target, signal: AbortSignal): Promise<void> {
  const inParts = async <T>(next: (last: T | undefined) => readonly T[], put: (tx: Transaction, row: T) => void) => {
    for (let rows = next(undefined); rows.length > 0; rows = next(rows.at(-1))) {
      signal.throwIfAborted();
      await target.write(async (transaction) => {
        for (const row of rows) put(transaction, row);
      });
    }
  };
  await inParts(
    (last: { id: number } | undefined) => index.folders(last?.id ?? 0, ROWS),
    (tx, { id, parent, name, kinds }) =>
      tx.putFolder({ folder: id, parent, name, ...(kinds !== undefined && { kinds }) }),
  );
  let folder = 0;
  for (const each of index.all('select distinct folder from items order by folder')) {
    folder = each['folder'] as number;
    await inParts(
      (last: { id: number } | undefined) => index.items(folder, last?.id ?? -1, ROWS),
      (tx, { id, content, flags, received, changed }) => {
        if (isLive(index, content)) tx.putItem({ item: id, folder, content, flags, received, changed });
      },
    );
  }
  const snapshots = index.snapshots().filter(({ content }) => isLive(index, content));
  if (snapshots.length === 0) return;
  await target.write(async (transaction) => {
    for (const { name, created, content } of snapshots) transaction.putSnapshot(name, created, content);
  });
}

function isLive(index: Life['index'], content: number): boolean {
  return index.get('select 1 as live from live where content = ?', content) !== undefined;
}

async function segmentBytes(folder: string, { segments }: Manifest): Promise<number> {
  let bytes = 0;
  for (const segment of segments)
    bytes += (await stat(path.join(segmentsFolder(folder), segmentName(segment))).catch(() => ({ size: 0 }))).size;
  return bytes;
}
