import { type Radicale, startRadicale } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Front, found, multistatus, type Said, startFront } from './front.ts';
import { calm, changesSince, event, item, listAll, openMount, read } from './support.ts';

let radicale: Radicale;
let front: Front;
let folder: string;
let backend: Awaited<ReturnType<typeof openMount>>;
const NOW = new Date('2026-05-06T07:08:00Z');

beforeAll(async () => {
  radicale = await startRadicale();
  front = await startFront(radicale.url);
  backend = await openMount({ url: front.url, query: 'timeoutMs=2000', clock: () => NOW });
  folder = (await backend.createFolder({ parent: '', name: 'Faults', signal: calm })).key;
  for (const uid of ['one', 'two', 'three']) await backend.createItem({ folder, item: item(event(uid)), signal: calm });
});
afterAll(async () => {
  await backend[Symbol.asyncDispose]();
  await front[Symbol.asyncDispose]();
  await radicale.stop();
});

/** Answers one method so until the act is over. */
async function whileSaid<T>(method: string, said: Said | 'cut' | 'lose' | 'hang', act: () => Promise<T>): Promise<T> {
  front.do((asked) => (asked.method === method ? said : undefined));
  try {
    return await act();
  } finally {
    front.do(() => undefined);
  }
}

const store = (uid: string) => () => backend.createItem({ folder, item: item(event(uid)), signal: calm });
const list = () => listAll(backend, folder);

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
    await expect(whileSaid('PROPFIND', html, list)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const away = { status: 302, headers: { location: 'https://login.example/' } };
    await expect(whileSaid('PROPFIND', away, list)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

describe('listings that make no sense are never empty and complete', () => {
  const path = (): string => `/alice/${folder}/`;
  const self = (): string =>
    found(path(), '<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:sync-token>t</d:sync-token>');

  test.each([
    ['no response at all', () => multistatus()],
    ['nothing of the collection itself', () => multistatus(found('/alice/other/x.ics', '<d:getetag>"1"</d:getetag>'))],
    ['no XML', () => ({ status: 207, headers: { 'content-type': 'application/xml' }, body: 'garbage' })],
    ['nothing', () => ({ status: 207, headers: { 'content-type': 'application/xml' }, body: '' })],
    ['another document', () => ({ status: 207, body: '<html xmlns="http://www.w3.org/1999/xhtml"/>' })],
    ['a document cut short', () => ({ status: 207, body: `${multistatus(self()).body}`.slice(0, -30) })],
    [
      'entities that grow',
      () => ({
        status: 207,
        body: `<!DOCTYPE m [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "&a;&a;&a;&a;">]><d:multistatus xmlns:d="DAV:"><d:response><d:href>&b;</d:href></d:response></d:multistatus>`,
      }),
    ],
    [
      'elements without end',
      () => ({ status: 207, body: `<d:multistatus xmlns:d="DAV:">${'<d:response>'.repeat(5000)}` }),
    ],
    [
      'no UTF-8',
      () => ({
        status: 207,
        body: Buffer.concat([Buffer.from('<d:multistatus xmlns:d="DAV:">'), Buffer.from([0xff])]),
      }),
    ],
    [
      'a collection that is gone by its own word',
      () => multistatus(`<d:href>${path()}</d:href><d:status>HTTP/1.1 500 X</d:status>`),
    ],
  ] as const)('%s', async (_, said) => {
    await expect(whileSaid('PROPFIND', said(), list)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('an item without an ETag is unreadable, a member of another place makes it partial', async () => {
    const broken = (name: string, status: string): string =>
      `<d:href>${path()}${name}</d:href><d:propstat><d:prop><d:getetag/></d:prop><d:status>HTTP/1.1 ${status}</d:status></d:propstat>`;
    const answer = multistatus(
      self(),
      found(`${path()}good.ics`, '<d:getetag>"1"</d:getetag>'),
      broken('gone.ics', '404 Not Found'),
      broken('bad.ics', '500 Oops'),
      `<d:href>${path()}whole.ics</d:href><d:status>HTTP/1.1 403 No</d:status>`,
      found(`${path()}sub/`, '<d:getetag>"2"</d:getetag><d:resourcetype><d:collection/></d:resourcetype>'),
    );
    const listed = await whileSaid('PROPFIND', answer, list);
    expect(listed.items.map(({ key }) => key)).toEqual(['good.ics']);
    expect(listed.unreadable.sort()).toEqual(['bad.ics', 'gone.ics', 'whole.ics']);
    expect(listed.listing).toBe('complete');
    const strange = multistatus(self(), found('/elsewhere/x.ics', '<d:getetag>"1"</d:getetag>'));
    expect((await whileSaid('PROPFIND', strange, list)).listing).toBe('partial');
  });

  test('hrefs may be absolute, of another host, and not encoded', async () => {
    const answer = multistatus(
      self().replace(path(), `http://internal.example:8080${path()}`),
      found(`http://internal.example:8080${path()}a%20b.ics`, '<d:getetag>"1"</d:getetag>'),
      found(`${path()}grüße & co 50%.ics`.replace('&', '&amp;'), '<d:getetag>"2"</d:getetag>'),
    );
    const listed = await whileSaid('PROPFIND', answer, list);
    expect(listed.listing).toBe('complete');
    expect(listed.items.map(({ key }) => key).sort()).toEqual(['%gr%C3%BC%C3%9Fe%20&%20co%2050%.ics', 'a b.ics']);
  });

  test('folders that cannot be described make the list of folders partial', async () => {
    const answer = multistatus(
      found('/alice/', '<d:resourcetype><d:collection/></d:resourcetype>'),
      '<d:href>/alice/x/</d:href><d:status>HTTP/1.1 500 X</d:status>',
    );
    const page = await whileSaid('PROPFIND', answer, () => backend.listFolders({ limit: 10, signal: calm }));
    expect(page.listing).toBe('partial');
    for (const said of [multistatus(), { status: 404 }, { status: 503 }])
      await expect(
        whileSaid('PROPFIND', said, () => backend.listFolders({ limit: 10, signal: calm })),
      ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
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
    const first = await whileSaid('REPORT', 'cut', store('not-read-back'));
    front.do(({ method }) => {
      if (method === 'REPORT') return { status: 503 };
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

describe('changes', () => {
  const token = async (): Promise<string> => (await list()).token as string;
  const SYNC = '<d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>';

  test.each([
    { status: 403, body: SYNC },
    { status: 409, body: SYNC },
    { status: 410 },
    { status: 400, body: '<html/>' },
    { status: 412 },
  ])('%j is SYNC_TOKEN_EXPIRED', async (said) => {
    const since = await token();
    await expect(whileSaid('REPORT', said, () => changesSince(backend, folder, since))).rejects.toMatchObject({
      code: 'SYNC_TOKEN_EXPIRED',
    });
  });

  test('a bare 403 is FORBIDDEN, and a 503 UNAVAILABLE: nothing is listed afresh for these', async () => {
    const since = await token();
    const ask = () => changesSince(backend, folder, since);
    await expect(whileSaid('REPORT', { status: 403 }, ask)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(whileSaid('REPORT', { status: 503 }, ask)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('an answer that was truncated is followed to its end', async () => {
    const since = await token();
    const path = `/alice/${folder}/`;
    const page = (number: number, more: boolean): Said => {
      const said = multistatus(
        found(`${path}item-${number}.ics`, `<d:getetag>"${number}"</d:getetag>`),
        `<d:href>${path}gone-${number}.ics</d:href><d:status>HTTP/1.1 404 Not Found</d:status>`,
        ...(more ? [`<d:href>${path}</d:href><d:status>HTTP/1.1 507 Insufficient Storage</d:status>`] : []),
      );
      const end = `<d:sync-token>token-${number}</d:sync-token></d:multistatus>`;
      return { ...said, body: String(said.body).replace('</d:multistatus>', end) };
    };
    let asked = 0;
    front.do(({ method }) => (method === 'REPORT' ? page(++asked, asked < 3) : undefined));
    const changes = await changesSince(backend, folder, since);
    front.do(() => undefined);
    expect(asked).toBe(3);
    expect(changes.changed).toEqual(['item-1.ics', 'item-2.ics', 'item-3.ics']);
    expect(changes.removed).toEqual(['gone-1.ics', 'gone-2.ics', 'gone-3.ics']);
    expect(changes.token).toBe('stoken-3');
  });

  test('a truncated answer that does not get on, and one without a token, are UNAVAILABLE', async () => {
    const since = await token();
    const path = `/alice/${folder}/`;
    const end = `<d:sync-token>${since.slice(1)}</d:sync-token></d:multistatus>`;
    const stuck = multistatus(`<d:href>${path}</d:href><d:status>HTTP/1.1 507 X</d:status>`);
    const ask = () => changesSince(backend, folder, since);
    const said = { ...stuck, body: String(stuck.body).replace('</d:multistatus>', end) };
    await expect(whileSaid('REPORT', said, ask)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(whileSaid('REPORT', multistatus(), ask)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

test('a server that tells no changes says at least that there are none', async () => {
  await using poor = await startFront(radicale.url);
  poor.do((asked) =>
    asked.method === 'PROPFIND'
      ? ({ body, ...rest }) => ({
          ...rest,
          body: body
            .toString()
            .replaceAll(/<(\w+:)?sync-token>[^<]*<\/(\w+:)?sync-token>/g, '')
            .replaceAll(/<(\w+:)?sync-collection ?\/>/g, ''),
        })
      : undefined,
  );
  await using other = await openMount({ url: poor.url });
  expect(other.description.capabilities.changes).toBe(false);
  const { folders } = await other.listFolders({ limit: 10, signal: calm });
  expect(folders.find(({ key }) => key === folder)?.revision).toBeDefined();
  expect((await listAll(other, folder)).token).toBeUndefined();
});

test('a whole mount is asked in one request whether anything changed', async () => {
  front.forget();
  const before = (await backend.listFolders({ limit: 100, signal: calm })).folders;
  expect(front.log).toEqual(['PROPFIND /alice/']);
  await store('new')();
  const after = (await backend.listFolders({ limit: 100, signal: calm })).folders;
  expect(after.find(({ key }) => key === folder)?.revision).not.toBe(
    before.find(({ key }) => key === folder)?.revision,
  );
});
