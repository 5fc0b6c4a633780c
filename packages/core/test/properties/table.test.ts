import { describe, expect, it } from 'vitest';
import { PropertyBag as Bag, PROPERTY_SETS, type Property, type PropertyBag } from '../../src/index.ts';
import * as constants from '../../src/properties/index.ts';
import { propertyByName, propertyOfName, propertyOfTag, sameTag } from '../../src/properties/lookup.ts';
import { PROPERTY_TYPES } from '../../src/properties/types.ts';
import { hasRequirements, rows } from './requirements.ts';

const all = constants as unknown as Readonly<Record<string, Property>>;
const number = (text = ''): number => Number.parseInt(text, 16);

describe.skipIf(!hasRequirements)('the table of canonical properties', () => {
  it('has every property with a fixed id, with its id and type', () => {
    const published = rows('properties.tsv').map(({ name, id, type }) => ({ name, id: number(id), type }));
    const ours = Object.values(all).filter(({ name }) => String(name).startsWith('PidTag'));
    expect(ours).toEqual(published);
  });

  it('has every number-named property, with its set, number and type', () => {
    const sets = PROPERTY_SETS as Readonly<Record<string, string>>;
    const published = rows('named-properties.tsv').map(({ name, set = '', lid, type }) => ({
      name,
      set: sets[set],
      key: number(lid),
      type,
    }));
    const ours = Object.entries(all).flatMap(([name, property]) => (name.startsWith('PidLid') ? [property] : []));
    expect(ours).toEqual(published);
  });

  it('has every property set', () => {
    const published = Object.fromEntries(rows('property-sets.tsv').map(({ name, guid }) => [name, guid]));
    expect(PROPERTY_SETS).toEqual(published);
  });
});

describe('a property constant', () => {
  it('is found by its canonical name, its tag, or its set and key', () => {
    for (const [name, property] of Object.entries(all)) {
      if (name === 'PROPERTY_SETS') continue;
      expect(propertyByName(property.name)).toEqual(property);
      if ('set' in property) expect(propertyOfName(property.set, property.key)).toMatchObject({ set: property.set });
      else if (property.id <= 0x7fff)
        expect(propertyOfTag(property.id, property.type)).toMatchObject({ id: property.id });
    }
  });

  it('of 8-bit text is itself, also where another has its id', () => {
    for (const property of Object.values(all)) if ('id' in property) expect(sameTag(property)).toBeUndefined();
    const { id } = constants.PidTagSubject;
    expect(sameTag(propertyOfTag(id, 'PtypString8'))).toBe(constants.PidTagSubject);
  });

  it('gives a value of its own type', () => {
    const bag: PropertyBag = new Bag().set(constants.PidTagSubject, 'Lunch').set(constants.PidTagImportance, 'high');
    const subject: string | undefined = bag.get(constants.PidTagSubject);
    const importance: number | undefined = bag.get(constants.PidTagImportance);
    const keywords: readonly string[] | undefined = bag.get(constants.PidNameKeywords);
    expect([subject, importance, keywords]).toEqual(['Lunch', undefined, undefined]);
    expect(bag.get('PidTagImportance')).toBe('high');
  });
});

describe('a property without a canonical name', () => {
  it.each([
    [propertyOfTag(0x6619, 'PtypString'), '0x6619001f'],
    [propertyOfName('00062008-0000-0000-C000-000000000046', 0x9999), 'PSETID_Common@0x9999'],
    [propertyOfName('11111111-2222-3333-4444-555555555555', 'Colour'), '11111111-2222-3333-4444-555555555555#Colour'],
    [propertyOfName(PROPERTY_SETS.PS_INTERNET_HEADERS, 'X-Mailer'), 'PS_INTERNET_HEADERS#x-mailer'],
  ])('is called by its tag, or by its set and key: %#', (property, name) => {
    expect(property.name).toBe(name);
    expect(propertyByName(name)).toEqual(property);
  });

  it.each(['nonsense', 'PidTagNothing', '0x0000001f', '0x80010003', '0x66190fff', 'PS_NONE#x', '@0x1', 'PS_MAPI@x'])(
    'is none where the name says nothing: %s',
    (name) => {
      expect(propertyByName(name)).toBeUndefined();
    },
  );

  it.each([
    () => propertyOfTag(0x8000, 'PtypString'),
    () => propertyOfTag(0, 'PtypString'),
    () => propertyOfName('common', 1),
    () => propertyOfName(PROPERTY_SETS.PS_MAPI, ''),
    () => propertyOfName(PROPERTY_SETS.PS_MAPI, 'x'.repeat(128)),
    () => propertyOfName(PROPERTY_SETS.PS_MAPI, 2 ** 32),
  ])('is refused where it cannot be: %#', (make) => {
    expect(make).toThrow(TypeError);
  });
});

describe('the types of properties', () => {
  it('have the codes of [MS-OXCDATA] 2.11.1, with 0x1000 for several values', () => {
    for (const [name, code] of Object.entries(PROPERTY_TYPES)) {
      const single = PROPERTY_TYPES[name.replace('Multiple', '') as keyof typeof PROPERTY_TYPES];
      expect(code).toBe(name.includes('Multiple') ? single | 0x1000 : single);
    }
    expect(Object.keys(PROPERTY_TYPES)).toHaveLength(32);
  });
});
