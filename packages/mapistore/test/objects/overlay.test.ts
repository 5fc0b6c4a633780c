import { PropertyBag, type Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idsOf, Place, put, type Side, side } from '../memory.ts';
import { all } from '../support.ts';

let place: Place;
let a: Side;
let store: Store;
let id: string;
beforeEach(async () => {
  place = await Place.make();
  a = await side('aa');
  await put(a, Buffer.from('Milk\n\nand bread\n'), { mediaType: 'text/markdown' });
  store = await place.mounted({ '/A': a });
  [id = ''] = await idsOf(store, '/A');
});
afterEach(() => place[Symbol.asyncDispose]());

const set = (bag: PropertyBag) => store.items.setProperties(id, { set: bag, remove: [] });
const classOf = async (): Promise<string | undefined> =>
  (await store.items.properties(id)).properties.get(p.PidTagMessageClass);

describe('a value that bytes cannot say', () => {
  it('stays when other values are written into the bytes', async () => {
    await set(new PropertyBag().set(p.PidTagMessageClass, 'IPM.StickyNote.Mine'));
    await set(new PropertyBag().set(p.PidTagBody, 'Milk\n\nand butter'));
    expect(await classOf()).toBe('IPM.StickyNote.Mine');
  });

  it('goes when it is set back to what they say', async () => {
    const usual = await classOf();
    await set(new PropertyBag().set(p.PidTagMessageClass, 'IPM.StickyNote.Mine'));
    await set(new PropertyBag().set(p.PidTagMessageClass, usual as string));
    expect(await classOf()).toBe(usual);
  });

  it('keeps its type, several values too', async () => {
    await set(new PropertyBag().set(p.PidNameLastAuthor, 'Ann').set(p.PidTagScheduleInfoMonthsBusy, [1, 2]));
    const { properties } = await store.items.properties(id);
    expect([properties.get(p.PidNameLastAuthor), properties.get(p.PidTagScheduleInfoMonthsBusy)]).toEqual([
      'Ann',
      [1, 2],
    ]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});
