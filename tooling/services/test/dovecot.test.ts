import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startDovecot } from '../src/index.ts';
import { ImapClient } from './imap-client.ts';

test('answers with and without TLS, under a certificate that can be trusted', async () => {
  await using server = await startDovecot();
  using plain = await ImapClient.open(server.imap);
  using secure = await ImapClient.open(server.imaps, server.certificate);
  expect(await plain.login()).toContain(' OK ');
  expect(await secure.login('bob')).toContain(' OK ');
});

test('refuses a wrong password and an unknown user', async () => {
  await using server = await startDovecot();
  using client = await ImapClient.open(server.imap);
  expect(await client.login('alice', 'wrong')).toContain(' NO ');
  expect(await client.login('mallory')).toContain(' NO ');
});

test('announces what a backend builds on, and has the special folders', async () => {
  await using server = await startDovecot();
  using client = await ImapClient.open(server.imap);
  await client.login();
  const capabilities = (await client.run('CAPABILITY')).split(/\s+/);
  expect(capabilities).toEqual(expect.arrayContaining(['CONDSTORE', 'QRESYNC', 'UIDPLUS', 'MOVE', 'SPECIAL-USE']));
  expect(await client.run('LIST (SPECIAL-USE) "" "*"')).toContain('\\Trash');
});

test('does not announce the capabilities it was told to hide', async () => {
  await using server = await startDovecot({ without: ['QRESYNC', 'condstore', 'THREAD'] });
  using client = await ImapClient.open(server.imap);
  await client.login();
  const capabilities = (await client.run('CAPABILITY')).split(/\s+/);
  expect(capabilities).toContain('UIDPLUS');
  expect(capabilities.filter((name) => /^(QRESYNC|CONDSTORE|THREAD.*)$/.test(name))).toEqual([]);
});

test.each(['maildir', 'mdbox', 'sdbox'] as const)('keeps mail as %s', async (format) => {
  await using server = await startDovecot({ format });
  using client = await ImapClient.open(server.imap);
  await client.login();
  expect(await client.append()).toContain(' OK ');
  expect(await client.run('STATUS INBOX (MESSAGES)')).toContain('MESSAGES 1');
});

test('refuses mail over the quota', async () => {
  await using server = await startDovecot({ quotaBytes: 1_000 });
  using client = await ImapClient.open(server.imap);
  await client.login();
  expect(await client.append(`Subject: big\r\n\r\n${'x'.repeat(2_000)}\r\n`)).toMatch(/ NO .*OVERQUOTA/i);
});

test('takes another separator and more configuration', async () => {
  await using server = await startDovecot({ separator: '.', extraConfig: 'login_greeting = Hello there' });
  using client = await ImapClient.open(server.imap);
  expect(await client.until(/Hello there/)).toBeTruthy();
  await client.login();
  expect(await client.run('LIST "" ""')).toContain('"."');
});

test('serves the same mail on the same ports after a restart and after a power cut', async () => {
  await using server = await startDovecot();
  const ports = [server.imap, server.imaps];
  using first = await ImapClient.open(server.imap);
  await first.login();
  await first.append();
  await server.restart();
  await server.kill();
  await expect(ImapClient.open(server.imap)).rejects.toThrow();
  await server.start();
  expect([server.imap, server.imaps]).toEqual(ports);
  using second = await ImapClient.open(server.imap);
  await second.login();
  expect(await second.run('STATUS INBOX (MESSAGES)')).toContain('MESSAGES 1');
});

test('serves a folder that an earlier server left', async () => {
  const before = await startDovecot();
  using first = await ImapClient.open(before.imap);
  await first.login();
  await first.append();
  await before.stop({ keep: true });
  await using after = await startDovecot({ dir: before.dir, ports: { imap: before.imap, imaps: before.imaps } });
  using second = await ImapClient.open(after.imap);
  await second.login();
  expect(await second.run('STATUS INBOX (MESSAGES)')).toContain('MESSAGES 1');
});

test('removes its folder when it stops, and may be stopped twice', async () => {
  const server = await startDovecot();
  expect(existsSync(server.dir)).toBe(true);
  await server.stop();
  await server.stop();
  expect(existsSync(server.dir)).toBe(false);
});

test('tells why it cannot start, and leaves no folder behind', async () => {
  const started = startDovecot({ extraConfig: 'no_such_setting = 1' });
  await expect(started).rejects.toThrow(/Cannot start Dovecot.*no_such_setting/s);
});
