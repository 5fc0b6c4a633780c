import { createHash } from 'node:crypto';
import type { IndexFile } from '../index-file/index-file.ts';
import { hashToRow } from '../index-file/schema.ts';
import { openContent, readContent } from './content-reader.ts';
import type { RawReader } from './raw-reader.ts';

/** Bytes as a whole, by what tells them from all others. */
export interface WantedContent {
  readonly sha256: Buffer;
  readonly size: number;
  readonly mediaType: string;
}

/** The content that has just these bytes, looked at once more; undefined where there is none that can be read. */
export async function findContent(
  index: IndexFile,
  raw: RawReader,
  { sha256, size, mediaType }: WantedContent,
): Promise<number | undefined> {
  for (const content of index.contentsWith(hashToRow(sha256))) {
    if (content.size !== size || content.mediaType !== mediaType) continue;
    try {
      const hash = createHash('sha256');
      for await (const piece of readContent(raw, await openContent(raw, content))) hash.update(piece);
      if (hash.digest().equals(sha256)) return content.id;
    } catch {
      // Damaged: whoever wants it stores it once more, whole.
    }
  }
  return undefined;
}
