import type { Backend } from '@mapistore/core';
import { type Cyrus, startCyrus, startFakeGoogle } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Front, startFront } from './front.ts';
import { calm, event, item, openMount, read } from './support.ts';

let server: Cyrus;
/** The same Cyrus, without its name: a server that schedules and has no switch that is known. */
let nameless: Front;
beforeAll(async () => {
  server = await startCyrus();
  nameless = await startFront(server.url);
  nameless.do(({ headers }) => {
    delete headers['scheduling-enabled'];
    return ({ status, headers: said, body }) => ({ status, headers: { ...said, server: 'Something/1.0' }, body });
  });
});
afterAll(async () => {
  await nameless[Symbol.asyncDispose]();
  await server.stop();
});

const OTHER = 'mailto:bob@elsewhere.example';

/** A meeting that alice calls. */
function meeting(uid: string, more: readonly string[] = []): Buffer {
  const me = `mailto:alice@${server.domain}`;
  return event(uid, [
    `ORGANIZER;CN=Alice:${me}`,
    `ATTENDEE;PARTSTAT=ACCEPTED:${me}`,
    `ATTENDEE;CN="Bob; the other":${OTHER}`,
    'SUMMARY:Meeting',
    ...more,
  ]);
}

/** A meeting that somebody else calls, and alice answered. */
function theirs(uid: string, answer: string): Buffer {
  return event(uid, [
    'ORGANIZER:mailto:boss@elsewhere.example',
    'ATTENDEE;PARTSTAT=ACCEPTED:mailto:boss@elsewhere.example',
    `ATTENDEE;PARTSTAT=${answer}:mailto:alice@${server.domain}`,
    'SUMMARY:Theirs',
  ]);
}

/** What left the server while something was done; it takes a moment to leave. */
async function sentDuring(act: () => Promise<unknown>): Promise<number> {
  const before = (await server.sentMessages()).length;
  await act();
  await new Promise((resolve) => setTimeout(resolve, 500));
  return (await server.sentMessages()).length - before;
}

/** Stores as another program does. */
async function byOthers(path: string, bytes: Uint8Array): Promise<void> {
  const authorization = `Basic ${Buffer.from('alice:secret').toString('base64')}`;
  const headers = { authorization, 'content-type': 'text/calendar' };
  const response = await fetch(`${server.url}dav/calendars/user/alice/${path}`, {
    method: 'PUT',
    headers,
    body: new Uint8Array(bytes),
  });
  expect(response.status).toBeLessThan(300);
}

const sortedLines = (text: string): string[] =>
  text
    .replaceAll(/\r\n[ \t]/g, '')
    .split('\r\n')
    .sort();

test('the server does send invitations when others store a meeting, so that none is a result', async () => {
  expect(await sentDuring(() => byOthers('Default/loud.ics', meeting('loud')))).toBe(1);
});

describe.each(['Cyrus', 'a server without a switch'])('on %s', (which) => {
  const prefix = which === 'Cyrus' ? 'c' : 's';
  const open = (): Promise<Required<Backend>> => openMount({ url: which === 'Cyrus' ? server.url : nameless.url });

  test('nothing leaves when a meeting is stored, changed, moved and deleted, and it comes back without additions', async () => {
    await using backend = await open();
    const other = await backend.createFolder({ parent: '', name: `Other ${prefix}`, signal: calm });
    const sent = await sentDuring(async () => {
      const bytes = meeting(`${prefix}1`);
      const made = await backend.createItem({ folder: 'Default', item: item(bytes), signal: calm });
      expect(sortedLines(await read(backend, 'Default', made.key))).toEqual(sortedLines(bytes.toString()));
      const later = meeting(`${prefix}1`, ['LOCATION:Elsewhere']);
      await backend.updateItem({ folder: 'Default', key: made.key, body: item(later).body, signal: calm });
      expect(sortedLines(await read(backend, 'Default', made.key))).toEqual(sortedLines(later.toString()));
      const [moved] = await backend.moveItems({ folder: 'Default', to: other.key, keys: [made.key], signal: calm });
      expect(moved?.ok).toBe(true);
      await backend.deleteItem({ folder: other.key, key: made.key, signal: calm });
    });
    expect(sent).toBe(0);
  });

  test('nothing leaves when the answer to the meeting of another is stored, changed and deleted', async () => {
    await using backend = await open();
    const sent = await sentDuring(async () => {
      const made = await backend.createItem({
        folder: 'Default',
        item: item(theirs(`${prefix}2`, 'ACCEPTED')),
        signal: calm,
      });
      const body = item(theirs(`${prefix}2`, 'DECLINED')).body;
      await backend.updateItem({ folder: 'Default', key: made.key, body, signal: calm });
      await backend.deleteItem({ folder: 'Default', key: made.key, signal: calm });
    });
    expect(sent).toBe(0);
  });

  test('an item keeps what it said of scheduling itself', async () => {
    await using backend = await open();
    const bytes = event(`${prefix}3`, [
      `ORGANIZER:mailto:alice@${server.domain}`,
      `ATTENDEE;SCHEDULE-AGENT=NONE:${OTHER}`,
      'ATTENDEE;SCHEDULE-AGENT=SERVER:mailto:carol@elsewhere.example',
      'SUMMARY:Quiet',
    ]);
    const sent = await sentDuring(async () => {
      const { key } = await backend.createItem({ folder: 'Default', item: item(bytes), signal: calm });
      expect(sortedLines(await read(backend, 'Default', key))).toEqual(sortedLines(bytes.toString()));
    });
    expect(sent).toBe(0);
  });
});

test('what others stored is changed and deleted in silence where the server has a switch for that', async () => {
  await byOthers('Default/x1.ics', meeting('x1'));
  await byOthers('Default/x2.ics', meeting('x2'));
  await using backend = await openMount({ url: server.url });
  const sent = await sentDuring(async () => {
    const body = item(meeting('x1', ['LOCATION:There'])).body;
    await backend.updateItem({ folder: 'Default', key: 'x1.ics', body, signal: calm });
    await backend.deleteItems({ folder: 'Default', items: [{ key: 'x1.ics' }, { key: 'x2.ics' }], signal: calm });
  });
  expect(sent).toBe(0);
});

test('what others stored is FORBIDDEN where the server would send a cancellation, and stays', async () => {
  await byOthers('Default/y1.ics', meeting('y1'));
  await using backend = await openMount({ url: nameless.url });
  const sent = await sentDuring(async () => {
    const body = item(meeting('y1', ['LOCATION:There'])).body;
    const about = { folder: 'Default', key: 'y1.ics', signal: calm };
    await expect(backend.updateItem({ ...about, body })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(backend.deleteItem(about)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
  expect(sent).toBe(0);
  expect(await read(backend, 'Default', 'y1.ics')).toContain('UID:y1');
});

test('of the meeting of another that others stored, a deletion is silent and a change FORBIDDEN', async () => {
  await byOthers('Default/z1.ics', theirs('z1', 'ACCEPTED'));
  await using backend = await openMount({ url: nameless.url });
  const about = { folder: 'Default', key: 'z1.ics', signal: calm };
  const sent = await sentDuring(async () => {
    const change = backend.updateItem({ ...about, body: item(theirs('z1', 'DECLINED')).body });
    await expect(change).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await backend.deleteItem(about);
  });
  expect(sent).toBe(0);
});

test('with "invitations=allow" the server does what it does, and nothing is added', async () => {
  await using backend = await openMount({ url: server.url, query: 'invitations=allow' });
  const sent = await sentDuring(() =>
    backend.createItem({ folder: 'Default', item: item(meeting('allowed')), signal: calm }),
  );
  expect(sent).toBe(1);
});

describe('on the Google fake', () => {
  test('a meeting with others is FORBIDDEN to store, change or delete, and nothing is sent', async () => {
    await using google = await startFakeGoogle({ scheduleAgent: false });
    const [me = ''] = google.accounts;
    const secret = { kind: 'oauth2', accessToken: google.accessToken() } as const;
    await using backend = await openMount({ url: google.origin, user: me, query: 'profile=google', secret });
    const mine = event('g1', [
      `ORGANIZER:mailto:${me}`,
      `ATTENDEE:mailto:${me}`,
      `ATTENDEE:${OTHER}`,
      'SUMMARY:Meeting',
    ]);
    const stored = { folder: me, signal: calm };
    await expect(backend.createItem({ ...stored, item: item(mine) })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    google.put('g1.ics', mine.toString());
    const before = google.invitations.length;
    const about = { ...stored, key: 'g1.ics' };
    const body = item(event('g1')).body;
    await expect(backend.updateItem({ ...about, body })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(backend.deleteItem(about)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(google.invitations.length).toBe(before);
    expect(google.names()).toEqual(['g1.ics']);
    const alone = await backend.createItem({
      ...stored,
      item: item(event('g2', [`ATTENDEE:mailto:${me}`, 'SUMMARY:Alone'])),
    });
    await backend.deleteItem({ ...stored, key: alone.key });
  });

  test('with "invitations=allow" it is stored', async () => {
    await using google = await startFakeGoogle();
    const [me = ''] = google.accounts;
    const secret = { kind: 'oauth2', accessToken: google.accessToken() } as const;
    const query = 'profile=google&invitations=allow';
    await using backend = await openMount({ url: google.origin, user: me, query, secret });
    const mine = event('g1', [`ORGANIZER:mailto:${me}`, `ATTENDEE:${OTHER}`, 'SUMMARY:Meeting']);
    await backend.createItem({ folder: me, item: item(mine), signal: calm });
    expect(google.invitations.length).toBe(1);
  });
});
