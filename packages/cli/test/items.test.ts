import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Line, type Place, placeWith, samples } from './command.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const HELLO = path.join(samples, 'hello.eml');
const HOSTILE = path.join(samples, 'hostile.eml');

async function placeWithMail(): Promise<{ readonly place: Place; readonly id: string; readonly hostile: string }> {
  const place = await placeWith({ '/Inbox': 'file:./mail', '/Archive': 'file:./archive' });
  const [first, second] = await place.json(['import', '/Inbox', HELLO, HOSTILE]);
  return { place, id: String(first?.['id']), hostile: String(second?.['id']) };
}

test('ls --json has what scripts rely on', async () => {
  const { place, id } = await placeWithMail();
  const lines = await place.json(['ls', '/Inbox', '--where', 'from contains ada', '--limit', '5']);
  expect(lines).toMatchObject([
    {
      id,
      path: '/Inbox',
      kind: 'mail',
      class: 'IPM.Note',
      subject: 'Hello',
      from: 'Ada Lovelace <ada@example.org>',
      date: '2026-02-02T10:00:00.000Z',
      size: (await readFile(HELLO)).byteLength,
      flags: [],
    },
  ]);
});

test('ls sorts both ways', async () => {
  const { place, id, hostile } = await placeWithMail();
  const ids = async (...args: readonly string[]): Promise<unknown> =>
    (await place.json(['ls', '/Inbox', ...args])).map((line: Line) => line['id']);
  expect(await ids()).toEqual([hostile, id]);
  expect(await ids('--sort', 'date', '--asc')).toEqual([id, hostile]);
  expect(await ids('--sort', 'subject')).toEqual([id, hostile]);
  expect(await ids('--sort', 'subject', '--desc')).toEqual([hostile, id]);
});

test('no control character of a mail reaches the terminal', async () => {
  const { place, hostile } = await placeWithMail();
  for (const args of [
    ['ls', '/Inbox'],
    ['show', hostile],
    ['show', hostile, '--json'],
    ['ls', '/Inbox', '--json'],
  ]) {
    const { stdout, exit } = await place.run(args);
    expect(exit).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
    expect(stdout).toContain('日本');
  }
});

test('cat gives the very bytes', async () => {
  const { place, id } = await placeWithMail();
  const { stdout, exit } = await place.bytes(['cat', id]);
  expect(exit).toBe(0);
  expect(sha256(stdout)).toBe(sha256(await readFile(HELLO)));
});

test('show has every property by its canonical name, recipients, and attachments', async () => {
  const { place, id, hostile } = await placeWithMail();
  const { stdout } = await place.run(['show', id]);
  expect(stdout).toMatch(/PidTagSubject +Hello\n/u);
  expect(stdout).toContain('1. to Charles Babbage <charles@example.org>');
  expect((await place.run(['show', hostile])).stdout).toContain('four.bin: 4 bytes: de ad be ef');
  const [line] = await place.json(['show', hostile]);
  expect(line).toMatchObject({
    id: hostile,
    recipients: [{ PidTagRecipientType: 1 }],
    attachments: [{ properties: { PidTagAttachLongFilename: 'four.bin' }, content: '3q2+7w==' }],
  });
});

test('mv keeps the id and the bytes, cp makes a new item, rm takes it away', async () => {
  const { place, id } = await placeWithMail();
  expect(await place.json(['mv', id, '/Archive'])).toEqual([{ id, outcome: 'moved' }]);
  expect(await place.json(['ls', '/Archive'])).toMatchObject([{ id }]);
  const [copied] = await place.json(['cp', id, '/Inbox']);
  expect(copied).toMatchObject({ id, outcome: 'copied' });
  const newId = String(copied?.['newId']);
  expect(sha256((await place.bytes(['cat', newId])).stdout)).toBe(sha256(await readFile(HELLO)));
  expect(await place.json(['rm', id])).toEqual([{ id, outcome: 'removed' }]);
  expect(await place.error(['cat', id])).toMatchObject({ exit: 3, code: 'NOT_FOUND' });
});

test('what rm took away is listed, restored with its id, and gone for good with --hard', async () => {
  const { place, id, hostile } = await placeWithMail();
  await place.json(['rm', id, hostile]);
  expect(await place.json(['ls', '/Inbox'])).toEqual([]);
  const deleted = await place.json(['ls', '--deleted', '/Inbox']);
  expect(deleted).toMatchObject([
    { id, path: '/Inbox', subject: 'Hello', deleted: expect.stringMatching(/^\d{4}-/u) },
    {},
  ]);
  expect((await place.run(['ls', '--deleted', '/Inbox', '--limit', '1'])).stdout).toMatch(
    /DELETED +SUBJECT[\s\S]*Hello/u,
  );
  expect(await place.json(['restore', id])).toEqual([{ id, outcome: 'restored' }]);
  expect(await place.json(['restore', hostile, '--to', '/Archive'])).toEqual([{ id: hostile, outcome: 'restored' }]);
  expect(sha256((await place.bytes(['cat', id])).stdout)).toBe(sha256(await readFile(HELLO)));
  expect(await place.json(['ls', '/Archive'])).toMatchObject([{ id: hostile }]);
  await place.json(['rm', '--hard', id]);
  expect(await place.json(['ls', '--deleted', '/Inbox'])).toEqual([]);
  expect(await place.run(['restore', id])).toMatchObject({ exit: 7 });
});

test('flags are added and removed by their short names', async () => {
  const { place, id } = await placeWithMail();
  expect(await place.json(['flag', id, '--add', 'seen', '--add', 'flagged'])).toMatchObject([
    { id, flags: ['$flagged', '$seen'] },
  ]);
  expect(await place.json(['flag', id, '--remove', 'seen'])).toMatchObject([{ id, flags: ['$flagged'] }]);
});

test('changes tells what happened since a token, and gives the next', async () => {
  const { place, id } = await placeWithMail();
  const all = await place.json(['changes', '/']);
  expect(all.map((line) => line['change'])).toEqual(['created', 'created', undefined]);
  const token = String(all.at(-1)?.['token']);
  await place.json(['mv', id, '/Archive']);
  const news = await place.json(['changes', '/', '--since', token]);
  expect(news.slice(0, -1)).toEqual([{ id, change: 'moved', path: '/Archive', from: '/Inbox' }]);
  expect(await place.error(['changes', '/', '--since', 'x'])).toMatchObject({ exit: 2, code: 'INVALID_ARGUMENT' });
});

test('sync sees what others did, and check tells what it would see', async () => {
  const { place } = await placeWithMail();
  await writeFile(place.file('mail/from-outside.eml'), await readFile(HELLO));
  const found = await place.json(['check'], { exit: 9 });
  expect(found).toMatchObject([{ path: '/Inbox', kind: 'unknown-item' }]);
  expect(await place.json(['sync', '/Inbox'])).toMatchObject([{ mount: '/Inbox', created: 1, outcome: 'synced' }]);
  expect(await place.json(['check', '--deep'])).toEqual([]);
  await rm(place.file('mail/from-outside.eml'));
  expect(await place.json(['check', '--repair'])).toEqual([]);
  expect(await place.json(['ls', '/Inbox'])).toHaveLength(2);
});

test('folders are made, renamed, listed with their backend, and removed', async () => {
  const { place, id } = await placeWithMail();
  await place.json(['folder', 'create', '/Inbox/2026']);
  await place.json(['folder', 'rename', '/Inbox/2026', 'Old']);
  await place.json(['mv', id, '/Inbox/Old']);
  expect(await place.json(['folder', 'list', '/Inbox'])).toMatchObject([
    { path: '/Inbox', items: 1, backend: 'file', isMountRoot: true },
    { path: '/Inbox/Old', items: 1, unread: 1, backend: 'file', mount: '/Inbox' },
  ]);
  expect(await place.error(['folder', 'remove', '/Inbox/Old'])).toMatchObject({ exit: 10, code: 'NOT_EMPTY' });
  await place.json(['folder', 'remove', '/Inbox/Old', '--recursive']);
  expect(await place.json(['folder', 'list', '/Inbox'])).toHaveLength(1);
});

test('a reader that goes away ends a list quietly', async () => {
  const { place } = await placeWithMail();
  const { spawnSync } = await import('node:child_process');
  const main = path.join(import.meta.dirname, '../src/main.ts');
  const command = `'${process.execPath}' --disable-warning=ExperimentalWarning --conditions=@mapistore/source '${main}' help exit-codes --json | true; echo "$?"`;
  const { stderr } = spawnSync('sh', ['-c', command], { cwd: place.folder, encoding: 'utf8' });
  expect(stderr).toBe('');
});

test('a search folder shows what is found in several folders, and goes without its items', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail', '/Archive': 'file:./archive' });
  await place.json(['import', '/Inbox', samples]);
  const items = await place.json(['ls', '/Inbox', '--limit', '100']);
  await place.json(['mv', items[0]?.['id'] as string, '/Archive']);
  const search = ['folder', 'search', '/Found', '--in', '/', '--recursive', '--where', 'unread'];
  expect(await place.json(search)).toMatchObject([{ path: '/Found', items: items.length, outcome: 'created' }]);
  await place.json(['flag', items[0]?.['id'] as string, '--add', 'seen']);
  expect(await place.json(['ls', '/Found', '--limit', '100'])).toHaveLength(items.length - 1);
  const listed = await place.json(['folder', 'list', '/Found']);
  expect(listed).toMatchObject([{ path: '/Found', isSearch: true, items: items.length - 1 }]);
  const refused = await place.run(['mv', items[0]?.['id'] as string, '/Found']);
  expect([refused.exit, refused.stderr]).toEqual([11, expect.stringContaining('it is a search folder')]);
  await place.json(['folder', 'remove', '/Found']);
  expect(await place.json(['ls', '/Inbox', '--limit', '100'])).toHaveLength(items.length - 1);
});
