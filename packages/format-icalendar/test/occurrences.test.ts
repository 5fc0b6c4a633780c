import type { Occurrence, Occurrences } from '@mapistore/core';
import { describe, expect, it } from 'vitest';
import { icalendar } from '../src/index.ts';
import { calendar, samples, signal, source } from './corpus.ts';

async function expand(
  text: string | Uint8Array,
  { from = '2026-03-01', to = '2026-05-01', timeZone = 'Europe/Berlin', limit = 1000 } = {},
): Promise<Occurrences> {
  const read = icalendar.occurrences;
  if (read === undefined) throw new Error('The format does not expand.');
  return read(source(text), { signal, from: new Date(from), to: new Date(to), timeZone, limit });
}

const brief = ({ originalStart, start, end, subject, exception, busyStatus }: Occurrence): unknown[] => [
  originalStart.toISOString().slice(5, 16),
  start.toISOString().slice(5, 16),
  (end.getTime() - start.getTime()) / 60_000,
  subject,
  exception,
  busyStatus,
];

const SERIES = `BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Berlin:20260316T100000
DURATION:PT1H
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/Berlin:20260323T100000
SUMMARY:Weekly
END:VEVENT`;
const override = (id: string, start: string, more = ''): string =>
  `BEGIN:VEVENT\nUID:1\nRECURRENCE-ID;TZID=Europe/Berlin${id}\nDTSTART;TZID=Europe/Berlin:${start}\nDURATION:PT2H\nSUMMARY:Other\n${more}END:VEVENT`;

describe('occurrences', () => {
  it('keep the clock on the wall across a change of the clock', async () => {
    const { occurrences, problems } = await expand(calendar(SERIES));
    expect(problems).toEqual([]);
    expect(occurrences.map(brief)).toEqual([
      ['03-16T09:00', '03-16T09:00', 60, 'Weekly', false, 2],
      ['03-30T08:00', '03-30T08:00', 60, 'Weekly', false, 2],
      ['04-06T08:00', '04-06T08:00', 60, 'Weekly', false, 2],
    ]);
  });

  it('that were moved are where they were moved to, also from outside of the span', async () => {
    const text = calendar(`${SERIES}\n${override(':20260330T100000', '20260303T120000')}`);
    const inside = await expand(text, { to: '2026-03-10' });
    expect(inside.occurrences.map(brief)).toEqual([['03-30T08:00', '03-03T11:00', 120, 'Other', true, 2]]);
    expect((await expand(text, { from: '2026-03-29' })).occurrences).toHaveLength(1);
  });

  it('that were cancelled are free', async () => {
    const text = calendar(`${SERIES}\n${override(':20260330T100000', '20260330T100000', 'STATUS:CANCELLED\n')}`);
    expect((await expand(text)).occurrences.map(brief)[1]).toEqual([
      '03-30T08:00',
      '03-30T08:00',
      120,
      'Other',
      true,
      0,
    ]);
  });

  it('from one on are as its override says with THISANDFUTURE', async () => {
    const text = calendar(`${SERIES}\n${override(';RANGE=THISANDFUTURE:20260330T100000', '20260331T120000')}`);
    expect((await expand(text)).occurrences.map(brief)).toEqual([
      ['03-16T09:00', '03-16T09:00', 60, 'Weekly', false, 2],
      ['03-30T08:00', '03-31T10:00', 120, 'Other', true, 2],
      ['04-06T08:00', '04-07T10:00', 120, 'Other', true, 2],
    ]);
  });

  it('without a zone are in that of the observer, whole days too', async () => {
    const days = calendar('BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20260316\nDTEND;VALUE=DATE:20260318\nEND:VEVENT');
    const [day] = (await expand(days, { timeZone: 'America/New_York' })).occurrences;
    expect([day?.allDay, day?.start, day?.end, day?.originalStart]).toEqual([
      true,
      new Date('2026-03-16T04:00Z'),
      new Date('2026-03-18T04:00Z'),
      new Date('2026-03-16'),
    ]);
    const floating = calendar('BEGIN:VEVENT\nUID:1\nDTSTART:20260316T100000\nEND:VEVENT');
    expect((await expand(floating)).occurrences.map(({ start }) => start)).toEqual([new Date('2026-03-16T09:00Z')]);
  });

  it('have what free and busy needs, and places', async () => {
    const lines = 'LOCATION:Here\nCLASS:PRIVATE\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\n';
    const { occurrences } = await expand(calendar(SERIES.replace('SUMMARY', `${lines}SUMMARY`)));
    expect(occurrences[0]).toMatchObject({ location: 'Here', sensitivity: 2, busyStatus: 3 });
  });

  it('of tasks are when they are due, of journal entries when they were', async () => {
    const task = calendar('BEGIN:VTODO\nUID:1\nDUE:20260316T100000Z\nRRULE:FREQ=WEEKLY;COUNT=2\nEND:VTODO');
    expect((await expand(task)).occurrences.map(({ start }) => start)).toContainEqual(new Date('2026-03-16T10:00Z'));
    const entry = calendar('BEGIN:VJOURNAL\nUID:1\nDTSTART:20260316T100000Z\nEND:VJOURNAL');
    expect((await expand(entry)).occurrences.map(({ start, end }) => [start, end])).toEqual([
      [new Date('2026-03-16T10:00Z'), new Date('2026-03-16T10:00Z')],
    ]);
    expect((await expand(calendar('BEGIN:VJOURNAL\nUID:1\nEND:VJOURNAL'))).occurrences).toEqual([]);
  });

  it('end at the limit, and say so', async () => {
    const { occurrences, problems } = await expand(calendar(SERIES.replace('COUNT=4', 'INTERVAL=1')), {
      to: '2030-01-01',
      limit: 5,
    });
    expect(occurrences).toHaveLength(5);
    expect(problems).toEqual(['There are more than 5 instances; the later ones were left out.']);
  });

  it('come in order, within the span, for every calendar of the corpus', async () => {
    for (const { name, bytes } of samples()) {
      const from = new Date('2000-01-01');
      const { occurrences } = await expand(bytes, { from: from.toISOString(), to: '2030-01-01', limit: 2000 });
      occurrences.forEach((one, at) => {
        const before = occurrences[at - 1];
        expect(before === undefined || before.start <= one.start, name).toBe(true);
        expect(one.end >= from && one.end >= one.start, name).toBe(true);
      });
    }
  }, 120_000);
});
