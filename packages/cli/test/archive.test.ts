import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { emptyPlace, type Place, placeWith, samples } from './command.ts';

// Each of these starts the command many times.
vi.setConfig({ testTimeout: 120_000 });

function segmentOf(place: Place): string {
  const folder = place.file('old mail/segments');
  return path.join(folder, readdirSync(folder)[0] as string);
}

test('an archive is mounted at a relative path, filled, compacted and checked', async () => {
  const place = await placeWith({ '/Archive': 'archive:./old mail' });
  const imported = await place.json(['import', '/Archive', samples]);
  expect(imported.length).toBeGreaterThan(0);
  const before = await place.json(['ls', '/Archive']);
  expect(await place.json(['archive', 'check', 'archive:./old mail'])).toEqual([]);
  const [report] = await place.json(['archive', 'compact', 'old mail']);
  expect(report).toMatchObject({ contents: expect.any(Number), bytesBefore: expect.any(Number) });
  await place.json(['sync']);
  expect(await place.json(['ls', '/Archive'])).toEqual(before);
  expect(await place.json(['check', '--deep'])).toEqual([]);
  expect((await place.run(['archive', 'check', 'old mail'])).stdout).toBe(
    'Everything in the archive is as it was written.\n',
  );
});

test('damage is found with the items it hits, and a repair saves the rest', async () => {
  const place = await placeWith({ '/Archive': 'archive:./old mail' });
  await place.json(['import', '/Archive', samples]);
  const file = segmentOf(place);
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.byteLength / 2);
  bytes[middle] = (bytes[middle] as number) ^ 1;
  writeFileSync(file, bytes);
  const problems = await place.json(['archive', 'check', 'old mail'], { exit: 9 });
  expect(problems.map(({ kind }) => kind)).toContain('segment');
  const repaired = await place.run(['archive', 'repair', 'old mail', '--json']);
  expect([0, 7]).toContain(repaired.exit);
  expect(await place.json(['archive', 'check', 'old mail'])).toEqual([]);
});

test('an encrypted archive wants its passphrase, and gets another one', async () => {
  const place = await placeWith();
  const secrets = { env: { ONE: 'first horse', TWO: 'second horse' } };
  await place.json(['mount', 'add', '/Archive', 'archive:./sealed', '--secret', 'env:ONE'], secrets);
  await place.json(['import', '/Archive', samples], secrets);
  const none = await place.error(['archive', 'check', 'sealed']);
  expect(none).toMatchObject({ exit: 5, code: 'UNAUTHENTICATED' });
  const wrong = await place.error(['archive', 'check', 'sealed', '--secret', 'env:TWO'], secrets);
  expect(wrong).toMatchObject({ exit: 5, code: 'UNAUTHENTICATED' });
  expect(wrong.message).not.toMatch(/horse/u);
  await place.json(['archive', 'compact', 'sealed', '--secret', 'env:ONE', '--new-secret', 'env:TWO'], secrets);
  expect(await place.json(['archive', 'check', 'sealed', '--secret', 'env:TWO'], secrets)).toEqual([]);
});

test('a folder that is no archive is out of reach, and never taken for an empty one', async () => {
  const place = await emptyPlace();
  expect(await place.error(['archive', 'check', 'nowhere'])).toMatchObject({ exit: 6, code: 'UNAVAILABLE' });
  expect(await place.error(['archive', 'check', 'nowhere', '--secret', 'hunter2'])).toMatchObject({
    exit: 4,
    code: 'CONFIG_INVALID',
  });
});
