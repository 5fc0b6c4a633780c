import { collect, PropertyBag, RIGHTS, ROLES, type Store, tagged } from '@mapistore/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { all, mail } from '../support.ts';
import { ANN, event, grant, outcomeOf, put, type Shared, shared } from './shared.ts';

let place: Shared;
let store: Store;
let ann: Store;
let path: string;
let number = 0;
beforeAll(async () => {
  place = await shared('/Box', '/Other');
  store = place.store;
  ann = store.logon(ANN);
});
afterAll(() => place[Symbol.asyncDispose]());
beforeEach(async () => {
  path = `/Box/folder${number++}`;
  await store.folders.create(path);
});

const may = (rights: number): Promise<void> => grant(store, path, ANN.member, rights);
const subjects = async (of: Store): Promise<readonly string[]> =>
  (await all(of.items.list(path, { sort: 'id' }))).map(({ subject }) => subject);
const SUBJECT = { set: new PropertyBag().set(tagged('PidTagComment'), 'changed'), remove: [] };

/** One item of the owner and one of Ann, who may do afterwards what is said. */
async function two(rights: number): Promise<{ readonly theirs: string; readonly own: string }> {
  await may(RIGHTS.create);
  const theirs = await put(store, path, mail(`theirs ${number}`));
  const own = await put(ann, path, mail(`own ${number}`));
  await may(rights);
  return { theirs, own };
}

describe('who reads', () => {
  it('every message with read-any [MS-OXCPERM_R143]', async () => {
    const { theirs } = await two(RIGHTS.readAny | RIGHTS.folderVisible);
    expect(await subjects(ann)).toHaveLength(2);
    expect(Buffer.from(await collect(await ann.items.open(theirs))).toString()).toContain('Hello.');
  });

  it('no message of others without it, but one’s own [MS-OXCPERM_R144]', async () => {
    const { theirs, own } = await two(RIGHTS.folderVisible);
    expect(await subjects(ann)).toEqual([`own ${number}`]);
    expect(await outcomeOf(() => ann.items.open(theirs))).toBe('FORBIDDEN readAny');
    expect((await ann.items.get(own)).id).toBe(own);
    expect(await ann.folders.get(path)).toMatchObject({ items: 1, unread: 1 });
    expect(await store.folders.get(path)).toMatchObject({ items: 2 });
  });

  it('pages that are full, whatever lies between', async () => {
    await may(RIGHTS.create | RIGHTS.folderVisible);
    for (let at = 0; at < 9; at++) await put(at % 3 === 0 ? ann : store, path, mail(`${at} of ${number}`));
    const first = await ann.items.page(path, { sort: 'id', limit: 2 });
    expect(first.items.map(({ subject }) => subject[0])).toEqual(['0', '3']);
    const next = await ann.items.page(path, { sort: 'id', limit: 2, cursor: first.next as string });
    expect(next.items.map(({ subject }) => subject[0])).toEqual(['6']);
  });
});

describe('who writes', () => {
  it('makes messages with create, which are their own then [MS-OXCPERM_R140]', async () => {
    await may(RIGHTS.create);
    const id = await put(ann, path, mail(`made ${number}`));
    expect((await ann.items.get(id)).subject).toBe(`made ${number}`);
    expect(await subjects(store)).toEqual([`made ${number}`]);
  });

  it('makes none without [MS-OXCPERM_R141]', async () => {
    await may(RIGHTS.folderVisible | RIGHTS.editAny);
    expect(await outcomeOf(() => put(ann, path, mail('no')))).toBe('FORBIDDEN create');
    expect(await subjects(store)).toEqual([]);
  });

  it('changes own messages with edit-owned, and no others [MS-OXCPERM_R131 R125]', async () => {
    const { theirs, own } = await two(RIGHTS.editOwned);
    await ann.items.setProperties(own, SUBJECT);
    expect((await store.items.properties(own)).properties.get('PidTagComment')).toBe('changed');
    expect(await outcomeOf(() => ann.items.setProperties(theirs, SUBJECT))).toBe('FORBIDDEN editAny');
    expect((await store.items.properties(theirs)).properties.has('PidTagComment')).toBe(false);
  });

  it('does not change own messages without it [MS-OXCPERM_R132]', async () => {
    const { own } = await two(RIGHTS.readAny | RIGHTS.create);
    expect(await outcomeOf(() => ann.items.setProperties(own, SUBJECT))).toBe('FORBIDDEN editOwned');
    expect(await outcomeOf(() => ann.items.setFlags([own], { add: ['$seen'] }))).toBe('FORBIDDEN editOwned');
  });

  it('changes every message with edit-any [MS-OXCPERM_R124]', async () => {
    const { theirs, own } = await two(RIGHTS.editAny);
    await ann.items.setFlags([theirs, own], { add: ['$flagged'] });
    expect((await store.items.get(theirs)).flags).toContain('$flagged');
    expect((await store.items.get(own)).flags).toContain('$flagged');
  });

  it('deletes own messages with delete-owned, and no others [MS-OXCPERM_R127 R122]', async () => {
    const { theirs, own } = await two(RIGHTS.deleteOwned);
    expect(await outcomeOf(() => all(ann.remove([own, theirs])))).toBe('FORBIDDEN deleteAny');
    expect(await subjects(store)).toHaveLength(2);
    await all(ann.remove([own]));
    expect(await subjects(store)).toEqual([`theirs ${number}`]);
  });

  it('does not delete own messages without it [MS-OXCPERM_R128]', async () => {
    const { own } = await two(RIGHTS.readAny | RIGHTS.editAny);
    expect(await outcomeOf(() => all(ann.remove([own])))).toBe('FORBIDDEN deleteOwned');
    expect(await subjects(store)).toHaveLength(2);
  });

  it('deletes every message with delete-any [MS-OXCPERM_R121]', async () => {
    const { theirs, own } = await two(RIGHTS.deleteAny);
    await all(ann.remove([theirs, own]));
    expect(await subjects(store)).toEqual([]);
  });

  it('makes folders with create-subfolder and not without [MS-OXCPERM_R118 R119]', async () => {
    await may(RIGHTS.folderVisible | RIGHTS.folderOwner);
    expect(await outcomeOf(() => ann.folders.create(`${path}/no`))).toBe('FORBIDDEN createSubFolder');
    await may(RIGHTS.createSubFolder);
    expect((await ann.folders.create(`${path}/yes`)).path).toBe(`${path}/yes`);
    expect((await store.folders.list(path)).map(({ name }) => name)).toEqual([path.split('/').at(-1), 'yes']);
  });

  it('keeps what they made when others move it, and owns the copies they make', async () => {
    const { theirs, own } = await two(RIGHTS.folderVisible);
    const goal = `/Other/goal${number}`;
    await store.folders.create(goal);
    await all(store.move([own], goal));
    await grant(store, goal, ANN.member, RIGHTS.create | RIGHTS.folderVisible);
    expect((await ann.items.get(own)).path).toBe(goal);
    await may(RIGHTS.readAny);
    const [copied] = await all(ann.copy([theirs], goal));
    expect((await all(ann.items.list(goal))).map(({ id }) => id)).toContain(copied?.newId);
    // On one server, too, where that copies by itself.
    const beside = `${path}/beside`;
    await store.folders.create(beside);
    await grant(store, beside, ANN.member, RIGHTS.create | RIGHTS.folderVisible);
    const [again] = await all(ann.copy([theirs], beside));
    expect((await all(ann.items.list(beside))).map(({ id }) => id)).toEqual([again?.newId]);
  });
});

describe('who sees a folder', () => {
  it('sees it in the hierarchy and opens it with folder-visible [MS-OXCPERM_R103 R1120 R173]', async () => {
    await may(RIGHTS.folderVisible);
    expect((await ann.folders.list()).map((folder) => folder.path)).toContain(path);
    expect((await ann.folders.get(path)).path).toBe(path);
    expect(await ann.items.page(path)).toEqual({ items: [] });
  });

  it('is denied it without, and without any right it is not there [MS-OXCPERM_R1192]', async () => {
    await may(RIGHTS.create);
    expect((await ann.folders.list()).map((folder) => folder.path)).not.toContain(path);
    expect(await outcomeOf(() => ann.folders.get(path))).toBe('FORBIDDEN folderVisible');
    await may(0);
    expect(await outcomeOf(() => ann.folders.get(path))).toBe('NOT_FOUND');
    expect(await outcomeOf(() => ann.items.page(path))).toBe('NOT_FOUND');
  });

  it('gets its permissions with folder-visible and not without [MS-OXCPERM_R2014 R2007]', async () => {
    await may(RIGHTS.folderVisible);
    expect((await ann.permissions.list(path)).map(({ member }) => member)).toEqual(['', 'Anonymous', ANN.member]);
    await may(RIGHTS.folderOwner);
    expect(await outcomeOf(() => ann.permissions.list(path))).toBe('FORBIDDEN folderVisible');
  });

  it('changes its permissions with folder-owner and not without [MS-OXCPERM_R181 R182]', async () => {
    const change = () =>
      ann.permissions.modify(path, [{ change: 'add', member: `bob${number}`, rights: ROLES.reviewer }]);
    await may(ROLES['publishing-editor']);
    expect(await outcomeOf(change)).toBe('FORBIDDEN folderOwner');
    expect(await store.permissions.list(path)).toHaveLength(3);
    await may(ROLES.owner);
    await change();
    expect((await store.permissions.list(path))[3]).toMatchObject({ member: `bob${number}`, rights: ROLES.reviewer });
  });

  it('is not told where it lies', async () => {
    await may(ROLES.reviewer);
    expect(await ann.folders.get(path)).not.toHaveProperty('mount');
  });
});

describe('a search folder', () => {
  it('is its owner’s, whatever rights it got from where it lies: it tells of other folders', async () => {
    await may(RIGHTS.folderVisible);
    const search = `/Search${number}`;
    await store.permissions.modify('/', [{ change: 'modify', memberId: 0, rights: ROLES.reviewer }]);
    await put(store, path, mail(`secret ${number}`));
    const where = { type: 'exist', property: 'PidTagSubject' } as const;
    await store.searches.create(search, { where, scope: [path] });
    expect((await all(store.items.list(search))).length).toBe(1);
    const looks = [() => ann.folders.get(search), () => ann.items.page(search), () => ann.changes(search)];
    for (const look of looks) expect(await outcomeOf(look)).toBe('NOT_FOUND');
    expect((await ann.folders.list()).map((folder) => folder.path)).not.toContain(search);
    await store.permissions.modify('/', [{ change: 'modify', memberId: 0, rights: 0 }]);
  });
});

describe('which entry counts', () => {
  const reads = (of: Store): Promise<string> => outcomeOf(() => of.folders.get(path));

  it('is looked up for who asks, and then applied [MS-OXCPERM_R2016]', async () => {
    await may(RIGHTS.folderVisible);
    await grant(store, path, 'bob', RIGHTS.create);
    expect(await reads(store.logon({ member: 'ANN@example.org' }))).toBe('ok');
    expect(await reads(store.logon({ member: 'bob' }))).toBe('FORBIDDEN folderVisible');
  });

  it('is the own one, or that of a group where there is none [MS-OXCPERM_R175]', async () => {
    await store.permissions.modify(path, [
      { change: 'modify', memberId: 0, rights: RIGHTS.folderVisible },
      { change: 'add', member: 'staff', rights: RIGHTS.folderVisible | RIGHTS.readAny },
      { change: 'add', ...ANN, rights: 0 },
    ]);
    const groups = ['Staff'];
    expect(await reads(store.logon({ ...ANN, groups }))).toBe('NOT_FOUND');
    const id = await put(store, path, mail(`for staff ${number}`));
    expect((await store.logon({ member: 'bob', groups }).items.get(id)).id).toBe(id);
    expect(await outcomeOf(() => store.logon({ member: 'eve' }).items.get(id))).toBe('FORBIDDEN readAny');
  });

  it('is Default for who has none, and Anonymous for who says no name [MS-OXCPERM_R176]', async () => {
    await store.permissions.modify(path, [{ change: 'modify', memberId: 0, rights: RIGHTS.folderVisible }]);
    expect(await reads(store.logon({ member: 'whoever' }))).toBe('ok');
    expect(await reads(store.logon({ anonymous: true }))).toBe('NOT_FOUND');
    await store.permissions.modify(path, [
      { change: 'modify', memberId: 0, rights: 0 },
      { change: 'modify', memberId: -1, rights: RIGHTS.folderVisible },
    ]);
    expect(await reads(store.logon({ member: 'whoever' }))).toBe('NOT_FOUND');
    expect(await reads(store.logon({ anonymous: true }))).toBe('ok');
  });

  it('is the one that is there when a call is made, not when somebody logged on', async () => {
    await may(RIGHTS.folderVisible);
    const before = store.logon(ANN);
    await may(0);
    expect(await reads(before)).toBe('NOT_FOUND');
  });

  it('makes nothing anybody’s that was made without a name', async () => {
    await store.permissions.modify(path, [
      { change: 'modify', memberId: -1, rights: RIGHTS.folderVisible | RIGHTS.create },
    ]);
    const nobody = store.logon({ anonymous: true });
    const id = await put(nobody, path, mail(`dropped ${number}`));
    expect(await outcomeOf(() => nobody.items.get(id))).toBe('FORBIDDEN readAny');
    expect(await subjects(nobody)).toEqual([]);
  });
});

describe('private items of others', () => {
  it('do not exist for delegates, unless they are allowed to see them', async () => {
    await may(ROLES.editor);
    const id = await put(store, path, mail(`secret ${number}`, 'Hello.', 'Sensitivity: Private\r\n'));
    expect(await subjects(ann)).toEqual([]);
    expect(await outcomeOf(() => ann.items.get(id))).toBe('NOT_FOUND');
    expect(await outcomeOf(() => all(ann.remove([id])))).toBe('NOT_FOUND');
    const goal = `/Other/private${number}`;
    await store.folders.create(goal);
    await grant(store, goal, ANN.member, ROLES.owner);
    // Nor do they go along with their folder.
    expect(await outcomeOf(() => all(ann.copy([path], goal)))).toBe('FORBIDDEN readAny');
    const { memberId } = (await store.permissions.list(path))[2] as { memberId: number };
    await store.permissions.modify(path, [{ change: 'modify', memberId, rights: ROLES.editor, privateItems: true }]);
    expect(await subjects(ann)).toEqual([`secret ${number}`]);
  });

  it('are theirs to see where they made them', async () => {
    await may(ROLES.author);
    const id = await put(ann, path, mail(`mine ${number}`, 'Hello.', 'Sensitivity: Private\r\n'));
    expect((await ann.items.get(id)).id).toBe(id);
  });
});

describe('calendars', () => {
  const span = { from: new Date('2026-03-10T00:00Z'), to: new Date('2026-03-11T00:00Z') };
  const hour = { start: new Date('2026-03-10T12:00Z'), end: new Date('2026-03-10T13:00Z') };
  const told = async () =>
    (await ann.calendar.agenda(path, span)).entries.map(({ subject, location }) => `${subject} ${location}`);

  it('tell when somebody is busy with free-busy-simple, and nothing without [MS-OXCPERM_R97 R98]', async () => {
    await put(store, path, event(`u${number}`, 'Budget'), 'text/calendar');
    await may(RIGHTS.folderVisible | RIGHTS.create);
    expect(await outcomeOf(() => ann.calendar.freeBusy(path, span))).toBe('FORBIDDEN freeBusySimple');
    await may(RIGHTS.freeBusySimple);
    expect((await ann.calendar.freeBusy(path, span)).busy).toEqual([hour]);
  });

  it('tell what takes place with free-busy-detailed, and not without [MS-OXCPERM_R91 R92]', async () => {
    await put(store, path, event(`u${number}`, 'Budget'), 'text/calendar');
    await may(RIGHTS.freeBusySimple);
    expect(await outcomeOf(told)).toBe('FORBIDDEN freeBusyDetailed');
    await may(RIGHTS.freeBusyDetailed);
    expect(await told()).toEqual(['Budget Room 1']);
    expect((await ann.calendar.freeBusy(path, span)).busy).toEqual([hour]);
    // The details are told; the item itself is not opened.
    const [entry] = (await ann.calendar.agenda(path, span)).entries;
    expect(await outcomeOf(() => ann.items.open(entry?.id as string))).toBe('FORBIDDEN readAny');
  });

  it('tell of private appointments that there is one, and no more', async () => {
    await put(store, path, event(`u${number}`, 'Doctor', 'CLASS:PRIVATE\r\n'), 'text/calendar');
    await may(ROLES.reviewer);
    expect(await told()).toEqual([' ']);
    expect((await ann.calendar.freeBusy(path, span)).busy).toEqual([hour]);
    expect(await subjects(ann)).toEqual([]);
  });

  it('leave out the folders below that are not shared', async () => {
    await may(RIGHTS.freeBusyDetailed);
    await store.folders.create(`${path}/inner`);
    await grant(store, `${path}/inner`, ANN.member, 0);
    await put(store, `${path}/inner`, event(`i${number}`, 'Inner'), 'text/calendar');
    await put(store, path, event(`u${number}`, 'Outer'), 'text/calendar');
    expect(await told()).toEqual(['Outer Room 1']);
  });
});

describe('changes', () => {
  it('tell what they see, and of what they see no more that it is gone', async () => {
    const { theirs, own } = await two(RIGHTS.folderVisible);
    const first = await ann.changes(path);
    expect(first.changes).toEqual([{ id: own, change: 'created', path }]);
    const hidden = `/Other/hidden${number}`;
    await store.folders.create(hidden);
    await all(store.move([own], hidden));
    await store.items.setFlags([theirs], { add: ['$seen'] });
    const { changes } = await ann.changes(path, first.token);
    expect(changes.find(({ id }) => id === own)).toEqual({ id: own, change: 'deleted', path });
    expect(JSON.stringify(changes)).not.toContain(hidden);
  });
});
