import { bytesSource, RIGHTS, type Right, type Store } from '@mapistore/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { all, mail } from '../support.ts';
import { ANN, grant, NO_CHANGE, outcomeOf, put, type Shared, shared } from './shared.ts';

/** Where a call is tried: a folder with two items, and another one in which Ann may do everything. */
interface Case {
  readonly ann: Store;
  readonly at: string;
  readonly away: string;
  /** An item of the owner, one that Ann made, both in `at`; and one that lies in `away`. */
  readonly theirs: string;
  readonly own: string;
  readonly other: string;
}

/** A call, the functions of the API it is about, and the rights in `at` that it takes. */
interface Call {
  readonly call: string;
  readonly api: string;
  readonly takes: readonly Right[];
  run(about: Case): Promise<unknown>;
}

const SPAN = { from: new Date('2026-03-01'), to: new Date('2026-04-01') };
let number = 0;
const fresh = () => [{ label: 'new', body: bytesSource(mail(`new ${number++}`), 'message/rfc822') }];

const CALLS: readonly Call[] = [
  { call: 'lists a folder', api: 'folders.list', takes: ['folderVisible'], run: ({ ann, at }) => ann.folders.list(at) },
  { call: 'opens a folder', api: 'folders.get', takes: ['folderVisible'], run: ({ ann, at }) => ann.folders.get(at) },
  {
    call: 'makes a folder in it',
    api: 'folders.create',
    takes: ['createSubFolder'],
    run: ({ ann, at }) => ann.folders.create(`${at}/new`),
  },
  {
    call: 'renames a folder',
    api: 'folders.rename',
    takes: ['folderOwner'],
    run: ({ ann, at }) => ann.folders.rename(at, `renamed${number++}`),
  },
  {
    call: 'moves a folder below it',
    api: 'folders.rename',
    takes: ['createSubFolder'],
    run: async ({ ann, at, away }) => {
      await ann.folders.create(`${away}/inner`);
      return ann.folders.rename(`${away}/inner`, `${at}/inner`);
    },
  },
  {
    call: 'removes a folder',
    api: 'folders.remove',
    takes: ['folderOwner', 'deleteAny'],
    run: ({ ann, at }) => ann.folders.remove(at, { recursive: true }),
  },
  { call: 'shows a page', api: 'items.page', takes: ['folderVisible'], run: ({ ann, at }) => ann.items.page(at) },
  { call: 'lists items', api: 'items.list', takes: ['folderVisible'], run: ({ ann, at }) => all(ann.items.list(at)) },
  {
    call: 'reads all bytes',
    api: 'items.openAll',
    takes: ['folderVisible'],
    run: ({ ann, at }) => all(ann.items.openAll(at)),
  },
  { call: 'gets an item', api: 'items.get', takes: ['readAny'], run: ({ ann, theirs }) => ann.items.get(theirs) },
  { call: 'reads an item', api: 'items.open', takes: ['readAny'], run: ({ ann, theirs }) => ann.items.open(theirs) },
  {
    call: 'reads properties',
    api: 'items.properties',
    takes: ['readAny'],
    run: ({ ann, theirs }) => ann.items.properties(theirs),
  },
  { call: 'gets an own item', api: 'items.get', takes: [], run: ({ ann, own }) => ann.items.get(own) },
  { call: 'reads an own item', api: 'items.open', takes: [], run: ({ ann, own }) => ann.items.open(own) },
  {
    call: 'changes an item',
    api: 'items.setProperties',
    takes: ['editAny'],
    run: ({ ann, theirs }) => ann.items.setProperties(theirs, NO_CHANGE),
  },
  {
    call: 'changes an own item',
    api: 'items.setProperties',
    takes: ['editOwned'],
    run: ({ ann, own }) => ann.items.setProperties(own, NO_CHANGE),
  },
  {
    call: 'flags an item',
    api: 'items.setFlags',
    takes: ['editAny'],
    run: ({ ann, theirs }) => ann.items.setFlags([theirs], { add: ['$seen'] }),
  },
  {
    call: 'flags an own item',
    api: 'items.setFlags',
    takes: ['editOwned'],
    run: ({ ann, own }) => ann.items.setFlags([own], { add: ['$seen'] }),
  },
  {
    call: 'sees permissions',
    api: 'permissions.list',
    takes: ['folderVisible'],
    run: ({ ann, at }) => ann.permissions.list(at),
  },
  {
    call: 'changes permissions',
    api: 'permissions.modify',
    takes: ['folderOwner'],
    run: ({ ann, at }) => ann.permissions.modify(at, [{ change: 'modify', memberId: 0, rights: 0 }]),
  },
  {
    call: 'replaces permissions',
    api: 'permissions.replace',
    takes: ['folderOwner'],
    run: ({ ann, at }) => ann.permissions.replace(at, []),
  },
  {
    call: 'asks for the agenda',
    api: 'calendar.agenda',
    takes: ['freeBusyDetailed'],
    run: ({ ann, at }) => ann.calendar.agenda(at, SPAN),
  },
  {
    call: 'asks for free/busy',
    api: 'calendar.freeBusy',
    takes: ['freeBusySimple'],
    run: ({ ann, at }) => ann.calendar.freeBusy(at, SPAN),
  },
  { call: 'imports', api: 'import', takes: ['create'], run: ({ ann, at }) => all(ann.import(at, fresh())) },
  {
    call: 'copies an item out of it',
    api: 'copy',
    takes: ['readAny'],
    run: ({ ann, theirs, away }) => all(ann.copy([theirs], away)),
  },
  {
    call: 'copies an item into it',
    api: 'copy',
    takes: ['create'],
    run: ({ ann, other, at }) => all(ann.copy([other], at)),
  },
  {
    call: 'copies the folder',
    api: 'copy',
    takes: ['folderVisible', 'readAny'],
    run: ({ ann, at, away }) => all(ann.copy([at], away)),
  },
  {
    call: 'copies a folder into it',
    api: 'copy',
    takes: ['createSubFolder'],
    run: async ({ ann, at, away }) => {
      await ann.folders.create(`${away}/inner`);
      return all(ann.copy([`${away}/inner`], at));
    },
  },
  {
    call: 'moves an item out of it',
    api: 'move',
    takes: ['readAny', 'deleteAny'],
    run: ({ ann, theirs, away }) => all(ann.move([theirs], away)),
  },
  {
    call: 'moves an own item out of it',
    api: 'move',
    takes: ['deleteOwned'],
    run: ({ ann, own, away }) => all(ann.move([own], away)),
  },
  {
    call: 'moves an item into it',
    api: 'move',
    takes: ['create'],
    run: ({ ann, other, at }) => all(ann.move([other], at)),
  },
  {
    call: 'moves the folder',
    api: 'move',
    takes: ['folderVisible', 'readAny', 'deleteAny', 'folderOwner'],
    run: ({ ann, at, away }) => all(ann.move([at], away)),
  },
  {
    call: 'plans a copy',
    api: 'plan',
    takes: ['readAny'],
    run: ({ ann, theirs, away }) => all(ann.plan([theirs], away, { mode: 'copy' })),
  },
  {
    call: 'plans a move',
    api: 'plan',
    takes: ['readAny', 'deleteAny'],
    run: ({ ann, theirs, away }) => all(ann.plan([theirs], away)),
  },
  {
    call: 'removes an item',
    api: 'remove',
    takes: ['deleteAny'],
    run: ({ ann, theirs }) => all(ann.remove([theirs])),
  },
  {
    call: 'removes an own item',
    api: 'remove',
    takes: ['deleteOwned'],
    run: ({ ann, own }) => all(ann.remove([own])),
  },
  {
    call: 'removes the folder',
    api: 'remove',
    takes: ['folderOwner', 'deleteAny'],
    run: ({ ann, at }) => all(ann.remove([at])),
  },
  { call: 'hears of changes', api: 'changes', takes: ['folderVisible'], run: ({ ann, at }) => ann.changes(at) },
];

/** What says nothing of anything, or gives the store back. */
const HARMLESS = ['watch'];

/** Rights that another one brings along. */
const IMPLIED: Readonly<Partial<Record<Right, readonly Right[]>>> = {
  editOwned: ['editAny'],
  deleteOwned: ['deleteAny'],
  freeBusyDetailed: ['readAny'],
  freeBusySimple: ['readAny', 'freeBusyDetailed'],
};

const NAMES = Object.keys(RIGHTS) as Right[];
const bits = (names: readonly Right[]): number => names.reduce((all, name) => all | RIGHTS[name], 0);

let place: Shared;
beforeAll(async () => {
  place = await shared('/Box');
});
afterAll(() => place[Symbol.asyncDispose]());

/** A new pair of folders with items; Ann has these rights in the first. */
async function about(rights: number): Promise<Case> {
  const { store } = place;
  const [at, away] = [`/Box/at${number++}`, `/Box/away${number++}`];
  const ann = store.logon(ANN);
  for (const path of [at, away]) {
    await store.folders.create(path);
    await grant(store, path, ANN.member, bits(NAMES));
  }
  const theirs = await put(store, at, mail(`theirs ${number}`));
  const own = await put(ann, at, mail(`own ${number}`));
  const other = await put(ann, away, mail(`other ${number}`));
  await grant(store, at, ANN.member, rights);
  return { ann, at, away, theirs, own, other };
}

describe('somebody who is not the owner', () => {
  it.each(CALLS)('$call with $takes alone, and with no right less', async ({ takes, run }) => {
    const least = takes.length > 0 ? takes : (['folderContact'] as const);
    const enough = await about(bits(least));
    expect(await outcomeOf(() => run(enough))).toBe('ok');
    for (const missing of takes) {
      const implied = IMPLIED[missing] ?? [];
      // Every other right does not make up for it.
      const others = NAMES.filter((name) => name !== missing && !implied.includes(name));
      const lacking = await about(bits(others));
      const outcome = await outcomeOf(() => run(lacking));
      const named = takes.filter((name) => !others.includes(name));
      expect(named.map((name) => `FORBIDDEN ${name}`)).toContain(outcome);
    }
  });

  it.each(CALLS)('$call not without any right: the folder does not exist then', async ({ run }) => {
    const none = await about(0);
    expect(await outcomeOf(() => run(none))).toBe('NOT_FOUND');
  });

  it('has no way around: what is not in this table is closed, also to who has every right', async () => {
    const { ann } = await about(bits(NAMES));
    const open = new Set([...CALLS.map(({ api }) => api), ...HARMLESS]);
    const tried: string[] = [];
    const attempt = async (of: object, prefix: string): Promise<void> => {
      for (const [key, value] of Object.entries(of)) {
        const api = prefix === '' ? key : `${prefix}.${key}`;
        if (typeof value === 'object' && value !== null) await attempt(value, api);
        if (typeof value !== 'function' || open.has(api)) continue;
        tried.push(api);
        const answer = (value as () => unknown)();
        const work = async (): Promise<unknown> => answer;
        expect([api, await outcomeOf(work)]).toEqual([api, 'FORBIDDEN owner']);
        const sequence = answer as AsyncIterable<unknown>;
        expect([api, await outcomeOf(() => all(sequence))]).toEqual([api, 'FORBIDDEN owner']);
      }
    };
    await attempt(ann, '');
    expect(tried).toEqual(expect.arrayContaining(['mounts.add', 'sync', 'keepSynced', 'check', 'logon']));
  });

  it('leaves the store open to its owner when they are done with it', async () => {
    await place.store.logon(ANN)[Symbol.asyncDispose]();
    expect((await place.store.folders.list()).length).toBeGreaterThan(0);
  });
});
