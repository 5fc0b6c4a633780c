import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { placeWith } from './command.ts';

/** A stream as a calendar program exports it: a series with an exception, an event of whole days, a task. */
const stream = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Odd//Program//EN',
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Berlin',
  'BEGIN:STANDARD',
  'DTSTART:19701025T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:19700329T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
  'BEGIN:VEVENT',
  'UID:series@example.org',
  'DTSTAMP:20260101T000000Z',
  'DTSTART;TZID=Europe/Berlin:20260323T090000',
  'DTEND;TZID=Europe/Berlin:20260323T100000',
  'RRULE:FREQ=WEEKLY;COUNT=3',
  'SUMMARY:Round',
  'LOCATION:Room 1',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:trip@example.org',
  'DTSTAMP:20260101T000000Z',
  'DTSTART;VALUE=DATE:20260324',
  'DTEND;VALUE=DATE:20260326',
  'SUMMARY:Trip',
  'TRANSP:OPAQUE',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:series@example.org',
  'RECURRENCE-ID;TZID=Europe/Berlin:20260330T090000',
  'DTSTAMP:20260101T000000Z',
  'DTSTART;TZID=Europe/Berlin:20260330T140000',
  'DTEND;TZID=Europe/Berlin:20260330T150000',
  'SUMMARY:Round in the afternoon',
  'END:VEVENT',
  'BEGIN:VTODO',
  'UID:task@example.org',
  'DTSTAMP:20260101T000000Z',
  'DUE:20260324T150000Z',
  'SUMMARY:Pack',
  'END:VTODO',
  'END:VCALENDAR',
  '',
].join('\r\n');

const cards = [1, 2, 3]
  .map((n) => `BEGIN:VCARD\r\nVERSION:4.0\r\nUID:u${n}\r\nFN:Person ${n}\r\nEMAIL:p${n}@example.org\r\nEND:VCARD\r\n`)
  .join('');

async function withCalendar() {
  const place = await placeWith({ '/Calendar': 'file:./calendar', '/Contacts': 'file:./contacts' });
  await writeFile(place.file('all.ics'), stream);
  await writeFile(place.file('all.vcf'), cards);
  return place;
}

test('an .ics file with many objects becomes an item for each, and repeating that doubles nothing', async () => {
  const place = await withCalendar();
  const first = await place.json(['import', '/Calendar', 'all.ics']);
  expect(first.map(({ file, outcome }) => [file, outcome])).toEqual([
    ['all.ics#1', 'imported'],
    ['all.ics#2', 'imported'],
    ['all.ics#3', 'imported'],
  ]);
  const again = await place.json(['import', '/Calendar', 'all.ics']);
  expect(again.map(({ outcome }) => outcome)).toEqual(['present', 'present', 'present']);
});

test('a calendar is listed by time, with start, end and what repeats', async () => {
  const place = await withCalendar();
  await place.run(['import', '/Calendar', 'all.ics']);
  const { stdout } = await place.run(['ls', '/Calendar'], { env: { TZ: 'Europe/Berlin' } });
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s{2,}/u));
  expect(rows[0]).toEqual(['ID', 'START', 'END', 'REPEATS', 'SUBJECT', 'SIZE']);
  expect(rows.slice(1, 4).map((row) => row.slice(1, -1))).toEqual([
    ['2026-03-24 16:00', 'Pack'],
    ['2026-03-23 09:00', '10:00', expect.stringContaining('every Monday'), 'Round'],
    ['2026-03-24', '2026-03-25', 'Trip'],
  ]);
  const lines = await place.json(['ls', '/Calendar', '--where', 'kind = event and start >= 2026-03-24']);
  expect(lines).toMatchObject([{ subject: 'Trip', start: '2026-03-24T00:00:00.000Z', allDay: true }]);
});

test('an agenda expands series day by day, in the zone that is asked for', async () => {
  const place = await withCalendar();
  await place.run(['import', '/Calendar', 'all.ics']);
  const span = ['--from', '2026-03-23', '--to', '2026-04-07', '--zone', 'Europe/Berlin'];
  const { stdout, exit } = await place.run(['agenda', '/Calendar', ...span]);
  expect(exit).toBe(0);
  expect(stdout.replace(/ +m\d+$/gmu, '')).toBe(
    [
      'Mon 23 Mar 2026',
      '  09:00–10:00  Round                   Room 1',
      '',
      'Tue 24 Mar 2026',
      '  all day      Trip',
      '  16:00        Pack (due)',
      '',
      'Wed 25 Mar 2026',
      '  all day      Trip',
      '',
      'Mon 30 Mar 2026',
      '  14:00–15:00  Round in the afternoon',
      '',
      'Mon 6 Apr 2026',
      '  09:00–10:00  Round                   Room 1',
      '',
    ].join('\n'),
  );
  const lines = await place.json(['agenda', '/Calendar', ...span]);
  expect(lines.map(({ start, subject, exception }) => [start, subject, exception])).toEqual([
    ['2026-03-23T08:00:00.000Z', 'Round', false],
    ['2026-03-23T23:00:00.000Z', 'Trip', false],
    ['2026-03-24T15:00:00.000Z', 'Pack', false],
    ['2026-03-30T12:00:00.000Z', 'Round in the afternoon', true],
    ['2026-04-06T07:00:00.000Z', 'Round', false],
  ]);
  const wrong = await place.run(['agenda', '/Calendar', '--from', '2026-03-24', '--to', '2026-03-23']);
  expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining('ends before it begins')]);
});

test('free/busy tells times and nothing else of the appointments', async () => {
  const place = await withCalendar();
  await place.run(['import', '/Calendar', 'all.ics']);
  const span = ['--from', '2026-03-23', '--to', '2026-03-31', '--zone', 'Europe/Berlin'];
  const { stdout } = await place.run(['freebusy', '/Calendar', ...span]);
  expect(stdout).toBe(
    [
      'FROM              TO                STATUS',
      '2026-03-23 09:00  2026-03-23 10:00  busy',
      '2026-03-24 00:00  2026-03-26 00:00  busy',
      '2026-03-30 14:00  2026-03-30 15:00  busy',
      '',
    ].join('\n'),
  );
  expect(await place.json(['freebusy', '/Calendar', ...span])).toContainEqual({
    start: '2026-03-23T08:00:00.000Z',
    end: '2026-03-23T09:00:00.000Z',
    status: 'busy',
  });
});

test('what is exported is imported again as the same items, and a file that is there is not replaced', async () => {
  const place = await withCalendar();
  await place.run(['import', '/Calendar', 'all.ics']);
  await place.run(['import', '/Contacts', 'all.vcf']);
  const ics = await place.run(['export', '/Calendar', 'out.ics']);
  expect([ics.exit, ics.stderr]).toEqual([0, expect.stringContaining('3 exported')]);
  const vcf = await place.run(['export', '/Contacts', '-', '--format', 'vcf']);
  expect(vcf.stdout).toBe(cards);
  // One calendar with each time zone once.
  const written = await readFile(place.file('out.ics'), 'utf8');
  expect(written.match(/BEGIN:VTIMEZONE/gu)).toHaveLength(1);
  const again = await placeWith({ '/Calendar': 'file:./calendar' });
  await again.run(['import', '/Calendar', place.file('out.ics')]);
  const shown = async (from: typeof place) =>
    (await from.json(['agenda', '/Calendar', '--from', '2026-03-01', '--to', '2026-05-01', '--zone', 'UTC'])).map(
      ({ start, end, subject, location }) => ({ start, end, subject, location }),
    );
  expect(await shown(again)).toEqual(await shown(place));
  expect(await place.run(['export', '/Calendar', 'out.ics'])).toMatchObject({
    exit: 10,
    stderr: expect.stringContaining('--force replaces it'),
  });
  expect((await place.run(['export', '/Calendar', 'out.ics', '--force'])).exit).toBe(0);
  expect(await place.run(['export', '/Calendar', 'out.txt'])).toMatchObject({ exit: 2 });
});

test('contacts are listed by name, with an address', async () => {
  const place = await withCalendar();
  await place.run(['import', '/Contacts', 'all.vcf']);
  const { stdout } = await place.run(['ls', '/Contacts']);
  expect(
    stdout
      .split('\n')
      .slice(1, 4)
      .map((line) => line.split(/\s{2,}/u).slice(1, 3)),
  ).toEqual([
    ['Person 1', 'p1@example.org'],
    ['Person 2', 'p2@example.org'],
    ['Person 3', 'p3@example.org'],
  ]);
});

test('a dry run tells for each item whether the target can hold it, and writes nothing', async () => {
  const place = await withCalendar();
  await place.run(['import', '/Calendar', 'all.ics']);
  const ids = (await place.json(['ls', '/Calendar'])).map(({ id }) => String(id));
  const planned = await place.json(['mv', '--dry-run', ...ids, '/Contacts']);
  expect(planned.map(({ outcome }) => outcome)).toEqual(['fits', 'fits', 'fits']);
  expect(await place.json(['ls', '/Contacts'])).toEqual([]);
});
