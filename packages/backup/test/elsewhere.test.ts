import { createHash } from 'node:crypto';
import { bytesSource, collect, type Store } from '@mapistore/core';
import { type Dovecot, type Radicale, startDovecot, startRadicale } from '@mapistore/services';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backup, listBackups, restore, verify } from '../src/index.ts';
import { all, type Bench, bench, calm, fill, looksOf, mail } from './support.ts';

let dovecot: Dovecot;
let radicale: Radicale;
beforeAll(async () => {
  dovecot = await startDovecot();
  radicale = await startRadicale();
});
afterAll(async () => {
  await dovecot.stop();
  await radicale.stop();
});

async function withBench(work: (here: Bench) => Promise<void>): Promise<void> {
  const here = await bench();
  try {
    await work(here);
  } finally {
    await here[Symbol.asyncDispose]();
  }
}

const event = (index: number): Uint8Array =>
  Buffer.from(
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Odd//Program//EN',
      'BEGIN:VEVENT',
      `UID:event-${index}@example.org`,
      'DTSTAMP:20260101T000000Z',
      `DTSTART:202603${String(1 + index).padStart(2, '0')}T100000Z`,
      `SUMMARY:Event ${index}`,
      'X-ODD;X-PARAM="a;b":keep me',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  );

/** Digests of all items of a folder. */
async function digestsOf(store: Store, folder: string): Promise<readonly string[]> {
  const digests: string[] = [];
  for await (const { body } of store.items.openAll(folder))
    digests.push(
      createHash('sha256')
        .update(await collect(body))
        .digest('hex'),
    );
  return digests.sort();
}

test('mail of an IMAP server is restored into files, and files into an IMAP server', () =>
  withBench(async ({ store, archive, folder }) => {
    const uri = `imap://alice@127.0.0.1:${dovecot.imap}/`;
    await store.mounts.add({ path: '/Imap', uri, secretRef: 'env:IMAP_PASSWORD' });
    await store.mounts.add({ path: '/Files', uri: `file:${folder}/files` });
    await store.folders.create('/Imap/Work');
    await fill(
      store,
      '/Imap/Work',
      Array.from({ length: 25 }, (_, index) => mail(`mail ${index}`)),
    );
    const { name } = await backup(store, archive, { path: '/Imap/Work', signal: calm });
    await all(restore(store, archive, { name, to: '/Files', signal: calm }));
    expect(await looksOf(store, '/Files')).toEqual(await looksOf(store, '/Imap/Work'));
    await store.folders.create('/Imap/Back');
    const second = await backup(store, archive, { path: '/Files', signal: calm });
    await all(restore(store, archive, { name: second.name, to: '/Imap/Back', signal: calm }));
    expect(await looksOf(store, '/Imap/Back')).toEqual(await looksOf(store, '/Files'));
  }));

test('events of a calendar server come back as they were, byte by byte', () =>
  withBench(async ({ store, archive, folder }) => {
    const uri = `caldav://alice@127.0.0.1:${radicale.port}/`;
    await store.mounts.add({ path: '/Dav', uri, secretRef: 'env:DAV_PASSWORD' });
    await store.folders.create('/Dav/Work', { kind: 'event' });
    const events = Array.from({ length: 12 }, (_, index) => event(index));
    const sources = events.map((bytes, index) => ({ label: `${index}`, body: bytesSource(bytes, 'text/calendar') }));
    for await (const { outcome } of store.import('/Dav/Work', sources)) expect(outcome).toBe('imported');
    const { name, items } = await backup(store, archive, { path: '/Dav', signal: calm });
    expect(items).toBe(12);
    await store.mounts.add({ path: '/Files', uri: `file:${folder}/files` });
    await all(restore(store, archive, { name, path: '/Work', to: '/Files', signal: calm }));
    const wanted = events.map((bytes) => createHash('sha256').update(bytes).digest('hex')).sort();
    expect(await digestsOf(store, '/Files')).toEqual(wanted);
  }));

test('a backup that is broken off is not there, and the next one is whole', () =>
  withBench(async ({ store, archive, folder }) => {
    await store.mounts.add({ path: '/Files', uri: `file:${folder}/files` });
    await fill(
      store,
      '/Files',
      Array.from({ length: 700 }, (_, index) => mail(`mail ${index}`)),
    );
    for (const after of [1, 250, 600]) {
      const stop = new AbortController();
      const onProgress = ({ done }: { readonly done: number }): void => {
        if (done >= after) stop.abort(new Error('stopped'));
      };
      const taken = backup(store, archive, { path: '/Files', signal: stop.signal, onProgress });
      await expect(taken).rejects.toThrow('stopped');
      expect(await listBackups(archive)).toEqual([]);
    }
    expect(await backup(store, archive, { path: '/Files', signal: calm })).toMatchObject({
      items: 700,
      missingCount: 0,
    });
    expect(await all(verify(archive, { signal: calm }))).toEqual([]);
  }));
