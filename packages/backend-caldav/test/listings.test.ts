import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Broken, startBroken } from './broken.ts';
import { found, multistatus, type Said, startFront, withToken } from './front.ts';
import { calm, changesSince, listAll, openMount } from './support.ts';

let broken: Broken;
let front: Broken['front'];
let backend: Broken['backend'];
let folder: string;
const whileSaid: Broken['whileSaid'] = (method, said, act) => broken.whileSaid(method, said, act);
const whileListed: Broken['whileListed'] = (said, act) => broken.whileListed(said, act);
const list: Broken['list'] = () => broken.list();
const store = (uid: string) => () => broken.store(uid)();

beforeAll(async () => {
  broken = await startBroken();
  ({ front, backend, folder } = broken);
});
afterAll(() => broken[Symbol.asyncDispose]());

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
    await expect(whileListed(said(), list)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    // The same as the changes since the beginning: refused, or asked for in the other way, which tells the truth.
    const listed = await whileSaid('REPORT', said(), list).catch((error: unknown) => error);
    if (listed instanceof Error) expect(listed).toMatchObject({ code: 'UNAVAILABLE' });
    else expect((listed as Awaited<ReturnType<typeof list>>).items).toHaveLength(3);
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
    const listed = await whileListed(answer, list);
    expect(listed.items.map(({ key }) => key)).toEqual(['good.ics']);
    expect(listed.unreadable.sort()).toEqual(['bad.ics', 'gone.ics', 'whole.ics']);
    expect(listed.listing).toBe('complete');
    const synced = await whileSaid('REPORT', withToken(answer), list);
    expect(synced.items.map(({ key }) => key)).toEqual(['good.ics']);
    expect(synced.unreadable.sort()).toEqual(['bad.ics', 'gone.ics', 'whole.ics']);
    const strange = multistatus(self(), found('/elsewhere/x.ics', '<d:getetag>"1"</d:getetag>'));
    expect((await whileListed(strange, list)).listing).toBe('partial');
  });

  test('hrefs may be absolute, of another host, and not encoded', async () => {
    const answer = multistatus(
      self().replace(path(), `http://internal.example:8080${path()}`),
      found(`http://internal.example:8080${path()}a%20b.ics`, '<d:getetag>"1"</d:getetag>'),
      found(`${path()}grüße & co 50%.ics`.replace('&', '&amp;'), '<d:getetag>"2"</d:getetag>'),
    );
    for (const listed of [await whileListed(answer, list), await whileSaid('REPORT', withToken(answer), list)]) {
      expect(listed.listing).toBe('complete');
      expect(listed.items.map(({ key }) => key).sort()).toEqual(['%gr%C3%BC%C3%9Fe%20&%20co%2050%.ics', 'a b.ics']);
    }
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
  await using poor = await startFront(broken.url);
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
