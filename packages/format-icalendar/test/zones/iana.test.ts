import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ianaNames, ianaZone } from '../../src/zones/iana.ts';
import { localOf, wallOf } from '../../src/zones/wall.ts';
import type { Zone } from '../../src/zones/zone.ts';

function zone(name: string): Zone {
  const found = ianaZone(name);
  if (found === undefined) throw new Error(`No zone ${name}`);
  return found;
}

function local(text: string): ReturnType<Zone['localOf']> {
  return localOf(Date.parse(`${text}Z`));
}

/** The wall clock as the engine itself shows it. */
function clockOf(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', era: 'short' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const fields = {
      year: of('year'),
      month: of('month'),
      day: of('day'),
      hour: of('hour'),
      minute: of('minute'),
      second: of('second'),
    };
    return wallOf(fields);
  };
}

describe('an IANA zone', () => {
  it('shows the clock that the engine shows, in every zone', () => {
    const instants = fc.sample(fc.integer({ min: Date.UTC(1900, 0, 1) / 1000, max: Date.UTC(2100, 0, 1) / 1000 }), {
      seed: 1,
      numRuns: 20,
    });
    const wrong = ianaNames().flatMap((name) => {
      const shown = clockOf(name);
      return instants
        .filter((seconds) => wallOf(zone(name).localOf(seconds * 1000)) !== shown(seconds * 1000))
        .map((seconds) => `${name} ${seconds}`);
    });
    expect(wrong).toEqual([]);
  });

  it('leads from an instant to its clock and back, but for the second of two equal times', () => {
    const arbitrary = fc.tuple(
      fc.constantFrom(...ianaNames()),
      fc.integer({ min: -3_000_000_000, max: 5_000_000_000 }),
    );
    fc.assert(
      fc.property(arbitrary, ([name, seconds]) => {
        const one = zone(name);
        const instant = seconds * 1000;
        const back = one.instantOf(one.localOf(instant));
        expect(one.localOf(back)).toEqual(one.localOf(instant));
        expect(back).toBeLessThanOrEqual(instant);
      }),
      { numRuns: 1000 },
    );
  });

  it('moves a time in a gap behind it', () => {
    expect(zone('Europe/Berlin').instantOf(local('2026-03-29T02:30:00'))).toBe(Date.UTC(2026, 2, 29, 1, 30));
    expect(zone('America/New_York').instantOf(local('2026-03-08T02:30:00'))).toBe(Date.UTC(2026, 2, 8, 7, 30));
  });

  it('takes the first of two equal times', () => {
    expect(zone('Europe/Berlin').instantOf(local('2026-10-25T02:30:00'))).toBe(Date.UTC(2026, 9, 25, 0, 30));
  });

  it('moves a time of a day that was left out by a day', () => {
    expect(zone('Pacific/Apia').instantOf(local('2011-12-30T12:00:00'))).toBe(Date.UTC(2011, 11, 30, 22));
  });

  it.each([8.64e15, -8.64e15, 1e20, -1e20, Number.NaN, 0.5])('has an offset at %f', (instant) => {
    expect(zone('Europe/Berlin').offsetAt(instant)).toSatisfy(Number.isFinite);
  });

  it('is one and the same for each spelling of its name', () => {
    expect(ianaZone('EUROPE/BERLIN')).toBe(ianaZone('Europe/Berlin'));
  });

  it.each(['+01:00', 'Nowhere', 'Europe', '../etc/passwd', ''])('is not there for %j', (name) => {
    expect(ianaZone(name)).toBeUndefined();
  });
});
