import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { definition as caldav } from '@mapistore/backend-caldav';
import { Archive } from '@mapistore/backend-compress/archive';
import { definition as fs } from '@mapistore/backend-fs';
import { definition as imap } from '@mapistore/backend-imap';
import { type BackendDefinition, bytesSource, collect, openStore, type Store, secretSource } from '@mapistore/core';
import { icalendar } from '@mapistore/format-icalendar';
import { mime } from '@mapistore/format-mime';
import { note } from '@mapistore/format-note';
import { vcard } from '@mapistore/format-vcard';
import { openSqliteState } from '@mapistore/state-sql';

/** A signal that never aborts. */
export const calm: AbortSignal = new AbortController().signal;

/** A folder of a test, with a store and an archive in it. */
export interface Bench extends AsyncDisposable {
  readonly folder: string;
  readonly store: Store;
  readonly archive: Archive;
}

export async function bench(backends: readonly BackendDefinition<never>[] = []): Promise<Bench> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mapistore-test-'));
  const store = await openStore({
    state: await openSqliteState({ file: path.join(folder, 'state.sqlite') }),
    backends: [fs, imap, caldav, ...backends] as never,
    formats: [icalendar, mime, note, vcard],
    secrets: secretSource(undefined, { env: { IMAP_PASSWORD: 'secret', DAV_PASSWORD: 'secret' } }),
  });
  const archive = await Archive.open({ folder: path.join(folder, 'archive'), create: true });
  return {
    folder,
    store,
    archive,
    async [Symbol.asyncDispose]() {
      await archive[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A small mail; equal arguments give equal bytes. */
export function mail(subject: string, body = 'Hello.'): Uint8Array {
  return Buffer.from(
    `From: Ada <ada@example.org>\r\nTo: bob@example.org\r\nSubject: ${subject}\r\nDate: Mon, 02 Mar 2026 10:00:00 +0000\r\n` +
      `Message-ID: <${subject.replace(/\W/gu, '')}@example.org>\r\n\r\n${body}\r\n`,
  );
}

/** Stores mails, and gives their ids. */
export async function fill(store: Store, folder: string, mails: readonly Uint8Array[]): Promise<readonly string[]> {
  const ids: string[] = [];
  const sources = mails.map((bytes, index) => ({
    label: `${index}`,
    body: bytesSource(bytes, 'message/rfc822'),
    flags: index % 2 === 0 ? ['$seen', 'work'] : [],
    received: new Date(Date.UTC(2026, 0, 1 + (index % 28))),
  }));
  for await (const { id, error } of store.import(folder, sources)) {
    if (id === undefined) throw error ?? new Error('an item was not stored');
    ids.push(id);
  }
  return ids;
}

/** All that a person can tell of the items of a folder and below, but for ids. */
export async function looksOf(store: Store, top: string): Promise<readonly string[]> {
  const looks: string[] = [];
  for (const { path: folder } of await store.folders.list(top))
    for await (const { item, body } of store.items.openAll(folder)) {
      const bytes = Buffer.from(await collect(body)).toString('latin1');
      const below = folder === top ? '/' : folder.slice(top === '/' ? 0 : top.length);
      looks.push(JSON.stringify([below, item.flags, item.date, bytes]));
    }
  return looks.sort();
}

/** Everything an async sequence gives. */
export async function all<T>(sequence: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of sequence) items.push(item);
  return items;
}
