import { type Dovecot, startDovecot } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOther, calm, item, listAll, mail, openMount, read, values } from './support.ts';

/** Capabilities that servers in use lack, alone and together. */
const servers = [
  { without: [] },
  { without: ['QRESYNC'] },
  { without: ['MULTIAPPEND'] },
  { without: ['LITERAL+'] },
  { without: ['MOVE', 'ESEARCH'] },
  { without: ['CONDSTORE', 'QRESYNC', 'LIST-STATUS', 'LIST-EXTENDED'] },
  { without: ['UIDPLUS'] },
  {
    without: [
      'UIDPLUS',
      'CONDSTORE',
      'QRESYNC',
      'ENABLE',
      'MULTIAPPEND',
      'LITERAL+',
      'MOVE',
      'ESEARCH',
      'LIST-STATUS',
      'SPECIAL-USE',
      'BINARY',
    ],
  },
];

describe.each(servers)('writes on a server without $without', ({ without }) => {
  let server: Dovecot;
  beforeAll(async () => {
    server = await startDovecot({ without, format: without.length > 2 ? 'maildir' : 'mdbox' });
  });
  afterAll(async () => {
    await server.stop();
  });
  const has = (name: string): boolean => !without.includes(name);

  it('declares what the server can do', async () => {
    await using backend = await openMount(server, { path: 'Can' });
    const { capabilities, traits } = backend.description;
    expect(capabilities.changes).toBe(has('CONDSTORE'));
    expect(capabilities.deleteItem).toBe(has('UIDPLUS'));
    expect(capabilities.moveItems).toBe(has('UIDPLUS') && has('MOVE'));
    expect(traits).toMatchObject({
      ifRevision: has('CONDSTORE') ? 'atomic' : 'racy',
      keywords: 'any',
      bytes: 'normalising',
    });
    expect(backend.description.product).toMatch(/Dovecot/);
  });

  it('stores one item and many, each under its key', async () => {
    await using backend = await openMount(server, { path: 'Many', query: 'batchItems=40' });
    const sizes = Array.from({ length: 90 }, (_, at) => (at === 50 ? 1_500_000 : at * 300));
    const bodies = sizes.map((size, at) => mail(`many ${at}`, size));
    const single = await backend.createItem({
      folder: '',
      signal: calm,
      item: item(mail('single'), { flags: ['$seen'] }),
    });
    const written = values(
      await backend.createItems({
        folder: '',
        signal: calm,
        items: bodies.map((bytes, at) => item(bytes, { flags: at % 2 === 0 ? ['$flagged', 'odd'] : [] })),
      }),
    );
    expect(new Set([single.key, ...written.map(({ key }) => key)]).size).toBe(91);
    for (const at of [0, 1, 49, 50, 51, 89]) {
      const { key } = written[at] as (typeof written)[number];
      expect((await read(backend, '', key)).equals(bodies[at] as Buffer)).toBe(true);
      expect((await backend.readItem({ folder: '', key, signal: calm })).flags).toEqual(
        at % 2 === 0 ? ['$flagged', 'odd'] : [],
      );
    }
    expect((await listAll(backend, '')).items).toHaveLength(91);
  });

  it('stores a source whose size is not known, and refuses one that lies', async () => {
    await using backend = await openMount(server, { path: 'Sizes' });
    const bytes = mail('streamed', 1_300_000);
    const source = (size?: number) => ({
      mediaType: 'message/rfc822',
      ...(size !== undefined && { size }),
      async *open() {
        for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
      },
    });
    const { key } = await backend.createItem({ folder: '', signal: calm, item: { body: source(), flags: [] } });
    expect((await read(backend, '', key)).equals(bytes)).toBe(true);
    for (const size of [bytes.length - 1, bytes.length + 1, 10]) {
      await expect(
        backend.createItem({ folder: '', signal: calm, item: { body: source(size), flags: [] } }),
      ).rejects.toMatchObject({
        code: 'INVALID_CONTENT',
      });
    }
    expect((await listAll(backend, '')).items).toHaveLength(1);
  });

  it('fails only the bad item of many', async () => {
    await using backend = await openMount(server, { path: 'Bad' });
    const results = await backend.createItems({
      folder: '',
      signal: calm,
      items: [
        item(mail('a')),
        item(Buffer.alloc(0)),
        item(Buffer.from('Subject: nul\r\n\r\na\0b\r\n')),
        item(mail('b')),
        { ...item(mail('c')), body: { mediaType: 'text/plain', open: item(mail('c')).body.open } },
        item(mail('d'), { flags: ['k'.repeat(400), '$seen', 'fine'] }),
        item(mail('e'), { flags: ['not an atom', 'ok'] }),
      ],
    });
    expect(results.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual([
      'ok',
      'INVALID_CONTENT',
      'INVALID_CONTENT',
      'ok',
      'INVALID_CONTENT',
      'ok',
      'ok',
    ]);
    const last = results[5];
    expect(last?.ok && last.value.refused).toEqual(['k'.repeat(400)]);
    const odd = results[6];
    expect(odd?.ok && odd.value.refused).toEqual(['not an atom']);
    expect((await listAll(backend, '')).items.map((entry) => entry.flags)).toEqual([[], [], ['$seen', 'fine'], ['ok']]);
  });

  it('says NOT_FOUND for a folder that is not there', async () => {
    await using backend = await openMount(server, { path: 'Here' });
    const delimiter = '/';
    const folder = `Here${delimiter}Nowhere`;
    await expect(backend.createItem({ folder, signal: calm, item: item(mail('x')) })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const results = await backend
      .createItems({ folder, signal: calm, items: [item(mail('x')), item(mail('y'), { flags: ['kw'] })] })
      .catch((error) => error);
    expect(
      Array.isArray(results) ? results.map((result) => !result.ok && result.error.code) : [results.code, results.code],
    ).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });

  it('sets and removes flags, names what was refused, and does nothing twice', async () => {
    await using backend = await openMount(server, { path: 'Flags' });
    const keys = values(
      await backend.createItems({
        folder: '',
        signal: calm,
        items: [item(mail('1'), { flags: ['$seen'] }), item(mail('2')), item(mail('3'))],
      }),
    ).map(({ key }) => key);
    const change = {
      folder: '',
      keys: [...keys, '1.99'],
      add: ['$flagged', 'Work', 'z'.repeat(400)],
      remove: ['$seen'],
      signal: calm,
    };
    const first = await backend.setFlags(change);
    expect(first.map((result) => (result.ok ? result.value.flags : result.error.code))).toEqual([
      ['$flagged', 'work'],
      ['$flagged', 'work'],
      ['$flagged', 'work'],
      'NOT_FOUND',
    ]);
    expect(first[0]?.ok && first[0].value.refused).toEqual(['z'.repeat(400)]);
    const again = await backend.setFlags(change);
    expect(again.slice(0, 3)).toEqual(first.slice(0, 3));
    expect((await listAll(backend, '')).items.map((entry) => entry.flagsRevision)).toEqual(
      first.slice(0, 3).map((result) => result.ok && result.value.flagsRevision),
    );
  });

  it.runIf(has('UIDPLUS'))('deletes what it was told and never what others marked', async () => {
    await using backend = await openMount(server, { path: 'Delete' });
    const keys = values(
      await backend.createItems({ folder: '', signal: calm, items: ['a', 'b', 'c', 'd'].map((s) => item(mail(s))) }),
    ).map(({ key }) => key);
    const [a, b, c, d] = keys as [string, string, string, string];
    await asOther(server, 'Delete', (client) =>
      client.messageFlagsAdd(b.split('.')[1] as string, ['\\Deleted'], { uid: true }),
    );
    await backend.deleteItem({ folder: '', key: a, signal: calm });
    await backend.deleteItem({ folder: '', key: a, signal: calm });
    await expect(
      backend.deleteItem({ folder: '', key: a, ifRevision: { content: a }, signal: calm }),
    ).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    const stale = (await backend.readItem({ folder: '', key: c, signal: calm })).flagsRevision as string;
    await backend.setFlags({ folder: '', keys: [c], add: ['$seen'], remove: [], signal: calm });
    const results = await backend.deleteItems({
      folder: '',
      signal: calm,
      items: [{ key: c, ifRevision: { flags: stale } }, { key: d, ifRevision: { content: 'other' } }, { key: '1.1' }],
    });
    expect(results.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual([
      'PRECONDITION_FAILED',
      'PRECONDITION_FAILED',
      'ok',
    ]);
    const left = (await listAll(backend, '')).items;
    expect(left.map((entry) => entry.key)).toEqual([b, c, d]);
    const marked = await asOther(server, 'Delete', (client) => client.search({ deleted: true }, { uid: true }));
    expect(marked).toEqual([Number(b.split('.')[1])]);
    const fresh = left[1]?.flagsRevision as string;
    await backend.deleteItem({ folder: '', key: c, ifRevision: { content: c, flags: fresh }, signal: calm });
    expect((await listAll(backend, '')).items.map((entry) => entry.key)).toEqual([b, d]);
  });

  it.runIf(has('UIDPLUS'))('replaces an item and keeps flags and date', async () => {
    await using backend = await openMount(server, { path: 'Update' });
    const received = new Date('2020-02-03T04:05:06Z');
    const { key } = await backend.createItem({
      folder: '',
      signal: calm,
      item: item(mail('v1'), { flags: ['$draft', 'mine'], received }),
    });
    const body = item(mail('v2')).body;
    await expect(
      backend.updateItem({ folder: '', key, body, ifRevision: { content: 'x' }, signal: calm }),
    ).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    const updated = await backend.updateItem({ folder: '', key, body, ifRevision: { content: key }, signal: calm });
    expect(updated.key).not.toBe(key);
    const { items } = await listAll(backend, '');
    expect(items).toMatchObject([{ key: updated.key, flags: ['$draft', 'mine'], received }]);
    expect(await read(backend, '', updated.key)).toEqual(mail('v2'));
    await expect(backend.updateItem({ folder: '', key, body, signal: calm })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it.runIf(has('UIDPLUS'))('copies and moves on the server', async () => {
    await using backend = await openMount(server, { path: 'From' });
    const to = (await backend.createFolder({ parent: '', name: 'To', signal: calm })).key;
    const received = new Date('2019-01-01T00:00:00Z');
    const keys = values(
      await backend.createItems({
        folder: '',
        signal: calm,
        items: ['a', 'b', 'c'].map((s) => item(mail(s), { flags: ['$seen', s], received })),
      }),
    ).map(({ key }) => key);
    const copied = await backend.copyItems({
      folder: '',
      to,
      keys: [keys[2] as string, '1.1', keys[0] as string],
      signal: calm,
    });
    expect(copied.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual(['ok', 'NOT_FOUND', 'ok']);
    const first = copied[0];
    if (!first?.ok) throw new Error('not copied');
    expect(await read(backend, to, first.value.key)).toEqual(mail('c'));
    expect(await backend.readItem({ folder: to, key: first.value.key, signal: calm })).toMatchObject({
      flags: ['$seen', 'c'],
      received,
    });
    await expect(backend.copyItems({ folder: '', to: 'From/None', keys, signal: calm })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    if (!has('MOVE')) return;
    const moved = await backend.moveItems({ folder: '', to, keys: [...keys, '1.1'], signal: calm });
    expect(moved.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual(['ok', 'ok', 'ok', 'NOT_FOUND']);
    expect((await listAll(backend, '')).items).toEqual([]);
    for (const [at, result] of moved.slice(0, 3).entries()) {
      if (result.ok) expect(await read(backend, to, result.value.key)).toEqual(mail(['a', 'b', 'c'][at] as string));
    }
  });
});
