import { access, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { placeWith, samples } from './command.ts';

const corpus = path.join(import.meta.dirname, '../../../../shared/corpora/mime');

test('a folder is imported in a stable order, each mail of an mbox file by itself, and nothing twice', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  const first = await place.json(['import', '/Inbox', samples]);
  expect(first.map((line) => [path.basename(String(line['file'])), line['outcome']])).toEqual([
    ['hello.eml', 'imported'],
    ['hostile.eml', 'imported'],
    ['shopping.md', 'imported'],
    ['two.mbox#1', 'imported'],
    ['two.mbox#2', 'imported'],
  ]);
  const second = await place.json(['import', '/Inbox', samples]);
  expect(second.map((line) => line['outcome'])).toEqual(Array(5).fill('present'));
  const listed = await place.json(['ls', '/Inbox', '--sort', 'subject']);
  expect(listed.map((line) => [line['subject'], line['kind']])).toContainEqual(['Shopping', 'note']);
  expect(listed.find((line) => line['subject'] === 'First of two')).toMatchObject({ date: '2026-02-04T10:00:00.000Z' });
});

test('files without a telling name are taken by what they look like; others are named, and the rest goes on', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  await mkdir(place.file('in'));
  await cp(path.join(samples, 'hello.eml'), place.file('in/1-mail'));
  await cp(path.join(samples, 'two.mbox'), place.file('in/2-box'));
  await writeFile(
    place.file('in/3-picture.eml'),
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]),
  );
  await writeFile(place.file('in/4-empty'), '');
  await writeFile(place.file('in/5-text'), 'root:x:0:0:root:/root:/bin/sh\n');
  await writeFile(place.file('in/6-calendar.ics'), 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n');
  await writeFile(place.file('in/7-calendar'), '\ufeff\r\nbegin:vcalendar\r\nEND:VCALENDAR\r\n');
  await writeFile(place.file('in/8-card'), 'BEGIN:VCARD\nVERSION:4.0\nFN:Ann\nEND:VCARD\n');
  const lines = await place.json(['import', '/Inbox', 'in', 'missing'], { exit: 7 });
  const told = lines.map((line) => [
    line['file'],
    line['outcome'],
    (line['error'] as { code?: string } | undefined)?.code,
  ]);
  expect(told.sort()).toEqual([
    ['in/1-mail', 'imported', undefined],
    ['in/2-box#1', 'imported', undefined],
    ['in/2-box#2', 'imported', undefined],
    ['in/3-picture.eml', 'failed', 'INVALID_CONTENT'],
    ['in/4-empty', 'failed', 'INVALID_CONTENT'],
    ['in/5-text', 'failed', 'INVALID_CONTENT'],
    ['in/6-calendar.ics', 'imported', undefined],
    ['in/7-calendar', 'imported', undefined],
    ['in/8-card', 'imported', undefined],
    ['missing', 'failed', 'NOT_FOUND'],
  ]);
});

test('a file that cannot be read is named', async (context) => {
  if (process.getuid?.() === 0) context.skip('root may read every file');
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  await writeFile(place.file('locked.eml'), 'Subject: x\r\n\r\n', { mode: 0 });
  expect(await place.json(['import', '/Inbox', 'locked.eml'], { exit: 7 })).toMatchObject([
    { outcome: 'failed', error: { code: 'FORBIDDEN' } },
  ]);
});

test('standard input is one mail or an mbox file', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  const text = await readFile(path.join(samples, 'hello.eml'), 'utf8');
  expect(await place.json(['import', '/Inbox', '-'], { stdin: text })).toMatchObject([
    { file: '-', outcome: 'imported' },
  ]);
  const box = await readFile(path.join(samples, 'two.mbox'), 'utf8');
  expect(await place.json(['import', '/Inbox', '-'], { stdin: box })).toMatchObject([{ file: '-#1' }, { file: '-#2' }]);
});

test('a large mail, alone and in an mbox file, comes back byte for byte', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  const mail = `Subject: large\n\n${'All work and no play.\n'.repeat(250_000)}`;
  await writeFile(place.file('large.eml'), mail);
  await writeFile(place.file('large.mbox'), `From a@example.org Wed Feb  4 10:00:00 2026\nX-Other: 1\n${mail}\n`);
  const lines = await place.json(['import', '/Inbox', 'large.eml', 'large.mbox']);
  expect(lines).toMatchObject([{ outcome: 'imported' }, { outcome: 'imported' }]);
  expect((await place.run(['cat', String(lines[0]?.['id'])])).stdout === mail).toBe(true);
  expect((await place.run(['cat', String(lines[1]?.['id'])])).stdout === `X-Other: 1\n${mail}`).toBe(true);
});

test('the flags in a Maildir file name are kept', async () => {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  await cp(path.join(samples, 'hello.eml'), place.file('1700000000.M1.host:2,FS'));
  await place.json(['import', '/Inbox', '1700000000.M1.host:2,FS']);
  expect(await place.json(['ls', '/Inbox'])).toMatchObject([{ flags: ['$flagged', '$seen'] }]);
});

test('the corpus of real mail is imported, but for what is no mail', async (context) => {
  if (
    !(await access(corpus).then(
      () => true,
      () => false,
    ))
  )
    context.skip(`there is no corpus at ${corpus}`);
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  const lines = await place.json(['import', '/Inbox', corpus], { exit: 7 });
  const failed = lines.filter((line) => line['outcome'] === 'failed');
  expect(failed.every((line) => (line['error'] as { code: string }).code === 'INVALID_CONTENT')).toBe(true);
  const files = (await readdir(corpus, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  ).length;
  expect(lines.length).toBeGreaterThanOrEqual(files);
  expect(failed.length).toBeLessThan(12);
  for (const { id, file } of lines.filter((line) => String(line['file']).endsWith('.eml')).slice(0, 20) as {
    id: string;
    file: string;
  }[]) {
    expect((await place.bytes(['cat', id])).stdout.byteLength).toBe((await stat(file)).size);
  }
});
