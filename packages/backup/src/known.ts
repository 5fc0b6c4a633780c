import { type Archive, snapshotFolders, snapshotItems } from '@mapistore/backend-compress/archive';
import { blobOf, folderNote, itemNote, type Line, placeOf, type Stored, type StoredBlob } from './lines.ts';
import type { Spool } from './spool.ts';

/** An item whose bytes are in the archive. */
interface KnownItem {
  readonly revision: string;
  readonly stored: Stored;
}

/** What the archive has already, by folder (its path in the backup), each in the order of a listing. */
export type Known = (path: string) => AsyncIterable<KnownItem>;

export const nothingKnown: Known = async function* () {};

/** What an earlier backup holds. */
export async function knownOf(archive: Archive, content: number): Promise<Known> {
  const listings = new Map<string, number>();
  for await (const folder of snapshotFolders(archive, content)) listings.set(folderNote(folder).path, folder.items);
  return async function* (path) {
    const listing = listings.get(path);
    if (listing === undefined) return;
    let blobs: StoredBlob[] = [];
    for await (const item of snapshotItems(archive, listing)) {
      const blob = blobOf(item);
      if (blob !== undefined) {
        blobs.push(blob);
        continue;
      }
      const { revision, sha256, size } = itemNote(item);
      yield { revision, stored: { content: item.content, sha256, size, blobs } };
      blobs = [];
    }
  };
}

/** What a list that was not recorded yet has found out; its folders are marked by their paths in the backup. */
export function knownOfSpool(spool: Spool<Line>): Known {
  return async function* (path) {
    let folders = 0;
    for await (const line of spool.read(path)) {
      if (line.type === 'folder' && ++folders > 1) return;
      if (line.type === 'item' && line.stored !== undefined)
        yield { revision: line.item.revision, stored: line.stored };
    }
  };
}

/** Finds items of one folder that are known, asked in the order of a listing. */
export class KnownFolder {
  readonly #items: AsyncIterator<KnownItem>;
  #next: IteratorResult<KnownItem> | undefined;

  constructor(items: AsyncIterable<KnownItem>) {
    this.#items = items[Symbol.asyncIterator]();
  }

  async find(revision: string): Promise<Stored | undefined> {
    const place = placeOf(revision);
    this.#next ??= await this.#items.next();
    while (this.#next.done !== true && placeOf(this.#next.value.revision) < place)
      this.#next = await this.#items.next();
    if (this.#next.done === true || this.#next.value.revision !== revision) return undefined;
    return this.#next.value.stored;
  }

  async end(): Promise<void> {
    await this.#items.return?.();
  }
}
