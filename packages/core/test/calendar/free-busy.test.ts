import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AgendaEntry } from '../../src/calendar/agenda.ts';
import { freeBusyOf } from '../../src/calendar/free-busy.ts';
import { freeBusyProperties } from '../../src/calendar/free-busy-properties.ts';

const date = (text: string): Date => new Date(`${text}Z`);
const january = { start: date('2026-01-01T00:00'), end: date('2026-02-01T00:00') };

function entry(start: string, end: string, busyStatus = 2, kind: AgendaEntry['kind'] = 'event'): AgendaEntry {
  return {
    id: 'm1',
    path: '/Calendar',
    kind,
    originalStart: date(start),
    start: date(start),
    end: date(end),
    allDay: false,
    exception: false,
    subject: '',
    location: '',
    busyStatus,
    sensitivity: 0,
  };
}

const spans = (list: readonly { start: Date; end: Date }[]): string[] =>
  list.map(({ start, end }) => `${start.toISOString().slice(5, 16)}/${end.toISOString().slice(5, 16)}`);

describe('free/busy of an agenda', () => {
  test('merges what overlaps or touches, by status, and leaves gaps', () => {
    const { busy, away, tentative, elsewhere, merged } = freeBusyOf(
      [
        entry('2026-01-05T09:00', '2026-01-05T10:00'),
        entry('2026-01-05T09:30', '2026-01-05T11:00'),
        entry('2026-01-05T11:00', '2026-01-05T12:00', 3),
        entry('2026-01-05T14:00', '2026-01-05T15:00', 1),
        entry('2026-01-05T16:00', '2026-01-05T17:00', 4),
        entry('2026-01-05T18:00', '2026-01-05T19:00', 0),
      ],
      january,
      [],
    );
    expect(spans(busy)).toEqual(['01-05T09:00/01-05T11:00']);
    expect(spans(away)).toEqual(['01-05T11:00/01-05T12:00']);
    expect(spans(tentative)).toEqual(['01-05T14:00/01-05T15:00']);
    expect(spans(elsewhere)).toEqual(['01-05T16:00/01-05T17:00']);
    expect(spans(merged)).toEqual(['01-05T09:00/01-05T12:00']);
  });

  test('cuts to the time asked for, and leaves out tasks and what has no length', () => {
    const { busy } = freeBusyOf(
      [
        entry('2025-12-31T23:00', '2026-01-01T01:00'),
        entry('2026-01-31T23:00', '2026-02-03T00:00'),
        entry('2026-01-10T00:00', '2026-01-11T00:00', 2, 'task'),
        entry('2026-01-12T10:00', '2026-01-12T10:00'),
      ],
      january,
      [],
    );
    expect(spans(busy)).toEqual(['01-01T00:00/01-01T01:00', '01-31T23:00/02-01T00:00']);
  });

  test('covers exactly the minutes that some appointment covers', () => {
    const minutes = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 300 }));
    fc.assert(
      fc.property(fc.array(minutes, { maxLength: 20 }), (list) => {
        const at = (minute: number): string =>
          new Date(january.start.getTime() + minute * 60_000).toISOString().slice(0, 16);
        const { busy } = freeBusyOf(
          list.map(([start, length]) => entry(at(start), at(start + length))),
          january,
          [],
        );
        const covered = new Set(list.flatMap(([start, length]) => Array.from({ length }, (_, index) => start + index)));
        const said = busy.flatMap(({ start, end }) => {
          const first = (start.getTime() - january.start.getTime()) / 60_000;
          return Array.from({ length: (end.getTime() - start.getTime()) / 60_000 }, (_, index) => first + index);
        });
        expect(said).toEqual([...covered].sort((a, b) => a - b));
        for (const [index, span] of busy.entries())
          if (index > 0) expect(span.start > (busy[index - 1] as { end: Date }).end).toBe(true);
      }),
    );
  });
});

describe('the properties of a free/busy message', () => {
  test('hold a month each, and its blocks in minutes from its first day', () => {
    const year = { start: date('2026-01-01T00:00'), end: date('2027-01-01T00:00') };
    const bag = freeBusyProperties(
      freeBusyOf(
        [
          entry('2026-01-05T09:00', '2026-01-05T10:30'),
          entry('2026-01-31T22:00', '2026-02-01T02:00'),
          entry('2026-03-02T00:00', '2026-03-03T00:00', 3),
        ],
        year,
        [],
      ),
    );
    expect(bag.get('PidTagScheduleInfoMonthsBusy')).toEqual([2026 * 16 + 1, 2026 * 16 + 2]);
    expect(bag.get('PidTagScheduleInfoMonthsMerged')).toEqual([2026 * 16 + 1, 2026 * 16 + 2, 2026 * 16 + 3]);
    const blocks = (bag.get('PidTagScheduleInfoFreeBusyBusy') as readonly Uint8Array[]).map((block) => [
      ...new Uint16Array(Uint8Array.from(block).buffer),
    ]);
    const day = 24 * 60;
    expect(blocks).toEqual([
      [4 * day + 9 * 60, 4 * day + 10 * 60 + 30, 30 * day + 22 * 60, 31 * day],
      [0, 120],
    ]);
    expect(bag.has('PidTagScheduleInfoMonthsTentative')).toBe(false);
    // 2026-01-01 is so many minutes after 1601-01-01.
    expect(bag.get('PidTagFreeBusyPublishStart')).toBe((january.start.getTime() - Date.UTC(1601, 0, 1)) / 60_000);
  });
});
