import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { definition as fs } from '@mapistore/backend-fs';
import { type BackendDefinition, openStore, type Store, type StoreOptions } from '@mapistore/core';
import { icalendar } from '@mapistore/format-icalendar';
import { mime } from '@mapistore/format-mime';
import { note } from '@mapistore/format-note';
import { vcard } from '@mapistore/format-vcard';
import { openSqliteState } from '@mapistore/state-sql';

/** How a store with the usual parts is opened. */
export interface OpenOptions extends Partial<Omit<StoreOptions, 'state' | 'backends'>> {
  /** Where the embedded state lies, as `state.sqlite`; made where it is missing. */
  readonly folder: string;
  /**
   * What is mounted where: a URI by path, such as `{ '/Inbox': 'file:inbox' }`. A relative `file:` or `archive:` starts from `folder`.
   * What is mounted already stays as it is.
   */
  readonly mounts?: Readonly<Record<string, string>>;
  /** More backends than the one for `file:`. */
  readonly backends?: readonly BackendDefinition[];
}

/**
 * Opens a store with embedded state, the file backend, and mails, calendars, contacts and notes as formats. Its mounts are synchronised once
 * when they are added. Close it with `Symbol.asyncDispose`, or let `await using` do so.
 * @throws what `openStore`, `mounts.add` and the first synchronisation of a mount throw
 */
export async function openMapistore(options: OpenOptions): Promise<Store> {
  const { folder, mounts = {}, backends = [], ...rest } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const state = await openSqliteState({ file: path.join(folder, 'state.sqlite') });
  let store: Store | undefined;
  try {
    store = await openStore({ formats: [icalendar, mime, note, vcard], ...rest, state, backends: [...backends, fs] });
    await mountAll(store, folder, mounts);
    return store;
  } catch (error) {
    await (store ?? state)[Symbol.asyncDispose]();
    throw error;
  }
}

async function mountAll(store: Store, folder: string, mounts: Readonly<Record<string, string>>): Promise<void> {
  const mounted = new Set((await store.mounts.list()).map((mount) => mount.path));
  for (const [at, uri] of Object.entries(mounts)) {
    if (mounted.has(at)) continue;
    await store.mounts.add({ path: at, uri: absoluteUri(uri, folder) });
    for await (const outcome of store.sync(at)) if ('error' in outcome) throw outcome.error;
  }
}

function absoluteUri(uri: string, folder: string): string {
  const match = /^(?<scheme>file|archive):(?!\/)(?<path>[^?#]*)(?<rest>.*)$/su.exec(uri);
  if (match?.groups === undefined) return uri;
  const { href } = pathToFileURL(path.resolve(folder, match.groups['path'] ?? ''));
  return href.replace(/^file/u, match.groups['scheme'] ?? 'file') + (match.groups['rest'] ?? '');
}
