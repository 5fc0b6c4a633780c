import { randomUUID } from 'node:crypto';
import type { Flags, FolderHint, FolderRole, ItemKind } from '@mapistore/core';

/** An item as it is stored. Never changed in place: a write puts a new one under its key. */
export interface MemoryItem {
  readonly key: string;
  /** Place in the order of arrival; the cursor of listings and the checkpoint count it. */
  readonly order: number;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly flags: Flags;
  readonly received: Date;
  readonly contentRevision: string;
  readonly flagsRevision: string;
  readonly stableId: string;
  /** The step at which it changed last; sync tokens count steps. */
  readonly changed: number;
}

/** A folder as it is stored. */
export interface MemoryFolder {
  readonly id: number;
  /** Differs for each folder there ever was, so that a token of a deleted folder does not fit its successor. */
  readonly life: string;
  parent: MemoryFolder | undefined;
  name: string;
  readonly kinds: readonly ItemKind[];
  readonly role?: FolderRole;
  readonly children: Set<MemoryFolder>;
  readonly items: Map<string, MemoryItem>;
  /** Keys of items that are gone, each with the step at which it went, oldest first. */
  readonly removed: Map<string, number>;
  /** Tokens of before this step are too old: what was removed until then is not known any more. */
  forgotten: number;
  changed: number;
}

const REMEMBERED_REMOVALS = 10_000;

/** The contents of a memory backend: what would be the server. It outlives the backends that are opened over it. */
export class MemoryData {
  readonly root: MemoryFolder;
  /** Every folder that is there, by its number. */
  readonly folders: Map<number, MemoryFolder> = new Map();
  usedBytes = 0;
  readonly #listeners = new Set<(hint: FolderHint & { readonly of?: MemoryFolder }) => void>();
  #step = 0;
  #numbers = 0;

  constructor() {
    this.root = this.makeFolder(undefined, '', undefined);
  }

  /** The step now; the next write has a later one. */
  get step(): number {
    return this.#step;
  }

  /** A number that was never given out before. */
  number(): number {
    return ++this.#numbers;
  }

  makeFolder(
    parent: MemoryFolder | undefined,
    name: string,
    kinds: readonly ItemKind[] | undefined,
    role?: FolderRole,
  ): MemoryFolder {
    const folder: MemoryFolder = {
      id: this.number(),
      life: randomUUID(),
      parent,
      name,
      kinds: kinds ?? [],
      ...(role !== undefined && { role }),
      children: new Set(),
      items: new Map(),
      removed: new Map(),
      forgotten: 0,
      changed: 0,
    };
    this.folders.set(folder.id, folder);
    parent?.children.add(folder);
    if (parent !== undefined) this.tell({});
    return folder;
  }

  /** Every folder with its place in the tree, parents before their children. */
  *walk(
    from: MemoryFolder = this.root,
    above: readonly number[] = [],
  ): Iterable<{ folder: MemoryFolder; path: readonly number[] }> {
    const path = [...above, from.id];
    yield { folder: from, path };
    for (const child of [...from.children].sort((a, b) => a.id - b.id)) yield* this.walk(child, path);
  }

  /** Adds an item, or changes the one that has its key. */
  put(folder: MemoryFolder, item: Omit<MemoryItem, 'changed' | 'contentRevision' | 'flagsRevision'>): MemoryItem {
    const step = ++this.#step;
    const before = folder.items.get(item.key);
    const stored: MemoryItem = {
      ...item,
      contentRevision: before?.bytes === item.bytes ? before.contentRevision : `c${step}`,
      flagsRevision: before?.flags === item.flags ? before.flagsRevision : `f${step}`,
      changed: step,
    };
    folder.items.set(item.key, stored);
    folder.changed = step;
    this.usedBytes += item.bytes.byteLength - (before?.bytes.byteLength ?? 0);
    this.tell({ of: folder });
    return stored;
  }

  /** Removes an item and remembers that it was there. */
  remove(folder: MemoryFolder, key: string): void {
    const item = folder.items.get(key);
    if (item === undefined) return;
    const step = ++this.#step;
    folder.items.delete(key);
    folder.removed.set(key, step);
    folder.changed = step;
    this.usedBytes -= item.bytes.byteLength;
    for (const [oldest, at] of folder.removed) {
      if (folder.removed.size <= REMEMBERED_REMOVALS) break;
      folder.removed.delete(oldest);
      folder.forgotten = at;
    }
    this.tell({ of: folder });
  }

  /** Makes every token given out so far too old, as a server does that forgets its history. */
  forgetHistory(): void {
    const step = ++this.#step;
    for (const { folder } of this.walk()) {
      folder.removed.clear();
      folder.forgotten = step;
    }
  }

  /** Tells everybody who watches: a folder, or the hierarchy where none is named. */
  tell(hint: { readonly of?: MemoryFolder }): void {
    for (const listener of this.#listeners) listener(hint);
  }

  /** Listens until the answer is called. */
  listen(listener: (hint: { readonly of?: MemoryFolder }) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
