import { PropertyBag, type Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Place, put, side } from '../memory.ts';
import { all, mail } from '../support.ts';

let place: Place;
let store: Store;
beforeEach(async () => {
  place = await Place.make();
  const [a, b] = [await side('aa'), await side('bb')];
  await put(a, mail('one'));
  await put(b, mail('two'));
  store = await place.mounted({ '/A': a, '/B': b });
});
afterEach(() => place[Symbol.asyncDispose]());

describe('the store as a whole', () => {
  it('counts over all folders [MS-OXCSTOR_R3061] [MS-OXCSTOR_R3064] [MS-OXCSTOR_R3065]', async () => {
    const size = mail('one').byteLength + mail('two').byteLength;
    const bag = await store.mailbox.getAll();
    expect([bag.get(p.PidTagContentCount), bag.get(p.PidTagMessageSize), bag.get(p.PidTagMessageSizeExtended)]).toEqual(
      [2, size, BigInt(size)],
    );
    expect(bag.get(p.PidTagStoreState)).toBe(0);
    expect(await (await store.folders.open('/A')).get(p.PidTagStoreRecordKey)).toEqual(bag.get(p.PidTagStoreRecordKey));
  });

  it('stores at once what is set, and takes it out again [MS-OXCPRPT_R82502] [MS-OXCPRPT_R847] [MS-OXCPRPT_R83609] [MS-OXCPRPT_R49201] [MS-OXCSTOR_R3068003] [MS-OXCSTOR_R3068004] [MS-OXCSTOR_R3069] [MS-OXCSTOR_R650] [MS-OXCSTOR_R3070] [MS-OXCSTOR_R654001] [MS-OXCSTOR_R3071] [MS-OXCSTOR_R3072]', async () => {
    const set = new PropertyBag()
      .set(p.PidTagComment, 'mine')
      .set(p.PidTagDisplayName, 'Mailbox of Ann')
      .set(p.PidTagOutOfOfficeState, true)
      .set(p.PidTagDeleteAfterSubmit, true);
    expect(await store.mailbox.set(set)).toEqual([]);
    const other = await place.open([]);
    for (const { property, value } of set) expect(await other.mailbox.get([property])).toMatchObject([{ value }]);
    expect(await store.mailbox.delete([p.PidTagDeleteAfterSubmit, p.PidTagComment])).toEqual([]);
    expect([await other.mailbox.get(p.PidTagDeleteAfterSubmit), await other.mailbox.get(p.PidTagComment)]).toEqual([
      undefined,
      undefined,
    ]);
    expect(await (await store.folders.open('/')).get(p.PidTagComment)).toBeUndefined();
    await all(store.sync());
  });

  it.each([
    [p.PidTagContentCount, '[MS-OXCSTOR_R3055006]'],
    [p.PidTagMessageSize, '[MS-OXCSTOR_R3055009]'],
    [p.PidTagMessageSizeExtended, '[MS-OXCSTOR_R3055010]'],
    [p.PidTagExtendedRuleSizeLimit, '[MS-OXCSTOR_R3055001]'],
    [p.PidTagMaximumSubmitMessageSize, ''],
    [p.PidTagProhibitReceiveQuota, ''],
    [p.PidTagProhibitSendQuota, ''],
    [p.PidTagStoreState, ''],
    [p.PidTagMailboxOwnerEntryId, '[MS-OXCSTOR_R3055007]'],
    [p.PidTagMailboxOwnerName, '[MS-OXCSTOR_R3055008]'],
    [p.PidTagUserEntryId, '[MS-OXCSTOR_R3055011]'],
    [p.PidTagCodePageId, ''],
  ])('%o is read only %s', async (property, _row) => {
    expect(await store.mailbox.set(new PropertyBag().set(property, 1))).toMatchObject([{ code: 'COMPUTED' }]);
  });
});
