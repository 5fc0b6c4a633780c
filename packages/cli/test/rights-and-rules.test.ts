import path from 'node:path';
import { expect, test } from 'vitest';
import { placeWith, samples } from './command.ts';

const HELLO = path.join(samples, 'hello.eml');

test('folder rights shows, sets and removes what others may do', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  const rights = async (...args: readonly string[]) =>
    (await place.json(['folder', 'rights', '/Inbox', ...args])).map(
      ({ member, rights: words }) => `${member}: ${words}`,
    );
  expect(await rights()).toEqual(['default: none', 'anonymous: none']);
  expect(await rights('--set', 'ann@example.org=author', '--set', 'default=freebusy')).toEqual([
    'default: freebusy',
    'anonymous: none',
    'ann@example.org: author',
  ]);
  expect(
    await rights('--set', 'Ann@example.org=reviewer+freeBusySimple+private', '--remove', 'ann@example.org'),
  ).toEqual(['default: freebusy', 'anonymous: none']);
  expect((await rights('--set', 'bob=readAny+create+private')).at(-1)).toBe('bob: readAny+create+private');
  const { stdout } = await place.run(['folder', 'rights', '/Inbox']);
  expect(stdout).toMatch(/^MEMBER +RIGHTS$/mu);
  expect(await place.error(['folder', 'rights', '/Inbox', '--set', 'bob=king'])).toMatchObject({ exit: 2 });
  expect(await place.error(['folder', 'rights', '/Inbox', '--remove', 'eve'])).toMatchObject({ code: 'NOT_FOUND' });
});

test('--as uses the store as a member may', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail', '/Archive': 'file:./archive' });
  await place.json(['import', '/Inbox', HELLO]);
  const ann = ['--as', 'ann@example.org'] as const;
  expect(await place.error(['ls', '/Inbox', ...ann])).toMatchObject({ exit: 3, code: 'NOT_FOUND' });
  await place.json(['folder', 'rights', '/Inbox', '--set', 'ann@example.org=reviewer']);
  expect(await place.json(['ls', '/Inbox', ...ann])).toMatchObject([{ subject: 'Hello' }]);
  expect((await place.json(['folder', 'list', ...ann])).map(({ path: of }) => of)).toEqual(['/Inbox']);
  const error = await place.error(['import', '/Inbox', HELLO, ...ann]);
  expect(error).toMatchObject({ exit: 5, code: 'FORBIDDEN' });
  expect(error.message).toContain('the right create in /Inbox');
  expect(await place.error(['mount', 'list', ...ann])).toMatchObject({ code: 'FORBIDDEN' });
});

test('a rule is added, listed in words, done to what is delivered, and removed', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail', '/Archive': 'file:./archive' });
  await place.json(['owner', 'bob@example.org', '--name', 'Bob']);
  const when = 'from contains ada and not (size > 20k or flag seen)';
  const [added] = await place.json([
    ...['rule', 'add', '/Inbox', '--name', 'Ada', '--where', when],
    ...['--mark-read', '--forward', 'carol@example.net', '--move', '/Archive', '--last'],
  ]);
  expect(await place.json(['rule', 'list', '/Inbox'])).toMatchObject([
    {
      id: added?.['id'],
      name: 'Ada',
      state: 'last',
      condition: 'from contains "ada" and not (PidTagMessageSize > 20480 or flag $seen)',
      actions: ['mark-read', 'forward to carol@example.net', 'move to /Archive'],
    },
  ]);
  expect(await place.json(['import', '/Inbox', HELLO, '--deliver'])).toMatchObject([{ outcome: 'delivered' }]);
  expect(await place.json(['ls', '/Inbox'])).toEqual([]);
  expect(await place.json(['ls', '/Archive'])).toMatchObject([{ subject: 'Hello', flags: ['$seen'] }]);
  expect(await place.json(['outgoing'])).toMatchObject([
    { kind: 'forward', recipients: [{ address: 'carol@example.net' }], sender: 'bob@example.org' },
  ]);
  await place.json(['rule', 'remove', '/Inbox', String(added?.['id'])]);
  expect(await place.json(['rule', 'list', '/Inbox'])).toEqual([]);
  expect(await place.error(['rule', 'add', '/Inbox'])).toMatchObject({ exit: 2 });
});

test('an answer while out of office goes once to each sender', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  await place.json(['owner', 'bob@example.org']);
  await place.json(['rule', 'add', '/Inbox', '--reply', 'I am away.', '--away']);
  expect(await place.json(['rule', 'away', '--on'])).toEqual([{ outOfOffice: true }]);
  for (const name of ['hello.eml', 'hostile.eml'])
    await place.json(['import', '/Inbox', path.join(samples, name), '--deliver']);
  const kinds = (await place.json(['outgoing'])).map(({ kind, recipients }) => [kind, recipients]);
  expect(kinds.filter(([, to]) => JSON.stringify(to).includes('ada@example.org'))).toHaveLength(1);
  expect(await place.json(['rule', 'away', '--off'])).toEqual([{ outOfOffice: false }]);
});

test('quota shows what is held, and refuses what is more than allowed', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  expect(await place.json(['quota'])).toEqual([{ items: 0, bytes: 0, level: 'ok' }]);
  expect(await place.json(['quota', '/Inbox', '--warn', '10', '--max', '1k', '--max-items', '1'])).toEqual([
    { path: '/Inbox', warnBytes: 10, maxBytes: 1024, maxItems: 1, items: 0, bytes: 0, level: 'ok' },
  ]);
  const [first, second] = await place.json(['import', '/Inbox', HELLO, path.join(samples, 'hostile.eml')], { exit: 7 });
  expect([first?.['outcome'], second]).toMatchObject(['imported', { error: { code: 'QUOTA_EXCEEDED' } }]);
  expect((await place.json(['quota'])).map(({ path: of, level }) => [of, level])).toEqual([
    [undefined, 'ok'],
    ['/Inbox', 'full'],
  ]);
  await place.json(['quota', '/Inbox', '--none']);
  expect(await place.json(['quota'])).toHaveLength(1);
});
