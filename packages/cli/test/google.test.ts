import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PropertyBag, tagged } from '@mapistore/core';
import { type FakeGoogle, type FakeGoogleOptions, startFakeGoogle } from '@mapistore/services';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openConfigured, readConfig } from '../src/index.ts';
import { type Place, placeWith } from './command.ts';
import { login, toFake } from './sign-in.ts';

const calendar = '/Google/alice@example.org';

/** A store with a calendar of the fake in it, signed in as a person does. */
async function googlePlace(
  options: FakeGoogleOptions = {},
): Promise<{ readonly fake: FakeGoogle; readonly place: Place }> {
  const fake = await startFakeGoogle(options);
  onTestFinished(() => fake.stop());
  fake.put('tea.ics', event('tea', 'SUMMARY:Tea'));
  const place = await placeWith();
  const signedIn = await login(place, ['work', ...toFake(fake)], { CLIENT_SECRET: fake.client.secret });
  expect(signedIn.exit, signedIn.stderr).toBe(0);
  const uri = `caldav://alice%40example.org@${fake.host}:${fake.port}/`;
  await place.json(['mount', 'add', '/Google', uri, '--option', 'profile=google', '--secret', 'store:work']);
  return { fake, place };
}

function event(uid: string, ...more: readonly string[]): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VEVENT', `UID:${uid}`];
  const time = ['DTSTAMP:20260101T000000Z', 'DTSTART:20260401T110000Z', 'DTEND:20260401T120000Z'];
  return `${[...lines, ...time, ...more, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n')}\r\n`;
}

const subjects = async (place: Place): Promise<readonly unknown[]> =>
  (await place.json(['ls', calendar])).map(({ subject }) => subject).sort();

test('an event goes to the calendar, is edited and read back, and every byte of it is kept', async () => {
  const { fake, place } = await googlePlace();
  const lunch = event('lunch', 'SUMMARY:Lunch', 'X-OWN:mine', 'CATEGORIES:Food');
  await writeFile(place.file('lunch.ics'), lunch);
  const [imported] = await place.json(['import', calendar, 'lunch.ics']);
  const id = String(imported?.['id']);
  expect(await subjects(place)).toEqual(['Lunch', 'Tea']);
  expect((await place.run(['cat', id])).stdout).toBe(lunch);
  {
    await using store = await openConfigured(await readConfig(place.file('mapistore.config.json')));
    const set = new PropertyBag().set(tagged('PidTagSubject'), 'Late lunch');
    await store.items.setProperties(id, { set, remove: [] });
  }
  expect(await subjects(place)).toEqual(['Late lunch', 'Tea']);
  const [name = ''] = fake.names().filter((each) => each !== 'tea.ics');
  expect(fake.stored(name)).toContain('SUMMARY:Late lunch');
  expect(fake.stored(name)).not.toContain('X-OWN');
  expect(await place.json(['check', '--deep'])).toEqual([]);
});

test('what others change in the calendar arrives, also after the server forgot where we were', async () => {
  const { fake, place } = await googlePlace();
  const [before] = await place.json(['ls', calendar]);
  fake.put('tea.ics', event('tea', 'SUMMARY:Green tea'));
  fake.put('cake.ics', event('cake', 'SUMMARY:Cake'));
  await place.json(['sync', '/Google']);
  expect(await subjects(place)).toEqual(['Cake', 'Green tea']);
  fake.expireSyncTokens();
  fake.remove('cake.ics');
  await place.json(['sync', '/Google']);
  expect(await place.json(['ls', calendar])).toMatchObject([{ id: before?.['id'], subject: 'Green tea' }]);
});

test('a token that ends is renewed on the way, and a replaced one is found by the next program', async () => {
  const { fake, place } = await googlePlace({ rotation: true });
  for (const times of [1, 2]) {
    fake.expireAccessTokens();
    fake.put('tea.ics', event('tea', `SUMMARY:Tea ${times}`));
    await place.json(['sync', '/Google']);
    expect(await subjects(place)).toEqual([`Tea ${times}`]);
    expect(fake.refreshes).toBe(times);
  }
});

test('two programs at once renew a token once', async () => {
  const { fake, place } = await googlePlace({ rotation: true });
  fake.expireAccessTokens();
  const [one, two] = await Promise.all([place.run(['sync', '/Google']), place.run(['sync', '/Google'])]);
  expect([one.exit, two.exit], one.stderr + two.stderr).toEqual([0, 0]);
  expect(fake.refreshes).toBe(1);
});

test('a program that is killed as it uses a new token has stored what replaced the old one', async () => {
  const { fake, place } = await googlePlace({ rotation: true });
  fake.expireAccessTokens();
  const before = fake.requests.length;
  const main = path.join(import.meta.dirname, '../src/main.ts');
  const flags = ['--disable-warning=ExperimentalWarning', '--conditions=@mapistore/source'];
  const child = spawn(process.execPath, [...flags, main, 'sync', '/Google'], { cwd: place.folder, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const renewal = (): number => fake.requests.indexOf('POST /token', before);
  // What follows the renewal comes with the new token.
  await vi.waitUntil(() => renewal() >= 0 && fake.requests.length > renewal() + 1, { timeout: 20_000, interval: 1 });
  child.kill('SIGKILL');
  await ended;
  fake.expireAccessTokens();
  await place.json(['sync', '/Google']);
  expect(fake.refreshes).toBe(2);
});

test('a token of short life is renewed before it ends', async () => {
  const { fake, place } = await googlePlace({ accessTokenSeconds: 30 });
  const asked = fake.requests.length;
  await place.json(['sync', '/Google']);
  expect(fake.requests[asked]).toBe('POST /token');
});

test('access that was taken away says how to sign in again, and then all is well', async () => {
  const { fake, place } = await googlePlace();
  fake.revokeAll();
  const [line] = await place.json(['sync', '/Google'], { exit: 5 });
  expect(line).toMatchObject({
    outcome: 'failed',
    error: { code: 'UNAUTHENTICATED', message: expect.stringContaining('sign in again: mapistore login work') },
  });
  // What is known is still there.
  expect(await subjects(place)).toEqual(['Tea']);
  expect((await login(place, ['work'])).exit).toBe(0);
  await place.json(['sync', '/Google']);
});

test('a task is not given to Google, and the reason is said', async () => {
  const { fake, place } = await googlePlace();
  const task = event('task', 'SUMMARY:Shopping')
    .replaceAll('VEVENT', 'VTODO')
    .replace(/DTEND.*\r\n/u, '');
  await writeFile(place.file('task.ics'), task);
  const [line] = await place.json(['import', calendar, 'task.ics']);
  expect(line).toMatchObject({
    outcome: 'kept',
    error: { code: 'UNSUPPORTED', message: expect.stringContaining('takes no tasks') },
  });
  expect(fake.names()).toEqual(['tea.ics']);
  expect((await place.run(['cat', String(line?.['id'])])).stdout).toBe(task);
  const refused = await place.error(['folder', 'create', '/Google/Tasks', '--kind', 'task']);
  expect(refused).toMatchObject({ exit: 11, code: 'UNSUPPORTED' });
});

test('nobody is invited by an import', async () => {
  const { fake, place } = await googlePlace();
  const people = ['ORGANIZER:mailto:alice@example.org', 'ATTENDEE:mailto:carol@example.org'];
  await writeFile(place.file('meeting.ics'), event('meeting', 'SUMMARY:Meeting', ...people));
  const [line] = await place.json(['import', calendar, 'meeting.ics'], { exit: 7 });
  expect(line).toMatchObject({ outcome: 'failed', error: { code: 'FORBIDDEN' } });
  expect(fake.invitations).toEqual([]);
  expect(fake.names()).toEqual(['tea.ics']);
});

test('no token stands in what the command says, however much it says', async () => {
  const { fake, place } = await googlePlace();
  fake.expireAccessTokens();
  const said = [await place.run(['sync', '/Google', '--verbose']), await place.run(['mount', 'list', '--json'])];
  fake.revokeAll();
  said.push(await place.run(['sync', '/Google', '--verbose']));
  expect(said.map(({ exit }) => exit)).toEqual([0, 0, 5]);
  for (const { stdout, stderr } of said) expect(stdout + stderr).not.toMatch(/ya29|1\/\/|fake-client-secret/u);
});
