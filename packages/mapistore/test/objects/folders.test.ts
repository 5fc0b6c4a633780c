import { PropertyBag, type Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edit, Place, put, type Side, side } from '../memory.ts';
import { all, mail } from '../support.ts';

let place: Place;
let a: Side;
let b: Side;
let store: Store;
beforeEach(async () => {
  place = await Place.make();
  [a, b] = [await side('aa'), await side('bb')];
  store = await place.mounted({ '/A': a, '/B': b });
});
afterEach(() => place[Symbol.asyncDispose]());

describe('a folder object', () => {
  it('counts what lies in the folder [MS-OXCFOLD_R10345] [MS-OXCFOLD_R10347] [MS-OXCFOLD_R10353] [MS-OXCFOLD_R354] [MS-OXCFOLD_R10354] [MS-OXCFOLD_R10355] [MS-OXCFOLD_R1029] [MS-OXCFOLD_R1030] [MS-OXCFOLD_R3006] [MS-OXPROPS_R7009]', async () => {
    await put(a, mail('one'), { flags: ['$seen'] });
    await put(a, mail('two'));
    await all(store.sync());
    const folder = await store.folders.open('/A');
    const bag = await folder.getAll();
    expect([bag.get(p.PidTagContentCount), bag.get(p.PidTagContentUnreadCount), bag.get(p.PidTagSubfolders)]).toEqual([
      2,
      1,
      false,
    ]);
    const size = mail('one').byteLength + mail('two').byteLength;
    expect([bag.get(p.PidTagMessageSize), bag.get(p.PidTagMessageSizeExtended)]).toEqual([size, BigInt(size)]);
    await store.folders.create('/A/Sub');
    expect(await folder.get(p.PidTagSubfolders)).toBe(true);
    const [{ id = '' } = {}] = (await store.items.page('/A')).items;
    await all(store.remove([id], { soft: true }));
    expect([await folder.get(p.PidTagContentCount), await folder.get(p.PidTagDeletedCountTotal)]).toEqual([1, 1]);
  });

  it('knows its place, kind and rights [MS-OXCFOLD_R90001] [MS-OXCFOLD_R16] [MS-OXCFOLD_R46202] [MS-OXCFOLD_R812] [MS-OXCFOLD_R810] [MS-OXCFOLD_R811] [MS-OXCFOLD_R10351] [MS-OXCFOLD_R397] [MS-OXCFOLD_R10027] [MS-OXCFOLD_R1035110] [MS-OXCFOLD_R1035111] [MS-OXCFOLD_R1035103] [MS-OXCFOLD_R1035107] [MS-OXCFOLD_R46] [MS-OXCFOLD_R462] [MS-OXCFOLD_R21]', async () => {
    const [root, folder] = [await store.folders.open('/'), await store.folders.open('/A')];
    expect([await root.get(p.PidTagFolderType), await folder.get(p.PidTagFolderType)]).toEqual([0, 1]);
    await store.searches.create('/Found');
    expect(await (await store.folders.open('/Found')).get(p.PidTagFolderType)).toBe(2);
    expect(await folder.get(p.PidTagParentFolderId)).toBe(await root.get(p.PidTagFolderId));
    expect(await folder.get(p.PidTagParentEntryId)).toEqual(await root.get(p.PidTagEntryId));
    expect([await folder.get(p.PidTagAccess), await folder.get(p.PidTagFolderFlags)]).toEqual([0x3f, 5]);
    expect((await store.folders.open(folder.id)).id).toBe(folder.id);
    expect(await folder.get(p.PidTagContainerClass)).toBe('IPF.Note');
    for (const missing of ['/Nowhere', 'f999'])
      await expect(store.folders.open(missing)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('has a comment only where one was set, and a class of folders [MS-OXCFOLD_R10359] [MS-OXCFOLD_R1034] [MS-OXCFOLD_R10036] [MS-OXCFOLD_R1038] [MS-OXCFOLD_R56] [MS-OXCFOLD_R10356] [MS-OXCFOLD_R1032] [MS-OXCFOLD_R1033]', async () => {
    const folder = await store.folders.open('/A');
    expect(await folder.get(p.PidTagComment)).toBeUndefined();
    await folder.set(new PropertyBag().set(p.PidTagComment, 'for work').set(p.PidTagAttributeHidden, true));
    expect(await folder.set(p.PidTagContainerClass, 'Note')).toMatchObject([{ code: 'INVALID_PARAMETER' }]);
    expect(await folder.set(p.PidTagContainerClass, 'IPF.Task')).toEqual([]);
    const again = await store.folders.open('/A');
    expect([
      await again.get(p.PidTagComment),
      await again.get(p.PidTagContainerClass),
      await again.get(p.PidTagAttributeHidden),
    ]).toEqual(['for work', 'IPF.Task', true]);
  });

  it('is renamed by its display name, which is its own among siblings [MS-OXCFOLD_R54] [MS-OXCFOLD_R1039] [MS-OXCFOLD_R480] [MS-OXCFOLD_R1065] [MS-OXCFOLD_R481] [MS-OXCFOLD_R493] [MS-OXCFOLD_R51] [MS-OXCFOLD_R477] [MS-OXCFOLD_R483]', async () => {
    await store.folders.create('/A/One');
    await store.folders.create('/A/Two');
    const folder = await store.folders.open('/A/One');
    expect(await folder.get(p.PidTagDisplayName)).toBe('One');
    await folder.set(p.PidTagDisplayName, 'Uno');
    expect([await folder.get(p.PidTagDisplayName), (await store.folders.get('/A/Uno')).id]).toEqual(['Uno', folder.id]);
    await expect(folder.set(p.PidTagDisplayName, 'Two')).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    await expect(store.folders.create('/A/Two')).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    for (const name of ['', 'a/b'])
      expect(await folder.set(p.PidTagDisplayName, name)).toMatchObject([{ code: 'INVALID_PARAMETER' }]);
  });

  it('has a change number that grows with its properties and its subfolders [MS-OXCFOLD_R10028] [MS-OXCFOLD_R352]', async () => {
    const folder = await store.folders.open('/A');
    const numbers = [await folder.get(p.PidTagHierarchyChangeNumber)];
    const note = async (work: Promise<unknown>): Promise<void> => {
      await work;
      numbers.push(await folder.get(p.PidTagHierarchyChangeNumber));
    };
    await note(store.folders.create('/A/One'));
    await note(store.folders.create('/A/Two'));
    await note(store.folders.remove('/A/One'));
    await note(store.folders.remove('/A/Two'));
    expect(numbers).toEqual([...new Set(numbers)].sort((x, y) => (x as number) - (y as number)));
    const key = await folder.get(p.PidTagChangeKey);
    await folder.set(p.PidTagComment, 'x');
    expect(await folder.get(p.PidTagChangeKey)).not.toEqual(key);
  });

  it('of a folder that is gone is NOT_FOUND in all it does [MS-OXCFOLD_R469] [MS-OXCFOLD_R507]', async () => {
    await store.folders.create('/A/One');
    const folder = await store.folders.open('/A/One');
    await store.folders.remove('/A/One');
    for (const act of [
      () => folder.getAll(),
      () => folder.set(p.PidTagComment, 'x'),
      () => folder.delete([p.PidTagComment]),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.folders.remove('/A/One')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('that holds something is not removed, unless that is wanted [MS-OXCFOLD_R76] [MS-OXCFOLD_R82] [MS-OXCFOLD_R762] [MS-OXCFOLD_R763] [MS-OXCFOLD_R371] [MS-OXCFOLD_R1079] [MS-OXCFOLD_R405]', async () => {
    const { key } = await a.outside.createFolder({ signal: new AbortController().signal, parent: '', name: 'Full' });
    await put(a, mail('x'), { folder: key });
    await all(store.sync());
    await store.folders.create('/A/Outer');
    await store.folders.create('/A/Outer/Inner');
    for (const path of ['/A/Full', '/A/Outer'])
      await expect(store.folders.remove(path)).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    for (const path of ['/A/Full', '/A/Outer']) await store.folders.remove(path, { recursive: true });
    expect((await store.folders.list('/A')).map(({ path }) => path)).toEqual(['/A']);
  });

  it('is emptied of messages and folders, and stays [MS-OXCFOLD_R97502] [MS-OXCFOLD_R225] [MS-OXCFOLD_R618] [MS-OXCFOLD_R113801] [MS-OXCFOLD_R113805]', async () => {
    const { key } = await a.outside.createFolder({ signal: new AbortController().signal, parent: '', name: 'Sub' });
    await put(a, mail('x'));
    await put(a, mail('y'), { folder: key });
    await all(store.sync());
    expect((await all(store.empty('/A', { soft: true }))).map(({ outcome }) => outcome)).toEqual([
      'removed',
      'removed',
    ]);
    expect((await store.folders.list('/A')).map(({ path, items }) => [path, items])).toEqual([['/A', 0]]);
    expect((await all(store.recoverable.list())).map(({ subject, path }) => [subject, path])).toEqual([
      ['x', '/A'],
      ['y', ''],
    ]);
  });
});

describe('emptying a folder', () => {
  beforeEach(async () => {
    for (const subject of ['x', 'y']) await put(a, mail(subject));
    await all(store.sync());
  });

  it('for good leaves nothing to restore [MS-OXCFOLD_R98302] [MS-OXCFOLD_R1138]', async () => {
    await all(store.empty('/A'));
    expect([(await store.folders.get('/A')).items, await all(store.recoverable.list())]).toEqual([0, []]);
  });

  it.each([
    [true, '[MS-OXCFOLD_R1131]'],
    [false, '[MS-OXCFOLD_R113803]'],
  ])('(softly: %s) tells what could not go, which stays %s', async (soft, _row) => {
    const { items } = await a.outside.listItems({
      signal: new AbortController().signal,
      folder: '',
      limit: 9,
      detail: 'revision',
    });
    await edit(a, items[0]?.key as string, mail('changed by another'));
    const results = await all(store.empty('/A', { soft }));
    expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(['failed', 'removed']);
    expect((await store.folders.get('/A')).items).toBe(1);
    expect(await all(store.recoverable.list())).toHaveLength(soft ? 1 : 0);
  });
});

describe('a special folder', () => {
  it('has its role alone, and each role one folder', async () => {
    const { special } = store.folders;
    expect(await special.list()).toEqual([]);
    expect(await special.assign('sent', '/A')).toMatchObject({ role: 'sent', path: '/A', isAssigned: true });
    await expect(special.assign('sent', '/B')).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    await expect(special.assign('drafts', '/A')).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    await expect(special.assign('nonsense' as never, '/A')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(special.assign('inbox', '/Nowhere')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await special.assign('sent', '/B', { replace: true })).toMatchObject({ path: '/B' });
    expect((await special.list()).map(({ role, path }) => [role, path])).toEqual([['sent', '/B']]);
    await special.release('sent');
    expect(await special.get('sent')).toBeUndefined();
  });

  it('is not deleted nor moved, by itself or with what it lies in [MS-OXCFOLD_R2509] [MS-OXCFOLD_R503]', async () => {
    await store.folders.create('/A/Outer');
    await store.folders.create('/A/Outer/Tasks');
    await store.folders.special.assign('tasks', '/A/Outer/Tasks');
    for (const path of ['/A/Outer/Tasks', '/A/Outer']) {
      await expect(store.folders.remove(path, { recursive: true })).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(all(store.remove([path]))).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(all(store.move([path], '/B'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    await store.folders.rename('/A/Outer/Tasks', 'Aufgaben');
    expect((await store.folders.special.get('tasks'))?.path).toBe('/A/Outer/Aufgaben');
    await store.folders.special.release('tasks');
    await store.folders.remove('/A/Outer', { recursive: true });
  });
});

describe('the folder that receives a class', () => {
  beforeEach(async () => {
    for (const name of ['Inbox', 'Meetings', 'Faxes']) await store.folders.create(`/A/${name}`);
  });

  it('is that of the longest class above it, else the Inbox [MS-OXCSTOR_R195] [MS-OXCSTOR_R196] [MS-OXCSTOR_R201] [MS-OXCSTOR_R208] [MS-OXCSTOR_R210] [MS-OXCSTOR_R59801] [MS-OXCSTOR_R847] [MS-OXCSTOR_R851] [MS-OXCSTOR_R852] [MS-OXCSTOR_R1223] [MS-OXCSTOR_R1224] [MS-OXCMSG_R1605]', async () => {
    const { receive, special } = store.folders;
    await expect(receive.get('IPM.Note')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await special.assign('inbox', '/A/Inbox');
    await receive.set('IPM.Schedule', '/A/Meetings');
    await receive.set('IPM.Schedule.Meeting.Fax', '/A/Faxes');
    for (const [messageClass, path, explicit] of [
      ['IPM.Note', '/A/Inbox', ''],
      ['', '/A/Inbox', ''],
      ['ipm.schedule.meeting.request', '/A/Meetings', 'IPM.Schedule'],
      ['IPM.SCHEDULE', '/A/Meetings', 'IPM.Schedule'],
      ['IPM.Schedules', '/A/Inbox', ''],
      ['IPM.Schedule.Meeting.Fax.Cover', '/A/Faxes', 'IPM.Schedule.Meeting.Fax'],
    ] as const)
      expect(await receive.get(messageClass)).toMatchObject({ path, messageClass: explicit });
  });

  it('is set, set otherwise, and taken out, whatever the case [MS-OXCSTOR_R247] [MS-OXCSTOR_R862] [MS-OXCSTOR_R1235] [MS-OXCSTOR_R864] [MS-OXCSTOR_R59754] [MS-OXCSTOR_R868] [MS-OXCSTOR_R870] [MS-OXCSTOR_R872] [MS-OXCSTOR_R314]', async () => {
    const { receive } = store.folders;
    await receive.set('IPM.Fax', '/A/Meetings');
    await receive.set('ipm.FAX', '/A/Faxes');
    expect(await receive.list()).toMatchObject([
      { messageClass: 'ipm.FAX', path: '/A/Faxes', changed: expect.any(Date) },
    ]);
    await receive.set('', '/A/Inbox');
    expect(await receive.get('IPM')).toMatchObject({ path: '/A/Inbox', messageClass: '' });
    await receive.set('IPM.Fax', undefined);
    expect((await receive.list()).map(({ messageClass }) => messageClass)).toEqual(['']);
    await store.folders.remove('/A/Inbox');
    expect(await receive.list()).toEqual([]);
  });

  it.each([
    ['.IPM', 'INVALID_ARGUMENT', '[MS-OXCSTOR_R205]'],
    ['IPM.', 'INVALID_ARGUMENT', '[MS-OXCSTOR_R206]'],
    ['IPM..Note', 'INVALID_ARGUMENT', '[MS-OXCSTOR_R207]'],
    ['IPM.Nöte', 'INVALID_ARGUMENT', '[MS-OXCSTOR_R202] [MS-OXCSTOR_R204]'],
    ['IPM.\x1f', 'INVALID_ARGUMENT', '[MS-OXCSTOR_R204]'],
    ['x'.repeat(255), 'INVALID_ARGUMENT', '[MS-OXCSTOR_R203]'],
    ['ipm', 'FORBIDDEN', '[MS-OXCSTOR_R859] [MS-OXCSTOR_R272]'],
    ['Report.IPM', 'FORBIDDEN', '[MS-OXCSTOR_R272]'],
  ])('is none for %j: %s %s', async (messageClass, code, _row) => {
    await expect(store.folders.receive.set(messageClass, '/A')).rejects.toMatchObject({ code });
  });

  it('is asked for and set for classes that are such [MS-OXCSTOR_R59784] [MS-OXCSTOR_R59785] [MS-OXCSTOR_R235] [MS-OXCSTOR_R845] [MS-OXCSTOR_R858] [MS-OXCSTOR_R274] [MS-OXCSTOR_R860]', async () => {
    await expect(store.folders.receive.get('.x')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(store.folders.receive.set('', undefined)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
