import type { Backend } from '@mapistore/core';
import { type FakeGoogle, startFakeGoogle } from '@mapistore/services';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { calendar, calm, changesSince, event, item, listAll, openMount, read } from './support.ts';

let google: FakeGoogle;
let me: string;
beforeEach(async () => {
  google = await startFakeGoogle({ syncLimit: 3 });
  me = google.accounts[0] ?? '';
});
afterEach(() => google.stop());

async function open(path = ''): Promise<Required<Backend>> {
  const secret = { kind: 'oauth2', accessToken: google.accessToken() } as const;
  return await openMount({ url: google.origin, user: me, path, query: 'profile=google', secret });
}

test('the calendars of a user are its folders, and it says what it cannot do', async () => {
  const other = google.addCalendar('Family 1.50');
  await using backend = await open();
  const { folders } = await backend.listFolders({ limit: 10, signal: calm });
  expect(folders.map(({ key, name }) => [key, name])).toEqual([
    ['', ''],
    [me, me],
    [other, 'Family 1.50'],
  ]);
  expect(backend.description).toMatchObject({ product: 'Google Calendar', kinds: ['event'] });
  expect(backend.description.capabilities).toMatchObject({
    createFolder: false,
    updateFolder: false,
    deleteFolder: false,
    moveItems: false,
    copyItems: false,
    changes: true,
  });
});

test('a path names one calendar', async () => {
  const id = google.addCalendar('One');
  await using backend = await open(`caldav/v2/${encodeURIComponent(id)}/events/`);
  const { key } = await backend.createItem({ folder: '', item: item(event('e')), signal: calm });
  expect(google.names(id)).toEqual([key]);
  await expect(open('calendars/x/')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

test('no request has what Google does not take', async () => {
  await using backend = await open();
  const made = await backend.createItem({ folder: me, item: item(event('e')), signal: calm });
  await expect(backend.createItem({ folder: me, item: item(event('e')), signal: calm })).rejects.toMatchObject({
    code: 'ALREADY_EXISTS',
  });
  const body = item(event('e', ['SUMMARY:Later'])).body;
  const updated = await backend.updateItem({
    folder: me,
    key: made.key,
    body,
    ifRevision: { content: made.contentRevision },
    signal: calm,
  });
  expect(await read(backend, me, made.key)).toContain('SUMMARY:Later');
  const stale = { folder: me, key: made.key, ifRevision: { content: made.contentRevision }, signal: calm };
  await expect(backend.deleteItem(stale)).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
  await backend.deleteItem({ ...stale, ifRevision: { content: updated.contentRevision } });
  expect(google.names()).toEqual([]);
  expect(google.requests.filter((request) => /^(LOCK|COPY|MOVE|MK)/.test(request))).toEqual([]);
});

test('tasks and journals are refused before anything is asked', async () => {
  await using backend = await open();
  for (const component of ['VTODO', 'VJOURNAL'])
    await expect(
      backend.createItem({ folder: me, item: item(calendar(component, 'u')), signal: calm }),
    ).rejects.toMatchObject({ code: 'INVALID_CONTENT', message: expect.stringContaining('VEVENT only') });
});

test('changes come from the first listing on, over truncated answers, and a lost token is told', async () => {
  await using backend = await open();
  for (let n = 0; n < 7; n++) google.put(`e${n}.ics`, event(`e${n}`).toString());
  const first = await listAll(backend, me, { limit: 3 });
  expect([first.items.length, first.listing]).toEqual([7, 'complete']);
  for (let n = 0; n < 5; n++) google.put(`f${n}.ics`, event(`f${n}`).toString());
  google.remove('e0.ics');
  const changes = await changesSince(backend, me, first.token as string, 2);
  expect(changes.changed).toEqual(['f0.ics', 'f1.ics', 'f2.ics', 'f3.ics', 'f4.ics']);
  expect(changes.removed).toEqual(['e0.ics']);
  google.expireSyncTokens();
  await expect(changesSince(backend, me, changes.token)).rejects.toMatchObject({ code: 'SYNC_TOKEN_EXPIRED' });
});

test('the quota asks to slow down, and is heard', async () => {
  await using backend = await open();
  for (const reason of ['rateLimitExceeded', 'quotaExceeded'] as const) {
    google.refuse({ reason, times: 1 });
    await expect(backend.listFolders({ limit: 10, signal: calm })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retry: 'later',
    });
  }
  await backend.listFolders({ limit: 10, signal: calm });
  // While a mount is opened it says nothing of whether the calendar is there.
  google.refuse({ reason: 'rateLimitExceeded', times: 20 });
  await expect(open()).rejects.toMatchObject({ code: 'RATE_LIMITED', retry: 'later' });
  google.refuse({ reason: 'rateLimitExceeded', times: 0 });
});
