import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { expect, test } from 'vitest';
import { type Cyrus, startCyrus } from '../src/index.ts';
import { dav } from './dav.ts';
import { ImapClient } from './imap-client.ts';

/** An invitation by alice. */
function invitation(uid: string, attendee: string): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20260101T000000Z',
    'DTSTART:20260601T100000Z',
    'DTEND:20260601T110000Z',
    'SUMMARY:Lunch',
    'ORGANIZER:mailto:alice@cyrus.test',
    'ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@cyrus.test',
    `ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${attendee}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

async function invite(server: Cyrus, uid: string, attendee: string): Promise<number> {
  const url = `${server.url}dav/calendars/user/alice/Default/${uid}.ics`;
  return (await dav(url, 'PUT', { type: 'text/calendar', body: invitation(uid, attendee) })).status;
}

test('answers IMAP with and without TLS, and refuses a wrong password and an unknown user', async () => {
  await using server = await startCyrus();
  using plain = await ImapClient.open(server.imap);
  using secure = await ImapClient.open(server.imaps, server.certificate);
  expect(await plain.login('alice', 'wrong')).toContain(' NO ');
  expect(await plain.login('mallory')).toContain(' NO ');
  expect(await plain.login()).toContain(' OK ');
  expect(await secure.login('bob')).toContain(' OK ');
  const capabilities = (await plain.run('CAPABILITY')).split(/\s+/);
  expect(capabilities).toEqual(expect.arrayContaining(['CONDSTORE', 'QRESYNC', 'UIDPLUS', 'MOVE', 'OBJECTID']));
});

test('hides capabilities, has a quota, and names folders as told', async () => {
  await using server = await startCyrus({ without: ['QRESYNC'], quotaBytes: 1024, separator: '.', belowInbox: true });
  using client = await ImapClient.open(server.imap);
  await client.login();
  expect(await client.run('CAPABILITY')).not.toContain('QRESYNC');
  expect(await client.run('LIST "" "*"')).toContain('INBOX.Trash');
  expect(await client.append(`Subject: big\r\n\r\n${'x'.repeat(2_000)}\r\n`)).toMatch(/ NO .*over ?quota/i);
});

test('speaks CalDAV and CardDAV, also under TLS', async () => {
  await using server = await startCyrus();
  expect((await dav(`${server.url}dav/calendars/user/alice/`, 'PROPFIND')).text).toContain('/alice/Default/');
  expect((await dav(`${server.url}dav/addressbooks/user/bob/`, 'PROPFIND', { user: 'bob' })).text).toContain(
    '/bob/Default/',
  );
  expect((await dav(`${server.url}dav/calendars/user/bob/`, 'PROPFIND')).status).toBe(404);
  const ca = await readFile(server.certificate);
  const status = new Promise<number | undefined>((resolve, reject) => {
    const how = { ca, method: 'OPTIONS', auth: 'alice:secret' };
    const asked = request(`https://127.0.0.1:${server.https}/dav/calendars/user/alice/`, how, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });
  expect(await status).toBe(200);
});

test('keeps an invitation to somebody outside as a sent message, and sends none by itself', async () => {
  await using server = await startCyrus();
  expect(await server.sentMessages()).toEqual([]);
  expect(await invite(server, 'outside', 'carol@example.org')).toBe(201);
  const [message, ...more] = await server.sentMessages();
  expect(more).toEqual([]);
  expect(message).toMatchObject({ from: 'alice@cyrus.test', to: ['carol@example.org'] });
  expect(message?.text).toMatch(/^Content-Type:.*text\/calendar|METHOD=REQUEST/im);
});

test('delivers an invitation to the other account into its scheduling inbox', async () => {
  await using server = await startCyrus();
  expect(await invite(server, 'inside', 'bob@cyrus.test')).toBe(201);
  const inbox = await dav(`${server.url}dav/calendars/user/bob/Inbox/`, 'PROPFIND', { user: 'bob' });
  expect(inbox.text.match(/<D:href>[^<]*\.ics<\/D:href>/g)).toHaveLength(1);
  expect(await server.sentMessages()).toEqual([]);
});

test('serves the same data on the same ports after a restart and after a power cut, then leaves nothing', async () => {
  const server = await startCyrus();
  const { imap, url, dir } = server;
  using first = await ImapClient.open(server.imap);
  await first.login();
  await first.append();
  await invite(server, 'kept', 'carol@example.org');
  await server.restart();
  await server.kill();
  await expect(ImapClient.open(server.imap)).rejects.toThrow();
  await server.start();
  expect([server.imap, server.url]).toEqual([imap, url]);
  using second = await ImapClient.open(server.imap);
  await second.login();
  expect(await second.run('STATUS INBOX (MESSAGES)')).toContain('MESSAGES 1');
  expect((await dav(`${url}dav/calendars/user/alice/Default/kept.ics`, 'GET')).text).toContain('SUMMARY:Lunch');
  expect(await server.sentMessages()).toHaveLength(1);
  await server.stop();
  await server.stop();
  expect(existsSync(dir)).toBe(false);
});
