import { join } from 'node:path';
import { PropertyBag, type Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { all, storeIn, temporaryFolder } from '../support.ts';
import { reread, saved } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let store: Store;
beforeAll(async () => {
  folder = await temporaryFolder();
  store = await storeIn(folder.path);
  await store.mounts.add({ path: '/F', uri: `file://${join(folder.path, 'f')}` });
  await all(store.sync());
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await folder.remove();
});

const at = (text: string): Date => new Date(`2026-03-04T${text}:00Z`);
const times = new PropertyBag()
  .set(p.PidLidAppointmentStartWhole, at('10:00'))
  .set(p.PidLidAppointmentEndWhole, at('11:30'));

describe.each([
  ['IPM.Note', 'message/rfc822', new PropertyBag().set(p.PidTagSenderName, 'Ann')],
  ['IPM.Appointment', 'text/calendar', PropertyBag.of(times).set(p.PidLidLocation, 'Room').set(p.PidLidBusyStatus, 2)],
  [
    'IPM.Task',
    'text/calendar',
    new PropertyBag().set(p.PidLidTaskDueDate, at('00:00')).set(p.PidLidPercentComplete, 0.5),
  ],
  [
    'IPM.Activity',
    'text/calendar',
    new PropertyBag().set(p.PidLidLogStart, at('09:00')).set(p.PidLidLogType, 'Phone call'),
  ],
  [
    'IPM.Contact',
    'text/vcard',
    new PropertyBag()
      .set(p.PidTagDisplayName, 'Ann Lee')
      .set(p.PidTagCompanyName, 'Acme')
      .set(p.PidTagHobbies, 'chess'),
  ],
  ['IPM.StickyNote', 'text/markdown', new PropertyBag().set(p.PidLidNoteColor, 3)],
  ['IPM.Appointment.Custom', 'text/calendar', PropertyBag.of(times)],
  ['IPM.Unheard.Of', 'message/rfc822', new PropertyBag().set(p.PidLidNoteColor, 3)],
] as const)('a message of class %s', (messageClass, mediaType, own) => {
  it(`is written as ${mediaType}, changed, and says all that was set`, async () => {
    const bag = PropertyBag.of(own)
      .set(p.PidTagSubject, 'Ein Betreff')
      .set(p.PidTagBody, 'Der Text.')
      .set(p.PidTagIconIndex, 77)
      .set(p.PidNameKeywords, ['rot', 'grün'])
      .set(p.PidTagReportTag, Uint8Array.of(0, 1, 2));
    await using message = await store.messages.create('/F', { messageClass });
    expect(await message.set(bag)).toEqual([]);
    const id = await saved(message);
    expect(await store.items.get(id)).toMatchObject({ mediaType, class: messageClass });
    const same = async (wanted: PropertyBag): Promise<void> => {
      for (const { property, value } of wanted)
        expect([property.name, ...(await reread(store, id, property))]).toEqual([property.name, value]);
      expect(await reread(store, id, p.PidTagMessageClass)).toEqual([messageClass]);
    };
    await same(bag);
    await using again = await store.messages.open(id);
    const change = new PropertyBag()
      .set(p.PidTagSubject, 'Anders')
      .set(p.PidTagIconIndex, 78)
      .set(p.PidTagComment, 'neu');
    await again.set(change);
    await again.delete([p.PidTagReportTag]);
    await again.saveChanges();
    bag.delete(p.PidTagReportTag);
    for (const { property, value } of change) bag.set(property, value);
    await same(bag);
    expect(await reread(store, id, p.PidTagReportTag)).toEqual(['NOT_FOUND']);
    expect((await store.items.get(id)).class).toBe(messageClass);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});
