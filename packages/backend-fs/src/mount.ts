import { readFile } from 'node:fs/promises';
import type { BackendDescription, Logger } from '@mapistore/core';
import { errnoOf, failure } from './errors.ts';
import type { Names } from './files/listing.ts';
import type { DiskName } from './files/names.ts';
import type { Place } from './files/place.ts';
import type { FsOptions } from './options.ts';

/** Our own hidden folder in the root; everything in it is ours. */
export const HIDDEN: DiskName = '.mapistore';
/** Where files are written before they get their name, in {@link HIDDEN}. */
export const TEMPORARY: DiskName = 'tmp';
/** The file in {@link HIDDEN} that says: this is the root of a mount. */
export const MARKER: DiskName = 'mount.json';

const REMEMBERED = 4096;

/** Keeps the last few of what it is given, so that memory does not grow. */
class Recent<V> {
  readonly #entries = new Map<string, V>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > this.#most && oldest.done === false) this.#entries.delete(oldest.value);
  }

  take(key: string): V | undefined {
    const value = this.#entries.get(key);
    this.#entries.delete(key);
    return value;
  }
}

/** What every operation works on. */
export class Mount {
  /** Absolute, links resolved. */
  readonly root: string;
  readonly id: string;
  readonly options: FsOptions;
  readonly description: BackendDescription;
  readonly log: Logger;
  /** Names that items had a short while ago: a new item does not get the key of one that core may still know. */
  readonly vacated: Recent<true> = new Recent(REMEMBERED);
  /** Names read ahead by listings that are under way; losing one costs a second look at the folder. */
  readonly readAhead: Recent<Names> = new Recent(4);
  #identity: { readonly dev: bigint; readonly ino: bigint } | undefined;

  constructor(about: Pick<Mount, 'root' | 'id' | 'options' | 'description' | 'log'>) {
    this.root = about.root;
    this.id = about.id;
    this.options = about.options;
    this.description = about.description;
    this.log = about.log;
  }

  /** @throws UNAVAILABLE where another disk, or none, is in the place of the root */
  async checkRoot(
    root: Place,
    identity: { readonly dev: bigint; readonly ino: bigint },
    operation: string,
  ): Promise<void> {
    if (this.#identity?.dev === identity.dev && this.#identity.ino === identity.ino) return;
    // Numbers may change when a disk is mounted again; the marker does not.
    const id = await readMarker(root.path(`${HIDDEN}/${MARKER}`));
    if (id !== this.id) {
      throw failure(
        operation,
        'UNAVAILABLE',
        `Cannot use ${this.root}: it is not the folder that was mounted; is the disk mounted?`,
      );
    }
    this.#identity = { dev: identity.dev, ino: identity.ino };
  }
}

/** The id in a marker file; undefined where there is none or it is not readable as one. */
export async function readMarker(path: Buffer): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return undefined;
    throw error;
  }
  try {
    const marker = JSON.parse(text) as { format?: unknown; id?: unknown } | null;
    return marker?.format === 1 && typeof marker.id === 'string' ? marker.id : undefined;
  } catch {
    return undefined;
  }
}
