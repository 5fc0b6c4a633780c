import { join } from 'node:path';
import { ATTACH_METHODS, type MessageObject, PropertyBag, type Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { type Dovecot, type Radicale, startDovecot, startRadicale } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { all, cat, storeIn, temporaryFolder } from '../support.ts';
import { recipient, reread, saved } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let dovecot: Dovecot;
let radicale: Radicale;
let store: Store;
beforeAll(async () => {
  folder = await temporaryFolder();
  [dovecot, radicale] = await Promise.all([startDovecot({ format: 'maildir' }), startRadicale()]);
  store = await storeIn(folder.path);
  await store.mounts.add({ path: '/Files', uri: `file://${join(folder.path, 'files')}` });
  const secretRef = 'env:IMAP_PASSWORD';
  await store.mounts.add({ path: '/Imap', uri: `imap://alice@127.0.0.1:${dovecot.imap}/Drafts`, secretRef });
  await store.mounts.add({
    path: '/Dav',
    uri: `caldav://alice@127.0.0.1:${radicale.port}/`,
    secretRef: 'env:DAV_PASSWORD',
  });
  await all(store.sync());
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await Promise.all([dovecot.stop(), radicale.stop()]);
  await folder.remove();
});

const PROPERTIES = new PropertyBag()
  .set(p.PidTagSubject, 'RE: Übersicht')
  .set(p.PidTagBody, 'Zeile eins\r\nZeile zwei 🍜')
  .set(p.PidTagImportance, 2)
  .set(p.PidTagClientSubmitTime, new Date('2026-03-04T05:06:07.890Z'))
  .set(p.PidNameKeywords, ['red', 'green'])
  .set(p.PidLidReminderSet, true)
  .set(p.PidTagIconIndex, 0x105)
  .set(p.PidTagReportTag, Uint8Array.of(0, 255, 13, 10))
  .set(p.PidTagDeferredDeliveryTime, 132_854_000_000_000_001n);

async function filled(message: MessageObject): Promise<void> {
  expect(await message.set(PROPERTIES)).toEqual([]);
  message.recipients.modify([
    { rowId: 0, properties: recipient('Ann').set(p.PidTagRecipientTrackStatus, 3) },
    { rowId: 1, properties: recipient('Bob', 2) },
    { rowId: 2, properties: recipient('Cy', 3) },
  ]);
  const file = message.attachments.create();
  await file.set(p.PidTagAttachLongFilename, 'größe.bin');
  const stream = await file.openStream(p.PidTagAttachDataBinary, 'create');
  for (let index = 0; index < 30; index++) await stream.write(new Uint8Array(100_000).fill(index));
  await stream[Symbol.asyncDispose]();
  await file.saveChanges();
  const link = message.attachments.create();
  await link.set(
    new PropertyBag()
      .set(p.PidTagAttachMethod, ATTACH_METHODS.afByReference)
      .set(p.PidTagAttachLongPathname, '\\\\s\\x'),
  );
  await link.saveChanges();
}

async function check(id: string): Promise<void> {
  for (const { property, value } of PROPERTIES) expect(await reread(store, id, property)).toEqual([value]);
  await using message = await store.messages.open(id, { mode: 'read' });
  expect(
    message.recipients
      .list()
      .map(({ properties }) => [properties.get(p.PidTagDisplayName), properties.get(p.PidTagRecipientType)]),
  ).toEqual([
    ['Ann', 1],
    ['Bob', 2],
    ['Cy', 3],
  ]);
  expect(message.recipients.list()[0]?.properties.get(p.PidTagRecipientTrackStatus)).toBe(3);
  const [file, link] = message.attachments.list();
  expect([file?.properties.get(p.PidTagAttachLongFilename), link?.properties.get(p.PidTagAttachLongPathname)]).toEqual([
    'größe.bin',
    '\\\\s\\x',
  ]);
  await using stream = await message.attachments.open(file?.number as number).openStream(p.PidTagAttachDataBinary);
  expect(stream.size).toBe(3_000_000);
  for (const place of [0, 99_999, 2_999_999]) {
    await stream.seek('start', place);
    expect([...(await stream.read(1))]).toEqual([Math.floor(place / 100_000)]);
  }
}

describe.each(['/Files', '/Imap'])('a message made in %s', (path) => {
  it('is what was set, also after it was changed, moved there and back, and deleted and restored', async () => {
    const other = path === '/Files' ? '/Imap' : '/Files';
    await using message = await store.messages.create(path);
    await message.set(p.PidTagSubject, 'first');
    const id = await saved(message);
    await filled(message);
    await message.saveChanges();
    await check(id);
    expect(await store.items.page(path)).toMatchObject({
      items: [{ id, subject: 'RE: Übersicht', hasAttachments: true }],
    });
    const bytes = await cat(store, id);
    for (const to of [other, path]) {
      expect(await all(store.move([id], to))).toMatchObject([{ outcome: 'moved' }]);
      await check(id);
    }
    await all(store.remove([id], { soft: true }));
    expect(await all(store.restore([id]))).toMatchObject([{ outcome: 'restored' }]);
    await check(id);
    expect(Buffer.compare(await cat(store, id), bytes)).toBe(0);
    expect(await all(store.check({ deep: true }))).toEqual([]);
    await all(store.remove([id]));
  });

  it('that others changed since it was opened is a conflict, and theirs stays', async () => {
    await using message = await store.messages.create(path);
    await message.set(p.PidTagSubject, 'mine');
    const id = await saved(message);
    await using other = await store.messages.open(id);
    await other.set(p.PidTagSubject, 'theirs');
    await other.saveChanges();
    await message.set(p.PidTagBody, 'x');
    await expect(message.saveChanges()).rejects.toMatchObject({ code: 'CONFLICT' });
    await message.saveChanges({ force: true });
    expect(await reread(store, id, p.PidTagSubject, p.PidTagBody)).toEqual(['mine', 'x']);
    await all(store.remove([id]));
  });
});

describe('an appointment as an object', () => {
  it('is written into its calendar as far as iCalendar says it, and the rest lies beside', async () => {
    const calendar =
      (await store.folders.list('/Dav')).find(({ kinds, path }) => kinds.includes('event') && path !== '/Dav')?.path ??
      (await store.folders.create('/Dav/Cal', { kind: 'event' })).path;
    await using made = await store.messages.create(calendar, { messageClass: 'IPM.Appointment' });
    await made.set(
      new PropertyBag()
        .set(p.PidTagSubject, 'Review')
        .set(p.PidLidAppointmentStartWhole, new Date('2026-03-04T10:00:00Z'))
        .set(p.PidLidAppointmentEndWhole, new Date('2026-03-04T11:00:00Z'))
        .set(p.PidLidLocation, 'Room 1')
        .set(p.PidTagIconIndex, 0x400),
    );
    const id = await saved(made);
    expect((await store.items.get(id)).mediaType).toBe('text/calendar');
    expect((await cat(store, id)).toString()).toMatch(/SUMMARY:Review/u);
    await using message = await store.messages.open(id);
    await message.set(new PropertyBag().set(p.PidLidLocation, 'Room 2').set(p.PidTagIconIndex, 0x401));
    await message.saveChanges();
    expect((await cat(store, id)).toString()).toMatch(/LOCATION:Room 2/u);
    expect(await reread(store, id, p.PidTagSubject, p.PidLidLocation, p.PidTagIconIndex)).toEqual([
      'Review',
      'Room 2',
      0x401,
    ]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});
