import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { CurrentLife } from '../current-life.ts';
import { writeManifest } from '../files/manifest-file.ts';
import { segmentName, segmentsFolder } from '../files/segment-files.ts';
import { IndexFile } from '../index-file/index-file.ts';
import type { Life } from '../life.ts';
import type { KnownOptions } from '../options.ts';
import { type ArchiveProblem, checkArchive } from './check.ts';
import { compact } from './compact.ts';
import { adoptOrphans } from './orphans.ts';
import { replay } from './replay.ts';

/** What a repair came to. */
export interface RepairReport {
  /** What was wrong. */
  readonly problems: readonly ArchiveProblem[];
  /** Contents that could not be saved, with the items that had them. */
  readonly lost: readonly { readonly content: number; readonly items: ArchiveProblem['items'] }[];
  /** Items that were found without folder and flags, and lie in a folder of their own now. */
  readonly found: number;
}

/**
 * Puts right what can be put right: makes manifest and index anew, and where segments are damaged writes all that can be read
 * into new ones. The damaged files are kept in the folder `damaged`. Called by the only writer.
 */
export async function repair(current: CurrentLife, options: KnownOptions, signal: AbortSignal): Promise<RepairReport> {
  await current.catchUp();
  const problems: ArchiveProblem[] = [];
  for await (const problem of checkArchive(current.life, signal)) problems.push(problem);
  if (problems.length === 0) return { problems, lost: [], found: 0 };
  if (current.life.derived) {
    await writeManifest(options.folder, current.life.manifest, options.sync);
    await current.reopen({ manifest: current.life.manifest, derived: false });
    await current.catchUp();
  }
  const isDamaged = problems.some(({ kind }) => kind === 'segment' || kind === 'content');
  const knowsMore = isDamaged && (await indexKnowsMore(current.life));
  if (!knowsMore) await current.remakeIndex();
  if (!isDamaged) {
    await current.catchUp();
    current.markEnd();
    return { problems, lost: [], found: 0 };
  }
  const found = knowsMore ? 0 : await adoptOrphans(current.life, new Date());
  const before = current.life;
  const lost: { readonly content: number; readonly items: ArchiveProblem['items'] }[] = [];
  const { manifest } = await compact(before, options, {
    signal,
    skip: (content) => {
      const sql = 'select folder, id as item from items where content = ?';
      lost.push({ content, items: before.index.all(sql, content) as { folder: number; item: number }[] });
    },
  });
  await setAside(options.folder, before.manifest.segments);
  await current.reopen({ manifest, derived: false });
  await current.catchUp();
  return { problems, lost, found };
}

/** Whether commits are lost that the index has seen: then it, and not the segments, says what there is. */
async function indexKnowsMore(life: Life): Promise<boolean> {
  if (life.indexFile === undefined) return false;
  const fresh = IndexFile.temporary(false);
  try {
    const { damage } = await replay({ ...life, index: fresh });
    const [ours, theirs] = [life.index.known?.commit ?? 0, fresh.known?.commit ?? 0];
    return (damage.length > 0 || ours > theirs) && life.index.isWhole();
  } finally {
    fresh.close();
  }
}

/** Nothing that somebody may still want to look at is deleted. */
async function setAside(folder: string, segments: readonly number[]): Promise<void> {
  const place = path.join(folder, 'damaged');
  await mkdir(place, { recursive: true, mode: 0o700 });
  for (const segment of segments) {
    const name = segmentName(segment);
    await rename(path.join(segmentsFolder(folder), name), path.join(place, name)).catch(() => undefined);
  }
}
