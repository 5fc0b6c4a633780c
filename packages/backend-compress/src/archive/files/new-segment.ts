import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { formatSegment, type SegmentDescription } from '../format/manifest.ts';
import type { Sealer } from '../format/seal.ts';
import { SegmentWriter } from '../writing/segment-writer.ts';
import { syncFolder } from './durable.ts';
import { segmentName, segmentsFolder } from './segment-files.ts';

/** Makes the file of a segment with its description in it. It is part of the archive when a manifest names it. */
export async function createSegment(
  folder: string,
  about: Omit<SegmentDescription, 'encryption'>,
  sealer: Sealer | undefined,
  sync: boolean,
): Promise<SegmentWriter> {
  const place = segmentsFolder(folder);
  await mkdir(place, { recursive: true, mode: 0o700 });
  // One that a dead writer left under this number is in no manifest.
  const handle = await open(path.join(place, segmentName(about.segment)), 'w+', 0o600);
  const writer = new SegmentWriter(handle, { ...about, sealer }, { offset: 0, rawStart: 0 });
  try {
    writer.append('segment', formatSegment({ ...about, encryption: sealer?.encryption ?? null }), 3);
    await writer.drain();
    if (sync) {
      await writer.sync();
      await syncFolder(place);
    }
    return writer;
  } catch (error) {
    await writer.close().catch(() => undefined);
    throw error;
  }
}

/** Opens the last segment to append to it. */
export async function openSegment(
  folder: string,
  about: { readonly archive: string; readonly segment: number; readonly sealer: Sealer | undefined },
  at: { readonly offset: number; readonly rawStart: number },
): Promise<SegmentWriter> {
  return new SegmentWriter(await open(path.join(segmentsFolder(folder), segmentName(about.segment)), 'r+'), about, at);
}
