import { PropertyBag, stringNamed, tagged } from '@mapistore/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edit, Hooks, idsOf, lying, Place, put, side } from './memory.ts';
import { all, cat, mail, sources } from './support.ts';

let place: Place;
beforeEach(async () => {
  place = await Place.make();
});
afterEach(() => place[Symbol.asyncDispose]());

const subject = tagged('PidTagSubject');
const custom = stringNamed('PS_PUBLIC_STRINGS', 'X-Project');
const set = (...entries: readonly [typeof subject | typeof custom, string][]) => ({
  set: entries.reduce((bag, [property, value]) => bag.set(property, value), new PropertyBag()),
  remove: [],
});

const markdown = { mediaType: 'text/markdown' } as const;
const noteBytes = (title: string): Uint8Array =>
  Buffer.from(`---\ntitle: ${title}\nunknown: { kept: as it is }   # and this\n---\n\nLine one\nLine two\n`);

type Opened = Awaited<ReturnType<Place['open']>>;
const bagOf = async (store: Opened, id: string): Promise<PropertyBag> => (await store.items.properties(id)).properties;

describe('properties set on a mail', () => {
  it.each(['imported', 'found at the backend'])(
    'lie beside it, its bytes stay, and they go along to any backend: %s [MS-OXCPRPT_R101 R113 R475 R485 R486]',
    async (how) => {
      const [a, b] = [await side('aa'), await side('bb', { bytes: 'normalising' })];
      const store = await place.mounted({ '/A': a, '/B': b });
      if (how === 'imported') await all(store.import('/A', sources([mail('written')])));
      else await put(a, mail('written'));
      await all(store.sync());
      const [id] = (await idsOf(store, '/A')) as [string];
      await store.items.setProperties(id, set([subject, 'mine'], [custom, 'Apollo']));
      await store.items.setProperties(id, { set: new PropertyBag(), remove: ['PidTagDisplayTo'] });
      for (const to of ['/B', '/A', '/B']) {
        const bag = await bagOf(store, id);
        expect([bag.get(subject), bag.get(custom), bag.has('PidTagDisplayTo')]).toEqual(['mine', 'Apollo', false]);
        expect(await cat(store, id)).toEqual(mail('written'));
        await all(store.move([id], to));
        await all(store.sync());
      }
      const [copy] = await all(store.copy([id], '/A'));
      const bag = await bagOf(store, copy?.newId as string);
      expect([bag.get(subject), bag.get(custom), bag.has('PidTagDisplayTo')]).toEqual(['mine', 'Apollo', false]);
      await store.items.setProperties(copy?.newId as string, set([custom, 'Gemini']));
      expect((await bagOf(store, id)).get(custom)).toBe('Apollo');
    },
  );

  it('are a change that the journal tells', async () => {
    const store = await place.mounted({ '/A': await side('aa') });
    const [{ id } = { id: '' }] = await all(store.import('/A', sources([mail('x')])));
    const { token } = await store.changes('/');
    await store.items.setProperties(id as string, set([custom, 'Apollo']));
    expect((await store.changes('/', token)).changes).toEqual([{ id, change: 'updated', path: '/A' }]);
  });
});

describe('properties set on a note', () => {
  it('are written into the file where it can say them, every other line stays, and the rest lies beside it', async () => {
    const a = await side('aa');
    const store = await place.mounted({ '/A': a });
    await put(a, noteBytes('old'), markdown);
    await all(store.sync());
    const [id] = (await idsOf(store, '/A')) as [string];
    await store.items.setProperties(id, set([subject, 'new'], [custom, 'Apollo']));
    expect(await lying(a)).toEqual([Buffer.from(noteBytes('new')).toString()]);
    const bag = await bagOf(store, id);
    expect([bag.get(subject), bag.get(custom)]).toEqual(['new', 'Apollo']);
    expect((await store.items.get(id)).subject).toBe('new');
    await all(store.sync());
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('stay beside it when others edit the file, and what the file says itself wins', async () => {
    const a = await side('aa');
    const store = await place.mounted({ '/A': a });
    const key = await put(a, noteBytes('old'), markdown);
    await all(store.sync());
    const [id] = (await idsOf(store, '/A')) as [string];
    await store.items.setProperties(id, set([subject, 'ours'], [custom, 'Apollo']));
    await edit(a, key, noteBytes('theirs'), markdown);
    await all(store.sync());
    const bag = await bagOf(store, id);
    expect([bag.get(subject), bag.get(custom)]).toEqual(['theirs', 'Apollo']);
  });

  it('in a backend that changes line ends or keys leave an item that gives back what was stored', async () => {
    for (const options of [{ bytes: 'normalising' }, { rekeysOnUpdate: true }] as const) {
      await using own = await Place.make();
      const a = await side('aa', options);
      const store = await own.mounted({ '/A': a });
      const body = {
        mediaType: 'text/markdown',
        open: async function* () {
          yield noteBytes('old');
        },
      };
      const [{ id } = { id: '' }] = await all(store.import('/A', [{ label: 'note', body }]));
      const { token } = await store.changes('/');
      await store.items.setProperties(id as string, set([subject, 'new']));
      await all(store.sync());
      expect((await store.changes('/', token)).changes).toEqual([{ id, change: 'updated', path: '/A' }]);
      expect((await bagOf(store, id as string)).get(subject)).toBe('new');
      expect(await cat(store, id as string)).toEqual(noteBytes('new'));
      expect(await all(store.check({ deep: true }))).toEqual([]);
    }
  });

  it('never overwrite what somebody else wrote between our reading and our writing', async () => {
    const hooks = new Hooks();
    const a = await side('aa');
    const store = await place.mounted({ '/A': a }, { hooks });
    const key = await put(a, noteBytes('old'), markdown);
    await all(store.sync());
    const [id] = (await idsOf(store, '/A')) as [string];
    const theirs = Buffer.from(`${Buffer.from(noteBytes('old'))}Line three, theirs\n`);
    for (const operation of ['openBody', 'readItem', 'updateItem'] as const) {
      await edit(a, key, noteBytes('old'), markdown);
      await all(store.sync());
      hooks.on('/A', operation, operation === 'updateItem' ? 'before' : 'after', () => edit(a, key, theirs, markdown));
      await store.items.setProperties(id, set([subject, 'new']));
      expect((await lying(a))[0]).toBe(theirs.toString().replace('title: old', 'title: new'));
    }
  });
});
