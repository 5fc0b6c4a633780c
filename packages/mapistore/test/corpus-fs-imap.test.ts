import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '@mapistore/core';
import { type Dovecot, startDovecot } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CorpusMail, corpusMails, corpusSources, digest } from './corpus.ts';
import { all, cat, problemsOf, storeIn, temporaryFolder } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let dovecot: Dovecot;
let store: Store;
let mails: readonly CorpusMail[];
/** Ids of the imported mails, in the order of the corpus. */
let ids: readonly string[];

beforeAll(async () => {
  folder = await temporaryFolder();
  dovecot = await startDovecot({ format: 'maildir' });
  mails = await corpusMails();
  store = await storeIn(folder.path);
  await store.mounts.add({ path: '/Inbox', uri: `file://${join(folder.path, 'inbox')}` });
  await store.mounts.add({
    path: '/Archive',
    uri: `imap://alice@127.0.0.1:${dovecot.imap}/Archive`,
    secretRef: 'env:IMAP_PASSWORD',
  });
  await all(store.sync());
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await dovecot.stop();
  await folder.remove();
});

/** Names of mails whose item does not give the bytes of the corpus. */
async function wrong(items: readonly string[]): Promise<readonly string[]> {
  const names: string[] = [];
  for (const [index, id] of items.entries()) {
    if (digest(await cat(store, id)) !== mails[index]?.sha256) names.push(mails[index]?.name ?? id);
  }
  return names;
}

describe('real mail on the file system and in Dovecot', () => {
  it('comes out of a file mount as it went in', async () => {
    const results = await all(store.import('/Inbox', corpusSources(mails)));
    expect(results.filter(({ outcome }) => outcome !== 'imported')).toEqual([]);
    ids = results.map(({ id }) => id as string);
    expect(await wrong(ids)).toEqual([]);
  });

  it('comes out of Dovecot as it went in, and what the server refuses is named and kept by the store', async () => {
    const results = await all(store.import('/Archive', corpusSources(mails)));
    const notStored = results.filter(({ outcome }) => outcome !== 'imported');
    expect(notStored.map(({ outcome }) => outcome)).toEqual(notStored.map(() => 'kept'));
    const withNul = mails.flatMap(({ bytes, name }) => (bytes.includes(0) || bytes.byteLength === 0 ? [name] : []));
    expect(notStored.map(({ label }) => label).sort()).toEqual([...withNul].sort());
    expect(await wrong(results.map(({ id }) => id as string))).toEqual([]);
    await all(store.remove(results.map(({ id }) => id as string)));
  });

  it('is moved from files to Dovecot and back without a byte lost, ids kept; what is refused stays where it was', async () => {
    const moved = await all(store.move(ids, '/Archive'));
    const refused = moved.filter(({ outcome }) => outcome !== 'moved');
    const withNul = ids.filter((_, index) => mails[index]?.bytes.includes(0) || mails[index]?.bytes.byteLength === 0);
    expect(refused.map(({ id }) => id)).toEqual(withNul);
    expect(refused.map(({ error }) => error?.code)).toEqual(withNul.map(() => 'INVALID_CONTENT'));
    expect(await wrong(ids)).toEqual([]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('keeps ids and bytes when the server gives the folder a new UIDVALIDITY', async () => {
    const { token } = await store.changes('/');
    await dovecot.stop({ keep: true });
    for (const name of ['dovecot-uidlist', 'dovecot.index', 'dovecot.index.log', 'dovecot.index.cache']) {
      await rm(join(dovecot.dir, 'home/alice/mail/.Archive', name), { force: true });
    }
    await rm(join(dovecot.dir, 'home/alice/mail/dovecot.list.index'), { force: true });
    await rm(join(dovecot.dir, 'home/alice/mail/dovecot.list.index.log'), { force: true });
    await dovecot.start();
    const outcomes = await all(store.sync());
    expect(problemsOf(outcomes)).toEqual([]);
    expect((await store.changes('/', token)).changes).toEqual([]);
    expect(await wrong(ids)).toEqual([]);
  });

  it('is moved back to files without a byte lost', async () => {
    const back = await all(store.move(ids, '/Inbox'));
    expect(back.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(await wrong(ids)).toEqual([]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
    expect((await store.folders.get('/Archive')).items).toBe(0);
  });
});
