import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROPERTY_TYPES, type PropertyType, type PropertyValue } from '../../src/properties/types.ts';
import { fits, isMultiple, isValueOf, sameValue, singleType } from '../../src/properties/values.ts';
import { decodeValue, encodeValue } from '../../src/state/values.ts';

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => new Uint8Array(array));
const wide = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const time = fc.oneof(fc.date({ noInvalidDate: true }), wide);
const single: Readonly<Partial<Record<PropertyType, fc.Arbitrary<unknown>>>> = {
  PtypInteger16: fc.integer({ min: -0x8000, max: 0x7fff }),
  PtypInteger32: fc.integer(),
  PtypFloating32: fc.float({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
  PtypFloating64: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
  PtypCurrency: wide,
  PtypFloatingTime: fc.integer(),
  PtypErrorCode: fc.nat(),
  PtypBoolean: fc.boolean(),
  PtypObject: bytes,
  PtypInteger64: wide,
  PtypString8: fc.string(),
  PtypString: fc.string({ unit: 'grapheme' }),
  PtypTime: time,
  PtypGuid: fc.uuid(),
  PtypServerId: bytes,
  PtypRestriction: bytes,
  PtypRuleAction: bytes,
  PtypBinary: bytes,
};
const types = Object.keys(PROPERTY_TYPES).filter((name) => single[singleType(name as PropertyType)]) as PropertyType[];
const valuesOf = (type: PropertyType): fc.Arbitrary<PropertyValue> => {
  const one = (single[singleType(type)] as fc.Arbitrary<unknown>).filter(
    (value) => !isMultiple(type) || !(value instanceof Date),
  );
  return (isMultiple(type) ? fc.array(one) : one) as fc.Arbitrary<PropertyValue>;
};

describe('a value', () => {
  it.each(types)('of type %s is stored and comes back the same', (type) => {
    fc.assert(
      fc.property(valuesOf(type), (value) => {
        expect(isValueOf(type, value)).toBe(true);
        expect(fits(type, value)).toBe(true);
        expect(sameValue(decodeValue(encodeValue(value)), value)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['PtypInteger16', 70_000],
    ['PtypInteger16', 1.5],
    ['PtypInteger32', 2 ** 32],
    ['PtypInteger64', 5],
    ['PtypInteger64', 2n ** 64n],
    ['PtypString', 5],
    ['PtypBoolean', 1],
    ['PtypTime', new Date(Number.NaN)],
    ['PtypGuid', 'no guid'],
    ['PtypMultipleString', 'one'],
    ['PtypMultipleInteger32', [1, 'two']],
    ['PtypBinary', 'text'],
    ['PtypNull', ''],
  ] as unknown as readonly (readonly [PropertyType, PropertyValue])[])(
    'that is none of type %s is refused: %#',
    (type, value) => {
      expect(fits(type, value)).toBe(false);
    },
  );

  it('is another one where any byte, element or instant differs', () => {
    expect(sameValue(Uint8Array.of(1), Uint8Array.of(2))).toBe(false);
    expect(sameValue(['a'], ['a', 'b'])).toBe(false);
    expect(sameValue(new Date(1), new Date(2))).toBe(false);
    expect(sameValue(undefined, '')).toBe(false);
    expect(sameValue(undefined, undefined)).toBe(true);
  });
});
