import { type Cyrus, type Radicale, startCyrus, startRadicale } from '@mapistore/services';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Front, found, multistatus, startFront } from './front.ts';
import { calm, card, event, item, listAll, openMount } from './support.ts';

let radicale: Radicale;
let cyrus: Cyrus;
beforeAll(async () => {
  [radicale, cyrus] = await Promise.all([startRadicale({ tls: true }), startCyrus()]);
});
afterAll(async () => {
  await Promise.all([radicale.stop(), cyrus.stop()]);
});

const tls = (): string => `ca=${encodeURIComponent(radicale.certificate)}`;

test('the calendars and address books of a user are found from nothing but the address of the server', async () => {
  for (const service of ['caldav', 'carddav'] as const) {
    for (const mount of [{ url: radicale.url, query: tls() }, { url: cyrus.url }]) {
      await using backend = await openMount({ ...mount, service });
      const made = await backend.createFolder({ parent: '', name: `Found ${service}`, signal: calm });
      const { folders } = await backend.listFolders({ limit: 100, signal: calm });
      expect(folders[0]).toMatchObject({ key: '', holdsItems: false, holdsFolders: true });
      expect(folders.find(({ key }) => key === made.key)).toEqual(made);
      expect(folders.map(({ name }) => name)).not.toContain('Inbox');
    }
  }
});

test('a path may be a principal, a home or one collection', async () => {
  await using home = await openMount({ url: cyrus.url, path: 'dav/calendars/user/alice' });
  await using principal = await openMount({ url: cyrus.url, path: 'dav/principals/user/alice/' });
  const keysOf = async (backend: typeof home) =>
    (await backend.listFolders({ limit: 100, signal: calm })).folders.map(({ key }) => key);
  expect(await keysOf(principal)).toEqual(await keysOf(home));
  await using one = await openMount({ url: cyrus.url, path: 'dav/calendars/user/alice/Default/' });
  const { folders } = await one.listFolders({ limit: 100, signal: calm });
  expect(folders).toMatchObject([{ key: '', name: '', holdsItems: true, holdsFolders: false }]);
  expect(one.description.capabilities).toMatchObject({ createFolder: false, deleteFolder: false, moveItems: false });
  const { key } = await one.createItem({ folder: '', item: item(event('at-the-root')), signal: calm });
  expect((await listAll(one, '')).items.map((entry) => entry.key)).toContain(key);
  expect((await listAll(home, 'Default')).items.map((entry) => entry.key)).toContain(key);
});

test('"create" makes a missing collection of the kinds asked for; without it a missing root is UNAVAILABLE', async () => {
  const path = 'alice/Made%20h%C3%A4re';
  const absent = openMount({ url: radicale.url, path, query: tls(), create: false });
  await expect(absent).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await using made = await openMount({ url: radicale.url, path, query: `${tls()}&kinds=task,note`, create: true });
  const [root] = (await made.listFolders({ limit: 10, signal: calm })).folders;
  expect(root?.kinds).toEqual(['task', 'note', 'journal']);
  await using again = await openMount({ url: radicale.url, path, query: tls(), create: false });
  expect((await listAll(again, '')).listing).toBe('complete');
  await using book = await openMount({ url: radicale.url, path: 'alice/book', query: tls(), service: 'carddav' });
  await book.createItem({ folder: '', item: item(card('c1'), 'text/vcard'), signal: calm });
});

test('the scheme says the kind of collection, and the other kind is refused', async () => {
  const opening = openMount({ url: cyrus.url, path: 'dav/addressbooks/user/alice/Default/' });
  await expect(opening).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('carddavs') });
});

test('a root that goes away is UNAVAILABLE, never an empty folder', async () => {
  await using admin = await openMount({ url: cyrus.url });
  const made = await admin.createFolder({ parent: '', name: 'Goes', signal: calm });
  await using backend = await openMount({ url: cyrus.url, path: `dav/calendars/user/alice/${made.key}/` });
  await admin.deleteFolder({ folder: made.key, signal: calm });
  await expect(backend.listFolders({ limit: 10, signal: calm })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(listAll(backend, '')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('a certificate that nobody vouches for is TLS_UNTRUSTED, and "ca" and "servername" decide', async () => {
  await expect(openMount({ url: radicale.url })).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
  const other = openMount({ url: radicale.url, query: `${tls()}&servername=other.example` });
  await expect(other).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
});

/** Two hosts that are one machine: 127.0.0.1 stands for the server that is named, localhost for another. */
async function startRedirecting(to: (front: Front) => string): Promise<Front> {
  const front = await startFront();
  front.do(({ path }) => {
    if (path.startsWith('/.well-known/')) return { status: 301, headers: { location: to(front) } };
    if (path === '/start/')
      return multistatus(
        found('/start/', '<d:current-user-principal><d:href>/me/</d:href></d:current-user-principal>'),
      );
    if (path === '/me/')
      return multistatus(
        found(
          '/me/',
          '<d:resourcetype><d:principal/></d:resourcetype><c:calendar-home-set><d:href>/home/</d:href></c:calendar-home-set>',
        ),
      );
    if (path === '/home/') return multistatus(found('/home/', '<d:resourcetype><d:collection/></d:resourcetype>'));
    return undefined;
  });
  return front;
}

test('a redirect on the same host is followed', async () => {
  await using front = await startRedirecting(() => '/start/');
  await using backend = await openMount({ url: front.url });
  expect((await backend.listFolders({ limit: 10, signal: calm })).folders.length).toBe(1);
});

test('a redirect to another host is followed with credentials only where the option "hosts" allows it', async () => {
  await using front = await startRedirecting(({ url }) => `${url.replace('127.0.0.1', 'localhost')}start/`);
  await expect(openMount({ url: front.url })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('localhost'),
  });
  expect(front.asked.filter(({ headers }) => headers.host?.startsWith('localhost'))).toEqual([]);
  await using backend = await openMount({ url: front.url, query: 'hosts=localhost' });
  front.forget();
  await backend.listFolders({ limit: 10, signal: calm });
  expect(front.asked.map(({ headers }) => headers.host?.split(':')[0])).toEqual(['localhost']);
});

test('a principal on another host is refused like a redirect', async () => {
  await using front = await startFront();
  front.do(() =>
    multistatus(
      found('/', '<d:current-user-principal><d:href>http://evil.example/me/</d:href></d:current-user-principal>'),
    ),
  );
  await expect(openMount({ url: front.url })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('evil.example'),
  });
});

test('a redirect in a circle ends, and a server that tells nothing says what to do', async () => {
  await using front = await startRedirecting(() => '/.well-known/caldav');
  await expect(openMount({ url: front.url })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await using silent = await startFront();
  await expect(openMount({ url: silent.url })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('path'),
  });
});
