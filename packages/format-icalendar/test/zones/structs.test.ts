import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disagreement } from '../../src/zones/agreement.ts';
import { fixedZone } from '../../src/zones/fixed.ts';
import { ianaNames, ianaZone } from '../../src/zones/iana.ts';
import {
  decodeTimeZoneDefinition,
  decodeTimeZoneStruct,
  encodeTimeZoneDefinition,
  encodeTimeZoneStruct,
} from '../../src/zones/structs.ts';
import type { Zone } from '../../src/zones/zone.ts';
import { ZONE_DEFINITIONS } from '../recurrence/outlook.ts';

const AROUND = Date.UTC(2024, 5, 1);
const YEAR = { from: Date.UTC(2024, 0, 2), to: Date.UTC(2024, 11, 30) };
/** Zones that changed for good, or more than twice, in the year looked at. */
const ODD: readonly string[] = [
  'Africa/Casablanca',
  'Africa/El_Aaiun',
  'America/Scoresbysund',
  'Asia/Almaty',
  'Asia/Qostanay',
];

function zone(name: string): Zone {
  const found = ianaZone(name);
  if (found === undefined) throw new Error(`No zone ${name}`);
  return found;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

describe('PidLidTimeZoneStruct', () => {
  it('has the rules of every zone for the year asked for', () => {
    const wrong = ianaNames().filter((name) => {
      const decoded = decodeTimeZoneStruct(encodeTimeZoneStruct(zone(name), AROUND));
      return decoded === undefined || disagreement(decoded, zone(name), YEAR) !== undefined;
    });
    expect(wrong.filter((name) => !ODD.includes(name))).toEqual([]);
  });

  it('is written as the specification lays it out', () => {
    expect(hex(encodeTimeZoneStruct(zone('Europe/Berlin'), AROUND))).toBe(
      [
        'c4ffffff',
        '00000000',
        'c4ffffff',
        '0000',
        '00000a00000005000300000000000000',
        '0000',
        '00000300000005000200000000000000',
      ].join(''),
    );
  });

  it('follows the rules of other years where it has them by rule', () => {
    const decoded = decodeTimeZoneStruct(encodeTimeZoneStruct(zone('America/New_York'), AROUND));
    expect(
      decoded &&
        disagreement(decoded, zone('America/New_York'), { from: Date.UTC(2008, 0, 1), to: Date.UTC(2030, 0, 1) }),
    ).toBeUndefined();
  });

  it('of a zone without daylight saving time has a name that says so', () => {
    expect(decodeTimeZoneStruct(encodeTimeZoneStruct(zone('Asia/Tokyo'), AROUND))?.iana).toBe('Etc/GMT-9');
  });

  it('is not read from other bytes, and never throws', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        (bytes) => (decodeTimeZoneStruct(bytes)?.offsetAt(AROUND) ?? 0) < 2 * 86_400_000,
      ),
    );
    expect(decodeTimeZoneStruct(new Uint8Array(47))).toBeUndefined();
    expect(decodeTimeZoneStruct(new Uint8Array(48).fill(255))).toBeUndefined();
  });
});

describe('PidLidAppointmentTimeZoneDefinition', () => {
  it.each([
    ['tokyo', 'Asia/Tokyo'],
    ['newYork', 'America/New_York'],
    ['newYorkOfTwoRules', 'America/New_York'],
  ] as const)('of Outlook (%s) is the zone of its name', (name, iana) => {
    expect(decodeTimeZoneDefinition(ZONE_DEFINITIONS[name])?.iana).toBe(iana);
  });

  it('has the rules of Outlook', () => {
    const [ours, theirs] = [encodeTimeZoneDefinition(zone('America/New_York'), AROUND), ZONE_DEFINITIONS.newYork];
    // But for the year from which the rule counts: here all years, there 2007.
    expect(hex(ours).length).toBe(hex(theirs).length);
    expect(hex(ours).slice(-88)).toBe(hex(theirs).slice(-88));
    expect(hex(ours).slice(0, 108)).toBe(hex(theirs).slice(0, 108));
  });

  it('leads back to a zone with the same clock from the year on that was asked for', () => {
    const wrong = ianaNames().filter((name) => {
      const decoded = decodeTimeZoneDefinition(encodeTimeZoneDefinition(zone(name), AROUND));
      return (
        decoded === undefined ||
        disagreement(decoded, zone(name), { from: YEAR.from, to: Date.UTC(2026, 11, 30) }) !== undefined
      );
    });
    expect(wrong.filter((name) => !ODD.includes(name))).toEqual([]);
  });

  it('goes by its rules where its name is not known', () => {
    const { iana: _iana, ...bare } = zone('Europe/Berlin');
    const decoded = decodeTimeZoneDefinition(encodeTimeZoneDefinition({ ...bare, id: 'Our Office' }, AROUND));
    expect([decoded?.id, decoded?.iana]).toEqual(['Our Office', undefined]);
    expect(
      decoded && disagreement(decoded, zone('Europe/Berlin'), { from: Date.UTC(2000, 0, 1), to: Date.UTC(2030, 0, 1) }),
    ).toBeUndefined();
  });

  it('goes by its rules where its name is one of other rules', () => {
    const { iana: _iana, ...bare } = zone('Europe/Berlin');
    const decoded = decodeTimeZoneDefinition(encodeTimeZoneDefinition({ ...bare, id: 'Tokyo Standard Time' }, AROUND));
    expect(decoded?.offsetAt(AROUND)).toBe(7_200_000);
  });

  it('has rules for later years where the zone gets others', () => {
    const { iana: _iana, ...bare } = zone('America/New_York');
    const decoded = decodeTimeZoneDefinition(encodeTimeZoneDefinition({ ...bare, id: 'x' }, Date.UTC(2003, 0, 1)));
    expect(
      decoded &&
        disagreement(decoded, zone('America/New_York'), { from: Date.UTC(2003, 0, 1), to: Date.UTC(2037, 0, 1) }),
    ).toBeUndefined();
  });

  it('marks the rule of a series as that of the struct', () => {
    const flags = (recurring: boolean): number =>
      encodeTimeZoneDefinition(fixedZone('UTC+01:00', 3_600_000), AROUND, recurring).at(-62) ?? 0;
    expect([flags(false), flags(true)]).toEqual([2, 3]);
  });

  it('is not read from other bytes, and never throws', () => {
    const start = Uint8Array.from(ZONE_DEFINITIONS.newYork);
    const changed = fc.tuple(fc.nat(start.length - 1), fc.nat(255), fc.nat(start.length)).map(([at, value, length]) => {
      const bytes = Uint8Array.from(start);
      bytes[at] = value;
      return bytes.slice(0, length);
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), changed), (bytes) =>
        Number.isFinite(decodeTimeZoneDefinition(bytes)?.offsetAt(AROUND) ?? 0),
      ),
    );
    expect(decodeTimeZoneDefinition(new Uint8Array())).toBeUndefined();
  });
});
