import { MESSAGE_FLAGS, PropertyBag, type Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idsOf, lying, Place, put, type Side, side, subjectsOf } from '../memory.ts';
import { all, cat, mail } from '../support.ts';
import { recipient, reread, saved } from './support.ts';

let place: Place;
let a: Side;
let store: Store;
beforeEach(async () => {
  place = await Place.make();
  a = await side('aa');
  store = await place.mounted({ '/A': a });
});
afterEach(() => place[Symbol.asyncDispose]());

describe('a new message', () => {
  it('is nowhere before it is saved, and in its backend then [MS-OXCMSG_R339] [MS-OXCMSG_R687] [MS-OXCMSG_R700] [MS-OXCMSG_R372] [MS-OXCMSG_R728]', async () => {
    await using message = await store.messages.create('/A');
    await message.set(p.PidTagSubject, 'Lunch');
    await message.set(p.PidTagBody, 'At noon?');
    expect(message.id).toBeUndefined();
    expect([await lying(a), await idsOf(store, '/A')]).toEqual([[], []]);
    const id = await saved(message);
    expect(await idsOf(store, '/A')).toEqual([id]);
    expect((await lying(a)).join()).toMatch(/Subject: Lunch[\s\S]*At noon\?/u);
    expect(await message.get(p.PidTagMid)).toBeTypeOf('bigint');
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it.each([
    ['PidTagImportance', p.PidTagImportance, 1, '[MS-OXCMSG_R341]'],
    ['PidTagMessageClass', p.PidTagMessageClass, 'IPM.Note', '[MS-OXCMSG_R342]'],
    ['PidTagSensitivity', p.PidTagSensitivity, 0, '[MS-OXCMSG_R343]'],
    ['PidTagDisplayBcc', p.PidTagDisplayBcc, '', '[MS-OXCMSG_R344]'],
    ['PidTagDisplayCc', p.PidTagDisplayCc, '', '[MS-OXCMSG_R345]'],
    ['PidTagDisplayTo', p.PidTagDisplayTo, '', '[MS-OXCMSG_R346]'],
    ['PidTagMessageFlags', p.PidTagMessageFlags, MESSAGE_FLAGS.mfRead | MESSAGE_FLAGS.mfUnsent, ''],
    ['PidTagHasAttachments', p.PidTagHasAttachments, false, '[MS-OXCMSG_R349]'],
    ['PidTagTrustSender', p.PidTagTrustSender, 1, '[MS-OXCMSG_R352]'],
    ['PidTagAccessLevel', p.PidTagAccessLevel, 1, '[MS-OXCMSG_R354]'],
    ['PidTagHasNamedProperties', p.PidTagHasNamedProperties, false, ''],
  ])('has %s from the start (%o: %o) %s', async (_name, property, value, _row) => {
    await using message = await store.messages.create('/A');
    expect(await message.get(property)).toEqual(value);
  });

  it('has times, a search key and a language from the start [MS-OXCMSG_R2034] [MS-OXCMSG_R357] [MS-OXCMSG_R358]', async () => {
    await using message = await store.messages.create('/A');
    const created = await message.get(p.PidTagCreationTime);
    expect(created).toBeInstanceOf(Date);
    expect(await message.get(p.PidTagLastModificationTime)).toEqual(created);
    expect(await message.get(p.PidTagSearchKey)).toHaveLength(16);
    expect(await message.get(p.PidTagLocaleId)).toBe(await message.get(p.PidTagMessageLocaleId));
    const id = await saved(message);
    expect(await reread(store, id, p.PidTagSearchKey, p.PidTagCreationTime)).toEqual([
      await message.get(p.PidTagSearchKey),
      created,
    ]);
  });

  it('keeps every property, whether its format can say it or not', async () => {
    const bag = new PropertyBag()
      .set(p.PidTagSubject, 'RE: Lunch')
      .set(p.PidTagImportance, 2)
      .set(p.PidTagClientSubmitTime, new Date('2026-03-04T05:06:07.890Z'))
      .set(p.PidNameKeywords, ['red', 'green'])
      .set(p.PidLidReminderSet, true)
      .set(p.PidTagIconIndex, 0x105)
      .set(p.PidTagReportTag, Uint8Array.of(1, 2, 3))
      .set(p.PidTagDeferredDeliveryTime, 132_854_000_000_000_001n)
      .set(p.PidTagBody, 'Grüße 🍜\r\nzweite Zeile');
    await using message = await store.messages.create('/A');
    expect(await message.set(bag)).toEqual([]);
    const id = await saved(message);
    for (const { property, value } of bag) expect(await reread(store, id, property)).toEqual([value]);
    expect((await store.items.get(id)).subject).toBe('RE: Lunch');
    expect(await store.items.properties(id)).toMatchObject({ problems: [] });
  });

  it('of another class is listed as that, and keeps it', async () => {
    await using message = await store.messages.create('/A', { messageClass: 'IPM.Note.Mine.Special' });
    const id = await saved(message);
    expect((await store.items.get(id)).class).toBe('IPM.Note.Mine.Special');
    expect(await reread(store, id, p.PidTagMessageClass)).toEqual(['IPM.Note.Mine.Special']);
  });

  it('of a class that has a format of its own is written in that', async () => {
    await using note = await store.messages.create('/A', { messageClass: 'IPM.StickyNote' });
    await note.set(new PropertyBag().set(p.PidTagSubject, 'Milk').set(p.PidTagBody, 'Milk\nand bread'));
    const id = await saved(note);
    expect((await store.items.get(id)).mediaType).toBe('text/markdown');
    expect(await reread(store, id, p.PidTagSubject, p.PidTagMessageClass)).toEqual(['Milk', 'IPM.StickyNote']);
  });

  it('is not changed, and not saved a second time, while it is being saved', async () => {
    await using message = await store.messages.create('/A');
    await message.set(p.PidTagSubject, 'x');
    const saving = message.saveChanges();
    await expect(message.saveChanges()).rejects.toMatchObject({ code: 'BUSY' });
    await expect(message.set(p.PidTagSubject, 'y')).rejects.toMatchObject({ code: 'BUSY' });
    expect(() => message.recipients.removeAll()).toThrow(/being saved/u);
    await saving;
    expect([await subjectsOf(store, '/A'), await message.set(p.PidTagSubject, 'y')]).toEqual([['x'], []]);
  });

  it('can be saved again and again, and is written anew as long as it is unsent', async () => {
    await using message = await store.messages.create('/A');
    await message.set(p.PidTagSubject, 'first');
    const id = await saved(message);
    await message.set(p.PidTagSubject, 'second');
    await message.set(p.PidTagIconIndex, 7);
    message.recipients.modify([{ rowId: 0, properties: recipient('Bob') }]);
    await message.saveChanges();
    expect(await subjectsOf(store, '/A')).toEqual(['second']);
    const [bytes = ''] = await lying(a);
    expect(bytes).toMatch(/To: Bob <bob@example\.org>/u);
    expect(bytes).toMatch(/Subject: second/u);
    expect(await idsOf(store, '/A')).toEqual([id]);
    expect(await reread(store, id, p.PidTagIconIndex, p.PidTagDisplayTo)).toEqual([7, 'Bob']);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});

describe('a received message', () => {
  let id: string;
  beforeEach(async () => {
    await put(a, mail('Received'));
    await all(store.sync());
    [id = ''] = await idsOf(store, '/A');
  });

  it('keeps its bytes whatever is changed, and says what was changed', async () => {
    await using message = await store.messages.open(id);
    await message.set(new PropertyBag().set(p.PidTagSubject, 'Changed').set(p.PidTagImportance, 2));
    await message.delete([p.PidTagInternetMessageId]);
    message.recipients.modify([{ rowId: 5, properties: recipient('Eve', 2) }]);
    await message.saveChanges();
    expect((await cat(store, id)).toString()).toBe(Buffer.from(mail('Received')).toString());
    expect(
      await reread(store, id, p.PidTagSubject, p.PidTagImportance, p.PidTagInternetMessageId, p.PidTagDisplayCc),
    ).toEqual(['Changed', 2, 'NOT_FOUND', 'Eve']);
    expect(await store.items.get(id)).toMatchObject({ subject: 'Changed', importance: 2 });
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('is one transaction for each that opens it [MS-OXCMSG_R1475] [MS-OXCMSG_R321] [MS-OXCMSG_R703] [MS-OXCMSG_R704] [MS-OXCPRPT_R82401] [MS-OXCPRPT_R478] [MS-OXCPRPT_R489] [MS-OXCPRPT_R83606]', async () => {
    await using one = await store.messages.open(id);
    await using other = await store.messages.open(id);
    await one.set(p.PidTagSubject, 'mine');
    await one.delete([p.PidTagImportance]);
    expect(await other.get(p.PidTagSubject)).toBe('Received');
    expect(await reread(store, id, p.PidTagSubject, p.PidTagImportance)).toEqual(['Received', 1]);
    await one.saveChanges();
    expect(await other.get(p.PidTagSubject)).toBe('Received');
    expect(await reread(store, id, p.PidTagSubject, p.PidTagImportance)).toEqual(['mine', 'NOT_FOUND']);
  });

  it('is not saved over what somebody else saved, but by force [MS-OXCMSG_R1053] [MS-OXCMSG_R724] [MS-OXCMSG_R718] [MS-OXCMSG_R1670] [MS-OXCMSG_R723] [MS-OXCMSG_R719]', async () => {
    await using one = await store.messages.open(id);
    await using other = await store.messages.open(id);
    await one.set(p.PidTagSubject, 'first');
    await one.saveChanges();
    await other.set(p.PidTagSubject, 'second');
    for (const keepOpen of ['read', 'readWrite'] as const)
      await expect(other.saveChanges({ keepOpen })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(other.isWritable).toBe(true);
    expect(await other.get(p.PidTagSubject)).toBe('second');
    await other.saveChanges({ force: true });
    expect(await reread(store, id, p.PidTagSubject)).toEqual(['second']);
    await other.set(p.PidTagSubject, 'third');
    await other.saveChanges();
    expect(await reread(store, id, p.PidTagSubject)).toEqual(['third']);
  });

  it('stays as open as the save asked for [MS-OXCMSG_R661] [MS-OXCMSG_R663] [MS-OXCMSG_R665]', async () => {
    await using message = await store.messages.open(id, { mode: 'best' });
    await message.set(p.PidTagSubject, 'x');
    await message.saveChanges({ keepOpen: 'read' });
    expect(await message.get(p.PidTagAccessLevel)).toBe(0);
    for (const act of [
      () => message.set(p.PidTagSubject, 'y'),
      () => message.delete([p.PidTagSubject]),
      () => message.saveChanges(),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await using reader = await store.messages.open(id, { mode: 'read' });
    await expect(reader.set(p.PidTagSubject, 'y')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(() => reader.recipients.removeAll()).toThrow(/to read only/u);
  });

  it('is no conflict after it was read, moved or given a status in between', async () => {
    await store.folders.create('/A/Below');
    await using message = await store.messages.open(id);
    await message.set(p.PidTagSubject, 'x');
    await store.items.setFlags([id], { add: ['$seen'] });
    await store.messages.setStatus(id, { mask: 0x1000, flags: 0x1000 });
    await all(store.move([id], '/A/Below'));
    await message.saveChanges();
    expect(await reread(store, id, p.PidTagSubject, p.PidTagRead)).toEqual(['x', true]);
  });

  it('cannot be saved after it was deleted, nor opened [MS-OXCMSG_R323] [MS-OXCMSG_R333] [MS-OXCMSG_R1477]', async () => {
    await using message = await store.messages.open(id);
    await message.set(p.PidTagSubject, 'x');
    await all(store.remove([id]));
    await expect(message.saveChanges()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.messages.open(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.messages.open('m999')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('has a status that is set bit by bit, without opening it [MS-OXCMSG_R416] [MS-OXCMSG_R1500] [MS-OXCMSG_R1501] [MS-OXCMSG_R784] [MS-OXCMSG_R786] [MS-OXCMSG_R773] [MS-OXCMSG_R421] [MS-OXCMSG_R545] [MS-OXCMSG_R2029]', async () => {
    expect(await store.messages.setStatus(id, { mask: 0x3000, flags: 0x1000 })).toBe(0);
    expect(await store.messages.setStatus(id, { mask: 0x2000, flags: 0x2000 | 0x800 })).toBe(0x1000);
    expect(await store.messages.getStatus(id)).toBe(0x3000);
    expect(await store.messages.setStatus(id, { mask: 0x1800, flags: 0x800 })).toBe(0x3000);
    expect(await store.messages.getStatus(id)).toBe(0x2000);
    expect(await reread(store, id, p.PidTagMessageStatus)).toEqual([0x2000]);
  });

  it('is marked as read at once, and only where that changes something [MS-OXCMSG_R835] [MS-OXCMSG_R510] [MS-OXCMSG_R1140] [MS-OXCMSG_R537] [MS-OXCMSG_R1710] [MS-OXCMSG_R2045]', async () => {
    await using message = await store.messages.open(id);
    expect([await message.setRead(true), await message.setRead(true)]).toEqual([true, false]);
    expect((await store.items.get(id)).flags).toContain('$seen');
    const flags = (await message.get(p.PidTagMessageFlags)) ?? 0;
    expect(flags & (MESSAGE_FLAGS.mfRead | MESSAGE_FLAGS.mfEverRead)).toBe(
      MESSAGE_FLAGS.mfRead | MESSAGE_FLAGS.mfEverRead,
    );
    expect(await message.setRead(false)).toBe(true);
    expect(await message.get(p.PidTagRead)).toBe(false);
  });

  it('of many are marked at once, and what the sender asked for is taken back [MS-OXCMSG_R795] [MS-OXCMSG_R818] [MS-OXCMSG_R822] [MS-OXCMSG_R827] [MS-OXCMSG_R829] [MS-OXCMSG_R1703] [MS-OXCMSG_R1145] [MS-OXCMSG_R1514]', async () => {
    await put(a, mail('Two', 'x', 'Disposition-Notification-To: ada@example.org\r\n'));
    await all(store.sync());
    const ids = await idsOf(store, '/A');
    const flags = async (of: string): Promise<number> =>
      ((await reread(store, of, p.PidTagMessageFlags))[0] as number) & 0x301;
    expect(await flags(ids[1] as string)).toBe(0x300);
    expect(await store.messages.setReadFlags([...ids, 'm999'], { read: true, clearNotifyRead: true })).toMatchObject([
      { id: 'm999', error: { code: 'NOT_FOUND' } },
    ]);
    expect(await Promise.all(ids.map(flags))).toEqual([1, 1]);
    await store.messages.setReadFlags(ids, { read: false });
    expect(await Promise.all(ids.map(flags))).toEqual([0, 0x200]);
    await store.messages.setReadFlags(ids, { clearNotifyUnread: true });
    expect(await Promise.all(ids.map(flags))).toEqual([0, 0]);
  });
});
