import type { Backend, ItemWritten } from '@mapistore/core';
import { startRadicale } from '@mapistore/services';
import { type Front, type Said, startFront } from './front.ts';
import { calm, event, item, listAll, openMount } from './support.ts';

/** A Radicale behind a front that can be told to answer wrongly, and a mount of it with a calendar of three events. */
export interface Broken extends AsyncDisposable {
  /** Of the Radicale itself. */
  readonly url: string;
  readonly front: Front;
  readonly backend: Required<Backend>;
  readonly folder: string;
  /** Answers one method so until the act is over. */
  whileSaid<T>(method: string, said: Said | 'cut' | 'lose' | 'hang', act: () => Promise<T>): Promise<T>;
  /** Answers a listing so, as a server does that tells changes, but not from the beginning. */
  whileListed<T>(said: Said | 'cut' | 'lose' | 'hang', act: () => Promise<T>): Promise<T>;
  /** Stores an event of that UID. */
  store(uid: string): () => Promise<ItemWritten>;
  list(): ReturnType<typeof listAll>;
}

/** The moment that it is there. */
const NOW = new Date('2026-05-06T07:08:00Z');

/** Starts all of it. */
export async function startBroken(): Promise<Broken> {
  const radicale = await startRadicale();
  const front = await startFront(radicale.url);
  const backend = await openMount({ url: front.url, query: 'timeoutMs=2000', clock: () => NOW });
  const folder = (await backend.createFolder({ parent: '', name: 'Faults', signal: calm })).key;
  const store = (uid: string) => () => backend.createItem({ folder, item: item(event(uid)), signal: calm });
  for (const uid of ['one', 'two', 'three']) await store(uid)();
  const during = async <T>(deed: Parameters<Front['do']>[0], act: () => Promise<T>): Promise<T> => {
    front.do(deed);
    try {
      return await act();
    } finally {
      front.do(() => undefined);
    }
  };
  return {
    url: radicale.url,
    front,
    backend,
    folder,
    store,
    list: () => listAll(backend, folder),
    whileSaid: (method, said, act) => during(({ method: asked }) => (asked === method ? said : undefined), act),
    whileListed: (said, act) =>
      during(({ method, body }) => {
        if (method === 'REPORT' && body.includes('sync-collection')) return { status: 403 };
        return method === 'PROPFIND' ? said : undefined;
      }, act),
    async [Symbol.asyncDispose]() {
      await backend[Symbol.asyncDispose]();
      await front[Symbol.asyncDispose]();
      await radicale.stop();
    },
  };
}
