import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Broken, startBroken } from './broken.ts';
import type { Said } from './front.ts';
import { calm, listAll, read } from './support.ts';

let broken: Broken;
let front: Broken['front'];
let backend: Broken['backend'];
let folder: string;
const whileSaid: Broken['whileSaid'] = (method, said, act) => broken.whileSaid(method, said, act);
const list: Broken['list'] = () => broken.list();
const store = (uid: string) => () => broken.store(uid)();

beforeAll(async () => {
  broken = await startBroken();
  ({ front, backend, folder } = broken);
});
afterAll(() => broken[Symbol.asyncDispose]());

describe('what a server refuses', () => {
  test.each([
    [{ status: 429, headers: { 'retry-after': '7' } }, 'RATE_LIMITED', 7000],
    [{ status: 503, headers: { 'retry-after': 'Wed, 06 May 2026 07:08:30 GMT' } }, 'UNAVAILABLE', 30_000],
    [{ status: 503, headers: { 'retry-after': 'soon' } }, 'UNAVAILABLE', undefined],
    [{ status: 507 }, 'QUOTA_EXCEEDED', undefined],
    [{ status: 413 }, 'TOO_LARGE', undefined],
    [{ status: 403 }, 'FORBIDDEN', undefined],
    [{ status: 500, body: '<html>oops</html>' }, 'UNAVAILABLE', undefined],
    [{ status: 502, body: '<html>bad gateway</html>' }, 'UNAVAILABLE', undefined],
    [{ status: 415 }, 'INVALID_CONTENT', undefined],
    [
      {
        status: 403,
        body: '<d:error xmlns:d="DAV:"><c:max-resource-size xmlns:c="urn:ietf:params:xml:ns:caldav"/></d:error>',
      },
      'TOO_LARGE',
      undefined,
    ],
    [{ status: 403, body: '<d:error xmlns:d="DAV:"><d:quota-not-exceeded/></d:error>' }, 'QUOTA_EXCEEDED', undefined],
    [{ status: 403, body: '{"error":{"errors":[{"reason":"rateLimitExceeded"}]}}' }, 'RATE_LIMITED', undefined],
  ] as const)('%j to a PUT has its own code', async (said, code, retryAfterMs) => {
    const error = await whileSaid('PUT', said, store('refused')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, details: { backend: 'caldav', operation: 'createItem' } });
    expect((error as { details: { retryAfterMs?: number } }).details.retryAfterMs).toBe(retryAfterMs);
  });

  test('a UID that lies elsewhere is ALREADY_EXISTS, by its condition or a bare conflict', async () => {
    const conflict = '<d:error xmlns:d="DAV:"><c:no-uid-conflict xmlns:c="urn:ietf:params:xml:ns:caldav"/></d:error>';
    for (const said of [{ status: 403, body: conflict }, { status: 409 }, { status: 412 }])
      await expect(whileSaid('PUT', said, store('elsewhere'))).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  });

  test('a 404 to a PUT is NOT_FOUND of the folder only where the folder is gone', async () => {
    front.do((asked) => (asked.method === 'PUT' || asked.method === 'PROPFIND' ? { status: 404 } : undefined));
    await expect(store('lost')()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    front.do(() => undefined);
  });

  test('a page of sign-in instead of an answer is UNAVAILABLE', async () => {
    const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Please sign in</html>' };
    await expect(whileSaid('REPORT', html, list)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const away = { status: 302, headers: { location: 'https://login.example/' } };
    await expect(whileSaid('REPORT', away, list)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

describe('heads and bodies', () => {
  test('one item that XML cannot carry does not keep the others from being read', async () => {
    front.do((asked) => {
      if (asked.method !== 'REPORT') return undefined;
      if (!asked.body.includes('two.ics')) return undefined;
      return {
        status: 207,
        headers: { 'content-type': 'application/xml' },
        body: '<d:multistatus xmlns:d="DAV:">\u0001',
      };
    });
    const listed = await listAll(backend, folder, { detail: 'head' });
    front.do(() => undefined);
    expect(listed.items.map(({ key }) => key)).toEqual(['one.ics', 'three.ics', 'two.ics']);
    expect(listed.items.every(({ head }) => (head?.byteLength ?? 0) > 0)).toBe(true);
  });

  test('an item that the server cannot give is unreadable, and its folder complete', async () => {
    front.do((asked) => {
      if (asked.method !== 'REPORT') return undefined;
      return ({ body, ...rest }) => ({
        ...rest,
        body: body
          .toString()
          .replace(/<D:prop>(?:(?!<D:prop>).)*two(?:(?!<\/D:propstat>).)*200 OK/su, (all) =>
            all.replace('200 OK', '500 Oops'),
          ),
      });
    });
    const results = await backend.getItems({ folder, keys: ['one.ics', 'two.ics', 'nine.ics'], signal: calm });
    front.do(() => undefined);
    expect(results[0]?.ok).toBe(true);
    expect(results[2]).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  });

  test('a body that breaks off is an error, never an end', async () => {
    const cut: Said = { status: 200, headers: { 'content-length': '5000', etag: '"x"' }, body: 'BEGIN:VCALENDAR\r\n' };
    await expect(whileSaid('GET', cut, () => read(backend, folder, 'one.ics'))).rejects.toMatchObject({
      code: expect.stringMatching(/UNAVAILABLE|TIMEOUT/),
    });
    await expect(whileSaid('GET', 'cut', () => read(backend, folder, 'one.ics'))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });

  test('a server that says nothing is TIMEOUT', async () => {
    await expect(whileSaid('GET', 'hang', () => read(backend, folder, 'one.ics'))).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
  });

  test('an abort ends a request that hangs, with its own reason, and the next one is fine', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    const reading = whileSaid('GET', 'hang', () =>
      backend.openBody({ folder, key: 'one.ics', signal: abort.signal }),
    ).catch((error: unknown) => error);
    setTimeout(() => abort.abort(reason), 50);
    expect(await reading).toBe(reason);
    expect(await read(backend, folder, 'one.ics')).toContain('UID:one');
  });
});

describe('writes whose answer is lost', () => {
  test('a repeat of a PUT finds the item there, and there is one', async () => {
    await expect(whileSaid('PUT', 'lose', store('lost-answer'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(store('lost-answer')()).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    const { items } = await list();
    expect(items.filter(({ key }) => key === 'lost-answer.ics').length).toBe(1);
    await whileSaid('DELETE', 'lose', () => backend.deleteItem({ folder, key: 'lost-answer.ics', signal: calm })).catch(
      () => undefined,
    );
    await backend.deleteItem({ folder, key: 'lost-answer.ics', signal: calm });
  });

  test('an item that cannot be read back is stored where it has an ETag, and AMBIGUOUS where not', async () => {
    const first = await whileSaid('GET', 'cut', store('not-read-back'));
    front.do(({ method }) => {
      if (method === 'GET') return { status: 503 };
      if (method !== 'PUT') return undefined;
      return ({ status, headers: { etag: _, ...headers }, body }) => ({ status, headers, body });
    });
    await expect(store('nobody-knows')()).rejects.toMatchObject({ code: 'AMBIGUOUS' });
    front.do(() => undefined);
    const { items } = await list();
    expect(items.find(({ key }) => key === first.key)?.contentRevision).toBe(first.contentRevision);
    const keys = [first.key, 'nobody-knows.ics'];
    expect(items.filter(({ key }) => keys.includes(key)).length).toBe(2);
    await backend.deleteItems({ folder, items: keys.map((key) => ({ key })), signal: calm });
  });

  test('an answer without an ETag, or with a weak one, is asked for', async () => {
    front.do((asked) =>
      asked.method === 'PUT'
        ? ({ status, headers: { etag: _, ...headers }, body }) => ({
            status,
            headers: { ...headers, etag: 'W/"weak"' },
            body,
          })
        : undefined,
    );
    const written = await store('no-etag')();
    front.do(() => undefined);
    const { items } = await list();
    expect(items.find(({ key }) => key === written.key)?.contentRevision).toBe(written.contentRevision);
    await backend.deleteItem({
      folder,
      key: written.key,
      ifRevision: { content: written.contentRevision },
      signal: calm,
    });
  });
});
