import type { FolderHint } from '@mapistore/core';
import { createFaultProxy, type Dovecot, startDovecot } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOther, mail, openMount } from './support.ts';

let server: Dovecot;
beforeAll(async () => {
  server = await startDovecot();
});
afterAll(async () => {
  await server.stop();
});

/** Takes hints until one is for that folder; acts when the watch has had time to begin. */
async function firstHint(
  hints: AsyncIterable<FolderHint>,
  folder: string | undefined,
  act: () => Promise<unknown>,
): Promise<void> {
  const timer = setInterval(() => void act().catch(() => undefined), 300);
  try {
    for await (const hint of hints) if (hint.folder === folder) return;
    throw new Error('no hint came');
  } finally {
    clearInterval(timer);
  }
}

const append = (folder: string) => () => asOther(server, 'INBOX', (client) => client.append(folder, mail('news')));

describe('watch', () => {
  it('tells of news in the first folder by IDLE, long before it would ask', async () => {
    await using backend = await openMount(server);
    const controller = new AbortController();
    await firstHint(
      backend.watch({ folders: ['INBOX', 'Trash'], signal: controller.signal }),
      'INBOX',
      append('INBOX'),
    );
    controller.abort();
  });

  it('asks for the other folders and for new ones', async () => {
    await using backend = await openMount(server, { query: 'pollMs=100' });
    const controller = new AbortController();
    const { signal } = controller;
    await firstHint(backend.watch({ folders: ['INBOX', 'Trash'], signal }), 'Trash', append('Trash'));
    let number = 0;
    const make = () => asOther(server, 'INBOX', (client) => client.mailboxCreate(`New ${number++}`));
    await firstHint(backend.watch({ folders: ['INBOX'], signal }), undefined, make);
    controller.abort();
  });

  it('survives connections that break', async () => {
    await using proxy = await createFaultProxy(server.imap);
    await using backend = await openMount(server, { port: proxy.port });
    const controller = new AbortController();
    const hints = backend.watch({ folders: ['INBOX'], signal: controller.signal });
    let cut = false;
    await firstHint(hints, 'INBOX', async () => {
      if (!cut) proxy.cutAll();
      cut = true;
    });
    await firstHint(backend.watch({ folders: ['INBOX'], signal: controller.signal }), 'INBOX', append('INBOX'));
    controller.abort();
  });

  it('ends when it is aborted and when the mount is closed', async () => {
    const backend = await openMount(server);
    const controller = new AbortController();
    const seen: FolderHint[] = [];
    const aborted = (async () => {
      for await (const hint of backend.watch({ folders: ['INBOX'], signal: controller.signal })) seen.push(hint);
    })().catch((error: unknown) => error);
    setTimeout(() => controller.abort(), 200);
    expect(await aborted).toBeUndefined();
    const closed = (async () => {
      for await (const hint of backend.watch({ folders: ['INBOX'], signal: new AbortController().signal }))
        seen.push(hint);
    })();
    setTimeout(() => void backend[Symbol.asyncDispose](), 200);
    await closed;
  });
});
