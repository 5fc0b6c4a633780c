import { describe, expect, it } from 'vitest';
import { ianaNames, ianaZone } from '../../src/zones/iana.ts';
import { ianaOfWindows, windowsName } from '../../src/zones/windows.ts';
import type { Zone } from '../../src/zones/zone.ts';

/** Zones that Windows has none for, with the reason. */
const WITHOUT: Readonly<Record<string, string>> = {
  'Antarctica/Troll': 'Windows knows no zone whose daylight saving time is two hours.',
};

function zone(name: string): Zone {
  return (
    ianaZone(name) ?? {
      id: name,
      offsetAt: () => 0,
      instantOf: () => 0,
      localOf: () => ({ year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 }),
    }
  );
}

describe('Windows names of zones', () => {
  it('are there for every zone of the engine, but for those with a reason', () => {
    expect(ianaNames().filter((name) => windowsName(zone(name)) === undefined)).toEqual(Object.keys(WITHOUT));
  });

  it('lead back to a zone with the same clock today', () => {
    const days = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)];
    const wrong = ianaNames().flatMap((name) => {
      const back = ianaZone(ianaOfWindows(windowsName(zone(name)) ?? '') ?? '');
      return back === undefined || days.every((day) => back.offsetAt(day) === zone(name).offsetAt(day))
        ? []
        : [`${name} > ${back.iana}`];
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    ['Europe/Kyiv', 'FLE Standard Time'],
    ['America/Ciudad_Juarez', 'Mountain Standard Time'],
    ['America/Coyhaique', 'Magallanes Standard Time'],
    ['Europe/Berlin', 'W. Europe Standard Time'],
    ['US/Eastern', 'Eastern Standard Time'],
    ['Asia/Kolkata', 'India Standard Time'],
    ['UTC', 'UTC'],
  ])('of %s is %s', (name, windows) => {
    expect(windowsName(zone(name))).toBe(windows);
  });

  it('is not there for a zone that only its rules describe', () => {
    expect(windowsName({ ...zone('Europe/Berlin'), iana: undefined } as unknown as Zone)).toBeUndefined();
  });

  it('of a retired zone leads to the place that it meant', () => {
    expect(ianaOfWindows('Kamchatka Standard Time')).toBe('Asia/Kamchatka');
  });
});
