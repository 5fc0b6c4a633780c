import { MapistoreError } from '@mapistore/core';
import { type Dovecot, startDovecot } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOther, calm, item, listAll, mail, openMount, read, values } from './support.ts';

let server: Dovecot;
beforeAll(async () => {
  server = await startDovecot();
});
afterAll(async () => {
  await server.stop();
});

describe('items', () => {
  it('gives back what was stored, with flags and date', async () => {
    await using backend = await openMount(server, { path: 'Basics' });
    const received = new Date('2021-03-04T05:06:07Z');
    const written = await backend.createItem({
      folder: '',
      signal: calm,
      item: item(mail('first'), { flags: ['$flagged', '$seen', 'project-x'], received }),
    });
    const entry = await backend.readItem({ folder: '', key: written.key, signal: calm });
    expect(entry).toMatchObject({
      key: written.key,
      contentRevision: written.contentRevision,
      flagsRevision: written.flagsRevision,
      flags: ['$flagged', '$seen', 'project-x'],
      received,
      size: mail('first').length,
      mediaType: 'message/rfc822',
    });
    expect(Buffer.from(entry.head as Uint8Array).toString()).toContain('Subject: first\r\n');
    expect(entry.structure).toMatchObject({ part: '', mediaType: 'text/plain', encoding: '7bit' });
    expect(await read(backend, '', written.key)).toEqual(mail('first'));
  });

  it('does not set the seen flag by reading', async () => {
    await using backend = await openMount(server, { path: 'Peek' });
    const { key } = await backend.createItem({ folder: '', signal: calm, item: item(mail('peek')) });
    await read(backend, '', key);
    for await (const { body } of backend.openBodies({ folder: '', keys: [key], signal: calm }))
      for await (const _ of body);
    await listAll(backend, '', { detail: 'head' });
    expect((await backend.readItem({ folder: '', key, signal: calm })).flags).toEqual([]);
  });

  it('reads ranges, also past the end', async () => {
    await using backend = await openMount(server, { path: 'Ranges' });
    const bytes = mail('ranges', 700_000);
    const { key } = await backend.createItem({ folder: '', signal: calm, item: item(bytes) });
    expect(await read(backend, '', key, { start: 10, end: 20 })).toEqual(bytes.subarray(10, 20));
    expect(await read(backend, '', key, { start: 262_000, end: 600_001 })).toEqual(bytes.subarray(262_000, 600_001));
    expect(await read(backend, '', key, { start: 600_000 })).toEqual(bytes.subarray(600_000));
    expect(await read(backend, '', key, { start: bytes.length - 3, end: bytes.length + 50 })).toEqual(
      bytes.subarray(-3),
    );
    expect(await read(backend, '', key, { start: 2_000_000 })).toHaveLength(0);
    expect(await read(backend, '', key, { start: 5, end: 5 })).toHaveLength(0);
    expect(await read(backend, '', key)).toEqual(bytes);
  });

  it('says NOT_FOUND for items that are gone, were never there or are of another life of the folder', async () => {
    await using backend = await openMount(server, { path: 'Missing' });
    const { key } = await backend.createItem({ folder: '', signal: calm, item: item(mail('gone')) });
    await backend.deleteItem({ folder: '', key, signal: calm });
    for (const missing of [key, `1.${key.split('.')[1]}`, `${key.split('.')[0]}.999`, 'nonsense', '']) {
      await expect(backend.readItem({ folder: '', key: missing, signal: calm })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      await expect(backend.openBody({ folder: '', key: missing, signal: calm })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    }
    const results = await backend.getItems({ folder: '', keys: [key, 'x'], signal: calm });
    expect(results.map((result) => !result.ok && result.error.code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });

  it('lists every item exactly once, in pages, over gaps of UIDs', async () => {
    await using backend = await openMount(server, { path: 'Pages' });
    const items = Array.from({ length: 350 }, (_, at) => item(mail(`m${at}`)));
    const keys = values(await backend.createItems({ folder: '', items, signal: calm })).map((value) => value.key);
    const gone = keys.filter((_, at) => at > 20 && at < 300 && at % 40 !== 0);
    values(await backend.deleteItems({ folder: '', items: gone.map((key) => ({ key })), signal: calm }));
    const left = keys.filter((key) => !gone.includes(key));
    for (const limit of [1, 7, 1000]) {
      const {
        items: found,
        listing,
        token,
      } = await listAll(backend, '', { limit, detail: limit === 7 ? 'head' : 'revision' });
      expect(found.map((entry) => entry.key)).toEqual(left);
      expect(listing).toBe('complete');
      expect(token).toBeTypeOf('string');
    }
  });

  it('lists only what was stored after a checkpoint', async () => {
    await using backend = await openMount(server, { path: 'After' });
    await backend.createItem({ folder: '', signal: calm, item: item(mail('before')) });
    const after = await backend.checkpoint({ folder: '', signal: calm });
    expect((await listAll(backend, '', { after })).items).toEqual([]);
    const { key } = await backend.createItem({ folder: '', signal: calm, item: item(mail('after')) });
    expect((await listAll(backend, '', { after })).items.map((entry) => entry.key)).toEqual([key]);
  });

  it('reads many bodies, small and large, and leaves missing ones out', async () => {
    await using backend = await openMount(server, { path: 'Bulk', query: 'batchItems=10' });
    const sizes = Array.from({ length: 45 }, (_, at) => (at % 20 === 3 ? 400_000 : 200 * at));
    const bodies = sizes.map((size, at) => mail(`bulk ${at}`, size));
    const keys = values(
      await backend.createItems({ folder: '', items: bodies.map((bytes) => item(bytes)), signal: calm }),
    ).map((value) => value.key);
    const found = new Map<string, Buffer>();
    for await (const { key, body } of backend.openBodies({
      folder: '',
      keys: [...keys, `${keys[0]}9999`],
      signal: calm,
    })) {
      const parts: Uint8Array[] = [];
      for await (const chunk of body) parts.push(chunk);
      found.set(key, Buffer.concat(parts));
    }
    expect(found.size).toBe(keys.length);
    for (const [at, key] of keys.entries()) expect(found.get(key)?.equals(bodies[at] as Buffer)).toBe(true);
  });

  it('lists messages that others marked deleted', async () => {
    await using backend = await openMount(server, { path: 'Marked' });
    const { key } = await backend.createItem({ folder: '', signal: calm, item: item(mail('marked')) });
    await asOther(server, 'Marked', (client) => client.messageFlagsAdd('1:*', ['\\Deleted'], { uid: true }));
    expect((await listAll(backend, '')).items).toMatchObject([{ key, flags: [] }]);
  });

  it('tells the structure of a multipart mail', async () => {
    await using backend = await openMount(server, { path: 'Structure' });
    const text = [
      'Subject: parts',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: multipart/alternative; boundary=c',
      '',
      '--c',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'hi',
      '--c',
      'Content-Type: text/html',
      '',
      '<p>hi</p>',
      '--c--',
      '--b',
      "Content-Disposition: attachment; filename*=utf-8''%C3%A9t%C3%A9.pdf",
      'Content-Type: application/pdf',
      'Content-Transfer-Encoding: base64',
      '',
      'AAAA',
      '--b',
      'Content-Type: message/rfc822',
      '',
      'Subject: inner',
      '',
      'inner',
      '--b--',
      '',
    ].join('\r\n');
    const { key } = await backend.createItem({ folder: '', signal: calm, item: item(Buffer.from(text)) });
    const { structure } = await backend.readItem({ folder: '', key, signal: calm });
    expect(structure).toMatchObject({
      part: '',
      mediaType: 'multipart/mixed',
      parts: [
        {
          part: '1',
          mediaType: 'multipart/alternative',
          parts: [
            { part: '1.1', mediaType: 'text/plain' },
            { part: '1.2', mediaType: 'text/html' },
          ],
        },
        { part: '2', mediaType: 'application/pdf', encoding: 'base64', disposition: 'attachment', fileName: 'été.pdf' },
        { part: '3', mediaType: 'message/rfc822', parts: [{ part: '3.1', mediaType: 'text/plain' }] },
      ],
    });
  });

  it('counts items and unseen ones', async () => {
    await using backend = await openMount(server, { path: 'Counted' });
    await backend.createItems({
      folder: '',
      items: [item(mail('a')), item(mail('b'), { flags: ['$seen'] })],
      signal: calm,
    });
    expect(await backend.count({ folder: '', signal: calm })).toEqual({ items: 2, unseen: 1 });
    await expect(backend.count({ folder: 'Counted/none', signal: calm })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('rejects with the reason of an abort, and goes on working afterwards', async () => {
    await using backend = await openMount(server, { path: 'Abort' });
    const reason = new Error('enough');
    const aborted = AbortSignal.abort(reason);
    await expect(backend.listItems({ folder: '', signal: aborted, detail: 'revision', limit: 1 })).rejects.toBe(reason);
    const controller = new AbortController();
    const running = backend.createItem({ folder: '', signal: controller.signal, item: item(mail('big', 900_000)) });
    setTimeout(() => controller.abort(reason), 1);
    const outcome = await running.catch((error: unknown) => error);
    expect(outcome === reason || !MapistoreError.is(outcome)).toBe(true);
    await backend.createItem({ folder: '', signal: calm, item: item(mail('next')) });
  });
});
