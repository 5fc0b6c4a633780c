import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { definition as fs } from '@mapistore/backend-fs';
import { openStore, type Store } from '@mapistore/core';
import { openSqliteState } from '@mapistore/state-sql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { all, storeIn, temporaryFolder } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder.path, 'calendar'));
});
afterEach(() => folder.remove());

async function put(name: string, ...lines: readonly string[]): Promise<void> {
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//t//t//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
  await writeFile(join(folder.path, 'calendar', `${name}.ics`), text);
}

const event = (uid: string, ...more: readonly string[]): readonly string[] => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  'DTSTAMP:20260101T000000Z',
  ...more,
  'END:VEVENT',
];

/** A store over the folder; its calendar is synchronised. */
async function opened(): Promise<Store> {
  const store = await storeIn(folder.path);
  if ((await store.mounts.list()).length === 0)
    await store.mounts.add({ path: '/Calendar', uri: `file://${join(folder.path, 'calendar')}` });
  await all(store.sync());
  return store;
}

async function shown(store: Store, from: string, to: string, timeZone = 'UTC'): Promise<readonly string[]> {
  const { entries, problems } = await store.calendar.agenda('/', { from: new Date(from), to: new Date(to), timeZone });
  expect(problems).toEqual([]);
  return entries.map(({ start, end, subject }) => `${start.toISOString()} ${end.toISOString()} ${subject}`);
}

describe('an agenda', () => {
  it('puts floating times and whole days where the observer is, and everything else where it is', async () => {
    await put('floating', ...event('f', 'DTSTART:20260310T230000', 'DURATION:PT2H', 'SUMMARY:floating'));
    await put('day', ...event('d', 'DTSTART;VALUE=DATE:20260311', 'SUMMARY:day'));
    await put('utc', ...event('u', 'DTSTART:20260310T120000Z', 'DTEND:20260310T130000Z', 'SUMMARY:utc'));
    await using store = await opened();
    const span = ['2026-03-10T00:00Z', '2026-03-13T00:00Z'] as const;
    expect(await shown(store, ...span)).toEqual([
      '2026-03-10T12:00:00.000Z 2026-03-10T13:00:00.000Z utc',
      '2026-03-10T23:00:00.000Z 2026-03-11T01:00:00.000Z floating',
      '2026-03-11T00:00:00.000Z 2026-03-12T00:00:00.000Z day',
    ]);
    expect(await shown(store, ...span, 'America/Los_Angeles')).toEqual([
      '2026-03-10T12:00:00.000Z 2026-03-10T13:00:00.000Z utc',
      '2026-03-11T06:00:00.000Z 2026-03-11T08:00:00.000Z floating',
      '2026-03-11T07:00:00.000Z 2026-03-12T07:00:00.000Z day',
    ]);
    // Fourteen hours ahead it is over before the day of UTC begins.
    expect(await shown(store, '2026-03-10T08:00Z', '2026-03-10T11:30Z', 'Pacific/Kiritimati')).toEqual([
      '2026-03-10T09:00:00.000Z 2026-03-10T11:00:00.000Z floating',
      '2026-03-10T10:00:00.000Z 2026-03-11T10:00:00.000Z day',
    ]);
  });

  it('keeps the hour on the wall when clocks change', async () => {
    await put(
      'weekly',
      ...event(
        'w',
        'DTSTART;TZID=Europe/Berlin:20260323T090000',
        'DTEND;TZID=Europe/Berlin:20260323T100000',
        'RRULE:FREQ=WEEKLY',
        'SUMMARY:w',
      ),
    );
    await using store = await opened();
    expect(await shown(store, '2026-03-23T00:00Z', '2026-04-06T00:00Z')).toEqual([
      '2026-03-23T08:00:00.000Z 2026-03-23T09:00:00.000Z w',
      '2026-03-30T07:00:00.000Z 2026-03-30T08:00:00.000Z w',
    ]);
    // A series without end is still found years later, and nothing is found before it begins.
    expect(await shown(store, '2040-01-02T00:00Z', '2040-01-03T00:00Z')).toHaveLength(1);
    expect(await shown(store, '2020-01-01T00:00Z', '2021-01-01T00:00Z')).toEqual([]);
  });

  it('finds an instance that was moved into the span from far away, and not where it was', async () => {
    await put(
      'moved',
      ...event('m', 'DTSTART:20260105T090000Z', 'DTEND:20260105T100000Z', 'RRULE:FREQ=WEEKLY;COUNT=3', 'SUMMARY:m'),
      ...event(
        'm',
        'RECURRENCE-ID:20260112T090000Z',
        'DTSTART:20270601T090000Z',
        'DTEND:20270601T100000Z',
        'SUMMARY:late',
      ),
    );
    await using store = await opened();
    expect(await shown(store, '2027-06-01T00:00Z', '2027-06-02T00:00Z')).toEqual([
      '2027-06-01T09:00:00.000Z 2027-06-01T10:00:00.000Z late',
    ]);
    expect(await shown(store, '2026-01-12T00:00Z', '2026-01-13T00:00Z')).toEqual([]);
  });

  it('reads only what may be in the span, and says what it could not read', async () => {
    for (let day = 1; day <= 28; day++)
      await put(`e${day}`, ...event(`e${day}`, `DTSTART:202602${String(day).padStart(2, '0')}T100000Z`, 'SUMMARY:e'));
    await put('broken', ...event('b', 'DTSTART:20260210T100000Z', 'RRULE:FREQ=SOMETIMES', 'SUMMARY:broken'));
    await using store = await opened();
    const span = { from: new Date('2026-02-10T00:00Z'), to: new Date('2026-02-11T00:00Z') };
    const { entries, problems } = await store.calendar.agenda('/Calendar', span);
    expect(entries.map(({ subject }) => subject).sort()).toEqual(['broken', 'e']);
    expect(problems).toEqual([expect.stringMatching(/^m\d+: .*SOMETIMES/u)]);
    const month = { from: new Date('2026-02-01T00:00Z'), to: new Date('2026-03-01T00:00Z'), limit: 5 };
    const first = await store.calendar.agenda('/Calendar', month);
    expect(first.entries.map(({ start }) => start.getUTCDate())).toEqual([1, 2, 3, 4, 5]);
    expect(first.problems.some((problem) => problem.includes('more than 5'))).toBe(true);
  });

  it('shows tasks by their due date, which take no time from anybody', async () => {
    await put(
      'task',
      'BEGIN:VTODO',
      'UID:t',
      'DTSTAMP:20260101T000000Z',
      'DUE:20260310T150000Z',
      'SUMMARY:due',
      'END:VTODO',
    );
    await put(
      'away',
      ...event('a', 'DTSTART:20260310T100000Z', 'DTEND:20260310T120000Z', 'X-MICROSOFT-CDO-BUSYSTATUS:OOF'),
    );
    await put('free', ...event('f', 'DTSTART:20260310T110000Z', 'DTEND:20260310T140000Z', 'TRANSP:TRANSPARENT'));
    await using store = await opened();
    const span = { from: new Date('2026-03-10T00:00Z'), to: new Date('2026-03-11T00:00Z') };
    const { entries } = await store.calendar.agenda('/Calendar', span);
    expect(entries.map(({ kind }) => kind)).toEqual(['event', 'event', 'task']);
    const { busy, away, merged } = await store.calendar.freeBusy('/Calendar', span);
    const only = [{ start: new Date('2026-03-10T10:00:00Z'), end: new Date('2026-03-10T12:00:00Z') }];
    expect([busy, away, merged]).toEqual([[], only, only]);
  });

  it('refuses a span that ends before it begins, and a zone that does not exist', async () => {
    await using store = await opened();
    const [from, to] = [new Date('2026-03-10T00:00Z'), new Date('2026-03-09T00:00Z')];
    await expect(store.calendar.agenda('/', { from, to })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(store.calendar.agenda('/', { from: to, to: from, timeZone: 'Mars' })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });
});

describe('a format that is installed later', () => {
  it('looks into what is there already, once, and every client hears of it', async () => {
    await put('e', ...event('e', 'DTSTART:20260310T100000Z', 'SUMMARY:Hidden'));
    const mounted = `file://${join(folder.path, 'calendar')}`;
    const bare = await openStore({
      state: await openSqliteState({ file: join(folder.path, 'state.sqlite') }),
      backends: [fs] as never,
    });
    await bare.mounts.add({ path: '/Calendar', uri: mounted });
    await all(bare.sync());
    const [before] = await all(bare.items.list('/Calendar'));
    expect(before).toMatchObject({ class: 'IPM.Document', subject: '' });
    const { token } = await bare.changes('/');
    await bare[Symbol.asyncDispose]();
    await using store = await opened();
    expect(await all(store.items.list('/Calendar'))).toMatchObject([
      {
        id: before?.id,
        class: 'IPM.Appointment',
        subject: 'Hidden',
        time: { start: new Date('2026-03-10T10:00:00Z') },
      },
    ]);
    const { changes, token: next } = await store.changes('/', token);
    expect(changes).toMatchObject([{ change: 'updated', id: before?.id }]);
    await all(store.sync());
    expect((await store.changes('/', next)).changes).toEqual([]);
    expect((await readFile(join(folder.path, 'calendar/e.ics'))).toString()).toContain('Hidden');
  });
});
