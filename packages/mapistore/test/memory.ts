import { createMemoryDefinition, type MemoryBackendOptions, MemoryData, MemoryFaults } from '@mapistore/backend-memory';
import type { Backend, BackendDefinition, Interceptor, Operation, Store } from '@mapistore/core';
import { openStore } from '@mapistore/core';
import { mime } from '@mapistore/format-mime';
import { note } from '@mapistore/format-note';
import { openSqliteState } from '@mapistore/state-sql';
import { all, temporaryFolder } from './support.ts';

const { signal } = new AbortController();

/** A memory backend under a scheme of its own, its faults, and another client of the same contents. */
export interface Side {
  readonly uri: string;
  readonly data: MemoryData;
  readonly faults: MemoryFaults;
  readonly definition: BackendDefinition;
  readonly outside: Required<Backend>;
}

/** Makes one. */
export async function side(scheme: string, options: MemoryBackendOptions = {}): Promise<Side> {
  const data = new MemoryData();
  const faults = new MemoryFaults();
  const made = createMemoryDefinition({ data, faults, ...options }) as unknown as BackendDefinition;
  const { keywords, bytes } = options;
  const bare = createMemoryDefinition({ data, ...(keywords && { keywords }), ...(bytes && { bytes }) });
  const outside = await bare.open({ uri: new URL('memory:x'), options: {}, create: false, signal }, {} as never);
  return {
    uri: `${scheme}:x`,
    data,
    faults,
    definition: { ...made, schemes: [scheme] },
    outside: outside as Required<Backend>,
  };
}

/** Something to do right before or after a call of a backend; it runs once. */
export class Hooks {
  readonly #hooks: { mount: string; operation: Operation; when: 'before' | 'after'; work: () => Promise<unknown> }[] =
    [];

  on(mount: string, operation: Operation, when: 'before' | 'after', work: () => Promise<unknown>): void {
    this.#hooks.push({ mount, operation, when, work });
  }

  readonly interceptor: Interceptor = async (call, next) => {
    await this.#run(call.mount, call.operation, 'before');
    const answer = await next(call);
    await this.#run(call.mount, call.operation, 'after');
    return answer;
  };

  async #run(mount: string, operation: Operation, when: 'before' | 'after'): Promise<void> {
    const index = this.#hooks.findIndex(
      (hook) => hook.mount === mount && hook.operation === operation && hook.when === when,
    );
    if (index >= 0) await this.#hooks.splice(index, 1)[0]?.work();
  }
}

/** A folder for a state, any number of stores on it, and everything closed in the end. */
export class Place implements AsyncDisposable {
  readonly #folder: Awaited<ReturnType<typeof temporaryFolder>>;
  readonly #stores: Store[] = [];
  readonly path: string;

  private constructor(folder: Awaited<ReturnType<typeof temporaryFolder>>) {
    this.#folder = folder;
    this.path = folder.path;
  }

  static async make(): Promise<Place> {
    return new Place(await temporaryFolder());
  }

  /** Opens a store, as another program would. */
  async open(
    sides: readonly Side[],
    { hooks, clock }: { readonly hooks?: Hooks; readonly clock?: () => Date } = {},
  ): Promise<Store> {
    const store = await openStore({
      state: await openSqliteState({ file: `${this.path}/state.sqlite` }),
      backends: sides.map(({ definition }) => definition),
      formats: [mime, note],
      ...(hooks && { interceptors: () => [hooks.interceptor] }),
      ...(clock && { clock }),
    });
    this.#stores.push(store);
    return store;
  }

  /** Closes a store before the others. */
  async close(store: Store): Promise<void> {
    this.#stores.splice(this.#stores.indexOf(store), 1);
    await store[Symbol.asyncDispose]();
  }

  /** Opens a store with backends mounted at paths, and synchronises it. */
  async mounted(mounts: Readonly<Record<string, Side>>, options: Parameters<Place['open']>[1] = {}): Promise<Store> {
    const store = await this.open(Object.values(mounts), options);
    for (const [path, { uri }] of Object.entries(mounts)) await store.mounts.add({ path, uri });
    await all(store.sync());
    return store;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const store of this.#stores) await store[Symbol.asyncDispose]();
    await this.#folder.remove();
  }
}

/** Where an outsider puts an item, and as what. */
interface PutOptions {
  readonly folder?: string;
  readonly mediaType?: string;
  readonly flags?: readonly string[];
}

/** Stores an item as an outsider does, and gives its key. */
export async function put(
  of: Side,
  bytes: Uint8Array,
  { folder = '', mediaType = 'message/rfc822', flags = [] }: PutOptions = {},
): Promise<string> {
  const body = {
    mediaType,
    open: async function* () {
      yield bytes;
    },
  };
  return (await of.outside.createItem({ signal, folder, item: { body, flags } })).key;
}

/** Replaces the bytes of an item as an outsider does. */
export async function edit(
  of: Side,
  key: string,
  bytes: Uint8Array,
  { folder = '', mediaType = 'message/rfc822' }: PutOptions = {},
): Promise<void> {
  const body = {
    mediaType,
    open: async function* () {
      yield bytes;
    },
  };
  await of.outside.updateItem({ signal, folder, key, body });
}

/** What lies in a folder of a backend: texts, in the order of their arrival. */
export async function lying(of: Side, folder = ''): Promise<readonly string[]> {
  const { items } = await of.outside.listItems({ signal, folder, limit: 100_000, detail: 'revision' });
  const texts: string[] = [];
  for (const { key } of items) {
    let text = '';
    for await (const chunk of await of.outside.openBody({ signal, folder, key }))
      text += Buffer.from(chunk).toString('latin1');
    texts.push(text);
  }
  return texts;
}

/** Ids of a folder in the order of their arrival. */
export async function idsOf(store: Store, path: string): Promise<readonly string[]> {
  return (await all(store.items.list(path, { sort: 'id' }))).map(({ id }) => id);
}

/** Subjects of a folder in the order of their arrival. */
export async function subjectsOf(store: Store, path: string): Promise<readonly string[]> {
  return (await all(store.items.list(path, { sort: 'id' }))).map(({ subject }) => subject);
}
