import {
  type Backend,
  bytesSource,
  collect,
  type FolderEntry,
  foldLineEnds,
  type ItemEntry,
  type ItemWritten,
  type NewItem,
  ROOT_FOLDER,
} from '@mapistore/core';
import { ConformanceFailure, equal, need } from './assert.ts';
import type { Harness, ItemWishes } from './case.ts';
import { SAMPLES } from './samples.ts';

let numbers = 0;

/** A backend as a case sees it, once its capabilities are known to be there. */
export type FullBackend = Required<Backend>;

/** What a case works with: an open backend, a fresh folder, and short words for what most cases do. */
export class CaseContext {
  /** Methods that the case's `requires` does not name may be missing. */
  readonly backend: FullBackend;
  readonly harness: Harness;
  /** Key of an empty folder of this case's own. */
  readonly folder: string;
  readonly signal: AbortSignal = new AbortController().signal;

  constructor(about: { readonly backend: Backend; readonly harness: Harness; readonly folder: string }) {
    this.backend = about.backend as FullBackend;
    this.harness = about.harness;
    this.folder = about.folder;
  }

  get traits(): Backend['description']['traits'] {
    return this.backend.description.traits;
  }

  /** How long to wait for what must happen. */
  get timeoutMs(): number {
    return this.harness.timeoutMs ?? 10_000;
  }

  /** The media types that the backend accepts and that there are samples of. */
  get mediaTypes(): readonly string[] {
    const samples = { ...SAMPLES, ...this.harness.samples };
    return this.backend.description.accepts.filter((type) => type in samples);
  }

  /** A name, key or number that was never used before. */
  fresh(prefix = 'mapistore'): string {
    return `${prefix}-${(++numbers).toString(36)}`;
  }

  /** New sound bytes of a media type. */
  sample(mediaType: string = this.mediaType): Uint8Array {
    const make = { ...SAMPLES, ...this.harness.samples }[mediaType];
    return need(make, `the harness has no sample of ${mediaType}`)(++numbers);
  }

  /** The media type that the backend likes best. */
  get mediaType(): string {
    return need(
      this.mediaTypes[0],
      `no sample of any of ${this.backend.description.accepts.join(', ')}; give the harness one`,
    );
  }

  /** A sound new item, but for what is wished. */
  item(wishes: ItemWishes = {}): NewItem {
    const mediaType = wishes.mediaType ?? this.mediaType;
    const { bytes = this.sample(mediaType), body = bytesSource(bytes, mediaType), flags = [], received, name } = wishes;
    return { body, flags, ...(received !== undefined && { received }), ...(name !== undefined && { name }) };
  }

  /** Stores an item in the case's folder or another. */
  async create(wishes: ItemWishes & { readonly folder?: string } = {}): Promise<ItemWritten> {
    const { folder = this.folder, ...item } = wishes;
    const written = await this.backend.createItem({ folder, item: this.item(item), signal: this.signal });
    await this.settle();
    return written;
  }

  /** Makes a folder below the case's own. */
  async createFolder(name: string = this.fresh('folder'), parent: string = this.folder): Promise<FolderEntry> {
    const folder = await this.backend.createFolder({ parent, name, signal: this.signal });
    await this.settle();
    return folder;
  }

  /** All items of a folder, from all pages. */
  async list(
    folder: string = this.folder,
    limit = 100,
    detail: 'revision' | 'head' = 'revision',
  ): Promise<readonly ItemEntry[]> {
    const items: ItemEntry[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.backend.listItems({
        folder,
        detail,
        limit,
        signal: this.signal,
        ...(cursor !== undefined && { cursor }),
      });
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    return items;
  }

  async keys(folder: string = this.folder): Promise<readonly string[]> {
    return (await this.list(folder)).map(({ key }) => key).sort();
  }

  /** The one item of that key, as it is listed. */
  async entry(key: string, folder: string = this.folder): Promise<ItemEntry> {
    const found = (await this.list(folder)).filter((item) => item.key === key);
    equal(found.length, 1, `how often item "${key}" is listed`);
    return found[0] as ItemEntry;
  }

  /** All folders, from all pages. */
  async folders(limit = 100): Promise<readonly FolderEntry[]> {
    const folders: FolderEntry[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.backend.listFolders({
        limit,
        signal: this.signal,
        ...(cursor !== undefined && { cursor }),
      });
      folders.push(...page.folders);
      cursor = page.next;
    } while (cursor !== undefined);
    return folders;
  }

  /** The bytes of an item. */
  async bytes(key: string, folder: string = this.folder): Promise<Uint8Array> {
    return collect(await this.backend.openBody({ folder, key, signal: this.signal }));
  }

  /** Whether bytes came back as this backend promises. */
  same(given: Uint8Array, stored: Uint8Array): boolean {
    if (this.traits.bytes === 'exact') return Buffer.compare(given, stored) === 0;
    return this.harness.same?.(given, stored) ?? Buffer.compare(foldLineEnds(given), foldLineEnds(stored)) === 0;
  }

  /** Fails unless an item holds these bytes. */
  async holds(key: string, given: Uint8Array, what: string, folder: string = this.folder): Promise<void> {
    const stored = await this.bytes(key, folder);
    if (!this.same(given, stored)) {
      throw new ConformanceFailure(
        `${what}: gave ${given.byteLength} bytes, got ${stored.byteLength} others back (${this.traits.bytes})`,
      );
    }
  }

  async settle(): Promise<void> {
    await this.harness.settle?.();
  }

  /** Waits for something that must happen. @throws ConformanceFailure */
  async within<T>(promise: Promise<T>, what: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new ConformanceFailure(`${what}: did not happen within ${this.timeoutMs} ms`)),
        this.timeoutMs,
      );
    });
    try {
      return await Promise.race([promise, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The folder that the folders of cases are made in. */
export const CASES_PARENT: string = ROOT_FOLDER;
