import { type AttachmentObject, type MessageObject, type Property, PropertyBag, type Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Place, side } from '../memory.ts';
import { recipient, reread } from './support.ts';

let place: Place;
let store: Store;
let from: MessageObject;
let to: MessageObject;
beforeEach(async () => {
  place = await Place.make();
  store = await place.mounted({ '/A': await side('aa') });
  from = await store.messages.create('/A');
  to = await store.messages.create('/A');
});
afterEach(() => place[Symbol.asyncDispose]());

async function attach(message: MessageObject, name: string, text: string): Promise<AttachmentObject> {
  const attachment = message.attachments.create();
  await attachment.set(
    new PropertyBag()
      .set(p.PidTagAttachLongFilename, name)
      .set(p.PidTagAttachDataBinary, new Uint8Array(Buffer.from(text))),
  );
  await attachment.saveChanges();
  return attachment;
}

describe('copyTo', () => {
  beforeEach(async () => {
    await from.set(
      new PropertyBag().set(p.PidTagSubject, 'RE: Lunch').set(p.PidTagComment, 'mine').set(p.PidLidReminderDelta, 5),
    );
    from.recipients.modify([{ rowId: 0, properties: recipient('Bob') }]);
    await attach(from, 'a.txt', 'content');
  });

  it('copies what can be set, with recipients and attachments, to be stored with the message [MS-OXCPRPT_R181] [MS-OXCPRPT_R18501] [MS-OXCPRPT_R5070507] [MS-OXCPRPT_R625]', async () => {
    await to.saveChanges();
    expect(await from.copyTo(to)).toEqual([]);
    expect(await to.get(p.PidTagSubject)).toBe('RE: Lunch');
    expect(await reread(store, to.id, p.PidTagComment, p.PidTagHasAttachments)).toEqual(['NOT_FOUND', false]);
    await to.saveChanges();
    expect(
      await reread(store, to.id, p.PidTagSubject, p.PidTagComment, p.PidLidReminderDelta, p.PidTagDisplayTo),
    ).toEqual(['RE: Lunch', 'mine', 5, 'Bob']);
    const copy = to.attachments.open(to.attachments.list()[0]?.number as number);
    expect(Buffer.from((await copy.get(p.PidTagAttachDataBinary)) as Uint8Array).toString()).toBe('content');
    expect(await from.get(p.PidTagComment)).toBe('mine');
    expect(await to.get(p.PidTagRecordKey)).not.toEqual(await from.get(p.PidTagRecordKey));
  });

  it('leaves out what is excluded, and what lies in the message where that is not wanted [MS-OXCPRPT_R182]', async () => {
    await from.copyTo(to, { exclude: [p.PidTagComment, p.PidTagMessageRecipients], subObjects: true });
    expect([await to.get(p.PidTagComment), to.recipients.count, to.attachments.count]).toEqual([undefined, 0, 1]);
    await using third = await store.messages.create('/A');
    await from.copyTo(third, { subObjects: false });
    expect([await third.get(p.PidTagComment), third.recipients.count, third.attachments.count]).toEqual(['mine', 0, 0]);
  });

  it('overwrites what is there, or not [MS-OXCPRPT_R624] [MS-OXCPRPT_R625] [MS-OXCPRPT_R5070504]', async () => {
    await to.set(p.PidTagComment, 'theirs');
    to.recipients.modify([{ rowId: 0, properties: recipient('Eve') }]);
    await from.copyTo(to, { noOverwrite: true });
    expect([
      await to.get(p.PidTagComment),
      await to.get(p.PidTagDisplayTo),
      await to.get(p.PidLidReminderDelta),
    ]).toEqual(['theirs', 'Eve', 5]);
    await from.copyTo(to);
    expect([await to.get(p.PidTagComment), await to.get(p.PidTagDisplayTo)]).toEqual(['mine', 'Bob']);
  });

  it('moves: the source has nothing of it any more, once it is saved', async () => {
    await from.saveChanges();
    await from.copyTo(to, { move: true });
    expect([await from.get(p.PidTagComment), from.recipients.count, from.attachments.count]).toEqual([undefined, 0, 0]);
    expect(await reread(store, from.id, p.PidTagComment)).toEqual(['mine']);
    await from.saveChanges();
    expect(await reread(store, from.id, p.PidTagComment, p.PidTagDisplayTo)).toEqual(['NOT_FOUND', '']);
  });

  it('is between two of a kind, and never into itself [MS-OXCPRPT_R821]', async () => {
    const attachment = from.attachments.create();
    await expect(from.copyTo(attachment)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(from.copyTo(await store.folders.open('/A'))).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(from.copyTo(from)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const inside = await attachment.openEmbeddedMessage('create');
    await expect(from.copyTo(inside)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await using reader = await store.messages.create('/A');
    await reader.saveChanges({ keepOpen: 'read' });
    await expect(from.copyTo(reader)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('of an attachment takes its content along, to be stored with its message [MS-OXCPRPT_R848]', async () => {
    const source = from.attachments.open(0, 'readWrite');
    const target = to.attachments.create();
    await source.copyTo(target);
    expect(to.attachments.count).toBe(0);
    await target.saveChanges();
    await from[Symbol.asyncDispose]();
    await to.saveChanges();
    await using again = await store.messages.open(to.id as string);
    expect(Buffer.from((await again.attachments.open(0).get(p.PidTagAttachDataBinary)) as Uint8Array).toString()).toBe(
      'content',
    );
    expect(again.attachments.list()[0]?.properties.get(p.PidTagAttachLongFilename)).toBe('a.txt');
  });

  it('of a folder is stored at once [MS-OXCPRPT_R503] [MS-OXCPRPT_R5070509]', async () => {
    await store.folders.create('/A/B');
    const [a, b] = [await store.folders.open('/A'), await store.folders.open('/A/B')];
    await a.set(new PropertyBag().set(p.PidTagComment, 'about').set(p.PidTagContainerClass, 'IPF.Task'));
    expect(await a.copyTo(b, { exclude: [p.PidTagContainerClass] })).toEqual([]);
    const again = await store.folders.open('/A/B');
    expect([await again.get(p.PidTagComment), await again.get(p.PidTagContainerClass)]).toEqual(['about', 'IPF.Note']);
    await a.copyProperties(b, [p.PidTagContainerClass]);
    expect(await again.get(p.PidTagContainerClass)).toBe('IPF.Task');
  });
});

describe('copyProperties', () => {
  beforeEach(async () => {
    await from.set(new PropertyBag().set(p.PidTagComment, 'mine').set(p.PidTagReportTag, Uint8Array.of(1)));
    from.recipients.modify([{ rowId: 0, properties: recipient('Bob') }]);
  });

  it('copies those alone, and tells of what cannot be [MS-OXCPRPT_R146] [MS-OXCPRPT_R15901] [MS-OXCPRPT_R265] [MS-OXCPRPT_R849]', async () => {
    const problems = await from.copyProperties(to, [p.PidTagComment, p.PidTagIconIndex, p.PidTagEntryId]);
    expect(problems.map(({ property, code }) => [property.name, code])).toEqual([
      ['PidTagIconIndex', 'NOT_FOUND'],
      ['PidTagEntryId', 'COMPUTED'],
    ]);
    expect([await to.get(p.PidTagComment), await to.get(p.PidTagReportTag), to.recipients.count]).toEqual([
      'mine',
      undefined,
      0,
    ]);
    await from.copyProperties(to, [p.PidTagMessageRecipients]);
    expect(to.recipients.count).toBe(1);
  });

  it('moves them, or leaves those that are there [MS-OXCPRPT_R159] [MS-OXCPRPT_R264] [MS-OXCPRPT_R879]', async () => {
    await to.set(p.PidTagComment, 'theirs');
    await from.copyProperties(to, [p.PidTagComment, p.PidTagReportTag], { noOverwrite: true, move: true });
    expect([await to.get(p.PidTagComment), await to.get(p.PidTagReportTag)]).toEqual(['theirs', Uint8Array.of(1)]);
    expect([await from.get(p.PidTagComment), await from.get(p.PidTagReportTag)]).toEqual(['mine', undefined]);
  });
});

it('copyTo does what the model does, for any properties and flags', async () => {
  const names = [p.PidTagComment, p.PidTagLocation, p.PidTagAccount, p.PidTagTitle] as const;
  const values = fc.array(fc.option(fc.string({ minLength: 1, maxLength: 5 })), { minLength: 4, maxLength: 4 });
  const indexes = fc.subarray([0, 1, 2, 3]);
  await fc.assert(
    fc.asyncProperty(
      values,
      values,
      indexes,
      fc.boolean(),
      fc.boolean(),
      async (mine, theirs, excluded, move, noOverwrite) => {
        for (const [object, wanted] of [
          [from, mine],
          [to, theirs],
        ] as const) {
          await object.delete(names);
          for (const [index, value] of wanted.entries())
            if (value !== null) await object.set(names[index] as typeof p.PidTagComment, value);
        }
        await from.copyTo(to, { exclude: excluded.map((index) => names[index] as Property), move, noOverwrite });
        const copied = (index: number): boolean =>
          mine[index] !== null && !excluded.includes(index) && !(noOverwrite && theirs[index] !== null);
        const expected = names.map((_, index) => (copied(index) ? mine[index] : theirs[index]) ?? undefined);
        const left = names.map((_, index) => (move && copied(index) ? undefined : (mine[index] ?? undefined)));
        expect(await Promise.all(names.map((name) => to.get(name)))).toEqual(expected);
        expect(await Promise.all(names.map((name) => from.get(name)))).toEqual(left);
      },
    ),
    { numRuns: 100 },
  );
});
