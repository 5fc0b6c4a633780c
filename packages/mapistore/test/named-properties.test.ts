import { openStore, PROPERTY_SETS, type PropertyName } from '@mapistore/core';
import { openSqliteState } from '@mapistore/state-sql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Place } from './memory.ts';

const { PSETID_Common, PS_INTERNET_HEADERS, PS_MAPI, PS_PUBLIC_STRINGS } = PROPERTY_SETS;
let place: Place;
beforeEach(async () => {
  place = await Place.make();
});
afterEach(() => place[Symbol.asyncDispose]());

const colour: PropertyName = { set: PS_PUBLIC_STRINGS, key: 'Colour' };
const flag: PropertyName = { set: PSETID_Common, key: 0x8530 };

describe('the id of a named property', () => {
  it('is given when it is asked for, and only then [MS-OXCPRPT_R628] [MS-OXCPRPT_R62801]', async () => {
    const { namedProperties: names } = await place.open([]);
    expect(await names.getIdsFromNames([colour, flag])).toEqual([0, 0]);
    const [first, second] = await names.getIdsFromNames([colour, flag], { create: true });
    expect([first, second]).toEqual([0x8000, 0x8001]);
    expect(await names.getIdsFromNames([flag, { ...colour, key: 'other' }, colour])).toEqual([second, 0, first]);
  });

  it('is the same for every program and after each start', async () => {
    const stores = await Promise.all([place.open([]), place.open([]), place.open([])]);
    const many = Array.from({ length: 50 }, (_, index) => ({ set: PS_PUBLIC_STRINGS, key: `name ${index}` }));
    const ids = await Promise.all(
      stores.map(({ namedProperties }, turn) =>
        namedProperties.getIdsFromNames(turn === 1 ? many.toReversed() : many, { create: true }),
      ),
    );
    expect(ids[0]).toEqual(ids[2]);
    expect(ids[1]?.toReversed()).toEqual(ids[0]);
    expect(new Set(ids[0]).size).toBe(50);
    const { namedProperties: later } = await place.open([]);
    expect(await later.getIdsFromNames(many)).toEqual(ids[0]);
    expect(await later.getNamesFromIds(ids[0] as number[])).toEqual(many);
  });

  it('differs by case, but not in PS_INTERNET_HEADERS', async () => {
    const { namedProperties: names } = await place.open([]);
    const [a, b, c, d, e] = await names.getIdsFromNames(
      [
        colour,
        { ...colour, key: 'colour' },
        { set: PS_INTERNET_HEADERS, key: 'X-Mailer' },
        { set: PS_INTERNET_HEADERS, key: 'x-mailer' },
        { set: PS_PUBLIC_STRINGS.toUpperCase(), key: 'Colour' },
      ],
      { create: true },
    );
    expect([a !== b, c === d, a === e]).toEqual([true, true, true]);
  });

  it('is the number itself in PS_MAPI, where no string has one', async () => {
    const { namedProperties: names } = await place.open([]);
    const asked = [
      { set: PS_MAPI, key: 0x37 },
      { set: PS_MAPI, key: 'Subject' },
      { set: PS_MAPI, key: 0x8001 },
    ];
    expect(await names.getIdsFromNames(asked, { create: true })).toEqual([0x37, 0, 0]);
    expect(await names.getNamesFromIds([0x37, 0x8000])).toEqual([{ set: PS_MAPI, key: 0x37 }, undefined]);
    expect(await names.queryNamedProperties()).toEqual([]);
  });

  it('is not given to a name beyond the quota, nor to any asked for with it', async () => {
    const state = await openSqliteState({ file: `${place.path}/small.sqlite` });
    await using store = await openStore({ state, backends: [], maxNamedProperties: 3 });
    const { namedProperties: names } = store;
    const name = (key: string): PropertyName => ({ set: PS_PUBLIC_STRINGS, key });
    await names.getIdsFromNames([name('a'), name('b')], { create: true });
    const flood = names.getIdsFromNames([name('a'), name('c'), name('d')], { create: true });
    await expect(flood).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED', details: { context: { quota: 3 } } });
    expect(await names.getIdsFromNames([name('a'), name('c')])).toEqual([0x8000, 0]);
    expect(await names.getIdsFromNames([name('c'), name('c'), name('b')], { create: true })).toEqual([
      0x8002, 0x8002, 0x8001,
    ]);
    await expect(names.getIdsFromNames([{ set: 'x', key: 1 }])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('the list of named properties', () => {
  it.each([
    [{}, [colour, flag]],
    [{ noStrings: true }, [flag]],
    [{ noIds: true }, [colour]],
    [{ noStrings: true, noIds: true }, []],
    [{ set: PSETID_Common.toUpperCase() }, [flag]],
  ])(
    '%o leaves out what is not asked for [MS-OXCPRPT_R876] [MS-OXCPRPT_R877] [MS-OXCPRPT_R878]',
    async (query, expected) => {
      const { namedProperties: names } = await place.open([]);
      const ids = await names.getIdsFromNames([colour, flag], { create: true });
      const found = await names.queryNamedProperties(query);
      expect(found.map(({ id: _, ...name }) => name)).toEqual(expected);
      expect(await names.getIdsFromNames([])).toEqual(ids);
    },
  );
});
