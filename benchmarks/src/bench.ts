import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definition as caldav } from '@mapistore/backend-caldav';
import { definition as fs } from '@mapistore/backend-fs';
import { definition as imap } from '@mapistore/backend-imap';
import { openStore, type Store, secretSource } from '@mapistore/core';
import { icalendar } from '@mapistore/format-icalendar';
import { mime } from '@mapistore/format-mime';
import { openSqliteState } from '@mapistore/state-sql';
import { ImapFlow } from 'imapflow';

/** One line of the result: what was measured beside what, and whether the promise is kept. */
export interface Row {
  readonly name: string;
  readonly ours: string;
  readonly beside: string;
  readonly ratio?: number;
  /** In words, with the bound. */
  readonly promise: string;
  readonly kept: boolean;
}

/** A benchmark: it gives its rows, and says on stderr what it does. */
export interface Benchmark {
  readonly name: string;
  run(): Promise<readonly Row[]>;
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Runs work in a folder of its own, gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'mapistore-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A store with the real backends. */
export async function openBenchStore(folder: string): Promise<Store> {
  return openStore({
    state: await openSqliteState({ file: join(folder, 'state.sqlite') }),
    backends: [fs, imap, caldav] as never,
    formats: [icalendar, mime],
    secrets: secretSource(undefined, { env: { IMAP_PASSWORD: 'secret', DAV_PASSWORD: 'secret' } }),
  });
}

/** The bare client to compare with. */
export async function bareClient(port: number): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user: 'alice', pass: 'secret' },
    logger: false,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** How long something takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export async function drain(sequence: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of sequence) count++;
  return count;
}

export function seconds(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

export const mebibytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MiB`;
