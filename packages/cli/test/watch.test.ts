import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { type Line, placeWith, samples } from './command.ts';

const main = path.join(import.meta.dirname, '../src/main.ts');

it('watch tells what others do as it happens, a JSON object a line, until it is broken off', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail', '/Other': 'file:./other' });
  const flags = ['--disable-warning=ExperimentalWarning', '--conditions=@mapistore/source'];
  const watching = spawn(process.execPath, [...flags, main, 'watch', '/Inbox', '--json', '--no-sync'], {
    cwd: place.folder,
  });
  try {
    const lines = createInterface({ input: watching.stdout })[Symbol.asyncIterator]();
    await new Promise((resolve) => watching.stderr.once('data', resolve));
    await place.json(['import', '/Other', path.join(samples, 'hello.eml')]);
    const [imported] = await place.json(['import', '/Inbox', path.join(samples, 'hello.eml')]);
    const next = async (): Promise<Line> => JSON.parse((await lines.next()).value as string) as Line;
    expect(await next()).toMatchObject({
      kind: 'objectCreated',
      object: 'message',
      id: imported?.['id'],
      path: '/Inbox',
    });
    expect(await next()).toMatchObject({ kind: 'objectModified', object: 'folder', counts: { items: 1, unread: 1 } });
  } finally {
    watching.kill('SIGINT');
  }
  expect(await new Promise((resolve) => watching.once('close', resolve))).toBe(130);
});

it('watch knows its kinds, and state restored begins a new incarnation that old tokens survive', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  expect(await place.error(['watch', '/Inbox', '--only', 'mail,nonsense'])).toMatchObject({
    exit: 2,
    code: 'INVALID_ARGUMENT',
  });
  const [{ token } = {}] = await place.json(['changes', '/']);
  expect(await place.json(['state', 'restored'])).toMatchObject([{ incarnation: 2 }]);
  await place.json(['import', '/Inbox', path.join(samples, 'hello.eml')]);
  expect(await place.json(['changes', '/', '--since', token as string])).toMatchObject([{ change: 'created' }, {}]);
});
