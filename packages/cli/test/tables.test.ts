import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type Line, type Place, placeWith } from './command.ts';

async function placeWithMails(): Promise<Place> {
  const place = await placeWith({ '/Inbox': 'file:./mail' });
  const mails = [
    ['Offer one', 'Ada', 'The price is low.'],
    ['An offer', 'Ben', 'x'.repeat(3000)],
    ['Letter', 'Ada', 'Grüße aus Köln'],
  ];
  for (const [index, [subject, from, body]] of mails.entries())
    await writeFile(
      place.file(`${index}.eml`),
      `From: ${from} <${from?.toLowerCase()}@example.org>\r\nSubject: ${subject}\r\nDate: Mon, 0${index + 1} Mar 2026 10:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}\r\n`,
    );
  const imported = await place.json(['import', '/Inbox', ...mails.map((_, index) => place.file(`${index}.eml`))]);
  await place.run(['flag', String(imported[2]?.['id']), '--add', 'seen']);
  return place;
}

const subjects = (lines: readonly Line[]): unknown => lines.map((line) => line['subject']);

test('ls takes conditions as people say them, also on properties that only the items have', async () => {
  const place = await placeWithMails();
  const found = async (condition: string): Promise<unknown> =>
    subjects(await place.json(['ls', '/Inbox', '--sort', 'subject', '--where', condition]));
  expect(await found('subject ~ "offer" and size > 1kb and not read')).toEqual(['An offer']);
  expect(await found('subject like off* or read')).toEqual(['Letter', 'Offer one']);
  expect(await found('PidTagBody ~ KOLN')).toEqual(['Letter']);
  expect(await found('PidTagBody ~ price and PidTagImportance = 1')).toEqual(['Offer one']);
});

test('ls --group-by puts items under a line for each value, with counts', async () => {
  const place = await placeWithMails();
  const lines = await place.json(['ls', '/Inbox', '--group-by', 'name', '--sort', 'subject']);
  expect(lines.map((line) => line['category'] ?? line['subject'])).toEqual([
    { column: 'name', value: 'Ada', items: 2, unread: 1 },
    'Letter',
    'Offer one',
    { column: 'name', value: 'Ben', items: 1, unread: 1 },
    'An offer',
  ]);
  const { stdout } = await place.run(['ls', '/Inbox', '--group-by', 'from', '--where', 'not read']);
  expect(stdout).toMatch(/^from: Ada <ada@example\.org> \(1 item, 1 unread\)\nID .*\n.*Offer one.*\nfrom: Ben/u);
  const { exit, stderr } = await place.run(['ls', '/Inbox', '--group-by', 'nothing']);
  expect([exit, stderr]).toEqual([2, expect.stringContaining('INVALID_ARGUMENT')]);
});

test('search finds words anywhere in a mail, and says where it lies', async () => {
  const place = await placeWithMails();
  expect(await place.json(['search', '/', 'grusse'])).toMatchObject([{ subject: 'Letter', path: '/Inbox' }]);
  expect(subjects(await place.json(['search', '/Inbox', 'offer']))).toEqual(['An offer', 'Offer one']);
  expect(subjects(await place.json(['search', '/', 'pri*', '--in', 'subject']))).toEqual([]);
  expect(subjects(await place.json(['search', '/', 'ada@example.org', '--limit', '1']))).toHaveLength(1);
  const { exit } = await place.run(['search', '/', '...']);
  expect(exit).toBe(2);
});
