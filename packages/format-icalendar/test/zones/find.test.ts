import { describe, expect, it } from 'vitest';
import { findZone, UTC } from '../../src/zones/find.ts';
import type { VTimezone } from '../../src/zones/vtimezone.ts';

const NONE: ReadonlyMap<string, VTimezone> = new Map();
const JULY = Date.UTC(2025, 6, 1);
const HOUR = 3_600_000;

function fixed(tzid: string, offset: number): ReadonlyMap<string, VTimezone> {
  const start = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  return new Map([
    [
      tzid,
      { tzid, observances: [{ kind: 'standard', start, offsetFrom: offset, offsetTo: offset, rules: [], dates: [] }] },
    ],
  ]);
}

describe('the zone of a TZID', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['"Europe/Berlin"', 'Europe/Berlin'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['US/Eastern', 'US/Eastern'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['/mozilla.org/20050126_1/Europe/Berlin', 'Europe/Berlin'],
    ['/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['/Europe/Stockholm', 'Europe/Stockholm'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['w. europe standard time', 'Europe/Berlin'],
    ['Eastern Daylight Time', 'America/New_York'],
    ['(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', 'Europe/Amsterdam'],
    ['(GMT-05:00) Eastern Time (US & Canada)', 'America/New_York'],
    ['(UTC) Dublin, Edinburgh, Lisbon, London', 'Europe/Dublin'],
    ['US-Eastern', 'US/Eastern'],
    ['Etc/GMT-3', 'Etc/GMT-3'],
  ])('of %s is %s, and keeps its TZID', (tzid, iana) => {
    const zone = findZone(tzid, NONE);
    expect([zone?.iana, zone?.id]).toEqual([iana, tzid]);
  });

  it.each([
    ['UTC', 0],
    ['Z', 0],
    ['GMT', 0],
    ['tzone://Microsoft/Utc', 0],
    ['UTC+2', 2],
    ['GMT-0530', -5.5],
    ['+05:45', 5.75],
    ['Etc/GMT+4', -4],
  ])('of %s lies %f hours from UTC', (tzid, hours) => {
    expect(findZone(tzid, NONE)?.offsetAt(JULY)).toBe(hours * HOUR);
  });

  it.each([
    '',
    'Nowhere',
    'Europe/Nowhere',
    'Customized Time Zone',
    '(UTC+01:00)',
    'UTC+99',
    '/',
    '////',
    'x'.repeat(10_000),
  ])('of %j is not known', (tzid) => {
    expect(findZone(tzid, NONE)).toBeUndefined();
  });

  it('is that of the VTIMEZONE where the name says nothing', () => {
    const zone = findZone('Customized Time Zone', fixed('Customized Time Zone', 3 * HOUR));
    expect([zone?.offsetAt(JULY), zone?.iana]).toEqual([3 * HOUR, undefined]);
  });

  it('is that of the place, whatever the VTIMEZONE says', () => {
    expect(findZone('Europe/Berlin', fixed('Europe/Berlin', -5 * HOUR))?.offsetAt(JULY)).toBe(2 * HOUR);
  });

  it('is that of the VTIMEZONE where the name is a bare abbreviation', () => {
    expect(findZone('EST', fixed('EST', -4 * HOUR))?.offsetAt(JULY)).toBe(-4 * HOUR);
  });

  it('is UTC under its own name', () => {
    expect([UTC.id, UTC.iana, UTC.offsetAt(JULY)]).toEqual(['UTC', 'UTC', 0]);
  });
});
