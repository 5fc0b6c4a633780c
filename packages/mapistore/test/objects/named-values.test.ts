import { type FolderObject, type MessageObject, PropertyBag, type Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Place, side } from '../memory.ts';
import { reread } from './support.ts';

let place: Place;
let store: Store;
let message: MessageObject;
let folder: FolderObject;
beforeEach(async () => {
  place = await Place.make();
  store = await place.mounted({ '/A': await side('aa') });
  message = await store.messages.create('/A');
  folder = await store.folders.open('/A');
});
afterEach(() => place[Symbol.asyncDispose]());

describe('values that the specification names', () => {
  const bits = (property: typeof p.PidTagImportance, values: readonly (readonly [number, string])[]) =>
    values.map(([value, row]) => [property.name, property, value, row] as const);
  it.each([
    ...bits(p.PidTagImportance, [
      [0, '[MS-OXCMSG_R72]'],
      [1, '[MS-OXCMSG_R73]'],
      [2, '[MS-OXCMSG_R74]'],
    ]),
    ...bits(p.PidTagPriority, [
      [1, '[MS-OXCMSG_R78]'],
      [0, '[MS-OXCMSG_R79]'],
      [-1, '[MS-OXCMSG_R80]'],
    ]),
    ...bits(p.PidTagSensitivity, [
      [0, '[MS-OXCMSG_R84]'],
      [1, '[MS-OXCMSG_R86]'],
      [2, '[MS-OXCMSG_R87]'],
      [3, '[MS-OXCMSG_R88]'],
    ]),
    ...bits(p.PidTagTrustSender, [
      [0, '[MS-OXCMSG_R1235]'],
      [1, '[MS-OXCMSG_R1236]'],
    ]),
    ...bits(
      p.PidTagRetentionFlags,
      [1, 2, 4, 8, 16, 32, 64].map(
        (bit, index) => [bit, `[MS-OXCMSG_R2149] ${['', '', '', '', '', '', ''][index]}`] as const,
      ),
    ),
    ...bits(p.PidTagRetentionPeriod, [[30, '[MS-OXCMSG_R2119]']]),
    ...bits(p.PidTagArchivePeriod, [[60, '[MS-OXCMSG_R2165]']]),
  ])('%s of %o is %i after the save %s', async (_name, property, value, _row) => {
    expect(await message.set(property, value)).toEqual([]);
    await message.saveChanges();
    expect(await reread(store, message.id, property)).toEqual([value]);
  });

  const side = (p as unknown as Record<string, typeof p.PidLidSideEffects>)[
    'PidLidSideEffects'
  ] as typeof p.PidLidSideEffects;
  it.each([
    [side, 0x1, ''],
    [side, 0x8, ''],
    [side, 0x10, ''],
    [side, 0x20, ''],
    [side, 0x40, ''],
    [side, 0x100, ''],
    [side, 0x400, ''],
    [side, 0x800, ''],
    [side, 0x1000, ''],
    [side, 0x2000, ''],
    [side, 0x4000, ''],
    [p.PidLidAgingDontAgeMe, true, ''],
    [p.PidLidAgingDontAgeMe, false, ''],
    [p.PidTagAlternateRecipientAllowed, true, ''],
    [p.PidTagResponsibility, true, ''],
    [p.PidTagResponsibility, false, ''],
    [p.PidTagBodyContentLocation, 'http://example.org/x', '[MS-OXCMSG_R2076] [MS-OXCMSG_R2077]'],
    [p.PidTagPurportedSenderDomain, 'example.org', '[MS-OXCMSG_R1214]'],
    [p.PidTagArchiveTag, Uint8Array.of(1), '[MS-OXCMSG_R2194]'],
    [p.PidTagPolicyTag, Uint8Array.of(2), '[MS-OXCMSG_R2113]'],
    [p.PidTagStartDateEtc, new Uint8Array(12), '[MS-OXCMSG_R2131] [MS-OXCMSG_R2133]'],
    [p.PidTagRetentionDate, new Date(0), '[MS-OXCMSG_R2136]'],
    [p.PidTagArchiveDate, new Date(1_000), '[MS-OXCMSG_R2174]'],
    [p.PidTagCreatorEntryId, Uint8Array.of(3), '[MS-OXCMSG_R1182]'],
    [p.PidTagLastModifierEntryId, Uint8Array.of(4), '[MS-OXCMSG_R1185]'],
    [p.PidNameContentBase, 'http://example.org/', '[MS-OXCMSG_R1208]'],
    [p.PidNameAcceptLanguage, 'de, en', '[MS-OXCMSG_R1210]'],
    [p.PidNameContentType, 'text/plain', '[MS-OXCMSG_R2038]'],
    [p.PidNameMSIPLabels, 'label', '[MS-OXCMSG_R218102]'],
  ])(
    '%o is %o after the save, and is named or not %s [MS-OXCMSG_R1204] [MS-OXCMSG_R1799]',
    async (property, value, _row) => {
      expect(await message.set(new PropertyBag().set(property, value))).toEqual([]);
      await message.saveChanges();
      expect(await reread(store, message.id, property)).toEqual([value]);
      expect(await reread(store, message.id, p.PidTagHasNamedProperties)).toEqual(['set' in property]);
    },
  );

  it.each([
    [p.PidTagArchiveTag, Uint8Array.of(1), '[MS-OXCMSG_R2195]'],
    [p.PidTagPolicyTag, Uint8Array.of(2), '[MS-OXCMSG_R2114]'],
    [p.PidTagRetentionPeriod, 30, '[MS-OXCMSG_R2120]'],
    [p.PidTagRetentionFlags, 1, '[MS-OXCMSG_R2150]'],
    [p.PidTagArchivePeriod, 30, '[MS-OXCMSG_R2166]'],
  ])('%o of a folder is %o %s', async (property, value, _row) => {
    expect(await folder.set(new PropertyBag().set(property, value))).toEqual([]);
    expect(await (await store.folders.open('/A')).get(property as never)).toEqual(value);
  });
});
