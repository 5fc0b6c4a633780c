import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type FakeGoogle, startDovecot, startFakeGoogle } from '@mapistore/services';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptyPlace, Place, placeWith } from './command.ts';
import { login, toFake } from './sign-in.ts';

// For what is refused, one store is enough.
let shared: Place;
beforeAll(async () => {
  shared = new Place(await mkdtemp(path.join(os.tmpdir(), 'mapistore-cli-')));
  await shared.json(['init']);
});
afterAll(() => rm(shared.folder, { recursive: true, force: true }));

let fake: FakeGoogle;
beforeEach(async () => {
  fake = await startFakeGoogle();
});
afterEach(() => fake.stop());

const env = (): Record<string, string> => ({ CLIENT_SECRET: fake.client.secret });

test('a sign-in is kept under its name, sealed', async () => {
  const place = await placeWith();
  const { exit, lines, page, stderr } = await login(place, ['work', ...toFake(fake)], env());
  expect(stderr).toBe('');
  expect(exit).toBe(0);
  expect(lines).toEqual([
    { open: expect.stringContaining(`${fake.endpoints.authorization}?`) },
    {
      secret: 'store:work',
      provider: 'google',
      scopes: ['https://www.googleapis.com/auth/calendar'],
      outcome: 'signed in',
    },
  ]);
  expect(page).toContain('Signed in');
  for (const file of ['mapistore/state.sqlite', 'mapistore/state.sqlite-wal']) {
    const bytes = await readFile(place.file(file)).catch(() => Buffer.alloc(0));
    for (const part of ['ya29.', '1//', fake.client.secret, fake.client.id]) expect(bytes.includes(part)).toBe(false);
  }
});

test('signing in again needs nothing but the name, and a file may hold the app’s secret', async () => {
  const place = await placeWith();
  await writeFile(place.file('client-secret'), `${fake.client.secret}\n`);
  const options = toFake(fake).map((option) => (option === 'env:CLIENT_SECRET' ? 'file:client-secret' : option));
  expect((await login(place, ['work', ...options])).exit).toBe(0);
  const again = await login(place, ['work']);
  expect(again).toMatchObject({ exit: 0, lines: [{}, { outcome: 'signed in' }] });
});

test('people see the address and where they are', async () => {
  const place = await placeWith();
  const args = ['login', 'work', ...toFake(fake), '--timeout', '1'];
  const { exit, stdout, stderr } = await place.run(args, { env: env() });
  expect({ exit, stdout }).toEqual({ exit: 6, stdout: '' });
  expect(stderr).toContain(
    `Open this address in a browser to sign in at Google:\n\n  ${fake.endpoints.authorization}?`,
  );
  expect(stderr).toContain('[TIMEOUT]');
});

test('a refusal, a wrong secret and a provider that is down end as they should', async () => {
  const place = await placeWith();
  const wrong = await login(place, ['work', ...toFake(fake)], { CLIENT_SECRET: 'hunter2' });
  expect(wrong.exit).toBe(4);
  expect(wrong.stderr).toContain('CONFIG_INVALID');
  expect(wrong.stderr + wrong.page).not.toContain('hunter2');
  expect(wrong.page).toContain('Not signed in');
  await using denying = await startFakeGoogle({ consent: 'deny' });
  const denied = await login(place, ['work', ...toFake(denying)], env());
  expect(denied.exit).toBe(5);
  expect(denied.stderr).toContain('UNAUTHENTICATED');
  const away = toFake(fake).map((option) => (option === fake.endpoints.token ? 'http://127.0.0.1:1/token' : option));
  expect((await login(place, ['work', ...away], env())).exit).toBe(6);
  // Nothing of all that was kept.
  const mount = ['mount', 'add', '/New', 'imap://ann@127.0.0.1:1/', '--secret', 'store:work'];
  expect(await place.error(mount)).toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('store:work'),
  });
});

test.each([
  [['login'], 2, 'INVALID_ARGUMENT'],
  [['login', 'work'], 2, 'INVALID_ARGUMENT'],
  [['login', 'work', '--provider', 'google'], 2, 'INVALID_ARGUMENT'],
  [['login', 'work', '--provider', 'other', '--client-id', 'x'], 2, 'INVALID_ARGUMENT'],
  [['login', '', '--provider', 'google', '--client-id', 'x'], 4, 'CONFIG_INVALID'],
  [['login', 'work', '--provider', 'google', '--client-id', 'x', '--port', '0'], 2, 'INVALID_ARGUMENT'],
  [['login', 'work', '--provider', 'google', '--client-id', 'x', '--timeout', 'soon'], 2, 'INVALID_ARGUMENT'],
  [
    ['login', 'work', '--provider', 'google', '--client-id', 'x', '--client-secret-ref', 'hunter2'],
    4,
    'CONFIG_INVALID',
  ],
  [
    ['login', 'work', '--provider', 'google', '--client-id', 'x', '--client-secret-ref', 'env:NOT_SET'],
    4,
    'CONFIG_INVALID',
  ],
  [
    ['login', 'w', '--provider', 'google', '--client-id', 'x', '--token-endpoint', 'http://example.org/'],
    4,
    'CONFIG_INVALID',
  ],
  [['secret', 'put'], 2, 'INVALID_ARGUMENT'],
  [['secret', 'put', 'x'], 2, 'INVALID_ARGUMENT'],
] as const)('%j ends with %i and %s', async (args, exit, code) => {
  const error = await shared.error(args);
  expect(error, error.message).toMatchObject({ exit, code });
  expect(error.message).not.toContain('hunter2');
});

test('without a configuration nobody is sent to a browser', async () => {
  const place = await emptyPlace();
  expect((await login(place, ['work', ...toFake(fake)], env())).lines).toEqual([]);
  expect(fake.requests).toEqual([]);
});

test('a password from standard input opens a mount', async () => {
  await using server = await startDovecot();
  const place = await placeWith();
  const said = await place.json(['secret', 'put', 'mail'], { stdin: `${server.password}\n` });
  expect(said).toEqual([{ secret: 'store:mail', outcome: 'kept' }]);
  const uri = `imap://${server.user}@${server.host}:${server.imap}/Kept`;
  await place.json(['mount', 'add', '/Mail', uri, '--secret', 'store:mail']);
  expect(await place.json(['mount', 'list'])).toEqual([{ path: '/Mail', uri, secret: 'store:mail' }]);
  await place.json(['secret', 'put', 'mail'], { stdin: 'wrong' });
  expect(await place.json(['sync', '/Mail'], { exit: 5 })).toMatchObject([{ error: { code: 'UNAUTHENTICATED' } }]);
});

test('a password that is typed is not shown, and Ctrl-C keeps nothing', async () => {
  const place = await placeWith();
  /** Runs it on a terminal of its own, and types when it asks. */
  const type = (keys: string): Promise<{ readonly exit: number | null; readonly shown: string }> =>
    new Promise((resolve, reject) => {
      const main = path.join(import.meta.dirname, '../src/main.ts');
      const node = `'${process.execPath}' --disable-warning=ExperimentalWarning --conditions=@mapistore/source`;
      const child = spawn('/usr/bin/script', ['-qec', `${node} '${main}' secret put typed`, '/dev/null'], {
        cwd: place.folder,
      });
      let shown = '';
      child.stdout.on('data', (chunk: Buffer) => {
        if (!shown.includes('Password') && chunk.includes('Password')) child.stdin.write(keys);
        shown += chunk.toString('utf8');
      });
      child.once('error', reject);
      child.once('close', (exit) => resolve({ exit, shown }));
    });
  expect((await type('hunter2\u0003')).exit).toBe(130);
  const mount = ['mount', 'add', '/New', 'imap://ann@127.0.0.1:1/', '--secret', 'store:typed'];
  expect(await place.error(mount)).toMatchObject({ code: 'CONFIG_INVALID' });
  const { exit, shown } = await type('hunter2\r');
  expect(exit, shown).toBe(0);
  expect(shown).toContain('Kept');
  expect(shown).not.toContain('hunter');
  expect(await place.error(mount)).toMatchObject({ code: 'UNAVAILABLE' });
});
