import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { errnoOf } from '../../errors.ts';
import type { KnownEnd } from '../index-file/rows.ts';

/** How far the segments are committed. */
export type EndMark = Pick<KnownEnd, 'archive' | 'generation' | 'segment' | 'offset' | 'commit'>;

function markFile(folder: string): string {
  return path.join(folder, 'end');
}

/**
 * Notes how far the segments reach, so that a segment that is shorter by and by is told from one whose last write died. It
 * is written behind the commit and not waited for: it may be too low after a power cut, and never too high.
 */
export function writeEndMark(folder: string, { archive, generation, segment, offset, commit }: EndMark): void {
  const text = JSON.stringify({ archive, generation, segment, offset, commit });
  writeFileSync(markFile(folder), `${text} ${crc32(text)}\n`, { mode: 0o600 });
}

/** Reads that; undefined where there is none. */
export function readEndMark(folder: string): EndMark | 'damaged' | undefined {
  try {
    const line = readFileSync(markFile(folder), 'utf8');
    const text = line.slice(0, line.lastIndexOf(' '));
    return line === `${text} ${crc32(text)}\n` ? (JSON.parse(text) as EndMark) : 'damaged';
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? undefined : 'damaged';
  }
}

/** Whether the mark lies behind what is known: then something is missing, or damaged, at the end. */
export function isBehind(mark: EndMark | 'damaged' | undefined, known: KnownEnd | undefined): mark is EndMark {
  if (typeof mark !== 'object') return false;
  if (known === undefined) return true;
  if (mark.archive !== known.archive || mark.generation !== known.generation) return false;
  return mark.segment > known.segment || (mark.segment === known.segment && mark.offset > known.offset);
}
