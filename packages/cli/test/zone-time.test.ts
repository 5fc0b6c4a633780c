import { describe, expect, test } from 'vitest';
import { endText, hoursText, startText } from '../src/calendar-text.ts';
import { dayStart, typedTime, zoneOf } from '../src/zone-time.ts';

const now = new Date('2026-03-28T22:30:00Z');
const berlin = 'Europe/Berlin';

describe('a time that was typed', () => {
  test.each([
    ['now', '2026-03-28T22:30:00.000Z'],
    ['today', '2026-03-27T23:00:00.000Z'],
    ['tomorrow', '2026-03-28T23:00:00.000Z'],
    ['2026-01-31', '2026-01-30T23:00:00.000Z'],
    ['2026-07-01 09:30', '2026-07-01T07:30:00.000Z'],
    ['2026-07-01T09:30:15', '2026-07-01T07:30:15.000Z'],
    ['2026-07-01T09:30Z', '2026-07-01T09:30:00.000Z'],
    ['2026-07-01T09:30+05:00', '2026-07-01T04:30:00.000Z'],
    // Clocks go forward from 02:00 to 03:00 …
    ['2026-03-29 02:30', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29 03:00', '2026-03-29T01:00:00.000Z'],
    // … and back from 03:00 to 02:00: the first of the two is meant.
    ['2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
  ])('%s is %s in Berlin', (text, instant) => {
    expect(typedTime(text, berlin, now).toISOString()).toBe(instant);
  });

  test.each(['', 'soon', '2026-02-30', '2026-13-01', '2026-01-01 25:00', '1.2.2026'])('"%s" is none', (text) => {
    expect(() => typedTime(text, berlin, now)).toThrow(`"${text}" is no time`);
  });

  test('a zone that does not exist is refused', () => {
    expect(() => zoneOf('Middle/Earth')).toThrow('"Middle/Earth" is no time zone');
  });

  test('a day on which clocks change has 23 or 25 hours', () => {
    const hours = (date: string): number => {
      const noon = new Date(`${date}T12:00:00Z`);
      return (dayStart(noon, berlin, 1).getTime() - dayStart(noon, berlin).getTime()) / 3_600_000;
    };
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-06-01')]).toEqual([23, 25, 24]);
  });
});

describe('the time of an item in a list', () => {
  const date = (text: string): Date => new Date(text);

  test('has a day once, and the hours in the zone of the reader', () => {
    const time = { start: date('2026-07-01T07:00:00Z'), end: date('2026-07-01T08:30:00Z'), allDay: false };
    expect([startText(time, berlin), endText(time, berlin)]).toEqual(['2026-07-01 09:00', '10:30']);
    const night = { ...time, end: date('2026-07-01T22:30:00Z') };
    expect(endText(night, berlin)).toBe('2026-07-02 00:30');
  });

  test('of whole days is dates, the last one as people count, wherever they are', () => {
    const time = { start: date('2026-07-01T00:00:00Z'), end: date('2026-07-04T00:00:00Z'), allDay: true };
    for (const zone of [berlin, 'America/Los_Angeles', 'Pacific/Auckland'])
      expect([startText(time, zone), endText(time, zone)]).toEqual(['2026-07-01', '2026-07-03']);
    expect(endText({ ...time, end: date('2026-07-02T00:00:00Z') }, berlin)).toBe('');
  });

  test('of a task without a start is its due date alone', () => {
    const time = { end: date('2026-07-01T15:00:00Z'), allDay: false };
    expect([startText(time, berlin), endText(time, berlin)]).toEqual(['', '2026-07-01 17:00']);
  });

  test('that lasts over midnight is told on each day of an agenda', () => {
    const day = (start: string) => ({ start: date(start), end: new Date(date(start).getTime() + 86_400_000) });
    const span = { start: date('2026-01-05T22:00:00Z'), end: date('2026-01-07T02:00:00Z') };
    const hours = ['2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z', '2026-01-07T00:00:00Z'].map((start) =>
      hoursText(span, false, day(start), 'UTC'),
    );
    expect(hours).toEqual(['from 22:00', 'all day', 'until 02:00']);
  });
});
