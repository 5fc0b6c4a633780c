import {
  type AttachmentObject,
  type FolderObject,
  type MessageObject,
  PROBLEM_CODES,
  PropertyBag,
  type PropertyObject,
  propertyOfTag,
  type Store,
} from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Place, side } from '../memory.ts';
import { reread } from './support.ts';

let place: Place;
let store: Store;
let message: MessageObject;
let attachment: AttachmentObject;
let folder: FolderObject;
beforeEach(async () => {
  place = await Place.make();
  store = await place.mounted({ '/A': await side('aa') });
  message = await store.messages.create('/A');
  attachment = message.attachments.create();
  folder = await store.folders.open('/A');
});
afterEach(() => place[Symbol.asyncDispose]());

const objects = (): Readonly<Record<string, PropertyObject>> => ({ message, attachment, folder });

describe.each([
  [
    'message',
    '[MS-OXCPRPT_R101] [MS-OXCPRPT_R475] [MS-OXCPRPT_R476] [MS-OXCPRPT_R477] [MS-OXCPRPT_R822] [MS-OXCPRPT_R823] [MS-OXCPRPT_R824]',
    '[MS-OXCPRPT_R113] [MS-OXCPRPT_R486] [MS-OXCPRPT_R485] [MS-OXCPRPT_R487] [MS-OXCPRPT_R488] [MS-OXCPRPT_R835] [MS-OXCPRPT_R836] [MS-OXCPRPT_R83604] [MS-OXCPRPT_R83605] [MS-OXCPRPT_R8360501]',
  ],
  [
    'attachment',
    '[MS-OXCPRPT_R479] [MS-OXCPRPT_R825] [MS-OXCPRPT_R112]',
    '[MS-OXCPRPT_R490] [MS-OXCPRPT_R83607] [MS-OXCPRPT_R124]',
  ],
  ['folder', '[MS-OXCPRPT_R846]', '[MS-OXCPRPT_R492]'],
])('on a %s', (kind, setRows, deleteRows) => {
  it(`what is set is there at once, by name and among all ${setRows} [MS-OXCPRPT_R90705]`, async () => {
    const object = objects()[kind] as PropertyObject;
    expect(await object.set(p.PidTagComment, 'hello')).toEqual([]);
    expect(await object.set(p.PidNameKeywords, ['a', 'b'])).toEqual([]);
    expect(await object.get(p.PidTagComment)).toBe('hello');
    expect((await object.getAll()).get(p.PidNameKeywords)).toEqual(['a', 'b']);
    expect((await object.list()).map(({ name }) => name)).toContain('PidTagComment');
    const named = await object.queryNamedProperties();
    expect(named.map(({ name }) => name)).toEqual(['PS_PUBLIC_STRINGS#Keywords']);
    expect(await object.queryNamedProperties({ noStrings: true })).toEqual([]);
  });

  it(`what is deleted is gone at once, and deleting it again is no problem ${deleteRows}`, async () => {
    const object = objects()[kind] as PropertyObject;
    await object.set(p.PidTagComment, 'hello');
    for (let turn = 0; turn < 2; turn++) {
      expect(await object.delete([p.PidTagComment])).toEqual([]);
      expect(await object.get(p.PidTagComment)).toBeUndefined();
      expect(await object.get([p.PidTagComment])).toEqual([
        { property: p.PidTagComment, problem: { property: p.PidTagComment, code: 'NOT_FOUND', errorCode: 0x8004010f } },
      ]);
      expect((await object.getAll()).has(p.PidTagComment)).toBe(false);
    }
  });

  it('a problem with one property is told of it alone, in the order asked', async () => {
    const object = objects()[kind] as PropertyObject;
    const problems = await object.set(
      new PropertyBag()
        .set(p.PidTagComment, 'good')
        .set(p.PidTagEntryId, Uint8Array.of(1))
        .set(p.PidTagIconIndex, 'no number')
        .set(p.PidLidReminderDelta, 2 ** 40),
    );
    expect(problems.map(({ property, code }) => [property.name, code])).toEqual([
      ['PidTagEntryId', 'COMPUTED'],
      ['PidTagIconIndex', 'UNEXPECTED_TYPE'],
      ['PidLidReminderDelta', 'UNEXPECTED_TYPE'],
    ]);
    expect(await object.get(p.PidTagComment)).toBe('good');
    const results = await object.get([p.PidTagIconIndex, p.PidTagComment]);
    expect(results.map((one) => ('value' in one ? one.value : one.problem.errorCode))).toEqual([
      PROBLEM_CODES.NOT_FOUND,
      'good',
    ]);
  });

  it('a value longer than the call allows is a problem, and a stream gives it', async () => {
    const object = objects()[kind] as PropertyObject;
    await object.set(p.PidTagComment, 'x'.repeat(1_000));
    const [result] = await object.get([p.PidTagComment], { sizeLimit: 1_999 });
    expect(result).toMatchObject({ problem: { code: 'NOT_ENOUGH_MEMORY', errorCode: 0x8007000e } });
    expect(await object.get([p.PidTagComment], { sizeLimit: 2_000 })).toMatchObject([{ value: 'x'.repeat(1_000) }]);
    await using stream = await object.openStream(p.PidTagComment);
    expect(stream.size).toBe(2_000);
  });

  it('a property is found by its tag, as 8-bit text too, and any type gives the one it has', async () => {
    const object = objects()[kind] as PropertyObject;
    await object.set(p.PidTagComment, 'hello');
    const { id } = p.PidTagComment;
    expect(await object.get(propertyOfTag(id, 'PtypString'))).toBe('hello');
    expect(await object.get(propertyOfTag(id, 'PtypString8'))).toBe('hello');
    expect(await object.get([{ name: '?', id, type: 'PtypUnspecified' }])).toEqual([
      { property: p.PidTagComment, value: 'hello' },
    ]);
    expect(await object.get(propertyOfTag(id, 'PtypInteger32'))).toBeUndefined();
    await object.set(propertyOfTag(id, 'PtypString8'), 'bytes');
    expect(await object.get(p.PidTagComment)).toBe('bytes');
  });
});

describe('a property that the store computes', () => {
  it.each([
    ...[
      'PidTagAccess',
      'PidTagChangeKey',
      'PidTagCreationTime',
      'PidTagLastModificationTime',
      'PidTagLastModifierName',
      'PidTagObjectType',
      'PidTagRecordKey',
      'PidTagSearchKey',
    ].map((name) => ['message', name] as const),
    ...[
      'PidTagAccessLevel',
      'PidTagEntryId',
      'PidTagParentEntryId',
      'PidTagSourceKey',
      'PidTagPredecessorChangeList',
      'PidTagMid',
      'PidTagHasAttachments',
      'PidTagMessageSize',
      'PidTagDisplayTo',
      'PidTagConversationId',
      'PidTagMessageStatus',
      'PidTagRead',
    ].map((name) => ['message', name] as const),
    ...['PidTagAttachSize', 'PidTagAttachNumber', 'PidTagAccessLevel', 'PidTagObjectType', 'PidTagRecordKey'].map(
      (name) => ['attachment', name] as const,
    ),
    ...[
      'PidTagContentCount',
      'PidTagContentUnreadCount',
      'PidTagFolderId',
      'PidTagSubfolders',
      'PidTagFolderType',
      'PidTagMessageSizeExtended',
      'PidTagRights',
    ].map((name) => ['folder', name] as const),
  ])(
    'is set on no %s by anybody: %s [MS-OXCMSG_R1724] [MS-OXCMSG_R15] [MS-OXCMSG_R47] [MS-OXCMSG_R1078] [MS-OXCMSG_R231]',
    async (kind, name) => {
      const object = objects()[kind] as PropertyObject;
      const property = (p as unknown as Record<string, typeof p.PidTagAccess>)[name] as typeof p.PidTagAccess;
      const before = await object.get(property);
      const [problem] = await object.set(new PropertyBag().set(property, 1 as never));
      expect(problem).toMatchObject({ code: 'COMPUTED', errorCode: 0x8004011a });
      expect(await object.delete([property])).toMatchObject([{ code: 'COMPUTED' }]);
      expect(await object.get(property)).toEqual(before);
    },
  );

  it('is right: ids, keys and places', async () => {
    await message.saveChanges();
    const all = await message.getAll();
    const places = await folder.getAll();
    expect(all.get(p.PidTagObjectType)).toBe(5);
    expect(await attachment.get(p.PidTagObjectType)).toBe(7);
    expect(all.get(p.PidTagAccess)).toBe(7);
    expect(all.get(p.PidTagEntryId)).toHaveLength(70);
    expect(places.get(p.PidTagEntryId)).toHaveLength(46);
    expect(all.get(p.PidTagParentEntryId)).toEqual(places.get(p.PidTagEntryId));
    expect(all.get(p.PidTagParentSourceKey)).toEqual(places.get(p.PidTagSourceKey));
    expect(all.get(p.PidTagFolderId)).toBe(places.get(p.PidTagFolderId));
    expect(all.get(p.PidTagRecordKey)).toEqual(all.get(p.PidTagEntryId));
    const changeKey = all.get(p.PidTagChangeKey) as Uint8Array;
    expect(all.get(p.PidTagPredecessorChangeList)).toEqual(
      Buffer.concat([Uint8Array.of(changeKey.byteLength), changeKey]),
    );
    const before = all.get(p.PidTagSourceKey);
    await message.set(p.PidTagSubject, 'new');
    await message.saveChanges();
    expect(await message.get(p.PidTagSourceKey)).toEqual(before);
    expect(await message.get(p.PidTagChangeKey)).not.toEqual(changeKey);
  });

  it('has the time of the last save [MS-OXCMSG_R1890]', async () => {
    let now = new Date('2026-05-05T05:05:05Z');
    const clocked = await place.open([await side('zz')], { clock: () => now });
    await clocked.mounts.add({ path: '/Z', uri: 'zz:x' });
    await using other = await clocked.messages.create('/Z');
    now = new Date('2026-05-06T06:06:06Z');
    await other.saveChanges();
    expect(await other.get(p.PidTagLocalCommitTime)).toEqual(now);
    expect(await other.get(p.PidTagCreationTime)).toEqual(new Date('2026-05-05T05:05:05Z'));
    now = new Date('2026-05-07T07:07:07Z');
    await other.set(p.PidTagSubject, 'later');
    await other.saveChanges();
    expect(await other.get(p.PidTagLastModificationTime)).toEqual(now);
    expect(await other.get(p.PidTagLocalCommitTime)).toEqual(now);
  });
});

describe('the subject', () => {
  it.each([
    [{ subject: 'RE: Lunch' }, ['RE: Lunch', 'RE: ', 'Lunch']],
    [{ subject: 'Lunch' }, ['Lunch', '', 'Lunch']],
    [{ subject: 'Long: Lunch' }, ['Long: Lunch', '', 'Long: Lunch']],
    [{ prefix: 'FW: ', normalized: 'Lunch' }, ['FW: Lunch', 'FW: ', 'Lunch']],
    [{ subject: 'Lunch', prefix: 'FW: ' }, ['FW: Lunch', 'FW: ', 'Lunch']],
    [{ subject: 'Antwort: Lunch', prefix: 'Antwort: ' }, ['Antwort: Lunch', 'Antwort: ', 'Lunch']],
    [{ subject: 'RE: Lunch', prefix: '' }, ['RE: Lunch', '', 'RE: Lunch']],
    [{ subject: 'RE: Lunch', normalized: 'Dinner' }, ['RE: Dinner', 'RE: ', 'Dinner']],
    [{ subject: '' }, ['', '', '']],
  ] as const)(
    '%o is always its prefix and the rest [MS-OXCMSG_R58] [MS-OXCMSG_R64] [MS-OXCMSG_R1238] [MS-OXCMSG_R1239] [MS-OXCMSG_R1801] [MS-OXCMSG_R1802]',
    async (set, expected) => {
      const bag = new PropertyBag();
      if ('subject' in set) bag.set(p.PidTagSubject, set.subject);
      if ('prefix' in set) bag.set(p.PidTagSubjectPrefix, set.prefix);
      if ('normalized' in set) bag.set(p.PidTagNormalizedSubject, set.normalized);
      expect(await message.set(bag)).toEqual([]);
      const parts = [p.PidTagSubject, p.PidTagSubjectPrefix, p.PidTagNormalizedSubject] as const;
      expect(await Promise.all(parts.map((part) => message.get(part)))).toEqual(expected);
      await message.saveChanges();
      expect(await reread(store, message.id, ...parts)).toEqual(expected);
      expect(message.summary()).toMatchObject({ subjectPrefix: expected[1], normalizedSubject: expected[2] });
    },
  );
});

describe('the body', () => {
  const forms = () =>
    Promise.all([message.get(p.PidTagBody), message.get(p.PidTagHtml), message.get(p.PidTagNativeBody)]);
  const html = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

  it('is given in the other form too [MS-OXCMSG_R2058] [MS-OXCMSG_R2059] [MS-OXCMSG_R2061] [MS-OXCMSG_R2082]', async () => {
    expect(await forms()).toEqual([undefined, undefined, 0]);
    await message.set(p.PidTagBody, 'a < b\r\nc');
    const [, made, native] = await forms();
    expect(Buffer.from(made as Uint8Array).toString()).toContain('a &lt; b<br>\r\nc');
    expect(native).toBe(1);
    await message.set(p.PidTagHtml, html('<p>Hello&nbsp;<b>you</b> &amp; me</p><p>Bye</p><script>x()</script>'));
    expect((await forms())[0]).toBe('Hello you & me\r\nBye');
    expect((await forms())[2]).toBe(3);
  });

  it('in HTML is given as bytes and as text, in the code page that it has', async () => {
    await message.set(p.PidTagBodyHtml, '<p>Grüße</p>');
    expect([await message.get(p.PidTagBodyHtml), (await forms())[0]]).toEqual(['<p>Grüße</p>', 'Grüße']);
    expect(Buffer.from((await forms())[1] as Uint8Array).toString()).toBe('<p>Grüße</p>');
    await message.set(
      new PropertyBag()
        .set(p.PidTagHtml, new Uint8Array(Buffer.from('<p>Gr\u00fc\u00dfe</p>', 'latin1')))
        .set(p.PidTagInternetCodepage, 28591),
    );
    expect((await forms())[0]).toBe('Grüße');
  });

  it('is not left in a form that says something else', async () => {
    await message.set(p.PidTagHtml, html('<p>old</p>'));
    await message.set(p.PidTagBody, 'new');
    expect((await message.getAll()).has(p.PidTagHtml)).toBe(false);
    await message.saveChanges();
    expect(await reread(store, message.id, p.PidTagBody, p.PidTagNativeBody)).toEqual(['new', 1]);
  });

  it('in two forms that were set together stays in both', async () => {
    await message.set(new PropertyBag().set(p.PidTagBody, 'plain').set(p.PidTagHtml, html('<p>rich</p>')));
    await message.saveChanges();
    expect(await reread(store, message.id, p.PidTagBody, p.PidTagNativeBody)).toEqual(['plain', 3]);
    expect(Buffer.from((await message.get(p.PidTagHtml)) as Uint8Array).toString()).toBe('<p>rich</p>');
  });

  it('in compressed RTF is kept as it is [MS-OXCMSG_R2060] [MS-OXCMSG_R2068]', async () => {
    await message.set(p.PidTagRtfCompressed, Uint8Array.of(1, 2, 3));
    await message.saveChanges();
    expect(await reread(store, message.id, p.PidTagRtfCompressed, p.PidTagNativeBody, p.PidTagRtfInSync)).toEqual([
      Uint8Array.of(1, 2, 3),
      2,
      true,
    ]);
  });
});

describe('PidTagMessageFlags', () => {
  it(`is the client's until the first save, and only in the bits that are its own [MS-OXCMSG_R31] [MS-OXCMSG_R516] [MS-OXCMSG_R512] [MS-OXCMSG_R515] [MS-OXCMSG_R519] [MS-OXCMSG_R522] [MS-OXCMSG_R527] [MS-OXCMSG_R529] [MS-OXCMSG_R531] [MS-OXCMSG_R498] [MS-OXCMSG_R16]`, async () => {
    await message.set(p.PidTagMessageFlags, 0xffff);
    expect((await message.get(p.PidTagMessageFlags)) ?? 0).toBe(0x1 | 0x8 | 0x80);
    await message.set(
      new PropertyBag().set(p.PidTagReadReceiptRequested, true).set(p.PidTagNonReceiptNotificationRequested, true),
    );
    await message.set(p.PidTagMessageFlags, 0x8);
    await attachment.set(p.PidTagAttachDataBinary, Uint8Array.of(1));
    await attachment.saveChanges();
    await message.saveChanges();
    expect(await message.get(p.PidTagMessageFlags)).toBe(0x8 | 0x2 | 0x10 | 0x100 | 0x200);
    expect(await message.set(p.PidTagMessageFlags, 0)).toMatchObject([{ code: 'ACCESS_DENIED' }]);
    await using hidden = await store.messages.create('/A', { associated: true });
    expect(((await hidden.get(p.PidTagMessageFlags)) ?? 0) & 0x40).toBe(0x40);
    expect(await message.get(p.PidTagHasAttachments)).toBe(true);
  });
});

describe('a conversation', () => {
  it('is the same for all that have a topic, whatever their prefix', async () => {
    await message.set(p.PidTagSubject, 'RE: Lunch');
    await using other = await store.messages.create('/A');
    await other.set(p.PidTagSubject, 'lunch');
    expect(await message.get(p.PidTagConversationTopic)).toBe('Lunch');
    expect(await message.get(p.PidTagConversationId)).toEqual(await other.get(p.PidTagConversationId));
    expect(await message.get(p.PidTagConversationIndex)).toHaveLength(22);
    await other.set(p.PidTagConversationIndexTracking, true);
    expect(await other.get(p.PidTagConversationId)).toEqual((await other.get(p.PidTagConversationIndex))?.slice(6));
  });
});
