import { type Mariadb, startMariadb } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMysqlState } from '../../src/mysql/index.ts';
import { ask, emptyDatabase } from '../databases.ts';
import { row } from '../support.ts';

let server: Mariadb;
beforeAll(async () => {
  server = await startMariadb({ args: ['--max-allowed-packet=1M'] });
});
afterAll(() => server.stop());

describe('the tables on a server', () => {
  it('compare and keep every character, whatever the defaults of the database are', async () => {
    const options = await emptyDatabase(server);
    await using state = await openMysqlState(options);
    const collations = await ask<{ name: string; collation: string; engine: string }>(
      server,
      'select table_name as name, table_collation as collation, engine from information_schema.tables where table_schema = database()',
      options.uri,
    );
    expect(collations.length).toBe(45);
    expect(new Set(collations.map(({ collation, engine }) => `${collation} ${engine}`))).toEqual(
      new Set(['utf8mb4_bin InnoDB']),
    );
    const keys = ['a', 'A', 'a ', 'ä', 'a\u0308', '😀'];
    await state.write((tx) =>
      tx.contents.insert(keys.map((backendKey, index) => row(index + 1, { subject: backendKey }, { backendKey }))),
    );
    for (const key of keys) {
      const found = await state.read((tx) => tx.contents.byKeys(1, [key]));
      expect(found.map(({ backendKey, subject }) => [backendKey, subject])).toEqual([[key, key]]);
    }
  });

  it('give numbers and bytes back as they were', async () => {
    await using state = await openMysqlState(await emptyDatabase(server));
    const big = Number.MAX_SAFE_INTEGER;
    const bytes = new Uint8Array([0, 39, 92, 255, 10, 13]);
    await state.write(async (tx) => {
      await tx.contents.insert([row(big, { sent: -1, size: big }, { received: 2 ** 48 + 1, cn: big - 1 })]);
      await tx.secrets.put('it’s', bytes.subarray(1));
      await tx.meta.set('json', '{"a":1}');
      expect(await tx.take('cn', 2 ** 48)).toBe(1);
      expect(await tx.take('cn', 1)).toBe(2 ** 48 + 1);
    });
    const [found] = await state.read((tx) => tx.contents.byMids([big]));
    expect(found).toMatchObject({ mid: big, itemId: big, size: big, sent: -1, received: 2 ** 48 + 1, cn: big - 1 });
    expect(await state.read((tx) => tx.contents.count(1))).toEqual({ items: 1, unseen: 1, bytes: big });
    expect(Buffer.from((await state.read((tx) => tx.secrets.get('it’s'))) as Uint8Array)).toEqual(
      Buffer.from(bytes.subarray(1)),
    );
    expect(await state.read((tx) => tx.meta.get('json'))).toBe('{"a":1}');
  });

  it('take more at once than one packet of the server holds, and say what is too large', async () => {
    await using state = await openMysqlState(await emptyDatabase(server));
    const pieces = Array.from({ length: 12 }, (_, index) => ({
      sha256: `s${index}`,
      data: Buffer.alloc(256 * 1024, index),
    }));
    await state.write((tx) => tx.blobs.put(pieces));
    expect(await state.read((tx) => tx.blobs.usedBytes())).toBe(12 * 256 * 1024);
    const long = 'ü'.repeat(2_000);
    const rows = Array.from({ length: 300 }, (_, index) =>
      row(index + 1, { subject: long, normalizedSubject: long, displayTo: long, displayCc: long, references: long }),
    );
    await state.write((tx) => tx.contents.insert(rows));
    expect((await state.read((tx) => tx.contents.byMids([300])))[0]?.references).toBe(long);
    const huge = state.write((tx) => tx.meta.set('huge', 'x'.repeat(2_000_000)));
    await expect(huge).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect(await state.read((tx) => tx.meta.get('huge'))).toBeUndefined();
  });

  it('of two states with a prefix each lie in one database', async () => {
    const { uri, password } = await emptyDatabase(server);
    await using one = await openMysqlState({ uri: `${uri}?prefix=one_`, password: password as string });
    await using two = await openMysqlState({ uri: `${uri}?prefix=two_`, password: password as string });
    await one.write((tx) => tx.contents.insert([row(1)]));
    expect((await one.read((tx) => tx.contents.count(1))).items).toBe(1);
    expect((await two.read((tx) => tx.contents.count(1))).items).toBe(0);
    expect(
      await one.read((tx) =>
        tx.contents.page({ folderId: 1, sort: 'sent', descending: true, limit: 5, after: { value: null, mid: 9 } }),
      ),
    ).toHaveLength(1);
  });
});

describe('what keeps a state from being opened', () => {
  it.each([
    ['a password in the URI', 'mysql://alice:secret@127.0.0.1/mapistore', 'CONFIG_INVALID'],
    ['no database', 'mysql://alice@127.0.0.1/', 'CONFIG_INVALID'],
    ['another scheme', 'postgres://alice@127.0.0.1/x', 'CONFIG_INVALID'],
    ['an unknown parameter', 'mysql://alice@127.0.0.1/x?prefx=a', 'CONFIG_INVALID'],
    ['a certificate that cannot be compared', 'mysql://alice@192.0.2.1/x', 'CONFIG_INVALID'],
    ['nobody at that port', 'mysql://alice@127.0.0.1:1/x', 'UNAVAILABLE'],
  ])('%s is said, without the password', async (_what, uri, code) => {
    const error = await openMysqlState({ uri }).then(
      () => undefined,
      (failure: unknown) => failure as Error,
    );
    expect(error).toMatchObject({ code });
    expect(error?.message).not.toContain('secret');
  });

  it('is told by the server: password, account, database', async () => {
    const open = (path: string, password: string) =>
      openMysqlState({ uri: server.url.replace(/\/[^/]*$/u, `/${path}`), password });
    await expect(open('mapistore', 'wrong')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(open('other', server.password)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(open('mapistore_none', server.password)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('is a certificate that is not trusted; with the right one the connection is encrypted', async () => {
    const { uri, password } = await emptyDatabase(server);
    const by = (query: string) =>
      openMysqlState({ uri: `${uri.replace('127.0.0.1', 'localhost')}?${query}`, password: password as string });
    await expect(by('tls=required')).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
    await using state = await by(`ca=${encodeURIComponent(server.certificate)}`);
    const found = await ask<{ n: number }>(
      server,
      "select count(*) as n from information_schema.processlist where user = 'alice'",
    );
    expect(found[0]?.n).toBeGreaterThan(1);
    await state.write((tx) => tx.meta.set('a', 'b'));
  });
});

describe('the marks of programs that have a state open', () => {
  it('go with them, or a day later', async () => {
    const options = await emptyDatabase(server);
    const marks = () => ask<{ n: number }>(server, 'select count(*) as n from writers', options.uri);
    const first = await openMysqlState(options);
    await ask(server, "insert into writers values ('dead', 1, 0), ('alive', 1, 1e15)", options.uri);
    await using second = await openMysqlState(options);
    expect((await marks())[0]?.n).toBe(3);
    await first[Symbol.asyncDispose]();
    expect((await marks())[0]?.n).toBe(2);
    await second.write((tx) => tx.meta.set('a', 'b'));
  });
});

describe('a program whose tables others brought to a newer version', () => {
  it('stops with STATE_CORRUPT rather than write', async () => {
    const options = await emptyDatabase(server);
    await using state = await openMysqlState(options);
    await ask(server, "update meta set value = '999' where `key` = 'schema'", options.uri);
    await expect(state.write((tx) => tx.meta.set('a', 'b'))).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
    await expect(openMysqlState(options)).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
    expect(await ask(server, "select 1 from meta where `key` = 'a'", options.uri)).toEqual([]);
  });
});
