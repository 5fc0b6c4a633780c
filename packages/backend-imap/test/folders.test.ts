import type { Backend, FolderEntry } from '@mapistore/core';
import { type Dovecot, startDovecot } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOther, calm, item, mail, openMount, otherClient } from './support.ts';

async function folders(backend: Backend, limit = 1000): Promise<FolderEntry[]> {
  const found: FolderEntry[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await backend.listFolders({ signal: calm, limit, ...(cursor !== undefined && { cursor }) });
    found.push(...page.folders);
    if (page.next === undefined) {
      expect(page.listing).toBe('complete');
      return found;
    }
    cursor = page.next;
  }
}

describe.each(['/', '.'])('folders with the separator %s', (separator) => {
  let server: Dovecot;
  beforeAll(async () => {
    server = await startDovecot({ separator });
  });
  afterAll(async () => {
    await server.stop();
  });
  const other = separator === '/' ? '.' : '/';

  it('lists the whole account with roles, parents before children, in pages', async () => {
    await using backend = await openMount(server);
    const parent = await backend.createFolder({ parent: '', name: 'Tree', signal: calm });
    const child = await backend.createFolder({ parent: parent.key, name: 'Leaf', signal: calm });
    expect(child).toMatchObject({ key: `Tree${separator}Leaf`, parent: 'Tree', name: 'Leaf' });
    for (const limit of [1, 2, 1000]) {
      const all = await folders(backend, limit);
      expect(all[0]).toMatchObject({ key: '', name: '', holdsItems: false });
      expect(all.find((folder) => folder.key === 'INBOX')).toMatchObject({ role: 'inbox', parent: '', name: 'INBOX' });
      expect(all.find((folder) => folder.role === 'trash')?.name).toBe('Trash');
      const keys = all.map((folder) => folder.key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const folder of all.slice(1))
        expect(keys.indexOf(folder.parent as string)).toBeLessThan(keys.indexOf(folder.key));
    }
  });

  it.each([
    'Größe & Maß',
    'a&b',
    '日本語',
    `with ${other} inside`,
    'say "hi" \\ there',
    '😀 fun',
    'a*b%c',
    '(x) {5}',
    '&AOk-',
  ])('keeps the name %s', async (name) => {
    await using backend = await openMount(server);
    const made = await backend.createFolder({ parent: '', name, signal: calm }).catch((error: unknown) => error);
    // Maildir keeps '/' out of its own names; that is a refusal, not a change.
    if (made instanceof Error) return expect(made).toMatchObject({ code: 'INVALID_NAME' });
    const folder = made as FolderEntry;
    expect(folder.name).toBe(name);
    expect((await folders(backend)).find((found) => found.key === folder.key)?.name).toBe(name);
    const { key } = await backend.createItem({ folder: folder.key, signal: calm, item: item(mail('in it')) });
    expect((await backend.readItem({ folder: folder.key, key, signal: calm })).key).toBe(key);
    await backend.deleteItem({ folder: folder.key, key, signal: calm });
    await expect(backend.createFolder({ parent: '', name, signal: calm })).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    });
    await backend.deleteFolder({ folder: folder.key, signal: calm });
    expect((await folders(backend)).some((found) => found.key === folder.key)).toBe(false);
  });

  it.each(['', `a${separator}b`, '..', '~root', 'a\r\nb', 'nul\0', 'x\u0007', '\ud800', 'inbox'])(
    'refuses the name %j',
    async (name) => {
      await using backend = await openMount(server);
      await expect(backend.createFolder({ parent: '', name, signal: calm })).rejects.toMatchObject({
        code:
          name === 'inbox' ? 'ALREADY_EXISTS' : name === '..' && separator === '.' ? 'INVALID_NAME' : 'INVALID_NAME',
      });
    },
  );

  it('is not led out of the mount', async () => {
    await using backend = await openMount(server, { path: 'Inside' });
    for (const folder of ['INBOX', 'Insider', `..${separator}INBOX`, 'Inside\r\nA NOOP']) {
      await expect(backend.listItems({ folder, detail: 'revision', limit: 1, signal: calm })).rejects.toMatchObject({
        code: 'OUTSIDE_MOUNT',
      });
      await expect(backend.deleteFolder({ folder, signal: calm })).rejects.toMatchObject({ code: 'OUTSIDE_MOUNT' });
    }
  });

  it('refuses to create below what is not there', async () => {
    await using backend = await openMount(server);
    await expect(backend.createFolder({ parent: 'Nowhere', name: 'x', signal: calm })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('renames and moves with all that is below, and items keep their keys', async () => {
    await using backend = await openMount(server);
    const top = await backend.createFolder({ parent: '', name: 'Old', signal: calm });
    const sub = await backend.createFolder({ parent: top.key, name: 'Sub', signal: calm });
    const target = await backend.createFolder({ parent: '', name: 'Target', signal: calm });
    const { key } = await backend.createItem({ folder: sub.key, signal: calm, item: item(mail('kept')) });
    const { folder, rekeyed } = await backend.updateFolder({
      folder: top.key,
      name: 'New',
      parent: target.key,
      signal: calm,
    });
    expect(folder).toMatchObject({ key: `Target${separator}New`, parent: 'Target', name: 'New' });
    expect(rekeyed).toEqual([
      { from: 'Old', to: `Target${separator}New` },
      { from: `Old${separator}Sub`, to: `Target${separator}New${separator}Sub` },
    ]);
    expect((await backend.readItem({ folder: `Target${separator}New${separator}Sub`, key, signal: calm })).key).toBe(
      key,
    );
    await expect(backend.updateFolder({ folder: 'Target', name: 'INBOX', signal: calm })).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    });
    await expect(backend.updateFolder({ folder: 'Gone', name: 'y', signal: calm })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(backend.updateFolder({ folder: 'INBOX', name: 'y', signal: calm })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('deletes only empty folders, and INBOX never', async () => {
    await using backend = await openMount(server);
    const top = await backend.createFolder({ parent: '', name: 'Full', signal: calm });
    const sub = await backend.createFolder({ parent: top.key, name: 'Sub', signal: calm });
    await expect(backend.deleteFolder({ folder: top.key, signal: calm })).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    const { key } = await backend.createItem({ folder: sub.key, signal: calm, item: item(mail('in')) });
    await expect(backend.deleteFolder({ folder: sub.key, signal: calm })).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    await backend.deleteItem({ folder: sub.key, key, signal: calm });
    await backend.deleteFolder({ folder: sub.key, signal: calm });
    await backend.deleteFolder({ folder: sub.key, signal: calm });
    await backend.deleteFolder({ folder: top.key, signal: calm });
    await expect(backend.deleteFolder({ folder: 'INBOX', signal: calm })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(
      backend.listItems({ folder: top.key, detail: 'revision', limit: 5, signal: calm }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('gives a revision that changes with items and flags and with nothing else', async () => {
    await using backend = await openMount(server, { path: 'Rev' });
    const revision = async (): Promise<string | undefined> => (await folders(backend))[0]?.revision;
    const seen = [await revision()];
    const { key } = await backend.createItem({ folder: '', signal: calm, item: item(mail('r')) });
    seen.push(await revision());
    await backend.setFlags({ folder: '', keys: [key], add: ['$seen'], remove: [], signal: calm });
    seen.push(await revision());
    await backend.setFlags({ folder: '', keys: [key], add: ['$seen'], remove: [], signal: calm });
    expect(await revision()).toBe(seen.at(-1));
    await backend.deleteItem({ folder: '', key, signal: calm });
    seen.push(await revision());
    expect(seen.every((value) => value !== undefined)).toBe(true);
    expect(new Set(seen).size).toBe(4);
  });

  it('mounts a folder below a folder, and sees only what is in it', async () => {
    await using backend = await openMount(server, { path: 'Deep/er%20one' });
    await backend.createFolder({ parent: '', name: 'child', signal: calm });
    const all = await folders(backend);
    expect(all.map((folder) => folder.name)).toEqual(['', 'child']);
    expect(all[1]).toMatchObject({ parent: '', key: `Deep${separator}er one${separator}child` });
    expect(all[0]).toMatchObject({ holdsItems: true });
  });

  it('says UNAVAILABLE and never an empty list when the root is missing', async () => {
    await expect(openMount(server, { path: 'Absent', create: false })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await using backend = await openMount(server, { path: 'Vanishing' });
    const client = await otherClient(server);
    await client.mailboxDelete('Vanishing');
    await client.logout();
    await expect(backend.listFolders({ signal: calm, limit: 10 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(backend.listItems({ folder: '', detail: 'revision', limit: 1, signal: calm })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });

  it('takes a folder made anew for another one', async () => {
    await using backend = await openMount(server, { path: 'Reborn' });
    const { key } = await backend.createItem({ folder: '', signal: calm, item: item(mail('old life')) });
    const { token } = await backend.listItems({ folder: '', detail: 'revision', limit: 10, signal: calm });
    await asOther(server, 'INBOX', async (client) => {
      await client.mailboxDelete('Reborn');
      await client.mailboxCreate('Reborn');
      await client.append('Reborn', mail('new life'));
    });
    await expect(backend.readItem({ folder: '', key, signal: calm })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await backend.deleteItem({ folder: '', key, signal: calm });
    await expect(
      backend.changes({ folder: '', token: token as string, limit: 10, signal: calm }),
    ).rejects.toMatchObject({
      code: 'SYNC_TOKEN_EXPIRED',
    });
    const { items } = await backend.listItems({ folder: '', detail: 'revision', limit: 10, signal: calm });
    expect(items).toHaveLength(1);
    expect(items[0]?.key).not.toBe(key);
  });
});
