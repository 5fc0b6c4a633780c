import type { FolderHint, WatchFolders } from '@mapistore/core';
import { listFolders } from './folders.ts';
import type { Connection } from './imap/connection.ts';
import { statusOfMailbox } from './imap/list.ts';
import { type Mount, mailboxOf, pathOf } from './mount.ts';

/** IDLE is asked for again so often, well within the 29 minutes of RFC 2177 and what home routers forget. */
const RENEW_MS = 4 * 60_000;
/** How long the server may take to end IDLE. */
const DONE_MS = 30_000;
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 60_000;

/** Tells that folders may have changed; see {@link Backend.watch}. The first folder by IDLE, the others by asking. */
export async function* watch(mount: Mount, request: WatchFolders): AsyncIterable<FolderHint> {
  const signal = AbortSignal.any([request.signal, mount.closing]);
  const hints = new Hints();
  const [first] = request.folders;
  const idles = mount.features.idle && first !== undefined && pathOf(mount, first) !== '';
  const work = [poll(mount, request, signal, hints), ...(idles ? [idle(mount, first, signal, hints)] : [])];
  signal.addEventListener('abort', () => hints.end(), { once: true });
  if (signal.aborted) hints.end();
  try {
    yield* hints.take();
  } finally {
    hints.end();
    await Promise.allSettled(work);
  }
}

/** Hints not taken yet, each once: a caller who is slow finds one per folder. */
class Hints {
  readonly ended: AbortSignal;
  readonly #ended = new AbortController();
  readonly #pending = new Map<string, FolderHint>();
  #wake: (() => void) | undefined;

  constructor() {
    this.ended = this.#ended.signal;
  }

  add(hint: FolderHint): void {
    this.#pending.set(hint.folder === undefined ? '*' : `=${hint.folder}`, hint);
    this.#wake?.();
  }

  end(): void {
    this.#ended.abort();
    this.#wake?.();
  }

  async *take(): AsyncIterable<FolderHint> {
    while (!this.ended.aborted) {
      for (const [name, hint] of [...this.#pending]) {
        this.#pending.delete(name);
        yield hint;
        if (this.ended.aborted) return;
      }
      if (this.#pending.size > 0) continue;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (this.ended.aborted) resolve();
      });
    }
  }
}

/** Keeps a connection idling on one mailbox; a connection that broke may have cost news, so that is a hint too. */
async function idle(mount: Mount, folder: string, outer: AbortSignal, hints: Hints): Promise<void> {
  const signal = AbortSignal.any([outer, hints.ended]);
  const path = mailboxOf(mount, folder);
  let pause = FIRST_PAUSE_MS;
  for (let round = 0; !signal.aborted; round++) {
    let connection: Connection | undefined;
    try {
      connection = await mount.connect(signal);
      await connection.select(path, signal, 'select');
      if (round > 0) hints.add({ folder });
      for (;;) {
        await idleOnce(connection, folder, signal, hints);
        pause = FIRST_PAUSE_MS;
      }
    } catch (error) {
      if (!signal.aborted)
        mount.env.log.debug('IDLE ended', { folder, reason: error instanceof Error ? error.message : String(error) });
    } finally {
      connection?.close();
    }
    await sleep(pause, signal);
    pause = Math.min(MAX_PAUSE_MS, pause * 2);
  }
}

async function idleOnce(connection: Connection, folder: string, signal: AbortSignal, hints: Hints): Promise<void> {
  const hint = (): void => hints.add({ folder });
  let timer: NodeJS.Timeout | undefined;
  const done = (): void => {
    connection.line.writeSocket.write('DONE\r\n');
    timer = setTimeout(() => connection.close(), DONE_MS);
  };
  try {
    await connection.run('IDLE', '', {
      signal,
      untagged: { EXISTS: hint, EXPUNGE: hint, VANISHED: hint, FETCH: hint },
      onPlusTag: () => {
        timer ??= setTimeout(done, RENEW_MS);
      },
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Asks for all folders now and then; the list with its revisions where there are any, else STATUS of those watched. */
async function poll(mount: Mount, request: WatchFolders, outer: AbortSignal, hints: Hints): Promise<void> {
  const signal = AbortSignal.any([outer, hints.ended]);
  let before: ReadonlyMap<string, string> | undefined;
  while (!signal.aborted) {
    try {
      const now = await look(mount, request.folders, signal);
      if (before !== undefined) compare(before, now, hints);
      before = now;
    } catch (error) {
      // It will be asked again; what cannot be reached has not changed.
      if (!signal.aborted)
        mount.env.log.debug('Cannot look for changes', {
          reason: error instanceof Error ? error.message : String(error),
        });
    }
    await sleep(mount.options.pollMs, signal);
  }
}

function compare(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>, hints: Hints): void {
  for (const [folder, revision] of now)
    if (before.has(folder) && before.get(folder) !== revision) hints.add({ folder });
  if (before.size !== now.size || [...now.keys()].some((folder) => !before.has(folder))) hints.add({});
}

async function look(mount: Mount, watched: readonly string[], signal: AbortSignal): Promise<Map<string, string>> {
  const page = await listFolders(mount, { signal, limit: Number.MAX_SAFE_INTEGER });
  const seen = new Map(page.folders.map((folder) => [folder.key, folder.revision ?? '']));
  for (const folder of watched) {
    if (seen.get(folder) !== '' || pathOf(mount, folder) === '') continue;
    const status = await mount.pool.lend(signal, undefined, (connection) =>
      statusOfMailbox(connection, pathOf(mount, folder), 'UIDVALIDITY UIDNEXT MESSAGES UNSEEN', signal),
    );
    seen.set(folder, [...status.entries()].flat().join(' '));
  }
  return seen;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
