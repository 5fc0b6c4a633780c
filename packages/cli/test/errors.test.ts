import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Place, placeWith, samples } from './command.ts';

// Every row is refused, so all of them can have one store.
let place: Place;
beforeAll(async () => {
  place = new Place(await mkdtemp(path.join(os.tmpdir(), 'mapistore-cli-')));
  await place.json(['init']);
  await place.json(['mount', 'add', '/Inbox', 'file:./mail']);
});
afterAll(() => rm(place.folder, { recursive: true, force: true }));

test.each([
  [['ls', '/Nowhere'], 3, 'NOT_FOUND'],
  [['ls', 'Inbox'], 2, 'INVALID_ARGUMENT'],
  [['ls', '/Inbox', '--sort', 'colour'], 2, 'INVALID_ARGUMENT'],
  [['ls', '/Inbox', '--where', 'subject ^ x'], 2, 'INVALID_ARGUMENT'],
  [['ls', '/Inbox', '--limit', 'many'], 2, 'INVALID_ARGUMENT'],
  [['ls', '/../etc'], 2, 'INVALID_ARGUMENT'],
  [['ls'], 2, 'INVALID_ARGUMENT'],
  [['ls', '/Inbox', '--colour'], 2, 'INVALID_ARGUMENT'],
  [['frobnicate'], 2, 'INVALID_ARGUMENT'],
  [['show', 'm999'], 3, 'NOT_FOUND'],
  [['cat', 'x1'], 2, 'INVALID_ARGUMENT'],
  [['mv', 'm999', '/Inbox'], 3, 'NOT_FOUND'],
  [['mv', 'm1'], 2, 'INVALID_ARGUMENT'],
  [['cp', '/Inbox', '/Nowhere'], 3, 'NOT_FOUND'],
  [['rm', 'm999'], 3, 'NOT_FOUND'],
  [['flag', 'm1'], 2, 'INVALID_ARGUMENT'],
  [['folder', 'create', '/Inbox/a/b'], 3, 'NOT_FOUND'],
  [['import', '/', 'x.eml'], 11, 'UNSUPPORTED'],
  [['mount', 'remove', '/Nowhere'], 3, 'NOT_FOUND'],
  [['mount', 'add', '/Inbox', 'file:./other'], 10, 'ALREADY_EXISTS'],
  [['mount', 'add', '/New', 'gopher://example.org/'], 4, 'UNKNOWN_SCHEME'],
  [['mount', 'add', '/New', 'not a uri'], 4, 'CONFIG_INVALID'],
  [['mount', 'add', '/New', 'imap://ann:secret@localhost/'], 4, 'CONFIG_INVALID'],
  [['mount', 'add', '/New', 'imap://ann@localhost/', '--secret', 'hunter2'], 4, 'CONFIG_INVALID'],
  [['mount', 'add', '/New', 'imap://ann@localhost/', '--secret', 'env:NOT_SET'], 4, 'CONFIG_INVALID'],
  [['mount', 'add', '/New', 'file:./x', '--option', 'colour'], 2, 'INVALID_ARGUMENT'],
  [['mount', 'add', '/New', 'file:./x', '--option', 'colour=red'], 4, 'CONFIG_INVALID'],
] as const)('%j ends with %i and %s', async (args, exit, code) => {
  const error = await place.error(args);
  expect(error, error.message).toMatchObject({ exit, code });
  expect(error.message).not.toContain('\n');
  expect(error.message).not.toMatch(/hunter2|secret@/u);
});

test('what was refused changed nothing', async () => {
  expect(await place.json(['mount', 'list'])).toEqual([{ path: '/Inbox', uri: expect.stringMatching(/\/mail$/u) }]);
  expect(await place.json(['folder', 'list', '/Inbox'])).toMatchObject([{ items: 0 }]);
});

test('people get the sentence and the code on one line', async () => {
  const place = await placeWith();
  const { stderr, stdout, exit } = await place.run(['show', 'm7']);
  expect({ stdout, exit }).toEqual({ stdout: '', exit: 3 });
  expect(stderr).toBe(
    'mapistore: There is no item m7; it may have been deleted. "ls PATH" shows what there is. [NOT_FOUND]\n',
  );
});

test('a backend that the configuration names but nobody installed says how to install it', async () => {
  const place = await placeWith();
  await writeFile(place.file('mapistore.config.json'), '{"backends": ["mapistore-backend-gopher"]}');
  const error = await place.error(['mount', 'add', '/New', 'gopher://example.org/']);
  expect(error).toMatchObject({ exit: 4, code: 'BACKEND_NOT_INSTALLED' });
  expect(error.message).toContain('npm install mapistore-backend-gopher');
});

test('a backend of a stranger is found beside the configuration, for import alone or not', async () => {
  const place = await placeWith();
  for (const [name, exports] of [
    ['mapistore-backend-a', './main.mjs'],
    ['mapistore-backend-b', { '.': { import: './main.mjs' } }],
  ] as const) {
    const folder = place.file(`node_modules/${name}`);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', exports }));
    const open = `async open() { throw Object.assign(new Error('${name} was asked'), { code: 'X' }); }`;
    const options = `options: { '~standard': { version: 1, vendor: 'x', validate: (value) => ({ value }) } }`;
    await writeFile(
      path.join(folder, 'main.mjs'),
      `export const definition = { name: 'x', contract: 1, schemes: ['${name}'], ${options}, ${open} };`,
    );
    await writeFile(place.file('mapistore.config.json'), JSON.stringify({ backends: [name] }));
    const error = await place.error(['mount', 'add', '/New', `${name}://x/`]);
    expect(error).toMatchObject({ exit: 1, code: 'UNEXPECTED' });
    expect(error.message).toContain(`${name} was asked`);
  }
});

test('a link that leads out of the mount is not followed, and the rest goes on', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  await writeFile(place.file('outside.eml'), 'Subject: outside\r\n\r\n');
  await symlink(place.file('outside.eml'), place.file('mail/link.eml'));
  await symlink('/etc', place.file('mail/etc'));
  await place.json(['import', '/Inbox', path.join(samples, 'hello.eml')]);
  await place.run(['sync']);
  expect((await place.json(['ls', '/Inbox'])).map((line) => line['subject'])).toEqual(['Hello']);
  expect(await place.json(['folder', 'list', '/Inbox'])).toHaveLength(1);
});

test('help exit-codes lists every status and code', async () => {
  const place = await placeWith();
  const rows = await place.json(['help', 'exit-codes']);
  expect(rows.map((row) => row['exit'])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 130, 143]);
  expect((await place.run(['help', 'ls'])).stdout).toContain('Usage: mapistore ls');
  expect((await place.run([])).exit).toBe(2);
});
