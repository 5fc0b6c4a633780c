import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { collect } from '@mapistore/core';
import { expect, test } from 'vitest';
import { listAll, mail, openFs, signal, temporaryFolder } from './open.ts';

const elsewhere = temporaryFolder();
fs.writeFileSync(path.join(elsewhere, 'secret.eml'), 'Subject: secret\n\n');

test('links are neither listed nor followed, wherever they lead', async () => {
  const root = temporaryFolder();
  const backend = await openFs(root, true);
  const { key } = await backend.createItem({ folder: '', item: mail('real'), signal });
  fs.symlinkSync(path.join(elsewhere, 'secret.eml'), path.join(root, 'out.eml'));
  fs.symlinkSync(key, path.join(root, 'in.eml'));
  fs.symlinkSync(elsewhere, path.join(root, 'outside'));
  const { items, listing } = await listAll(backend);
  expect([items.map((item) => item.key), listing]).toEqual([[key], 'complete']);
  expect((await backend.listFolders({ limit: 10, signal })).folders).toHaveLength(1);
  const refused = { code: 'OUTSIDE_MOUNT' };
  await expect(backend.openBody({ folder: '', key: 'out.eml', signal })).rejects.toMatchObject(refused);
  await expect(backend.readItem({ folder: '', key: 'in.eml', signal })).rejects.toMatchObject(refused);
  await expect(backend.deleteItem({ folder: '', key: 'out.eml', signal })).rejects.toMatchObject(refused);
  await expect(listAll(backend, 'outside')).rejects.toMatchObject(refused);
  await expect(backend.createItem({ folder: 'outside', item: mail('x'), signal })).rejects.toMatchObject(refused);
  await expect(backend.deleteFolder({ folder: 'outside', signal })).rejects.toMatchObject(refused);
  await expect(backend.updateFolder({ folder: 'outside', name: 'mine', signal })).rejects.toMatchObject(refused);
  expect(fs.readdirSync(elsewhere)).toEqual(['secret.eml']);
});

test('no key leads out of the root or into its hidden folder', async () => {
  const parent = temporaryFolder();
  fs.writeFileSync(path.join(parent, 'above.eml'), 'Subject: above\n\n');
  const backend = await openFs(path.join(parent, 'root'), true);
  for (const key of [
    '../above.eml',
    '%2E%2E%2Fabove.eml',
    '/etc/passwd',
    `${elsewhere}/secret.eml`,
    '..',
    '.',
    '',
    'a\0.eml',
    '.mapistore',
    '%2Emapistore',
  ]) {
    const call = backend.readItem({ folder: '', key, signal });
    await expect(call, key).rejects.toMatchObject({ code: expect.stringMatching(/^(NOT_FOUND|OUTSIDE_MOUNT)$/) });
  }
  for (const folder of ['..', '../..', 'a/../..', '.mapistore', '.mapistore/tmp', '/', '%2E%2E', '%2F', 'a//b']) {
    await expect(listAll(backend, folder), folder).rejects.toMatchObject({
      code: expect.stringMatching(/^(NOT_FOUND|OUTSIDE_MOUNT)$/),
    });
  }
});

test('pipes and sockets are ignored and block nothing', async () => {
  const root = temporaryFolder();
  const backend = await openFs(root, true);
  execFileSync('mkfifo', [path.join(root, 'pipe.eml')]);
  expect(await listAll(backend, '', 10, 'head')).toEqual({ items: [], listing: 'complete' });
  await expect(backend.openBody({ folder: '', key: 'pipe.eml', signal })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('names that are no UTF-8 are listed, read, moved and deleted', async () => {
  const root = temporaryFolder();
  const backend = await openFs(root, true);
  const folder = Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]);
  fs.mkdirSync(folder);
  fs.writeFileSync(Buffer.concat([folder, Buffer.from([0x2f, 0xff]), Buffer.from('.eml')]), 'Subject: odd\n\nbody');
  expect((await backend.listFolders({ limit: 10, signal })).folders[1]).toMatchObject({
    key: 'caf%E9',
    name: 'caf%E9',
  });
  const { items } = await listAll(backend, 'caf%E9');
  expect(items.map(({ key }) => key)).toEqual(['%FF.eml']);
  const body = await backend.openBody({ folder: 'caf%E9', key: '%FF.eml', signal });
  expect(Buffer.from(await collect(body)).toString()).toBe('Subject: odd\n\nbody');
  const [moved] = await backend.moveItems({ folder: 'caf%E9', keys: ['%FF.eml'], to: '', signal });
  expect(moved?.ok).toBe(true);
  await backend.deleteFolder({ folder: 'caf%E9', signal });
  expect((await listAll(backend)).items).toHaveLength(1);
});

// Root reads everything, so the test steps down while it looks.
test.runIf(process.getuid?.() === 0)(
  'an unreadable file is named, an unreadable folder makes the listing partial, and neither blocks anything else',
  async () => {
    const root = temporaryFolder();
    const backend = await openFs(root, true);
    const good = await backend.createItem({ folder: '', item: mail('good'), signal });
    const bad = await backend.createItem({ folder: '', item: mail('bad'), signal });
    await backend.createFolder({ parent: '', name: 'closed', signal });
    await backend.createFolder({ parent: '', name: 'open', signal });
    for (const name of ['', '.mapistore', '.mapistore/mount.json', good.key, 'open'])
      fs.chownSync(path.join(root, name), 65534, 65534);
    fs.chmodSync(path.join(root, bad.key), 0o000);
    fs.chmodSync(path.join(root, 'closed'), 0o000);
    process.seteuid?.(65534);
    try {
      const { items, listing, unreadable } = await backend.listItems({ folder: '', limit: 10, detail: 'head', signal });
      expect([items.map(({ key }) => key), listing, unreadable]).toEqual([[good.key], 'complete', [bad.key]]);
      const { folders, ...page } = await backend.listFolders({ limit: 10, signal });
      expect([folders.map(({ key }) => key), page.listing]).toEqual([['', 'open'], 'partial']);
      await expect(backend.openBody({ folder: '', key: bad.key, signal })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    } finally {
      process.seteuid?.(0);
    }
  },
);
