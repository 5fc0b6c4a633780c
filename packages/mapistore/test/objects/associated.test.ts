import { PropertyBag, type Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idsOf, lying, Place, type Side, side } from '../memory.ts';
import { all } from '../support.ts';
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

async function config(name: string): Promise<string> {
  await using message = await store.messages.create('/A', {
    associated: true,
    messageClass: `IPM.Configuration.${name}`,
  });
  await message.set(
    new PropertyBag().set(p.PidTagSubject, name).set(p.PidTagRoamingDictionary, Uint8Array.of(1, 2, 3)),
  );
  return saved(message);
}

const names = async (softDeleted = false): Promise<readonly string[]> =>
  (await store.messages.associated('/A', { softDeleted })).map((one) => one.class);

describe('an FAI message', () => {
  it('is kept by core, and listed apart from the messages of its folder [MS-OXCMSG_R987] [MS-OXCMSG_R988] [MS-OXCMSG_R527] [MS-OXCFOLD_R662] [MS-OXCFOLD_R663] [MS-OXCFOLD_R346]', async () => {
    const id = await config('Calendar');
    expect(await names()).toEqual(['IPM.Configuration.Calendar']);
    expect([await lying(a), await idsOf(store, '/A')]).toEqual([[], []]);
    const folder = await store.folders.open('/A');
    expect([await folder.get(p.PidTagContentCount), await folder.get(p.PidTagAssociatedContentCount)]).toEqual([0, 1]);
    expect(await reread(store, id, p.PidTagAssociated, p.PidTagRoamingDictionary, p.PidTagSubject)).toEqual([
      true,
      Uint8Array.of(1, 2, 3),
      'Calendar',
    ]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('keeps every property, recipient and attachment', async () => {
    await using message = await store.messages.create('/A', { associated: true });
    const bag = new PropertyBag()
      .set(p.PidTagRoamingXmlStream, new Uint8Array(300_000).fill(9))
      .set(p.PidLidReminderSet, true)
      .set(p.PidTagViewDescriptorVersion, 8)
      .set(p.PidTagDeferredDeliveryTime, 132_854_000_000_000_001n);
    await message.set(bag);
    message.recipients.modify([{ rowId: 4, properties: recipient('Bob') }]);
    const attachment = message.attachments.create();
    await attachment.set(p.PidTagAttachDataBinary, new Uint8Array(400_000).fill(7));
    await attachment.saveChanges();
    const id = await saved(message);
    await using again = await store.messages.open(id);
    for (const { property, value } of bag) expect(await again.get([property])).toMatchObject([{ value }]);
    expect(again.recipients.list().map(({ rowId }) => rowId)).toEqual([4]);
    expect(await again.attachments.open(attachment.number).get(p.PidTagAttachDataBinary)).toEqual(
      new Uint8Array(400_000).fill(7),
    );
  });

  it('is a transaction like any other, and a conflict where two save it', async () => {
    const id = await config('x');
    await using one = await store.messages.open(id);
    await using other = await store.messages.open(id);
    await one.set(p.PidTagComment, 'mine');
    await one.saveChanges();
    await other.set(p.PidTagComment, 'theirs');
    await expect(other.saveChanges()).rejects.toMatchObject({ code: 'CONFLICT' });
    await other.saveChanges({ force: true });
    expect(await reread(store, id, p.PidTagComment)).toEqual(['theirs']);
    await other.set(p.PidTagComment, 'more');
    await other.saveChanges();
    expect(await reread(store, id, p.PidTagComment)).toEqual(['more']);
  });

  it('is deleted softly and restored, or for good', async () => {
    const [one, two] = [await config('one'), await config('two')];
    await all(store.remove([one as string, two as string], { soft: true }));
    expect([await names(), await names(true)]).toEqual([[], ['IPM.Configuration.one', 'IPM.Configuration.two']]);
    await expect(store.messages.open(one as string)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await using deleted = await store.messages.open(one as string, { softDeleted: true });
    expect([await deleted.get(p.PidTagSubject), deleted.isWritable]).toEqual(['one', false]);
    expect(await all(store.restore([one as string]))).toMatchObject([{ outcome: 'restored' }]);
    expect(await store.recoverable.purge([two as string])).toEqual([two]);
    expect([await names(), await names(true)]).toEqual([['IPM.Configuration.one'], []]);
    await all(store.remove([one as string]));
    expect([await names(), await names(true)]).toEqual([[], []]);
  });

  it('goes with what its folder holds only where that is wanted [MS-OXCFOLD_R238] [MS-OXCFOLD_R239] [MS-OXCFOLD_R256] [MS-OXCFOLD_R257] [MS-OXCFOLD_R617] [MS-OXCFOLD_R113804]', async () => {
    await config('x');
    await all(store.empty('/A', { soft: true }));
    expect(await names()).toHaveLength(1);
    await all(store.empty('/A', { soft: true, associated: true }));
    expect([await names(), await names(true)]).toEqual([[], ['IPM.Configuration.x']]);
  });

  it('leaves nothing in the state when its folder goes', async () => {
    await store.folders.create('/A/B');
    await using message = await store.messages.create('/A/B', { associated: true });
    await message.set(p.PidTagRoamingXmlStream, new Uint8Array(300_000));
    const id = await saved(message);
    await store.folders.remove('/A/B');
    await expect(store.messages.open(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await message.set(p.PidTagComment, 'x');
    await expect(message.saveChanges()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
