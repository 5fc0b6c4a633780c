import { appendFile, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Change, Store } from '@mapistore/core';
import { type Dovecot, startDovecot } from '@mapistore/services';
import { ImapFlow } from 'imapflow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { all, cat, mail, problemsOf, sources, storeIn, temporaryFolder } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let dovecot: Dovecot;
let store: Store;
let other: ImapFlow;

beforeEach(async () => {
  folder = await temporaryFolder();
  dovecot = await startDovecot();
  other = new ImapFlow({
    host: '127.0.0.1',
    port: dovecot.imap,
    secure: false,
    doSTARTTLS: false,
    auth: { user: 'alice', pass: dovecot.password },
    logger: false,
  });
  other.on('error', () => undefined);
  await other.connect();
  store = await storeIn(folder.path);
  await store.mounts.add({ path: '/Inbox', uri: `file://${join(folder.path, 'inbox')}` });
  await store.mounts.add({
    path: '/Mail',
    uri: `imap://alice@127.0.0.1:${dovecot.imap}/Mail`,
    secretRef: 'env:IMAP_PASSWORD',
  });
  await all(store.sync());
});
afterEach(async () => {
  other.close();
  await store[Symbol.asyncDispose]();
  await dovecot.stop();
  await folder.remove();
});

/** Synchronises and gives what changed since a token. */
async function changesSince(token: string): Promise<readonly Change[]> {
  const outcomes = await all(store.sync());
  expect(problemsOf(outcomes)).toEqual([]);
  return (await store.changes('/', token)).changes;
}

describe('what another IMAP client does', () => {
  it('appears through sync: appended, flagged, moved and expunged mail, and the ids of the rest stay', async () => {
    const imported = await all(store.import('/Mail', sources(['a', 'b', 'c', 'd', 'e'].map((name) => mail(name)))));
    const [a, b, c, d, e] = imported.map(({ id }) => id as string);
    await store.folders.create('/Mail/Old');
    const { token } = await store.changes('/');
    await other.append('Mail', Buffer.from(mail('appended')), ['\\Seen']);
    const lock = await other.getMailboxLock('Mail');
    await other.messageFlagsAdd({ seq: '2' }, ['\\Flagged', 'Later']);
    await other.messageMove({ seq: '3' }, 'Mail/Old');
    await other.messageDelete({ seq: '3' });
    lock.release();
    const changes = await changesSince(token);
    expect(changes).toHaveLength(4);
    expect(changes).toContainEqual({ id: b, change: 'updated', path: '/Mail' });
    expect(changes).toContainEqual({ id: c, change: 'moved', path: '/Mail/Old', from: '/Mail' });
    expect(changes).toContainEqual({ id: d, change: 'deleted', path: '/Mail' });
    const appended = changes.find(({ change }) => change === 'created');
    expect(await store.items.get(appended?.id as string)).toMatchObject({ subject: 'appended', flags: ['$seen'] });
    expect((await store.items.get(b as string)).flags).toEqual(['$flagged', 'later']);
    expect(await cat(store, c as string)).toEqual(mail('c'));
    for (const id of [a, e]) expect((await store.items.get(id as string)).path).toBe('/Mail');
    expect(await changesSince((await store.changes('/')).token)).toEqual([]);
  });

  it('is known for the same mail when it moves between two folders in either order of names', async () => {
    await store.folders.create('/Mail/A');
    await store.folders.create('/Mail/Z');
    const [up] = await all(store.import('/Mail/A', sources([mail('up')])));
    const [down] = await all(store.import('/Mail/Z', sources([mail('down')])));
    const { token } = await store.changes('/');
    let lock = await other.getMailboxLock('Mail/A');
    await other.messageMove({ seq: '1' }, 'Mail/Z');
    lock.release();
    lock = await other.getMailboxLock('Mail/Z');
    await other.messageMove({ seq: '1' }, 'Mail/A');
    lock.release();
    expect(await changesSince(token)).toEqual(
      expect.arrayContaining([
        { id: up?.id, change: 'moved', path: '/Mail/Z', from: '/Mail/A' },
        { id: down?.id, change: 'moved', path: '/Mail/A', from: '/Mail/Z' },
      ]),
    );
  });

  it('keeps ids when it renames a folder', async () => {
    await store.folders.create('/Mail/Draft');
    const imported = await all(store.import('/Mail/Draft', sources([mail('x'), mail('y')])));
    const { token } = await store.changes('/');
    await other.mailboxRename('Mail/Draft', 'Mail/Final');
    const changes = await changesSince(token);
    expect(changes.map(({ id, change, path }) => [id, change, path]).sort()).toEqual(
      imported.map(({ id }) => [id, 'moved', '/Mail/Final']).sort(),
    );
    expect((await store.folders.list('/Mail')).map(({ path }) => path)).toEqual(['/Mail', '/Mail/Final']);
  });

  it('takes nothing for deleted while the server is down, and goes on when it is back', async () => {
    const imported = await all(store.import('/Mail', sources([mail('x'), mail('y')])));
    const { token } = await store.changes('/');
    await dovecot.kill();
    const outcomes = await all(store.sync('/Mail'));
    expect(outcomes.map((outcome) => ('error' in outcome ? outcome.error.code : 'reached'))).toEqual(['UNAVAILABLE']);
    expect((await store.changes('/', token)).changes).toEqual([]);
    expect((await store.items.page('/Mail')).items.map(({ id }) => id).sort()).toEqual(
      imported.map(({ id }) => id).sort(),
    );
    await dovecot.start();
    expect(await changesSince(token)).toEqual([]);
    expect(await cat(store, imported[0]?.id as string)).toEqual(mail('x'));
  });
});

describe('what an editor does', () => {
  it('appears through sync: changed, deleted, renamed and new files, and a mere touch is no change', async () => {
    const imported = await all(
      store.import('/Inbox', sources(['one', 'two', 'three', 'four'].map((name) => mail(name)))),
    );
    const [one, two, three, four] = imported.map(({ id }) => id as string);
    const { token } = await store.changes('/');
    const files = (await readdir(join(folder.path, 'inbox'))).filter((name) => name.endsWith('.eml'));
    const file = (subject: string): string =>
      join(folder.path, 'inbox', files.find((name) => name.startsWith(subject)) as string);
    await appendFile(file('one'), 'PS: one more line.\r\n');
    await unlink(file('two'));
    await rename(file('three'), join(folder.path, 'inbox', 'renamed by hand.eml'));
    await writeFile(file('four'), mail('four'));
    await writeFile(join(folder.path, 'inbox', 'dropped in.eml'), mail('five'));
    const changes = await changesSince(token);
    expect(changes.map(({ id, change }) => [id, change])).toEqual(
      expect.arrayContaining([
        [one, 'updated'],
        [two, 'deleted'],
        [changes.find(({ change }) => change === 'created')?.id, 'created'],
      ]),
    );
    expect(changes).toHaveLength(3);
    expect((await cat(store, one as string)).toString()).toContain('PS: one more line.');
    expect(await cat(store, three as string)).toEqual(mail('three'));
    expect(await cat(store, four as string)).toEqual(mail('four'));
  });

  it('takes nothing for deleted when the folder is gone, as with a disk that is not there', async () => {
    await all(store.import('/Inbox', sources([mail('x')])));
    const { token } = await store.changes('/');
    await rename(join(folder.path, 'inbox'), join(folder.path, 'elsewhere'));
    const outcomes = await all(store.sync('/Inbox'));
    expect(outcomes.map((outcome) => ('error' in outcome ? outcome.error.code : 'reached'))).toEqual(['UNAVAILABLE']);
    await rename(join(folder.path, 'elsewhere'), join(folder.path, 'inbox'));
    expect(await changesSince(token)).toEqual([]);
  });
});
