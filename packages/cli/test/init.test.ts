import { access, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { emptyPlace, placeWith } from './command.ts';

test('init makes a configuration and a state that only the owner reads', async () => {
  const place = await emptyPlace();
  const { exit, stdout } = await place.run(['init']);
  expect(exit).toBe(0);
  expect(stdout).toBe('Made mapistore.config.json, and the state mapistore/state.sqlite.\n');
  await access(place.file('mapistore/state.sqlite'));
  expect((await stat(place.file('mapistore'))).mode & 0o777).toBe(0o700);
});

test('init a second time says what is there and changes nothing', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  const before = await readFile(place.file('mapistore.config.json'), 'utf8');
  expect(await place.json(['init'])).toMatchObject([{ created: false, mounts: 1 }]);
  expect(await readFile(place.file('mapistore.config.json'), 'utf8')).toBe(before);
});

test('the nearest configuration upwards applies, and --config names another, before or after the command', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  await mkdir(place.file('deep/down'), { recursive: true });
  const other = await emptyPlace();
  const config = place.file('mapistore.config.json');
  for (const args of [
    ['--config', config, 'mount', 'list'],
    ['mount', 'list', '--config', config],
  ]) {
    expect(await other.json(args)).toMatchObject([{ path: '/Inbox' }]);
  }
  expect(await other.error(['mount', 'list'])).toMatchObject({ exit: 4, code: 'CONFIG_INVALID' });
});

test.each([
  ['{"stat": "x"}', '"stat" is no setting'],
  ['{"state": 7}', '"state" must be the path of a file'],
  ['{"backends": "x"}', '"backends" must be a list of package names'],
  ['{"key": "mapistore/key"}', '"key" must not lie in the folder of the state'],
  ['[]', 'it must be one object'],
  ['{', 'it is not JSON'],
])('the configuration %s is refused with what is wrong', async (text, why) => {
  const place = await emptyPlace();
  await writeFile(place.file('mapistore.config.json'), text);
  const error = await place.error(['mount', 'list']);
  expect(error).toMatchObject({ exit: 4, code: 'CONFIG_INVALID' });
  expect(error.message).toContain(why);
});

test('a state that is gone is not taken for an empty one', async () => {
  const place = await emptyPlace();
  await writeFile(place.file('mapistore.config.json'), '{}');
  expect(await place.error(['ls', '/'])).toMatchObject({ exit: 4, code: 'CONFIG_INVALID' });
});
