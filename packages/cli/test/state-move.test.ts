import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Mariadb, startMariadb } from '@mapistore/services';
import { openSqliteState } from '@mapistore/state-sql';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Place, placeWith, samples } from './command.ts';

// Each of these starts the command many times.
vi.setConfig({ testTimeout: 240_000 });

const main = path.join(import.meta.dirname, '../src/main.ts');

let server: Mariadb;
beforeAll(async () => {
  server = await startMariadb();
});
afterAll(() => server.stop());

let databases = 0;
/** An empty place in the database of the server. */
const empty = (): string => `${server.url}?prefix=t${databases++}_`;
const secret = { env: { DB_PASSWORD: 'secret' } };

/** A place with a few mails in it. */
async function filled(): Promise<Place> {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  await place.json(['import', '/Inbox', samples]);
  return place;
}

async function config(place: Place): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(place.file('mapistore.config.json'), 'utf8')) as Record<string, unknown>;
}

test('the state moves to a server and back to a file; ids, items and the place for changes stay', async () => {
  const place = await filled();
  const before = await place.json(['ls', '/Inbox']);
  expect(before.length).toBeGreaterThan(0);
  const token = (await place.json(['changes', '/'])).at(-1)?.['token'] as string;
  const uri = empty();
  const [moved] = await place.json(['state', 'move', uri, '--secret', 'env:DB_PASSWORD'], secret);
  expect(moved).toMatchObject({ from: place.file('mapistore/state.sqlite'), to: uri, items: before.length });
  expect(await config(place)).toEqual({
    state: uri,
    stateSecret: 'env:DB_PASSWORD',
    key: 'mapistore.key',
    backends: [],
  });
  await access(place.file('mapistore/state.sqlite'));
  expect(await place.json(['ls', '/Inbox'], secret)).toEqual(before);
  await place.json(['flag', before[0]?.['id'] as string, '--add', 'flagged'], secret);
  expect(await place.json(['changes', '/', '--since', token], secret)).toMatchObject([
    { id: before[0]?.['id'], change: 'updated' },
    {},
  ]);
  expect(await place.json(['check', '--deep'], secret)).toEqual([]);
  expect(await place.json(['init'], secret)).toMatchObject([{ created: false, state: uri, mounts: 1 }]);
  expect(await place.error(['ls', '/Inbox'])).toMatchObject({ exit: 4, code: 'CONFIG_INVALID' });

  const said = await place.run(['state', 'move', 'sqlite:other/state.sqlite'], secret);
  expect(said.exit, said.stderr).toBe(0);
  expect(said.stdout).toMatch(/^Moved the state to .*other\/state\.sqlite: \d+ rows, compared/u);
  expect(said.stderr).toContain('stays as it was, as a backup');
  expect(await config(place)).toEqual({ state: 'other/state.sqlite', key: 'mapistore.key', backends: [] });
  const flags = (await place.json(['ls', '/Inbox'])).map(({ id, flags: held }) => [id, held]);
  expect(flags).toHaveLength(before.length);
  expect(flags[0]?.[1]).toContain('$flagged');
  expect(await place.json(['check', '--deep'])).toEqual([]);
});

test('a move that is killed leaves the old state in use or the new one, and is done again', async () => {
  const place = await filled();
  const before = await place.json(['ls', '/Inbox']);
  const uri = empty();
  const args = ['state', 'move', uri, '--secret', 'env:DB_PASSWORD'];
  for (const delay of [500, 800, 1_100, 1_400]) {
    const moving = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--conditions=@mapistore/source', main, ...args],
      { cwd: place.folder, env: { ...process.env, ...secret.env }, stdio: 'ignore' },
    );
    const ended = once(moving, 'exit');
    await Promise.race([sleep(delay), ended]);
    moving.kill('SIGKILL');
    await ended;
    expect(await place.json(['ls', '/Inbox'], secret)).toEqual(before);
  }
  if ((await config(place))['state'] !== uri) await place.json(args, secret);
  expect((await config(place))['state']).toBe(uri);
  expect(await place.json(['ls', '/Inbox'], secret)).toEqual(before);
});

test('nothing is moved onto a state that is there, and nothing changes', async () => {
  const place = await filled();
  const uri = empty();
  await place.json(['state', 'move', uri, '--secret', 'env:DB_PASSWORD'], secret);
  const other = await filled();
  const text = await readFile(other.file('mapistore.config.json'), 'utf8');
  expect(await other.error(['state', 'move', uri, '--secret', 'env:DB_PASSWORD'], secret)).toMatchObject({
    exit: 10,
    code: 'NOT_EMPTY',
  });
  expect(await readFile(other.file('mapistore.config.json'), 'utf8')).toBe(text);
  expect(await place.json(['check'], secret)).toEqual([]);
});

test('a state that another program has open is not moved', async () => {
  const place = await filled();
  await using state = await openSqliteState({ file: place.file('mapistore/state.sqlite') });
  await state.write((tx) =>
    tx.leases.beat({ sessionId: 'other', host: 'another machine', pid: 1, expiresAt: Date.now() + 60_000 }),
  );
  const error = await place.error(['state', 'move', empty(), '--secret', 'env:DB_PASSWORD'], secret);
  expect(error).toMatchObject({ exit: 6, code: 'BUSY' });
  expect(error.message).toContain('another program has it open');
});

test.each([
  ['a password in the URI', ['mysql://alice:secret@127.0.0.1/x'], 'CONFIG_INVALID'],
  ['a secret that lies in the state itself', ['mysql://alice@127.0.0.1/x', '--secret', 'store:db'], 'CONFIG_INVALID'],
  ['a secret for a file', ['other.sqlite', '--secret', 'env:X'], 'CONFIG_INVALID'],
  ['a secret that is not set', ['mysql://alice@127.0.0.1/x', '--secret', 'env:NOT_SET_AT_ALL'], 'CONFIG_INVALID'],
])('%s is refused with what is wrong', async (_what, args, code) => {
  const place = await placeWith();
  const error = await place.error(['state', 'move', ...args]);
  expect(error).toMatchObject({ exit: 4, code });
  expect(error.message).not.toContain('alice:secret');
});

test('a configuration may be written by hand for a server', async () => {
  const place = await placeWith();
  await writeFile(place.file('db-password'), 'secret\n');
  const state = empty();
  await writeFile(place.file('mapistore.config.json'), JSON.stringify({ state, stateSecret: 'file:db-password' }));
  await place.json(['mount', 'add', '/Inbox', 'file:./mail']);
  expect(await place.json(['mount', 'list'])).toMatchObject([{ path: '/Inbox' }]);
  await writeFile(place.file('mapistore.config.json'), JSON.stringify({ state, stateSecret: 'secret' }));
  expect(await place.error(['mount', 'list'])).toMatchObject({ exit: 4, code: 'CONFIG_INVALID' });
});
