import { type Cyrus, startCyrus } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOther, calm, item, listAll, mail, openMount, read, values } from './support.ts';

let server: Cyrus;
beforeAll(async () => {
  server = await startCyrus();
});
afterAll(async () => {
  await server.stop();
});

/** A mail whose header has bytes that are no ASCII, of at least so many bytes. */
function raw(size = 0): Buffer {
  const line = `${'x'.repeat(76)}\r\n`;
  return Buffer.from(`Subject: Gr\u00fc\u00dfe\r\n\r\nbody\r\n${line.repeat(Math.ceil(size / line.length))}`);
}

describe('a server that changes raw bytes in headers', () => {
  it.each([0, 2_000_000])('refuses such a message of %i bytes and keeps nothing of it', async (size) => {
    await using backend = await openMount(server, { path: `Raw ${size}` });
    await expect(backend.createItem({ folder: '', signal: calm, item: item(raw(size)) })).rejects.toMatchObject({
      code: 'INVALID_CONTENT',
    });
    expect((await listAll(backend, '')).items).toEqual([]);
    await asOther(server, `Raw ${size}`, async (client) => expect(await client.search({ all: true })).toEqual([]));
  });

  it('fails only that message of many, and keeps raw bytes in bodies', async () => {
    await using backend = await openMount(server, { path: 'Many' });
    const body = Buffer.from('Subject: body\r\n\r\nGr\u00fc\u00dfe\r\n');
    const items = [item(mail('one')), item(raw(), { flags: ['kept'] }), item(body)];
    const results = await backend.createItems({ folder: '', signal: calm, items });
    expect(results.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual(['ok', 'INVALID_CONTENT', 'ok']);
    const listed = (await listAll(backend, '')).items;
    expect(listed.map(({ key }) => key)).toEqual(values(results.filter(({ ok }) => ok)).map(({ key }) => key));
    expect(await read(backend, '', listed[1]?.key ?? '')).toEqual(body);
  });

  it('leaves an item as it was when its update is refused', async () => {
    await using backend = await openMount(server, { path: 'Update' });
    const bytes = mail('before');
    const { key } = await backend.createItem({ folder: '', signal: calm, item: item(bytes) });
    const call = backend.updateItem({ folder: '', key, body: item(raw()).body, signal: calm });
    await expect(call).rejects.toMatchObject({ code: 'INVALID_CONTENT' });
    expect((await listAll(backend, '')).items.map((entry) => entry.key)).toEqual([key]);
    expect(await read(backend, '', key)).toEqual(bytes);
  });
});

describe('quotas', () => {
  it('are no capability where the account has none, though the server knows of them', async () => {
    await using backend = await openMount(server, { path: 'Boundless' });
    expect(backend.description.capabilities.quota).toBe(false);
  });

  it('are told, and what is over them is QUOTA_EXCEEDED although the server gives no code', async () => {
    await using small = await startCyrus({ quotaBytes: 100 * 1024 });
    await using backend = await openMount(small);
    expect(await backend.quota({ signal: calm })).toEqual({ usedBytes: 0, limitBytes: 100 * 1024 });
    for (const size of [200_000, 2_000_000]) {
      const call = backend.createItem({ folder: 'INBOX', signal: calm, item: item(mail('large', size)) });
      await expect(call).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
    }
  });
});

describe('folders', () => {
  it('keep their revision while nothing happens, also in another session', async () => {
    await using backend = await openMount(server, { path: 'Calm' });
    await backend.createItem({ folder: '', signal: calm, item: item(mail('one')) });
    const revisions = new Set<string | undefined>();
    for (let at = 0; at < 5; at++) {
      await using other = await openMount(server, { path: 'Calm' });
      for (const each of [backend, other])
        revisions.add((await each.listFolders({ limit: 1, signal: calm })).folders[0]?.revision);
    }
    expect([...revisions]).toEqual([expect.stringMatching(/^[\d.]+$/)]);
  });

  it('that were made anew while they were selected have none of their old items', async () => {
    await using backend = await openMount(server, { path: 'Reborn', query: 'connections=1' });
    const { key } = await backend.createItem({ folder: '', signal: calm, item: item(mail('old')) });
    await backend.readItem({ folder: '', key, signal: calm });
    // UIDVALIDITY is a time in seconds here.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await asOther(server, 'INBOX', async (client) => {
      await client.mailboxDelete('Reborn');
      await client.mailboxCreate('Reborn');
      await client.append('Reborn', mail('new life'));
    });
    await expect(backend.readItem({ folder: '', key, signal: calm })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await listAll(backend, '')).items).toHaveLength(1);
  });
});
