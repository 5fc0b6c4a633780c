import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definition as caldav } from '@mapistore/backend-caldav';
import { definition as archive } from '@mapistore/backend-compress';
import { definition as fs } from '@mapistore/backend-fs';
import { definition as imap } from '@mapistore/backend-imap';
import { definition as mysql } from '@mapistore/backend-mysql';
import {
  type BackendDefinition,
  bytesSource,
  collect,
  type ImportSource,
  type MapistoreError,
  openStore,
  type StateStore,
  type Store,
  type SyncOutcome,
  secretSource,
} from '@mapistore/core';
import { icalendar } from '@mapistore/format-icalendar';
import { mime } from '@mapistore/format-mime';
import { note } from '@mapistore/format-note';
import { vcard } from '@mapistore/format-vcard';
import { openSqliteState } from '@mapistore/state-sql';

/** A folder of its own for a test, gone when the test ends. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'mapistore-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A store on a state in that folder, with the real backends and any others given. */
export async function storeIn(
  folder: string,
  backends: readonly BackendDefinition<never>[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Store> {
  return storeOn(await openSqliteState({ file: join(folder, 'state.sqlite') }), backends, env);
}

/** The same on any state, which is closed with the store. */
export async function storeOn(
  state: StateStore,
  backends: readonly BackendDefinition<never>[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Store> {
  return openStore({
    state,
    backends: [fs, imap, caldav, mysql, archive, ...backends] as never,
    formats: [icalendar, mime, note, vcard],
    secrets: secretSource(undefined, { env: { IMAP_PASSWORD: 'secret', DAV_PASSWORD: 'secret', ...env } }),
  });
}

/** A small mail; equal arguments give equal bytes. */
export function mail(subject: string, body = 'Hello.', extra = ''): Uint8Array {
  return Buffer.from(
    `From: Ada <ada@example.org>\r\nTo: bob@example.org\r\nSubject: ${subject}\r\nDate: Mon, 02 Mar 2026 10:00:00 +0000\r\n` +
      `Message-ID: <${subject.replace(/\W/gu, '')}@example.org>\r\n${extra}\r\n${body}\r\n`,
  );
}

/** Sources for an import. */
export function sources(mails: readonly Uint8Array[]): readonly ImportSource[] {
  return mails.map((bytes, index) => ({ label: `mail ${index}`, body: bytesSource(bytes, 'message/rfc822') }));
}

/** What a synchronisation could not do. */
export function problemsOf(outcomes: readonly SyncOutcome[]): readonly MapistoreError[] {
  return outcomes.flatMap((outcome) =>
    'error' in outcome ? [outcome.error] : outcome.sync.problems.map(({ error }) => error),
  );
}

/** Everything an async sequence gives. */
export async function all<T>(sequence: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of sequence) items.push(item);
  return items;
}

/** The bytes of an item as text of one byte a character, so that a difference shows. */
export async function cat(store: Store, id: string): Promise<Buffer> {
  return Buffer.from(await collect(await store.items.open(id)));
}
