import { type Cyrus, type Radicale, startCyrus, startRadicale } from '@mapistore/services';
import { createDAVClient } from 'tsdav';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Front, found, multistatus, startFront, withToken } from './front.ts';
import { calendar, calm, card, changesSince, event, inOrder, item, listAll, openMount, read } from './support.ts';

let radicale: Radicale;
let cyrus: Cyrus;
beforeAll(async () => {
  [radicale, cyrus] = await Promise.all([startRadicale(), startCyrus()]);
});
afterAll(async () => {
  await Promise.all([radicale.stop(), cyrus.stop()]);
});

const SERVERS = [
  ['Radicale', () => radicale],
  ['Cyrus', () => cyrus],
] as const;

/** Another program of the same account, without anything of ours in it. */
async function otherProgram(url: string, account: 'caldav' | 'carddav' = 'caldav') {
  return await createDAVClient({
    serverUrl: url,
    credentials: { username: 'alice', password: 'secret' },
    authMethod: 'Basic',
    defaultAccountType: account,
  });
}

describe.each(SERVERS)('on %s', (name, server) => {
  test('what others add, change and delete arrives, and keys stay', async () => {
    await using backend = await openMount({ url: server().url });
    const folder = (await backend.createFolder({ parent: '', name: 'Shared 1.50', signal: calm })).key;
    const mine = await backend.createItem({ folder, item: item(event('mine')), signal: calm });
    const gone = await backend.createItem({ folder, item: item(event('gone')), signal: calm });
    const first = await listAll(backend, folder);

    const other = await otherProgram(server().url);
    const shared = (await other.fetchCalendars()).find(({ url }) => url.endsWith(`/${folder}/`));
    if (shared === undefined) throw new Error('the other program does not see the calendar');
    const objects = await other.fetchCalendarObjects({ calendar: shared });
    const same = objects.find(({ url }) => url.endsWith('mine.ics'));
    if (same === undefined) throw new Error('the other program does not see the item');
    const data = String(same.data).replace('SUMMARY:About mine', 'SUMMARY:Changed by others');
    expect((await other.updateCalendarObject({ calendarObject: { ...same, data } })).ok).toBe(true);
    const filename = 'by others é 50%.ics';
    const added = { calendar: shared, filename: encodeURIComponent(filename), iCalString: event('x-1/y').toString() };
    expect((await other.createCalendarObject(added)).ok).toBe(true);
    const dead = objects.find(({ url }) => url.endsWith('gone.ics'));
    expect((await other.deleteCalendarObject({ calendarObject: { ...dead, url: dead?.url ?? '' } })).ok).toBe(true);

    const changes = await changesSince(backend, folder, first.token as string);
    expect(changes.changed.sort()).toEqual([filename, mine.key].sort());
    expect(changes.removed).toEqual([gone.key]);
    expect(await read(backend, folder, mine.key)).toContain('Changed by others');
    expect(await read(backend, folder, filename)).toContain('UID:x-1/y');
    const stale = { folder, key: mine.key, ifRevision: { content: mine.contentRevision }, signal: calm };
    await expect(backend.deleteItem(stale)).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    const body = item(event('mine', ['SUMMARY:Too late'])).body;
    await expect(backend.updateItem({ ...stale, body })).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    // An item that others named is updated under their name.
    const update = item(event('x-1/y', ['SUMMARY:Ours'])).body;
    expect((await backend.updateItem({ folder, key: filename, body: update, signal: calm })).key).toBe(filename);
    // The same UID under another name is one item.
    await expect(backend.createItem({ folder, item: item(event('x-1/y')), signal: calm })).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    });
    expect((await listAll(backend, folder)).items.map(({ key }) => key).sort()).toEqual([filename, mine.key].sort());
  });

  test('UIDs of any kind are stored, read and deleted', async () => {
    await using backend = await openMount({ url: server().url });
    const folder = (await backend.createFolder({ parent: '', name: 'UIDs', signal: calm })).key;
    const uids = ['a/b', 'with space', 'ü-ä', '🎈', '50%25', '../../x', 'a?b#c', "it's", 'A@B', 'x'.repeat(240), '<&>'];
    const keys: string[] = [];
    for (const uid of uids) {
      const bytes = event(uid, ['SUMMARY:odd']);
      const { key } = await backend.createItem({ folder, item: item(bytes), signal: calm });
      keys.push(key);
      expect(inOrder(await read(backend, folder, key)), uid).toEqual(inOrder(bytes.toString()));
      await expect(backend.createItem({ folder, item: item(bytes), signal: calm })).rejects.toMatchObject({
        code: 'ALREADY_EXISTS',
      });
    }
    expect((await listAll(backend, folder, { detail: 'head' })).items.map(({ key }) => key).sort()).toEqual(
      keys.sort(),
    );
    const results = await backend.deleteItems({ folder, items: keys.map((key) => ({ key })), signal: calm });
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect((await listAll(backend, folder)).items).toEqual([]);
  });

  test('an update with another UID is a new item in the place of the old one', async () => {
    await using backend = await openMount({ url: server().url });
    const folder = (await backend.createFolder({ parent: '', name: 'Other UID', signal: calm })).key;
    const old = await backend.createItem({ folder, item: item(event('old')), signal: calm });
    const body = item(event('new')).body;
    const stale = { folder, key: old.key, body, ifRevision: { content: '"no"' }, signal: calm };
    await expect(backend.updateItem(stale)).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    const updated = await backend.updateItem({ folder, key: old.key, body, signal: calm });
    expect((await listAll(backend, folder)).items.map(({ key }) => key)).toEqual([updated.key]);
    expect(await read(backend, folder, updated.key)).toContain('UID:new');
  });

  test('what a collection may not hold is INVALID_CONTENT with the reason, and nothing is stored', async () => {
    await using backend = await openMount({ url: server().url });
    const folder = (await backend.createFolder({ parent: '', name: 'Strict', kind: 'event', signal: calm })).key;
    const refused = async (bytes: Uint8Array, reason: RegExp) =>
      await expect(backend.createItem({ folder, item: item(bytes), signal: calm })).rejects.toMatchObject({
        code: 'INVALID_CONTENT',
        message: expect.stringMatching(reason),
      });
    await refused(calendar('VTODO', 'task'), /VEVENT only/);
    await refused(Buffer.from(event('m').toString().replace('VERSION', 'METHOD:REPLY\r\nVERSION')), /METHOD/);
    await refused(event('', ['SUMMARY:x']), /UID/);
    const large = event('large', [`DESCRIPTION:${'x'.repeat(17 * 1024 * 1024)}`]);
    await expect(backend.createItem({ folder, item: item(large), signal: calm })).rejects.toMatchObject({
      code: 'TOO_LARGE',
    });
    expect((await listAll(backend, folder)).items).toEqual([]);
  });

  test('an export with a METHOD and an item without UID are stored all the same, and updated in their place', async () => {
    await using backend = await openMount({ url: server().url });
    const folder = (await backend.createFolder({ parent: '', name: 'Lenient', kind: 'event', signal: calm })).key;
    const published = Buffer.from(event('pub').toString().replace('VERSION', 'METHOD:PUBLISH\r\nVERSION'));
    const nameless = (summary: string) =>
      Buffer.from(
        event('x', [`SUMMARY:${summary}`])
          .toString()
          .replace('UID:x\r\n', ''),
      );
    const results = await backend.createItems({
      folder,
      items: [item(published), item(nameless('first'))],
      signal: calm,
    });
    const [first, second] = results.map((result) => (result.ok ? result.value : undefined));
    expect(await read(backend, folder, first?.key ?? '')).not.toContain('METHOD');
    expect(second?.key).toMatch(/^mapistore-[0-9a-f]{40}\.ics$/);
    const again = await backend.createItems({ folder, items: [item(nameless('first'))], signal: calm });
    expect(again).toMatchObject([{ ok: false, error: { code: 'ALREADY_EXISTS' } }]);
    const body = item(nameless('second')).body;
    const updated = await backend.updateItem({ folder, key: second?.key ?? '', body, signal: calm });
    expect(updated.key).toBe(second?.key);
    const text = (await read(backend, folder, updated.key)).toString();
    expect(text).toMatch(/UID:mapistore-[0-9a-f]{40}/u);
    expect(text).toContain('SUMMARY:second');
  });

  test('calendars are made for a kind, and hold that', async () => {
    await using backend = await openMount({ url: server().url });
    const kinds = { event: 'VEVENT', task: 'VTODO', note: 'VJOURNAL', journal: 'VJOURNAL' } as const;
    for (const [kind, component] of Object.entries(kinds)) {
      const wish = { parent: '', name: `Kind ${kind}`, kind: kind as keyof typeof kinds, signal: calm };
      const made = await backend.createFolder(wish);
      expect(made.kinds).toContain(kind);
      expect(made.kinds).toEqual(component === 'VJOURNAL' ? ['note', 'journal'] : [kind]);
      const more = component === 'VEVENT' ? ['DTEND:20260106T110000Z'] : [];
      const bytes = calendar(component, `of-${kind}`, [...more, 'SUMMARY:Hello']);
      const { key } = await backend.createItem({ folder: made.key, item: item(bytes), signal: calm });
      expect(inOrder(await read(backend, made.key, key))).toEqual(inOrder(bytes.toString()));
    }
    await expect(backend.createFolder({ parent: '', name: 'No', kind: 'contact', signal: calm })).rejects.toMatchObject(
      { code: 'UNSUPPORTED' },
    );
  });

  test('contacts that others wrote come and go', async () => {
    await using backend = await openMount({ url: server().url, service: 'carddav' });
    const folder = (await backend.createFolder({ parent: '', name: 'Friends', signal: calm })).key;
    const { key } = await backend.createItem({
      folder,
      item: item(card('c-1', ['NOTE:Grüße']), 'text/vcard'),
      signal: calm,
    });
    const first = await listAll(backend, folder, { detail: 'head' });
    expect(Buffer.from(first.items[0]?.head ?? []).toString()).toContain('NOTE:Grüße');
    const other = await otherProgram(server().url, 'carddav');
    const book = (await other.fetchAddressBooks()).find(({ url }) => url.endsWith(`/${folder}/`));
    if (book === undefined) throw new Error('the other program does not see the address book');
    const added = { addressBook: book, filename: 'theirs.vcf', vCardString: card('c-2').toString() };
    expect((await other.createVCard(added)).ok).toBe(true);
    expect((await changesSince(backend, folder, first.token as string)).changed).toEqual(['theirs.vcf']);
    await backend.deleteItem({ folder, key, signal: calm });
    expect((await listAll(backend, folder)).items.map((entry) => entry.key)).toEqual(['theirs.vcf']);
  });

  test('a token of an earlier life of a folder has expired', async () => {
    await using backend = await openMount({ url: server().url });
    const make = () => backend.createFolder({ parent: '', name: 'Lives', signal: calm });
    const folder = (await make()).key;
    await backend.createItem({ folder, item: item(event('life-1')), signal: calm });
    const { token } = await listAll(backend, folder);
    await backend.deleteItem({ folder, key: 'life-1.ics', signal: calm });
    await backend.deleteFolder({ folder, signal: calm });
    const again = (await make()).key;
    await backend.createItem({ folder: again, item: item(event('life-2')), signal: calm });
    const asked = backend.changes({ folder: again, token: token as string, limit: 10, signal: calm });
    if (again === folder) await expect(asked).rejects.toMatchObject({ code: 'SYNC_TOKEN_EXPIRED' });
    else await expect(asked).rejects.toMatchObject({ code: expect.stringMatching(/SYNC_TOKEN_EXPIRED|NOT_FOUND/) });
  });

  test('names of folders are kept as they are, and are no numbers', async () => {
    await using backend = await openMount({ url: server().url });
    const names = [
      '1.50',
      '2026',
      'true',
      'a&amp;b',
      '<x>',
      'Grüße',
      'cafe\u0301',
      '🗂',
      'a/b',
      ' lead',
      'two  spaces',
      ']]>',
    ];
    for (const name of names) {
      const made = await backend.createFolder({ parent: '', name, signal: calm }).catch((error: unknown) => error);
      if (made instanceof Error) {
        expect(made, name).toMatchObject({ code: 'INVALID_NAME' });
        continue;
      }
      const { folders } = await backend.listFolders({ limit: 1000, signal: calm });
      expect(folders.map((folder) => folder.name)).toContain(name);
      await expect(backend.createFolder({ parent: '', name, signal: calm })).rejects.toMatchObject({
        code: 'ALREADY_EXISTS',
      });
    }
  });

  test('only an empty folder is deleted, also when it is filled in the moment before', async () => {
    await using backend = await openMount({ url: server().url });
    const folder = (await backend.createFolder({ parent: '', name: `Full ${name}`, signal: calm })).key;
    await backend.createItem({ folder, item: item(event(`full-${name}`)), signal: calm });
    await expect(backend.deleteFolder({ folder, signal: calm })).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    expect((await listAll(backend, folder)).items.length).toBe(1);
  });
});

test('a folder name that is taken under another path makes another path', async () => {
  await using backend = await openMount({ url: radicale.url });
  const first = await backend.createFolder({ parent: '', name: 'again', signal: calm });
  await backend.updateFolder({ folder: first.key, name: 'renamed', signal: calm });
  const second = await backend.createFolder({ parent: '', name: 'again', signal: calm });
  expect(second.key).not.toBe(first.key);
  expect(await read(backend, first.key, 'x.ics').catch((error: unknown) => error)).toMatchObject({ code: 'NOT_FOUND' });
});

test('keys that lead elsewhere are OUTSIDE_MOUNT or NOT_FOUND', async () => {
  await using backend = await openMount({ url: radicale.url });
  for (const folder of ['..', '.', '%2e', '%..'])
    await expect(listAll(backend, folder)).rejects.toMatchObject({
      code: expect.stringMatching(/OUTSIDE_MOUNT|NOT_FOUND/),
    });
  const folder = (await backend.createFolder({ parent: '', name: 'inside', signal: calm })).key;
  for (const key of ['..', '../inside', '', '%..%2f..'])
    await expect(read(backend, folder, key)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

/** A server with a calendar of so many events that answers as fast as it can, for real ones are slow to fill. */
async function startFull(count: number): Promise<Front> {
  const front = await startFront();
  const self = found(
    '/cal/',
    '<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:sync-token>t</d:sync-token><d:supported-report-set><d:supported-report><d:report><d:sync-collection/></d:report></d:supported-report></d:supported-report-set>',
  );
  const etag = (n: number): string => `<d:getetag>"${n}"</d:getetag>`;
  const all = Array.from({ length: count }, (_, n) => found(`/cal/many-${n}.ics`, etag(n)));
  front.do(({ method, path, headers, body }) => {
    if (method === 'OPTIONS') return { status: 200, headers: { dav: '1, calendar-access', allow: 'OPTIONS' } };
    if (path !== '/cal/') return undefined;
    if (method === 'PROPFIND') return headers['depth'] === '1' ? multistatus(self, ...all) : multistatus(self);
    if (body.includes('sync-collection')) return withToken(multistatus(...all));
    const asked = [...body.toString().matchAll(/many-(\d+)\.ics/g)].map(([, n]) => Number(n));
    return multistatus(
      ...asked.map((n) =>
        found(`/cal/many-${n}.ics`, `${etag(n)}<c:calendar-data>${event(`many-${n}`).toString()}</c:calendar-data>`),
      ),
    );
  });
  return front;
}

test('10,000 items are listed and read in pages and batches, from one listing', async () => {
  await using front = await startFull(10_000);
  await using backend = await openMount({ url: front.url, path: 'cal/' });
  front.forget();
  const listed = await listAll(backend, '', { detail: 'head' });
  expect([listed.items.length, listed.pages, listed.listing]).toEqual([10_000, 20, 'complete']);
  expect(new Set(listed.items.map(({ key }) => key)).size).toBe(10_000);
  // One listing, and the items in batches.
  expect(front.log.filter((line) => line.startsWith('REPORT') || line.startsWith('PROPFIND')).length).toBe(61);
  expect((await backend.count({ folder: '', signal: calm })).items).toBe(10_000);
  const wanted = new Map(listed.items.map(({ key, head }) => [key, Buffer.from(head ?? []).toString()]));
  let bodies = 0;
  for await (const { key, body } of backend.openBodies({ folder: '', keys: [...wanted.keys()], signal: calm })) {
    let text = '';
    for await (const chunk of body) text += Buffer.from(chunk).toString();
    expect(text).toBe(wanted.get(key));
    bodies++;
  }
  expect(bodies).toBe(10_000);
});

test('a page goes on where the last one ended though the listing is held no more', async () => {
  await using front = await startFull(20);
  let now = Date.parse('2026-01-01T00:00:00Z');
  const clock = (): Date => {
    now += 120_000;
    return new Date(now);
  };
  await using backend = await openMount({ url: front.url, path: 'cal/', clock });
  const { items, pages } = await listAll(backend, '', { limit: 6 });
  expect([pages, new Set(items.map(({ key }) => key)).size, items.length]).toEqual([4, 20, 20]);
});

test('items are stored at the same time, each once', async () => {
  await using backend = await openMount({ url: cyrus.url });
  const folder = (await backend.createFolder({ parent: '', name: 'At once', signal: calm })).key;
  const items = Array.from({ length: 30 }, (_, n) => item(event(`once-${n % 28}`)));
  const written = await backend.createItems({ folder, items, signal: calm });
  const failed = written.flatMap((result) => (result.ok ? [] : [result.error.code]));
  expect(failed).toEqual(['ALREADY_EXISTS', 'ALREADY_EXISTS']);
  expect((await listAll(backend, folder)).items.length).toBe(28);
});
