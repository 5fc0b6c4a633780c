import { formatRights, parseRights, RIGHTS, ROLES } from '@mapistore/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mail } from '../support.ts';
import { ANN, grant, outcomeOf, put, type Shared, shared } from './shared.ts';

let place: Shared;
let path: string;
let number = 0;
beforeAll(async () => {
  place = await shared('/Box');
});
afterAll(() => place[Symbol.asyncDispose]());
beforeEach(async () => {
  path = `/Box/folder${number++}`;
  await place.store.folders.create(path);
});

const list = async () => (await place.store.permissions.list(path)).map(({ member, rights }) => [member, rights]);
const idOf = async (member: string): Promise<number> =>
  (await place.store.permissions.list(path)).find((entry) => entry.member === member)?.memberId as number;

describe('the permissions of a folder', () => {
  it('have Default as member 0 and Anonymous as member -1, without rights at first', async () => {
    expect(await place.store.permissions.list(path)).toEqual([
      { memberId: 0, member: '', rights: 0, privateItems: false },
      { memberId: -1, member: 'Anonymous', rights: 0, privateItems: false },
    ]);
  });

  it('are added to, by the name of a person, who has these rights then [MS-OXCPERM_R47 R51 R87]', async () => {
    const { store } = place;
    await store.permissions.modify(path, [{ change: 'add', member: 'Ann@Example.org', rights: ROLES.reviewer }]);
    expect(await list()).toEqual([
      ['', 0],
      ['Anonymous', 0],
      ['Ann@Example.org', ROLES.reviewer],
    ]);
    expect((await store.logon(ANN).folders.get(path)).path).toBe(path);
    const again = () => store.permissions.modify(path, [{ change: 'add', ...ANN, rights: 1 }]);
    expect(await outcomeOf(again)).toBe('ALREADY_EXISTS');
  });

  it('are changed and taken away by member id [MS-OXCPERM_R1187 R1188 R52 R186]', async () => {
    const { permissions } = place.store;
    await permissions.modify(path, [
      { change: 'add', member: 'ann', rights: 1 },
      { change: 'add', member: 'bob', rights: 2 },
    ]);
    await permissions.modify(path, [
      { change: 'modify', memberId: await idOf('ann'), rights: RIGHTS.create },
      { change: 'modify', memberId: 0, rights: RIGHTS.folderVisible },
      { change: 'remove', memberId: await idOf('bob') },
    ]);
    expect(await list()).toEqual([
      ['', RIGHTS.folderVisible],
      ['Anonymous', 0],
      ['ann', RIGHTS.create],
    ]);
  });

  it('are changed as a whole or not at all', async () => {
    const { permissions } = place.store;
    const changes = [
      { change: 'add', member: 'ann', rights: 1 },
      { change: 'remove', memberId: 99_999 },
    ] as const;
    expect(await outcomeOf(() => permissions.modify(path, changes))).toBe('NOT_FOUND');
    expect(await list()).toHaveLength(2);
    expect(await outcomeOf(() => permissions.modify(path, [{ change: 'remove', memberId: 0 }]))).toBe(
      'INVALID_ARGUMENT',
    );
  });

  it('are replaced but for the entry Default [MS-OXCPERM_R1197]', async () => {
    const { permissions } = place.store;
    await permissions.modify(path, [
      { change: 'modify', memberId: 0, rights: RIGHTS.folderVisible },
      { change: 'modify', memberId: -1, rights: RIGHTS.create },
      { change: 'add', member: 'ann', rights: 1 },
      { change: 'add', member: 'bob', rights: 1 },
    ]);
    const bob = await idOf('bob');
    await permissions.replace(path, [
      { member: 'bob', rights: RIGHTS.readAny },
      { member: 'eve', rights: 0 },
    ]);
    expect((await list()).sort()).toEqual([
      ['', RIGHTS.folderVisible],
      ['Anonymous', 0],
      ['bob', RIGHTS.readAny],
      ['eve', 0],
    ]);
    // One person has one id.
    expect(await idOf('bob')).toBe(bob);
  });

  it('are replaced by entries to add and by nothing else [MS-OXCPERM_R45]', async () => {
    const { permissions } = place.store;
    await permissions.modify(path, [{ change: 'add', member: 'ann', rights: 1 }]);
    const other = [{ change: 'remove', memberId: await idOf('ann') }] as never;
    expect(await outcomeOf(() => permissions.replace(path, other))).toBe('INVALID_ARGUMENT');
    expect(await list()).toHaveLength(3);
  });

  it('take no other bits than rights [MS-OXCPERM_R1093]', async () => {
    const { permissions } = place.store;
    for (const rights of [0x4, 0x200_000, -1, 1.5]) {
      const change = () => permissions.modify(path, [{ change: 'add', member: 'ann', rights }]);
      expect(await outcomeOf(change)).toBe('INVALID_ARGUMENT');
      expect(await outcomeOf(() => permissions.replace(path, [{ member: 'ann', rights }]))).toBe('INVALID_ARGUMENT');
    }
    await permissions.modify(path, [{ change: 'add', member: 'ann', rights: 0x1ffb }]);
    expect((await list())[2]).toEqual(['ann', 0x1ffb]);
  });

  it('show the free-busy rights where these are asked for [MS-OXCPERM_R19]', async () => {
    const { permissions } = place.store;
    const rights = RIGHTS.freeBusySimple | RIGHTS.freeBusyDetailed | RIGHTS.readAny;
    await permissions.modify(path, [{ change: 'add', member: 'ann', rights }]);
    expect((await permissions.list(path, { freeBusy: true }))[2]?.rights).toBe(rights);
    expect((await permissions.list(path, { freeBusy: false }))[2]?.rights).toBe(RIGHTS.readAny);
  });

  it('change the free-busy rights where these are given, and leave them alone where not [MS-OXCPERM_R40]', async () => {
    const { permissions } = place.store;
    const { freeBusySimple, freeBusyDetailed, readAny, create } = RIGHTS;
    await permissions.modify(path, [{ change: 'add', member: 'ann', rights: freeBusySimple }], { freeBusy: true });
    const memberId = await idOf('ann');
    const withOthers = [{ change: 'modify', memberId, rights: readAny | freeBusyDetailed }] as const;
    await permissions.modify(path, withOthers, { freeBusy: false });
    expect((await list())[2]).toEqual(['ann', readAny | freeBusySimple]);
    await permissions.modify(path, withOthers);
    expect((await list())[2]).toEqual(['ann', readAny | freeBusyDetailed]);
    await permissions.replace(path, [{ member: 'ann', rights: create }], { freeBusy: false });
    expect((await list())[2]).toEqual(['ann', create | freeBusyDetailed]);
  });

  it('are those of its parent when a folder is made, by the store or by others; later ones are not', async () => {
    const { store, sides } = place;
    await grant(store, path, ANN.member, ROLES.reviewer);
    await store.folders.create(`${path}/inner`);
    await grant(store, path, 'bob', ROLES.reviewer);
    const members = async (of: string) => (await store.permissions.list(of)).map(({ member }) => member);
    expect(await members(`${path}/inner`)).toEqual(['', 'Anonymous', ANN.member]);
    const { signal } = new AbortController();
    const outside = sides['/Box']?.outside;
    const folders = (await outside?.listFolders({ signal, limit: 1_000 }))?.folders ?? [];
    const parent = folders.find(({ name }) => name === path.split('/').at(-1))?.key as string;
    await outside?.createFolder({ signal, parent, name: 'from outside' });
    for await (const _ of store.sync());
    expect(await members(`${path}/from outside`)).toEqual(['', 'Anonymous', ANN.member, 'bob']);
  });

  it('make a folder its maker’s own', async () => {
    const { store } = place;
    await grant(store, path, ANN.member, RIGHTS.createSubFolder);
    const ann = store.logon(ANN);
    await ann.folders.create(`${path}/hers`);
    await put(ann, `${path}/hers`, mail('hers'));
    await ann.permissions.modify(`${path}/hers`, [{ change: 'add', member: 'bob', rights: 1 }]);
    await ann.folders.remove(`${path}/hers`, { recursive: true });
  });

  it('go with their folder', async () => {
    const { store } = place;
    await grant(store, path, ANN.member, ROLES.reviewer);
    await store.folders.remove(path);
    await store.folders.create(path);
    expect(await list()).toHaveLength(2);
  });
});

describe('rights as words', () => {
  it('are roles, names, and both together', () => {
    expect(parseRights('Editor')).toBe(ROLES.editor);
    expect(parseRights('reviewer+freeBusySimple')).toBe(ROLES.reviewer | RIGHTS.freeBusySimple);
    expect(parseRights('readany + create')).toBe(RIGHTS.readAny | RIGHTS.create);
    expect(() => parseRights('king')).toThrow(/neither a role/u);
  });

  it('are written as they are read', () => {
    for (const role of Object.keys(ROLES)) expect(formatRights(parseRights(role))).toBe(role);
    for (const text of ['author+freeBusySimple', 'readAny+create', 'freeBusyDetailed'])
      expect(formatRights(parseRights(text))).toBe(text);
  });
});
