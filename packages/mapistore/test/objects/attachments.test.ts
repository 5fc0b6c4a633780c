import {
  ATTACH_METHODS,
  type AttachmentObject,
  bytesSource,
  collect,
  type MessageObject,
  PropertyBag,
  type Store,
} from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lying, Place, type Side, side } from '../memory.ts';
import { all, cat } from '../support.ts';
import { recipient } from './support.ts';

let place: Place;
let a: Side;
let store: Store;
let message: MessageObject;
beforeEach(async () => {
  place = await Place.make();
  a = await side('aa');
  store = await place.mounted({ '/A': a });
  message = await store.messages.create('/A');
  await message.set(p.PidTagSubject, 'with files');
});
afterEach(() => place[Symbol.asyncDispose]());

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const textOf = async (attachment: AttachmentObject): Promise<string> =>
  Buffer.from((await attachment.get(p.PidTagAttachDataBinary)) ?? new Uint8Array()).toString();

async function attach(name: string, text: string, more = new PropertyBag()): Promise<number> {
  const attachment = message.attachments.create();
  await attachment.set(
    new PropertyBag().set(p.PidTagAttachLongFilename, name).set(p.PidTagAttachDataBinary, bytes(text)),
  );
  expect(await attachment.set(more)).toEqual([]);
  await attachment.saveChanges();
  return attachment.number;
}

async function reopened(): Promise<MessageObject> {
  await message.saveChanges();
  return store.messages.open(message.id as string);
}

describe('an attachment', () => {
  it('is in its message once it is saved, and in the store once that is [MS-OXCMSG_R861] [MS-OXCMSG_R875] [MS-OXCMSG_R446] [MS-OXCMSG_R1062] [MS-OXCMSG_R588] [MS-OXCMSG_R590] [MS-OXCMSG_R236] [MS-OXCMSG_R448] [MS-OXCMSG_R451] [MS-OXCMSG_R2035] [MS-OXCPRPT_R480] [MS-OXCPRPT_R491] [MS-OXCPRPT_R82501] [MS-OXCPRPT_R83608] [MS-OXCPRPT_R56404]', async () => {
    await message.saveChanges();
    const attachment = message.attachments.create();
    expect(await attachment.get(p.PidTagAttachMethod)).toBe(ATTACH_METHODS.afNone);
    expect(await attachment.get(p.PidTagRenderingPosition)).toBe(0xffffffff);
    expect(await attachment.get(p.PidTagAccessLevel)).toBe(1);
    expect(await attachment.get(p.PidTagCreationTime)).toEqual(await attachment.get(p.PidTagLastModificationTime));
    await attachment.set(p.PidTagAttachDataBinary, bytes('content'));
    expect(await attachment.get(p.PidTagAttachMethod)).toBe(ATTACH_METHODS.afByValue);
    expect(message.attachments.count).toBe(0);
    await attachment.saveChanges();
    expect([message.attachments.count, await message.get(p.PidTagHasAttachments)]).toEqual([1, true]);
    const count = async (): Promise<number> => (await store.messages.open(message.id as string)).attachments.count;
    expect(await count()).toBe(0);
    await message.saveChanges();
    expect(await count()).toBe(1);
    expect((await lying(a)).join()).toContain(Buffer.from('content').toString('base64'));
    expect((await store.items.get(message.id as string)).hasAttachments).toBe(true);
  });

  it('has a number that is its own, which no other gets while the message is open [MS-OXCMSG_R1836] [MS-OXCMSG_R448] [MS-OXCMSG_R853] [MS-OXCMSG_R436] [MS-OXCMSG_R890] [MS-OXCMSG_R312] [MS-OXCMSG_R490] [MS-OXCMSG_R440]', async () => {
    const [one, two] = [await attach('1.txt', 'one'), await attach('2.txt', 'two')];
    expect(one).not.toBe(two);
    message.attachments.delete(two);
    const three = await attach('3.txt', 'three');
    expect(three).not.toBe(two);
    const table = message.attachments
      .list()
      .map(({ properties }) => [properties.get(p.PidTagAttachLongFilename), properties.get(p.PidTagAttachSize)]);
    expect(table).toEqual([
      ['1.txt', 3],
      ['3.txt', 5],
    ]);
    expect(() => message.attachments.open(two)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(await textOf(message.attachments.open(three))).toBe('three');
    await using again = await reopened();
    expect(
      await Promise.all(again.attachments.list().map(({ number }) => textOf(again.attachments.open(number)))),
    ).toEqual(['one', 'three']);
  });

  it('is deleted with the next save of its message [MS-OXCMSG_R868] [MS-OXCMSG_R469] [MS-OXCMSG_R1523] [MS-OXCMSG_R1063]', async () => {
    await attach('a.txt', 'one');
    await using other = await reopened();
    const [row] = message.attachments.list();
    message.attachments.delete(row?.number as number);
    expect(() => message.attachments.delete(row?.number as number)).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
    expect(await message.get(p.PidTagHasAttachments)).toBe(false);
    expect((await store.items.get(message.id as string)).hasAttachments).toBe(true);
    await message.saveChanges();
    expect((await store.items.get(message.id as string)).hasAttachments).toBe(false);
    expect(other.attachments.count).toBe(1);
  });

  it('opened to read is only read [MS-OXCMSG_R918] [MS-OXCMSG_R919]', async () => {
    const number = await attach('a.txt', 'one');
    const reader = message.attachments.open(number, 'read');
    await expect(reader.set(p.PidTagComment, 'x')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(reader.saveChanges()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const writer = message.attachments.open(number, 'readWrite');
    await writer.set(p.PidTagAttachDataBinary, bytes('other'));
    expect(await textOf(message.attachments.open(number))).toBe('one');
    await writer.saveChanges();
    expect(await textOf(message.attachments.open(number))).toBe('other');
  });

  it.each([
    [p.PidTagAttachExtension, '.txt', '[MS-OXCMSG_R604]'],
    [p.PidTagAttachTag, Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x14, 3, 0xa, 1), ''],
    [p.PidTagAttachTag, Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x14, 3, 0xa, 3, 2, 1), ''],
    [p.PidTagAttachTag, Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x14, 3, 0xa, 4), ''],
    [p.PidTagAttachFlags, 1, '[MS-OXCMSG_R2031]'],
    [p.PidTagAttachFlags, 2, '[MS-OXCMSG_R2032]'],
    [p.PidTagAttachFlags, 4, '[MS-OXCMSG_R2033]'],
    [p.PidTagAttachMimeTag, 'text/plain', '[MS-OXCMSG_R963]'],
    [p.PidTagAttachContentId, 'part1@example.org', '[MS-OXCMSG_R964]'],
    [p.PidTagAttachContentLocation, 'http://example.org/x.png', '[MS-OXCMSG_R965]'],
    [p.PidTagAttachContentBase, 'http://example.org/', '[MS-OXCMSG_R967]'],
    [p.PidTagAttachPayloadClass, 'Some.Class', '[MS-OXCMSG_R1284]'],
    [p.PidTagAttachPayloadProviderGuidString, '{11111111-2222-3333-4444-555555555555}', '[MS-OXCMSG_R1286]'],
    [p.PidNameAttachmentProviderType, 'OneDrivePro', '[MS-OXCMSG_R128002]'],
    [p.PidNameAttachmentProviderType, 'OneDriveConsumer', ''],
    [p.PidNameAttachmentOriginalPermissionType, 0, ''],
    [p.PidNameAttachmentOriginalPermissionType, 1, ''],
    [p.PidNameAttachmentOriginalPermissionType, 2, ''],
    [p.PidNameAttachmentPermissionType, 0, ''],
    [p.PidNameAttachmentPermissionType, 1, ''],
    [p.PidNameAttachmentPermissionType, 2, ''],
  ])('keeps %o %o %s', async (property, value, _row) => {
    const number = await attach('a.txt', 'content', new PropertyBag().set(property, value));
    await using again = await reopened();
    const attachment = again.attachments.open(number);
    expect(await attachment.get([property])).toMatchObject([{ value }]);
    expect(await textOf(attachment)).toBe('content');
  });

  it.each([
    [ATTACH_METHODS.afByReference, '[MS-OXCMSG_R592]'],
    [ATTACH_METHODS.afByReferenceOnly, '[MS-OXCMSG_R594]'],
    [ATTACH_METHODS.afByWebReference, '[MS-OXCMSG_R59801] [MS-OXCMSG_R59802]'],
  ])('by reference (%i) has a path and no content, and a mail says nothing of it %s', async (method, _row) => {
    const attachment = message.attachments.create();
    await attachment.set(
      new PropertyBag()
        .set(p.PidTagAttachMethod, method)
        .set(p.PidTagAttachLongPathname, '\\\\server\\file.txt')
        .set(p.PidNameAttachmentProviderType, 'OneDrivePro'),
    );
    await attachment.saveChanges();
    await attach('real.txt', 'real');
    await using again = await reopened();
    const [reference, file] = again.attachments.list();
    expect(reference?.properties.get(p.PidTagAttachLongPathname)).toBe('\\\\server\\file.txt');
    expect(reference?.properties.get(p.PidTagAttachMethod)).toBe(method);
    expect(await textOf(again.attachments.open(file?.number as number))).toBe('real');
    expect((await lying(a)).join().match(/Content-Disposition/gu)).toHaveLength(1);
  });

  it('of OLE has its content as an object', async () => {
    const attachment = message.attachments.create();
    await attachment.set(
      new PropertyBag()
        .set(p.PidTagAttachMethod, ATTACH_METHODS.afStorage)
        .set(p.PidTagAttachDataObject, bytes('storage')),
    );
    await attachment.saveChanges();
    await using again = await reopened();
    const found = again.attachments.open(attachment.number);
    expect(await found.get(p.PidTagAttachMethod)).toBe(ATTACH_METHODS.afStorage);
    expect(Buffer.from((await found.get(p.PidTagAttachDataObject)) as Uint8Array).toString()).toBe('storage');
    expect(await found.get(p.PidTagAttachDataBinary)).toBeUndefined();
  });

  it('of two with the same name and length keeps its own content', async () => {
    await attach('a.txt', 'one');
    await attach('a.txt', 'two');
    await message.set(p.PidTagBody, 'text');
    await using again = await reopened();
    expect(
      await Promise.all(again.attachments.list().map(({ number }) => textOf(again.attachments.open(number)))),
    ).toEqual(['one', 'two']);
    message.attachments.delete(0);
    await message.saveChanges();
    await using third = await store.messages.open(message.id as string);
    expect(
      await Promise.all(third.attachments.list().map(({ number }) => textOf(third.attachments.open(number)))),
    ).toEqual(['two']);
  });
});

describe('attachments of a received mail', () => {
  const mail = Buffer.from(
    'From: a@example.org\r\nSubject: got\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n' +
      '--b\r\n\r\ntext\r\n--b\r\nContent-Disposition: attachment; filename=1.txt\r\n\r\none\r\n' +
      '--b\r\nContent-Disposition: attachment; filename=2.txt\r\n\r\ntwo\r\n--b--\r\n',
  );

  it('are changed beside its bytes, and released with it', async () => {
    const [{ id = '' } = {}] = await all(
      store.import('/A', [{ label: 'x', body: bytesSource(mail, 'message/rfc822') }]),
    );
    await using received = await store.messages.open(id);
    received.attachments.delete(0);
    const added = received.attachments.create();
    await added.set(
      new PropertyBag().set(p.PidTagAttachLongFilename, '3.txt').set(p.PidTagAttachDataBinary, bytes('three')),
    );
    await added.saveChanges();
    await received.saveChanges();
    expect(Buffer.compare(await cat(store, id), mail)).toBe(0);
    const contents = async (of: string): Promise<readonly string[]> => {
      const { attachments } = await store.items.properties(of);
      const { signal } = new AbortController();
      return Promise.all(
        attachments.map(async ({ content }) =>
          Buffer.from(await collect((content as NonNullable<typeof content>).open({ signal }))).toString(),
        ),
      );
    };
    expect(await contents(id)).toEqual(['two', 'three']);
    const [{ newId = '' } = {}] = await all(store.copy([id], '/A'));
    await all(store.remove([id]));
    await using copy = await store.messages.open(newId);
    expect(await contents(newId)).toEqual(['two', 'three']);
    for (const { number } of copy.attachments.list()) copy.attachments.delete(number);
    await copy.saveChanges();
    expect(await contents(newId)).toEqual([]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});

describe('an embedded message', () => {
  it('is a message of its own, saved into its attachment and that into its message [MS-OXCMSG_R881] [MS-OXCMSG_R481] [MS-OXCMSG_R596] [MS-OXCMSG_R912] [MS-OXCMSG_R913]', async () => {
    const attachment = message.attachments.create();
    await expect(attachment.openEmbeddedMessage()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const inner = await attachment.openEmbeddedMessage('create');
    await inner.set(
      new PropertyBag().set(p.PidTagSubject, 'inner').set(p.PidTagBody, 'inside').set(p.PidTagIconIndex, 3),
    );
    inner.recipients.modify([{ rowId: 0, properties: recipient('Bob') }]);
    const deep = inner.attachments.create();
    await deep.set(p.PidTagAttachLongFilename, 'deep.txt');
    const stream = await deep.openStream(p.PidTagAttachDataBinary, 'create');
    await stream.write(bytes('deep'));
    await stream[Symbol.asyncDispose]();
    await deep.saveChanges();
    await inner.saveChanges();
    await inner[Symbol.asyncDispose]();
    expect(message.attachments.count).toBe(0);
    await attachment.saveChanges();
    expect(await lying(a)).toEqual([]);
    await using again = await reopened();
    const opened = again.attachments.open(attachment.number, 'readWrite');
    expect(await opened.get(p.PidTagAttachMethod)).toBe(ATTACH_METHODS.afEmbeddedMessage);
    await using read = await opened.openEmbeddedMessage('readWrite');
    expect([
      await read.get(p.PidTagSubject),
      await read.get(p.PidTagBody),
      await read.get(p.PidTagIconIndex),
      await read.get(p.PidTagDisplayTo),
    ]).toEqual(['inner', 'inside', 3, 'Bob']);
    expect(await textOf(read.attachments.open(deep.number))).toBe('deep');
    await read.set(p.PidTagSubject, 'changed');
    await read.saveChanges();
    expect((await again.attachments.open(attachment.number).openEmbeddedMessage()).summary().normalizedSubject).toBe(
      'inner',
    );
    await opened.saveChanges();
    await again.saveChanges();
    await using third = await store.messages.open(message.id as string);
    await using last = await third.attachments.open(attachment.number).openEmbeddedMessage();
    expect(await last.get(p.PidTagSubject)).toBe('changed');
    expect(await textOf(last.attachments.open(deep.number))).toBe('deep');
    await expect(last.set(p.PidTagSubject, 'x')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await lying(a)).join()).toMatch(/message\/rfc822[\s\S]*Subject: changed/u);
  });
});
