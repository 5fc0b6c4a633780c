import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Dovecot, startDovecot } from '@mapistore/services';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Place, placeWith, samples } from './command.ts';

let server: Dovecot;
beforeAll(async () => {
  server = await startDovecot();
});
afterAll(() => server.stop());

const imap = (folder: string): string => `imap://${server.user}@${server.host}:${server.imap}/${folder}`;
const imaps = (folder: string): string => `imaps://${server.user}@${server.host}:${server.imaps}/${folder}`;

async function placeWithServer(folder: string): Promise<Place> {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  await writeFile(place.file('password'), `${server.password}\n`);
  await place.json(['mount', 'add', '/Archive', imap(folder), '--secret', 'file:password']);
  return place;
}

test('a mail goes to the server and back, and every byte is kept', async () => {
  const place = await placeWithServer('There-And-Back');
  const lines = await place.json([
    'import',
    '/Inbox',
    path.join(samples, 'hello.eml'),
    path.join(samples, 'hostile.eml'),
  ]);
  const ids = lines.map((line) => String(line['id']));
  const before = await Promise.all(ids.map(async (id) => (await place.bytes(['cat', id])).stdout));
  expect(await place.json(['mv', ...ids, '/Archive'])).toEqual(ids.map((id) => ({ id, outcome: 'moved' })));
  for (const [index, id] of ids.entries()) expect((await place.bytes(['cat', id])).stdout).toEqual(before[index]);
  await place.json(['mv', ...ids, '/Inbox']);
  for (const [index, id] of ids.entries()) expect((await place.bytes(['cat', id])).stdout).toEqual(before[index]);
  expect(await place.json(['check', '--deep'])).toEqual([]);
});

test('a certificate that is not trusted is refused, and one that is named is accepted', async () => {
  const place = await placeWith();
  const env = { SECRET: server.password };
  expect(await place.error(['mount', 'add', '/New', imaps('Tls'), '--secret', 'env:SECRET'], { env })).toMatchObject({
    exit: 5,
    code: 'TLS_UNTRUSTED',
  });
  await place.json(
    ['mount', 'add', '/New', imaps('Tls'), '--secret', 'env:SECRET', '--option', `ca=${server.certificate}`],
    { env },
  );
});

test('a wrong password is refused without being repeated', async () => {
  const place = await placeWith();
  const error = await place.error(['mount', 'add', '/New', imap(''), '--secret', 'env:SECRET'], {
    env: { SECRET: 'hunter2' },
  });
  expect(error).toMatchObject({ exit: 5, code: 'UNAUTHENTICATED' });
  expect(error.message).not.toContain('hunter2');
});

test('a server that is down loses nothing', async () => {
  const place = await placeWithServer('Down');
  const [line] = await place.json(['import', '/Archive', path.join(samples, 'hello.eml')]);
  const id = String(line?.['id']);
  await server.stop({ keep: true });
  try {
    expect(await place.json(['sync', '/Archive'], { exit: 6 })).toMatchObject([
      { mount: '/Archive', outcome: 'failed', error: { code: 'UNAVAILABLE' } },
    ]);
    expect(await place.json(['ls', '/Archive'])).toMatchObject([{ id }]);
    expect(await place.error(['cat', id])).toMatchObject({ exit: 6, code: 'UNAVAILABLE' });
    expect(await place.json(['check'], { exit: 6 })).toMatchObject([{ kind: 'unreachable' }]);
    expect(await place.error(['mount', 'add', '/New', imap('New'), '--secret', 'file:password'])).toMatchObject({
      exit: 6,
      code: 'UNAVAILABLE',
    });
  } finally {
    await server.start();
  }
  expect((await place.run(['cat', id])).stdout).toContain('weaves patterns');
});

test('a name that the server refuses is an error with that name', async () => {
  const place = await placeWithServer('Names');
  const error = await place.error(['folder', 'create', '/Archive/a%2Fb']);
  expect(error).toMatchObject({ exit: 2, code: 'INVALID_NAME' });
  expect(error.message).toContain('a/b');
});

test('Ctrl-C says what was done and leaves nothing half done', async () => {
  const place = await placeWithServer('Broken-Off');
  // Its label is part of every line of output: 3,000 of them do not fit in the pipe, so the import cannot end before
  // the first line is read here, however late that is.
  const name = `${'many-'.repeat(45)}.mbox`;
  const box = Array.from(
    { length: 3000 },
    (_, index) => `From a@example.org Wed Feb  4 10:00:00 2026\nSubject: ${index}\n\n${index}\n\n`,
  ).join('');
  await writeFile(place.file(name), box);
  const { spawn } = await import('node:child_process');
  const main = path.join(import.meta.dirname, '../src/main.ts');
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--conditions=@mapistore/source', main, 'import', '/Archive', name],
    { cwd: place.folder },
  );
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  child.stdout.once('data', () => child.kill('SIGINT'));
  child.stdout.resume();
  const exit = await new Promise((resolve) => child.once('close', resolve));
  expect(exit, stderr).toBe(130);
  expect(stderr).toMatch(/Broken off; [\d,]+ imported/u);
  await place.json(['import', '/Archive', name]);
  expect(await place.json(['ls', '/Archive'])).toHaveLength(3000);
  expect(await place.json(['check'])).toEqual([]);
});
