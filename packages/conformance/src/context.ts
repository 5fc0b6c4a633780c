import {
  type Backend,
  bytesSource,
  collect,
  type FolderEntry,
  type FolderUpdated,
  foldLineEnds,
  type ItemEntry,
  type ItemKind,
  type ItemWritten,
  type NewItem,
  ROOT_FOLDER,
} from '@mapistore/core';
import { ConformanceFailure, equal, need } from './assert.ts';
import type { Harness, ItemWishes } from './case.ts';
import { KINDS_OF, revised, SAMPLES } from './samples/samples.ts';

let numbers = 0;

/** A backend as a case sees it, once its capabilities are known to be there. */
export type FullBackend = Required<Backend>;

/** What a case must know of its folder. */
export type Place = Pick<FolderEntry, 'key' | 'holdsFolders' | 'kinds'>;

/** What a context is made of. */
interface CaseAbout {
  readonly backend: Backend;
  readonly harness: Harness;
  readonly place: Place;
  /** Keys of the folders that were there before the case, where it makes its folders beside its own. */
  readonly before?: readonly string[];
}

/** What a case works with: an open backend, a fresh folder, and short words for what most cases do. */
export class CaseContext {
  /** Methods that the case's `requires` does not name may be missing. */
  readonly backend: FullBackend;
  readonly harness: Harness;
  /** An empty folder of this case's own. */
  readonly place: Place;
  readonly signal: AbortSignal = new AbortController().signal;
  readonly #before: ReadonlySet<string>;
  readonly #names = new Set<string>();

  constructor(about: CaseAbout) {
    this.backend = about.backend as FullBackend;
    this.harness = about.harness;
    this.place = about.place;
    this.#before = new Set(about.before);
  }

  /** Key of the case's folder. */
  get folder(): string {
    return this.place.key;
  }

  /** Where the case makes folders: in its own, or beside it where folders have one level only. */
  get parent(): string {
    return this.place.holdsFolders ? this.folder : ROOT_FOLDER;
  }

  get traits(): Backend['description']['traits'] {
    return this.backend.description.traits;
  }

  /** How long to wait for what must happen. */
  get timeoutMs(): number {
    return this.harness.timeoutMs ?? 10_000;
  }

  /** The media types that the case's folder takes and that there are samples of. */
  get mediaTypes(): readonly string[] {
    return this.sampled.filter((type) => this.kindsOf(type).length > 0);
  }

  /** The media types that the backend accepts and that there are samples of. */
  get sampled(): readonly string[] {
    const samples = { ...SAMPLES, ...this.harness.samples };
    return this.backend.description.accepts.filter((type) => type in samples);
  }

  /** The kinds that a folder holds and that a media type can be, the plainest first. */
  kindsOf(mediaType: string, holds: readonly ItemKind[] = this.place.kinds): readonly ItemKind[] {
    return (KINDS_OF[mediaType] ?? holds).filter((kind) => holds.includes(kind));
  }

  /** A name, key or number that was never used before. */
  fresh(prefix = 'mapistore'): string {
    return `${prefix}-${(++numbers).toString(36)}`;
  }

  /** New sound bytes of a media type and kind. */
  sample(mediaType: string = this.mediaType, kind: ItemKind | undefined = this.kindsOf(mediaType)[0]): Uint8Array {
    const make = { ...SAMPLES, ...this.harness.samples }[mediaType];
    return need(make, `the harness has no sample of ${mediaType}`)(++numbers, kind);
  }

  /** A number that was never used before, for samples that the case makes itself. */
  number(): number {
    return ++numbers;
  }

  /** Other sound bytes for an item that holds these: a server takes no other UID in the place of one. */
  revised(given: Uint8Array, mediaType: string = this.mediaType): Uint8Array {
    return revised(this.sample(mediaType), given);
  }

  /** The media type that the backend likes best. */
  get mediaType(): string {
    return need(
      this.mediaTypes[0],
      `no sample of ${this.place.kinds.join(', ')} as ${this.backend.description.accepts.join(', ')}; give the harness one`,
    );
  }

  /** A sound new item, but for what is wished. */
  item(wishes: ItemWishes = {}): NewItem {
    const mediaType = wishes.mediaType ?? this.mediaType;
    const { kind, flags = [], received, name } = wishes;
    const { bytes = this.sample(mediaType, kind), body = bytesSource(bytes, mediaType) } = wishes;
    return { body, flags, ...(received !== undefined && { received }), ...(name !== undefined && { name }) };
  }

  /** Stores an item in the case's folder or another. */
  async create(wishes: ItemWishes & { readonly folder?: string } = {}): Promise<ItemWritten> {
    const { folder = this.folder, ...item } = wishes;
    const written = await this.backend.createItem({ folder, item: this.item(item), signal: this.signal });
    await this.settle();
    return written;
  }

  /** Makes a folder below the case's own, or beside it. */
  async createFolder(
    name: string = this.fresh('folder'),
    parent: string = this.parent,
    kind?: ItemKind,
  ): Promise<FolderEntry> {
    this.#names.add(name);
    const { signal } = this;
    const folder = await this.backend.createFolder({ parent, name, signal, ...(kind !== undefined && { kind }) });
    await this.settle();
    return folder;
  }

  /** Renames a folder that the case made. */
  async renameFolder(folder: string, name: string): Promise<FolderUpdated> {
    this.#names.add(name);
    const updated = await this.backend.updateFolder({ folder, name, signal: this.signal });
    await this.settle();
    return updated;
  }

  /** The folders that the case made in its own folder, or beside it. */
  async children(limit = 1000): Promise<readonly FolderEntry[]> {
    const isMine = ({ key, parent }: FolderEntry): boolean =>
      parent === this.parent && key !== this.folder && !this.#before.has(key);
    return (await this.folders(limit)).filter(isMine);
  }

  /** What a run removes after the case besides its folder: folders beside it, and none that somebody else made. */
  async left(): Promise<readonly string[]> {
    if (this.place.holdsFolders) return [];
    return (await this.children()).filter(({ name }) => this.#names.has(name)).map(({ key }) => key);
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
