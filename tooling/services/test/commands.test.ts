import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ImapClient } from './imap-client.ts';

const main = path.join(import.meta.dirname, '../src/main.ts');
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mapistore-state-'));
});
afterEach(async () => {
  await services('down');
  await rm(folder, { recursive: true });
});

/** The command as a person runs it, but with a state of its own, so that a person's servers are left alone. */
async function services(...args: readonly string[]): Promise<string> {
  const env = { ...process.env, MAPISTORE_SERVICES_STATE: folder };
  const node = ['--disable-warning=ExperimentalWarning', main, ...args];
  return (await promisify(execFile)(process.execPath, node, { env })).stdout;
}

test('up prints one line of JSON and the server outlives the command', async () => {
  const printed = await services('up', 'dovecot');
  expect(printed).toMatch(/^\{.*\}\n$/);
  const { dovecot } = JSON.parse(printed) as { dovecot: { imap: string; imaps: string; certificate: string } };
  expect(dovecot).toMatchObject({
    password: 'secret',
    imap: expect.stringMatching(/^imap:\/\/alice@127\.0\.0\.1:\d+$/),
  });
  using plain = await ImapClient.open(Number(new URL(dovecot.imap).port));
  expect(await plain.login()).toContain(' OK ');
  using secure = await ImapClient.open(Number(new URL(dovecot.imaps).port), dovecot.certificate);
  expect(await secure.login()).toContain(' OK ');
});

test('up starts several servers, and down one of them', async () => {
  const { radicale, cyrus } = JSON.parse(await services('up', 'radicale', 'cyrus')) as Record<string, { dav: string }>;
  for (const each of [radicale, cyrus]) {
    const url = new URL(each?.dav ?? '');
    expect(url.username).toBe('alice');
    expect((await fetch(url.origin, { method: 'OPTIONS' })).status).toBeLessThan(500);
  }
  expect(Object.keys(JSON.parse(await services('down', 'radicale')) as object)).toEqual(['cyrus']);
});

test('up again, two at once and status all tell of the same server', async () => {
  const [first, second] = await Promise.all([services('up', 'dovecot'), services('up', 'dovecot')]);
  expect(second).toBe(first);
  expect(await services('up', 'dovecot')).toBe(first);
  expect(await services('status')).toBe(first);
});

test('down stops the server and removes its data', async () => {
  const { dovecot } = JSON.parse(await services('up', 'dovecot')) as { dovecot: { certificate: string } };
  expect(existsSync(dovecot.certificate)).toBe(true);
  expect(await services('down')).toBe('{}\n');
  expect(existsSync(path.dirname(dovecot.certificate))).toBe(false);
  expect(await services('status')).toBe('{}\n');
});

test('down with nothing running is no error', async () => {
  expect(await services('down', 'dovecot')).toBe('{}\n');
});

test('an unknown name is refused with the known ones', async () => {
  await expect(services('up', 'exchange')).rejects.toThrow(/no service "exchange": the known ones are .*dovecot/);
});
