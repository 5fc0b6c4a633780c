import { type MessageObject, PropertyBag, type Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idsOf, lying, Place, put, type Side, side } from '../memory.ts';
import { all, cat, mail } from '../support.ts';
import { recipient, reread } from './support.ts';

let place: Place;
let a: Side;
let store: Store;
let message: MessageObject;
beforeEach(async () => {
  place = await Place.make();
  a = await side('aa');
  store = await place.mounted({ '/A': a });
  message = await store.messages.create('/A');
});
afterEach(() => place[Symbol.asyncDispose]());

const names = (of: MessageObject): readonly unknown[] =>
  of.recipients
    .list()
    .map(({ rowId, properties }) => [
      rowId,
      properties.get(p.PidTagDisplayName),
      properties.get(p.PidTagRecipientType),
    ]);

describe('recipients', () => {
  it('are added, replaced and taken out by their row, and read back in order [MS-OXCMSG_R737] [MS-OXCMSG_R389] [MS-OXCMSG_R390] [MS-OXCMSG_R391] [MS-OXCMSG_R753] [MS-OXCMSG_R679] [MS-OXCMSG_R977] [MS-OXCMSG_R978] [MS-OXCMSG_R979] [MS-OXCMSG_R400] [MS-OXCMSG_R1495] [MS-OXCMSG_R2047]', async () => {
    message.recipients.modify([
      { rowId: 2, properties: recipient('Cy', 2) },
      { rowId: 0, properties: recipient('Ann') },
      { rowId: 1, properties: recipient('Bob', 3) },
    ]);
    expect(names(message)).toEqual([
      [0, 'Ann', 1],
      [1, 'Bob', 3],
      [2, 'Cy', 2],
    ]);
    message.recipients.modify([
      { rowId: 0, properties: new PropertyBag().set(p.PidTagDisplayName, 'Dan').set(p.PidTagRecipientType, 1) },
      { rowId: 1 },
      { rowId: 9 },
    ]);
    expect(names(message)).toEqual([
      [0, 'Dan', 1],
      [2, 'Cy', 2],
    ]);
    expect(message.recipients.list()[0]?.properties.has(p.PidTagSmtpAddress)).toBe(false);
    await message.saveChanges();
    await using again = await store.messages.open(message.id as string);
    expect(names(again)).toEqual([
      [0, 'Dan', 1],
      [2, 'Cy', 2],
    ]);
    expect(again.summary().recipientCount).toBe(2);
  });

  it('of one open object are not those of another before the save [MS-OXCMSG_R381] [MS-OXCMSG_R382] [MS-OXCMSG_R393] [MS-OXCMSG_R394] [MS-OXCMSG_R395] [MS-OXCMSG_R729] [MS-OXCMSG_R1491] [MS-OXCMSG_R766]', async () => {
    message.recipients.modify([{ rowId: 0, properties: recipient('Ann') }]);
    await message.saveChanges();
    await using other = await store.messages.open(message.id as string);
    message.recipients.removeAll();
    message.recipients.removeAll();
    expect([message.recipients.count, other.recipients.count]).toEqual([0, 1]);
    expect(message.summary().recipientCount).toBe(0);
    expect(await message.get(p.PidTagDisplayTo)).toBe('');
    await message.saveChanges();
    expect(other.recipients.count).toBe(1);
    expect(await reread(store, message.id, p.PidTagDisplayTo)).toEqual(['']);
    expect((await lying(a)).join()).not.toMatch(/^To:/mu);
  });

  it('that are not there are NOT_FOUND [MS-OXCMSG_R403] [MS-OXCMSG_R1055]', () => {
    expect(() => message.recipients.read()).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    message.recipients.modify([
      { rowId: 3, properties: recipient('Ann') },
      { rowId: 5, properties: recipient('Bob') },
    ]);
    expect(() => message.recipients.read(4)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(message.recipients.read(5)).toHaveLength(1);
    expect(message.recipients.read()).toHaveLength(2);
    expect(() => message.recipients.modify([{ rowId: -1 }])).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });

  it('keep columns of any kind, and are in the mail as far as a mail can say them', async () => {
    const extra = recipient('Ann')
      .set(p.PidTagRecipientFlags, 3)
      .set(p.PidTagRecipientTrackStatus, 2)
      .set(p.PidTagEntryId, Uint8Array.of(1, 2))
      .set(p.PidNameKeywords, ['x']);
    message.recipients.modify([{ rowId: 0, properties: extra }]);
    await message.saveChanges();
    expect((await lying(a)).join()).toMatch(/^To: Ann <ann@example\.org>/mu);
    await using again = await store.messages.open(message.id as string);
    const [row] = again.recipients.list();
    for (const { property, value } of extra) expect(row?.properties.entry(property)?.value).toEqual(value);
  });

  it('that failed before are a type of their own [MS-OXCMSG_R1298]', async () => {
    message.recipients.modify([{ rowId: 0, properties: recipient('Ann', 0x11) }]);
    await message.saveChanges();
    expect(await reread(store, message.id, p.PidTagDisplayTo)).toEqual(['Ann']);
    await using again = await store.messages.open(message.id as string);
    expect(again.recipients.list()[0]?.properties.get(p.PidTagRecipientType)).toBe(0x11);
  });

  it('of a received mail can be others than its bytes say, which stay', async () => {
    await put(a, mail('x'));
    await all(store.sync());
    const [id = ''] = await idsOf(store, '/A');
    await using received = await store.messages.open(id);
    received.recipients.modify([{ rowId: 1, properties: recipient('Eve') }]);
    await received.saveChanges();
    expect((await store.items.properties(id)).recipients).toHaveLength(2);
    expect((await store.items.get(id)).to).toContain('Eve');
    expect((await cat(store, id)).toString()).toBe(Buffer.from(mail('x')).toString());
    await using again = await store.messages.open(id);
    again.recipients.removeAll();
    await again.saveChanges();
    expect((await store.items.properties(id)).recipients).toEqual([]);
  });
});
