import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readComponents } from '../../src/lines/component.ts';
import { readText } from '../../src/lines/text.ts';
import { readVtimezone } from '../../src/values/vtimezone.ts';
import { disagreement } from '../../src/zones/agreement.ts';
import { ianaNames, ianaZone } from '../../src/zones/iana.ts';
import { type Observance, vtimezoneText, zoneOf } from '../../src/zones/vtimezone.ts';
import { localOf } from '../../src/zones/wall.ts';
import type { Zone } from '../../src/zones/zone.ts';

const HOUR = 3_600_000;
const YEAR = 366 * 86_400_000;

function zone(name: string): Zone {
  const found = ianaZone(name);
  if (found === undefined) throw new Error(`No zone ${name}`);
  return found;
}

/** The zone that lines describe, read as a calendar would be. */
function read(lines: readonly string[]): Zone {
  const [component] = readComponents(readText(Buffer.from(`${lines.join('\r\n')}\r\n`))).components;
  const found = component === undefined ? undefined : readVtimezone(component);
  if (found === undefined) throw new Error(`No zone in ${lines.join('|')}`);
  return zoneOf(found);
}

function observance(change: Partial<Observance>): Observance {
  const start = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  return { kind: 'standard', start, offsetFrom: 0, offsetTo: HOUR, rules: [], dates: [], ...change };
}

describe('the text of a VTIMEZONE', () => {
  it('describes every zone of the engine for the years asked for', () => {
    const from = Date.UTC(2020, 0, 1);
    const to = Date.UTC(2029, 0, 1);
    const wrong = ianaNames().filter(
      (name) => disagreement(read(vtimezoneText(zone(name), { from, to })), zone(name), { from, to }) !== undefined,
    );
    expect(wrong).toEqual([]);
  });

  it('describes a zone to the hour of its changes', () => {
    const arbitrary = fc.tuple(
      fc.constantFrom(
        'Europe/Berlin',
        'America/New_York',
        'Australia/Lord_Howe',
        'Asia/Jerusalem',
        'Africa/Casablanca',
      ),
      fc.integer({ min: 1980, max: 2030 }),
    );
    fc.assert(
      fc.property(arbitrary, ([name, year]) => {
        const from = Date.UTC(year, 0, 1);
        const described = read(vtimezoneText(zone(name), { from, to: from + YEAR }));
        const hours = Array.from({ length: YEAR / HOUR }, (_, hour) => from + hour * HOUR);
        expect(hours.filter((at) => described.offsetAt(at) !== zone(name).offsetAt(at))).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });

  it('has rules without end where the zone follows some and no end is asked for', () => {
    expect(vtimezoneText(zone('Europe/Berlin'), { from: Date.UTC(2026, 5, 1) })).toEqual([
      ...['BEGIN:VTIMEZONE', 'TZID:Europe/Berlin'],
      ...[
        'BEGIN:STANDARD',
        'DTSTART:20251026T030000',
        'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
        'TZOFFSETFROM:+0200',
        'TZOFFSETTO:+0100',
        'END:STANDARD',
      ],
      ...[
        'BEGIN:DAYLIGHT',
        'DTSTART:20260329T020000',
        'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
        'TZOFFSETFROM:+0100',
        'TZOFFSETTO:+0200',
        'END:DAYLIGHT',
      ],
      'END:VTIMEZONE',
    ]);
  });

  it('names a week of dates where the zone counts so', () => {
    expect(vtimezoneText(zone('Asia/Jerusalem'), { from: Date.UTC(2026, 5, 1) }).join(' ')).toContain(
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29',
    );
  });

  it('lists dates where the zone follows no rule', () => {
    expect(
      vtimezoneText(zone('Africa/Casablanca'), { from: Date.UTC(2024, 0, 1), to: Date.UTC(2027, 0, 1) }).join(' '),
    ).toContain('RDATE:');
  });

  it('of a zone without changes has one observance', () => {
    expect(
      vtimezoneText(zone('Asia/Tokyo'), { from: Date.UTC(2026, 0, 1) }).filter((line) => line.startsWith('BEGIN')),
    ).toEqual(['BEGIN:VTIMEZONE', 'BEGIN:STANDARD']);
  });
});

describe('a VTIMEZONE', () => {
  it('with rules from 1601, as Outlook writes it, has the changes of today', () => {
    const outlook = zoneOf({
      tzid: 'x',
      observances: [
        observance({
          start: localOf(Date.UTC(1601, 0, 1, 3)),
          offsetFrom: 2 * HOUR,
          rules: ['FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10'],
        }),
        observance({
          kind: 'daylight',
          start: localOf(Date.UTC(1601, 0, 1, 2)),
          offsetFrom: HOUR,
          offsetTo: 2 * HOUR,
          rules: ['FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3'],
        }),
      ],
    });
    expect(
      disagreement(outlook, zone('Europe/Berlin'), { from: Date.UTC(1997, 0, 1), to: Date.UTC(2090, 0, 1) }),
    ).toBeUndefined();
    expect(outlook.offsetAt(Date.UTC(9000, 6, 1))).toBe(2 * HOUR);
  });

  it('ends a rule at its UNTIL in UTC', () => {
    const ended = zoneOf({
      tzid: 'x',
      observances: [
        observance({ rules: ['FREQ=YEARLY;UNTIL=19720101T000000Z'] }),
        observance({
          start: localOf(Date.UTC(1971, 5, 1)),
          offsetFrom: HOUR,
          offsetTo: 0,
          rules: ['FREQ=YEARLY;COUNT=5'],
        }),
      ],
    });
    expect([1971, 1972, 1973, 1980].map((year) => ended.offsetAt(Date.UTC(year, 2, 1)))).toEqual([HOUR, HOUR, 0, 0]);
  });

  it('counts the dates of its RDATEs', () => {
    const dated = zoneOf({
      tzid: 'x',
      observances: [
        observance({ dates: [localOf(Date.UTC(2000, 0, 1))] }),
        observance({ start: localOf(Date.UTC(1990, 0, 1)), offsetFrom: HOUR, offsetTo: 0 }),
      ],
    });
    expect([1980, 1995, 2005].map((year) => dated.offsetAt(Date.UTC(year, 0, 1)))).toEqual([HOUR, 0, HOUR]);
  });

  it('has the offset before its first change for all that lies before', () => {
    expect(zoneOf({ tzid: 'x', observances: [observance({ offsetFrom: -HOUR })] }).offsetAt(Date.UTC(1960, 0, 1))).toBe(
      -HOUR,
    );
  });

  it('of a hostile calendar costs bounded time', () => {
    const rules = [
      'FREQ=SECONDLY',
      'FREQ=MINUTELY;BYMONTH=2',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
      'FREQ=DAILY;INTERVAL=0',
      'nonsense',
    ];
    const hostile = zoneOf({ tzid: 'x', observances: Array.from({ length: 1000 }, () => observance({ rules })) });
    const begin = performance.now();
    expect(Math.abs(hostile.offsetAt(Date.UTC(2400, 0, 1)))).toBeLessThanOrEqual(HOUR);
    expect(performance.now() - begin).toBeLessThan(3000);
  });

  it('without observances is UTC', () => {
    expect(zoneOf({ tzid: 'x', observances: [] }).offsetAt(0)).toBe(0);
  });
});
