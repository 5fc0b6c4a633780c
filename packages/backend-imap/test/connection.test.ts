import { createServer } from 'node:net';
import { MapistoreError } from '@mapistore/core';
import { createFaultProxy, type Dovecot, startDovecot } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calm, item, listAll, mail, openMount, read, values } from './support.ts';

let server: Dovecot;
beforeAll(async () => {
  server = await startDovecot({ quotaBytes: 20_000_000 });
});
afterAll(async () => {
  await server.stop();
});

/** Everything an error shows, its causes included. */
function shown(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack} ${JSON.stringify(error)} ${shown(error.cause)}`;
}

describe('opening a mount', () => {
  it('does not take a wrong password, and does not tell it', async () => {
    const error = await openMount(server, { secret: { kind: 'password', password: 'hunter2-wrong' } }).catch(
      (reason) => reason,
    );
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(shown(error)).not.toContain('hunter2');
    expect(shown(error)).not.toContain(Buffer.from('\0alice\0hunter2-wrong').toString('base64'));
  });

  it('says how to give a secret that is missing', async () => {
    await expect(openMount(server, { secret: undefined })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('secret'),
    });
  });

  it('refuses a password in the URI without repeating it', async () => {
    const error = await openMount(server, { user: 'alice:tops3cret' }).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(shown(error)).not.toContain('tops3cret');
  });

  it('names host and port of a server that is down', async () => {
    const port = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
      });
    });
    await expect(openMount(server, { port })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining(`127.0.0.1:${port}`),
    });
  });

  it('times out on a server that says nothing', async () => {
    const silent = createServer(() => undefined);
    const port = await new Promise<number>((resolve) =>
      silent.listen(0, '127.0.0.1', () => resolve((silent.address() as { port: number }).port)),
    );
    try {
      await expect(openMount(server, { port, query: 'connectTimeoutMs=300' })).rejects.toMatchObject({
        code: 'TIMEOUT',
      });
      const controller = new AbortController();
      const opening = openMount(server, { port, signal: controller.signal });
      controller.abort(new Error('never mind'));
      await expect(opening).rejects.toThrow('never mind');
    } finally {
      silent.close();
    }
  });

  it('trusts a certificate only by its authority, over TLS and STARTTLS', async () => {
    await expect(openMount(server, { scheme: 'imaps' })).rejects.toMatchObject({
      code: 'TLS_UNTRUSTED',
      message: expect.stringContaining('"ca"'),
    });
    await expect(openMount(server, { query: 'tls=starttls' })).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
    const ca = `ca=${encodeURIComponent(server.certificate)}`;
    for (const wishes of [
      { scheme: 'imaps', query: ca },
      { query: `tls=required&${ca}` },
      { scheme: 'imaps', query: `${ca}&servername=localhost` },
    ] as const) {
      await using backend = await openMount(server, wishes);
      expect((await backend.listFolders({ signal: calm, limit: 100 })).folders.length).toBeGreaterThan(1);
    }
    await expect(
      openMount(server, { scheme: 'imaps', query: `${ca}&servername=elsewhere.example` }),
    ).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
    await expect(openMount(server, { scheme: 'imaps', query: 'tls=plain' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
    await expect(openMount(server, { query: 'ca=/no/such/file' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('does not know options it does not have', async () => {
    await expect(openMount(server, { query: 'nonsense=1' })).rejects.toThrow();
    await expect(openMount(server, { query: 'connections=0' })).rejects.toThrow();
  });
});

describe('a connection that breaks', () => {
  it('leaves a message there once when the answer to its APPEND is lost', async () => {
    await using proxy = await createFaultProxy(server.imap);
    await using backend = await openMount(server, { port: proxy.port, path: 'Lost', query: 'compress=false' });
    const before = await backend.checkpoint({ folder: '', signal: calm });
    const cut = proxy.cutAnswerAfter(/ APPEND /);
    await expect(
      backend.createItem({ folder: '', signal: calm, item: item(mail('lost answer')) }),
    ).rejects.toMatchObject({ code: 'UNAVAILABLE', retry: 'later' });
    await cut.done;
    expect((await listAll(backend, '', { after: before })).items).toHaveLength(1);
    const manyCut = proxy.cutAnswerAfter(/ APPEND /);
    const results = await backend.createItems({ folder: '', signal: calm, items: [item(mail('x')), item(mail('y'))] });
    await manyCut.done;
    expect(results.map((result) => !result.ok && result.error.code)).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);
    expect((await listAll(backend, '')).items).toHaveLength(3);
  });

  it('stores nothing when it breaks before the APPEND', async () => {
    await using proxy = await createFaultProxy(server.imap);
    await using backend = await openMount(server, { port: proxy.port, path: 'Before' });
    proxy.cutBefore(/ APPEND /);
    await expect(backend.createItem({ folder: '', signal: calm, item: item(mail('x')) })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    expect((await listAll(backend, '')).items).toEqual([]);
  });

  it('never ends a body early', async () => {
    await using proxy = await createFaultProxy(server.imap);
    await using backend = await openMount(server, { port: proxy.port, path: 'Early' });
    const bytes = mail('long', 3_000_000);
    const { key } = await backend.createItem({ folder: '', signal: calm, item: item(bytes) });
    const body = await backend.openBody({ folder: '', key, signal: calm });
    let size = 0;
    const reading = (async () => {
      for await (const chunk of body) {
        if (size === 0) {
          proxy.refuse(true);
          proxy.cutAll();
        }
        size += chunk.byteLength;
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    proxy.heal();
    expect((await read(backend, '', key)).equals(bytes)).toBe(true);
  });

  it('is replaced by a new one', async () => {
    await using proxy = await createFaultProxy(server.imap);
    await using backend = await openMount(server, { port: proxy.port, path: 'Replaced' });
    await backend.createItem({ folder: '', signal: calm, item: item(mail('x')) });
    proxy.cutAll();
    expect((await listAll(backend, '')).items).toHaveLength(1);
    proxy.refuse(true);
    proxy.cutAll();
    await expect(backend.listItems({ folder: '', signal: calm, detail: 'revision', limit: 1 })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    await expect(backend.listFolders({ signal: calm, limit: 1 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    proxy.heal();
    expect((await listAll(backend, '')).items).toHaveLength(1);
  });

  it('is given up when an abort comes while the server is silent', async () => {
    await using proxy = await createFaultProxy(server.imap);
    await using backend = await openMount(server, { port: proxy.port, path: 'Silent', query: 'connections=1' });
    proxy.stall(true);
    const reason = new Error('waited enough');
    const controller = new AbortController();
    const listing = backend.listItems({ folder: '', signal: controller.signal, detail: 'revision', limit: 1 });
    const queued = backend.count({ folder: '', signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    await expect(listing).rejects.toBe(reason);
    await expect(queued).rejects.toBe(reason);
    proxy.heal();
    expect(await backend.count({ folder: '', signal: calm })).toMatchObject({ items: 0 });
  });
});

describe('limits', () => {
  it('says how much is used, and QUOTA_EXCEEDED when it is full', async () => {
    await using backend = await openMount(server, { user: 'bob', path: 'Quota' });
    const { usedBytes, limitBytes } = await backend.quota({ signal: calm });
    expect(Math.abs((limitBytes as number) - 20_000_000)).toBeLessThan(1024);
    expect(usedBytes).toBeLessThan(10_000_000);
    const big = mail('big', 9_000_000);
    const results = await backend.createItems({
      folder: '',
      signal: calm,
      items: [item(big), item(big), item(big), item(mail('small'))],
    });
    expect(results.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual([
      'ok',
      'ok',
      'QUOTA_EXCEEDED',
      'ok',
    ]);
    const many = Array.from({ length: 5 }, (_, at) => item(mail(`m${at}`, 900_000)));
    const batch = await backend.createItems({ folder: '', signal: calm, items: many });
    expect(batch.map((result) => (result.ok ? 'ok' : result.error.code))).toContain('QUOTA_EXCEEDED');
    expect(batch[0]?.ok).toBe(true);
    expect(await backend.count({ folder: '', signal: calm })).toMatchObject({
      items: 3 + batch.filter((result) => result.ok).length,
    });
  });

  it('serves more operations at a time than it has connections, also a copy of a body within itself', async () => {
    await using backend = await openMount(server, { path: 'Busy', query: 'connections=1' });
    const bytes = mail('source', 1_400_000);
    const [first] = values(await backend.createItems({ folder: '', signal: calm, items: [item(bytes)] }));
    const key = first?.key as string;
    const copy = await backend.createItem({
      folder: '',
      signal: calm,
      item: {
        flags: [],
        body: {
          mediaType: 'message/rfc822',
          size: bytes.length,
          async *open() {
            yield* await backend.openBody({ folder: '', key, signal: calm });
          },
        },
      },
    });
    expect((await read(backend, '', copy.key)).equals(bytes)).toBe(true);
    const counts = await Promise.all(Array.from({ length: 20 }, () => backend.count({ folder: '', signal: calm })));
    expect(counts.every((count) => count.items === 2)).toBe(true);
  });

  it('refuses calls after it was closed', async () => {
    const backend = await openMount(server, { path: 'Closed' });
    await backend[Symbol.asyncDispose]();
    const error = await backend.count({ folder: '', signal: calm }).catch((reason: unknown) => reason);
    expect(MapistoreError.is(error, 'UNAVAILABLE')).toBe(true);
  });
});
