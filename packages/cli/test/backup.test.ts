import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { placeWith, samples } from './command.ts';

// Each of these starts the command many times.
vi.setConfig({ testTimeout: 120_000 });

test('a backup is taken, listed, shown, restored elsewhere, verified and forgotten', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail', '/Restored': 'file:./restored' });
  await place.json(['import', '/Inbox', samples]);
  const items = await place.json(['ls', '/Inbox', '--limit', '100']);
  await place.json(['flag', items[0]?.['id'] as string, '--add', 'flagged']);
  const [first] = await place.json(['backup', 'run', '/', 'archive:./backups']);
  expect(first).toMatchObject({ items: items.length, stored: items.length, missingCount: 0 });
  const [second] = await place.json(['backup', 'run', '/', 'archive:./backups']);
  expect(second).toMatchObject({ items: items.length, stored: 0 });
  const listed = await place.json(['backup', 'list', 'archive:./backups']);
  expect(listed.map(({ name, of }) => [name, of])).toEqual([
    [first?.['name'], '/'],
    [second?.['name'], '/'],
  ]);
  const shown = await place.json(['backup', 'show', 'archive:./backups', 'latest']);
  expect(shown.map(({ id }) => id).sort()).toEqual(items.map(({ id }) => id).sort());
  const all = ['backup', 'restore', 'archive:./backups', 'latest', '--path', '/Inbox', '--to', '/Restored'];
  const restored = await place.json(all);
  expect(new Set(restored.map(({ outcome }) => outcome))).toEqual(new Set(['imported']));
  const again = await place.run(all);
  expect([again.exit, again.stdout]).toEqual([0, `${items.length} present.\n`]);
  const flagged = await place.json(['ls', '/Restored', '--where', 'flag flagged']);
  expect(flagged.map(({ subject }) => subject)).toEqual([items[0]?.['subject']]);
  expect(await place.json(['backup', 'verify', 'archive:./backups'])).toEqual([]);
  const pruned = await place.json(['backup', 'prune', 'archive:./backups', '--keep-last', '1']);
  expect(pruned).toMatchObject([{ name: first?.['name'], outcome: 'removed' }]);
  expect(await place.json(['backup', 'list', 'archive:./backups'])).toHaveLength(1);
});

test('a damaged backup is found, and exits with a status of its own', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  await place.json(['import', '/Inbox', samples]);
  await place.json(['backup', 'run', '/Inbox', 'archive:./backups']);
  const segments = place.file('backups/segments');
  const [name = ''] = await readdir(segments);
  const bytes = await readFile(path.join(segments, name));
  bytes.fill(0, 200, 2_000);
  await writeFile(path.join(segments, name), bytes);
  const { exit, stdout } = await place.run(['backup', 'verify', 'archive:./backups']);
  expect(exit).toBe(9);
  expect(stdout).toContain('[INVALID_CONTENT]');
});

test('an encrypted backup wants its passphrase, and says so', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  await place.json(['import', '/Inbox', samples]);
  const secret = ['--secret', 'env:BACKUP_KEY'];
  const run = ['backup', 'run', '/Inbox', 'archive:./backups', ...secret];
  await place.json(run, { env: { BACKUP_KEY: 'a long passphrase' } });
  expect(await place.run(['backup', 'list', 'archive:./backups'])).toMatchObject({
    exit: 5,
    stderr: expect.stringContaining('--secret'),
  });
  const wrong = await place.run(['backup', 'list', 'archive:./backups', ...secret], { env: { BACKUP_KEY: 'hunter2' } });
  expect([wrong.exit, wrong.stderr.includes('hunter2')]).toEqual([5, false]);
  const missing = await place.run(['backup', 'list', 'archive:./none']);
  expect(missing.exit).toBe(6);
  const noUri = await place.run(['backup', 'list', './backups']);
  expect([noUri.exit, noUri.stderr]).toEqual([2, expect.stringContaining('archive:./folder')]);
});
