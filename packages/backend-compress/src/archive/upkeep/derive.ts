import { readdir } from 'node:fs/promises';
import { scanSegment } from '../files/scan.ts';
import { openRecord, type SegmentFiles, segmentNumber, segmentsFolder } from '../files/segment-files.ts';
import { type Manifest, parseSegment, type SegmentDescription } from '../format/manifest.ts';
import { parseCommit } from '../format/operations.ts';
import type { Encryption, Sealer } from '../format/seal.ts';

/** The segments that lie in a folder, in order. */
export async function segmentsIn(folder: string): Promise<number[]> {
  const names = await readdir(segmentsFolder(folder)).catch(() => []);
  const numbers = names.map(segmentNumber).filter((segment) => segment !== undefined);
  return numbers.sort((a, b) => a - b);
}

/**
 * Makes a manifest from the segments alone, where the file is lost or damaged: the last life of the archive whose
 * compaction came to its end, and what was written since.
 * @param sealerOf gives the key, once a segment has told how it is made
 * @returns undefined where no segment can be read
 */
export async function deriveManifest(
  folder: string,
  files: SegmentFiles,
  sealerOf: (encryption: Encryption | null) => Promise<Sealer | undefined>,
): Promise<Manifest | undefined> {
  const found: SegmentDescription[] = [];
  const unread: number[] = [];
  for (const segment of await segmentsIn(folder)) {
    const description = await describe(files, segment);
    if (description === undefined) unread.push(segment);
    else found.push(description);
  }
  const lives = [...new Set(found.map(({ generation }) => generation))].sort((a, b) => b - a);
  for (const generation of lives) {
    const life = found.filter((each) => each.generation === generation);
    const [first] = life;
    if (first === undefined) continue;
    // A segment whose description is damaged is of the life whose numbers stand around it.
    const numbers = life.map(({ segment }) => segment);
    const older = Math.max(0, ...found.filter((each) => each.generation < generation).map(({ segment }) => segment));
    const segments = [...numbers, ...unread.filter((segment) => segment > older)].sort((a, b) => a - b);
    const { archive, encryption } = first;
    const manifest = { archive, generation, segments, encryption };
    const isFirstLife = generation === 1 || lives.length === 1;
    if (isFirstLife || (await isComplete(files, manifest, await sealerOf(encryption)))) return manifest;
  }
  return undefined;
}

async function describe(files: SegmentFiles, segment: number): Promise<SegmentDescription | undefined> {
  for await (const each of scanSegment(files, segment, 0, ({ type }) => type === 'segment')) {
    if (each.kind !== 'record' || each.header.type !== 'segment' || !each.intact || !each.stored) return undefined;
    const bytes = await openRecord({ archive: '', sealer: undefined }, each.header, each.stored);
    const description = bytes === undefined ? undefined : parseSegment(bytes);
    return description?.segment === segment ? description : undefined;
  }
  return undefined;
}

async function isComplete(files: SegmentFiles, manifest: Manifest, sealer: Sealer | undefined): Promise<boolean> {
  const { archive, generation } = manifest;
  for (const segment of manifest.segments)
    for await (const each of scanSegment(files, segment, 0, ({ type }) => type === 'commit')) {
      if (each.kind !== 'record' || each.header.type !== 'commit' || !each.intact || !each.stored) continue;
      const bytes = await openRecord({ archive, sealer }, each.header, each.stored);
      const commit = bytes === undefined ? undefined : parseCommit(bytes);
      if (commit?.changes.some((change) => change.op === 'compacted' && change.generation === generation)) return true;
    }
  return false;
}
