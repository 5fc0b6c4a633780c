import { join } from 'node:path';
import type { Store } from '@mapistore/core';
import { createFaultProxy, type Dovecot, type FaultProxy, startDovecot } from '@mapistore/services';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { all, cat, mail, sources, storeIn, temporaryFolder } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let dovecot: Dovecot;
let proxy: FaultProxy;
let store: Store;

beforeEach(async () => {
  folder = await temporaryFolder();
  dovecot = await startDovecot();
  proxy = await createFaultProxy(dovecot.imap);
  store = await storeIn(folder.path);
  await store.mounts.add({ path: '/Inbox', uri: `file://${join(folder.path, 'inbox')}` });
  await store.mounts.add({
    path: '/Mail',
    uri: `imap://alice@127.0.0.1:${proxy.port}/Mail?compress=false`,
    secretRef: 'env:IMAP_PASSWORD',
  });
  await all(store.sync());
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await proxy.close();
  await dovecot.stop();
  await folder.remove();
});

const mails = ['a', 'b', 'b', 'c'].map((name) => mail(name));

async function subjects(path: string): Promise<readonly string[]> {
  return (await all(store.items.list(path))).map(({ subject }) => subject).sort();
}

describe('a connection cut after APPEND and before its answer', () => {
  it('doubles nothing in an import: what the server stored is found and taken', async () => {
    proxy.cutAnswerAfter(/APPEND/u);
    const results = await all(store.import('/Mail', sources(mails)));
    expect(results.map(({ outcome }) => outcome)).toEqual(['imported', 'imported', 'imported', 'imported']);
    expect(await subjects('/Mail')).toEqual(['a', 'b', 'b', 'c']);
    await all(store.sync());
    expect(await subjects('/Mail')).toEqual(['a', 'b', 'b', 'c']);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('doubles nothing in an import of a single mail', async () => {
    proxy.cutAnswerAfter(/APPEND/u);
    expect((await all(store.import('/Mail', sources([mail('a')])))).map(({ outcome }) => outcome)).toEqual([
      'imported',
    ]);
    await all(store.sync());
    expect(await subjects('/Mail')).toEqual(['a']);
  });

  it('loses and doubles nothing in a move when the server stays away, and the next sync ends it', async () => {
    const imported = await all(store.import('/Inbox', sources(mails)));
    const ids = imported.map(({ id }) => id as string);
    const cut = proxy.cutAnswerAfter(/APPEND/u);
    void cut.done.then(() => proxy.refuse(true));
    const results = await all(store.move(ids, '/Mail'));
    proxy.refuse(false);
    expect(results.every(({ outcome }) => outcome === 'moved' || outcome === 'failed')).toBe(true);
    await all(store.sync());
    expect(
      (await all(store.move(ids, '/Mail'))).every(({ outcome }) => outcome === 'moved' || outcome === 'unchanged'),
    ).toBe(true);
    await all(store.sync());
    expect(await subjects('/Inbox')).toEqual([]);
    expect(await subjects('/Mail')).toEqual(['a', 'b', 'b', 'c']);
    expect(await all(store.check({ deep: true }))).toEqual([]);
    for (const [index, id] of ids.entries()) expect(await cat(store, id)).toEqual(mails[index]);
  });

  it.each(['before', 'after'] as const)(
    'loses nothing when the connection is cut %s the source of a move is deleted',
    async (when) => {
      const imported = await all(store.import('/Mail', sources(mails)));
      const ids = imported.map(({ id }) => id as string);
      if (when === 'before') proxy.cutBefore(/EXPUNGE/u, 10);
      else proxy.cutAnswerAfter(/EXPUNGE/u, 10);
      await all(store.move(ids, '/Inbox'));
      proxy.heal();
      await all(store.sync());
      await all(store.move(ids, '/Inbox'));
      await all(store.sync());
      expect([...(await subjects('/Inbox')), ...(await subjects('/Mail'))].sort()).toEqual(['a', 'b', 'b', 'c']);
      expect(await all(store.check({ deep: true }))).toEqual([]);
    },
  );
});
