import {
  type AttachmentObject,
  type FolderObject,
  MAX_STREAM_BYTES,
  type MessageObject,
  type PropertyObject,
  type PropertyStream,
  type Store,
} from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import fc from 'fast-check';
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

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
async function readAll(stream: PropertyStream): Promise<string> {
  await stream.seek('start', 0);
  return Buffer.from(await stream.read(stream.size)).toString();
}

describe('a stream', () => {
  it.each([
    ['message', p.PidTagReportTag, '[MS-OXCPRPT_R25506]'],
    ['message', p.PidTagRtfCompressed, '[MS-OXCPRPT_R25507]'],
    ['attachment', p.PidTagAttachTag, '[MS-OXCPRPT_R25502]'],
    ['attachment', p.PidTagAttachDataBinary, '[MS-OXCPRPT_R25503]'],
    ['folder', p.PidTagReportTag, '[MS-OXCPRPT_R885]'],
  ])('over binary of a %s (%o) is written, read and committed %s', async (kind, given, _row) => {
    const property = given as typeof p.PidTagReportTag;
    if (property.type !== 'PtypBinary') return;
    const object = { message, attachment, folder }[kind] as PropertyObject;
    await expect(object.openStream(property, 'readWrite')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const stream = await object.openStream(property, 'create');
    await stream.write(bytes('hello'));
    expect(await object.get(property)).toBeUndefined();
    await stream.commit();
    expect(await object.get(property)).toEqual(bytes('hello'));
    await stream.write(bytes(' again'));
    expect(await object.get(property)).toEqual(bytes('hello'));
    await stream[Symbol.asyncDispose]();
    expect(await object.get(property)).toEqual(bytes('hello again'));
    await using reader = await object.openStream(property);
    expect(await readAll(reader)).toBe('hello again');
  });

  it.each([
    ['message', p.PidTagBody, '[MS-OXCPRPT_R25509]'],
    ['attachment', p.PidTagComment, '[MS-OXCPRPT_R25505]'],
    ['folder', p.PidTagComment, '[MS-OXCPRPT_R56405]'],
  ])('over text of a %s has it in UTF-16 %o %s', async (kind, property, _row) => {
    const object = { message, attachment, folder }[kind] as PropertyObject;
    const stream = await object.openStream(property, 'create');
    await stream.write(new Uint8Array(Buffer.from('Grüße 🍜', 'utf16le')));
    await stream[Symbol.asyncDispose]();
    expect(await object.get(property)).toBe('Grüße 🍜');
  });

  it('of a message is stored with the message, that of a folder at once [MS-OXCPRPT_R305] [MS-OXCPRPT_R56403] [MS-OXCPRPT_R56404] [MS-OXCPRPT_R56405]', async () => {
    await message.saveChanges();
    const stream = await message.openStream(p.PidTagReportTag, 'create');
    await stream.write(bytes('x'));
    await stream.commit();
    const inFile = await attachment.openStream(p.PidTagAttachDataBinary, 'create');
    await inFile.write(bytes('file'));
    await inFile.commit();
    expect(await reread(store, message.id, p.PidTagReportTag)).toEqual(['NOT_FOUND']);
    await attachment.saveChanges();
    expect(await reread(store, message.id, p.PidTagHasAttachments)).toEqual([false]);
    await message.saveChanges();
    expect(await reread(store, message.id, p.PidTagReportTag, p.PidTagHasAttachments)).toEqual([bytes('x'), true]);
    const comment = await folder.openStream(p.PidTagComment, 'create');
    await comment.write(new Uint8Array(Buffer.from('hi', 'utf16le')));
    const again = (): Promise<string | undefined> => store.folders.open('/A').then((one) => one.get(p.PidTagComment));
    expect(await again()).toBeUndefined();
    await comment.commit();
    expect(await again()).toBe('hi');
  });

  it('is opened to read, to write, or to be made [MS-OXCPRPT_R267] [MS-OXCPRPT_R269] [MS-OXCPRPT_R885]', async () => {
    await expect(message.openStream(p.PidTagReportTag)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await message.set(p.PidTagReportTag, bytes('old'));
    await using reader = await message.openStream(p.PidTagReportTag);
    for (const act of [() => reader.write(bytes('x')), () => reader.setSize(1), () => reader.seek('end', 1)])
      await expect(act()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await using writer = await message.openStream(p.PidTagReportTag, 'readWrite');
    await writer.seek('end', 0);
    await writer.write(bytes('er'));
    expect(await readAll(writer)).toBe('older');
    expect(await readAll(reader)).toBe('old');
    await using maker = await message.openStream(p.PidTagReportTag, 'create');
    expect(maker.size).toBe(0);
    await expect(message.openStream(p.PidNameKeywords, 'create')).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(message.openStream(p.PidTagImportance)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(message.openStream(p.PidTagEntryId, 'create')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is cut, extended with zeros, and goes no farther than 2 GiB [MS-OXCPRPT_R322] [MS-OXCPRPT_R32801] [MS-OXCPRPT_R57705] [MS-OXCPRPT_R57706] [MS-OXCPRPT_R57707] [MS-OXCPRPT_R582] [MS-OXCPRPT_R583]', async () => {
    await using stream = await message.openStream(p.PidTagReportTag, 'create');
    await stream.write(bytes('hello'));
    await stream.setSize(2);
    expect(await readAll(stream)).toBe('he');
    await stream.setSize(4);
    expect(await readAll(stream)).toBe('he\0\0');
    expect(await stream.seek('current', 2)).toBe(6);
    expect([stream.size, await readAll(stream)]).toEqual([6, 'he\0\0\0\0']);
    for (const at of [-1, MAX_STREAM_BYTES + 1])
      await expect(stream.seek('start', at)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(stream.setSize(MAX_STREAM_BYTES + 1)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    await expect(stream.setSize(-1)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await stream.setSize(0);
  });

  it('is copied into another one [MS-OXCPRPT_R592]', async () => {
    await using from = await message.openStream(p.PidTagReportTag, 'create');
    await using to = await attachment.openStream(p.PidTagAttachDataBinary, 'create');
    await from.write(new Uint8Array(200_000).fill(7));
    await from.seek('start', 50_000);
    await to.write(bytes('ab'));
    expect(await from.copyTo(to, 100_000)).toBe(100_000);
    expect([from.position, to.size]).toEqual([150_000, 100_002]);
    expect(await from.copyTo(to, 100_000)).toBe(50_000);
    expect(to.size).toBe(150_002);
  });

  it('does what an array of bytes would, whatever is done to it', async () => {
    const operation = fc.oneof(
      fc.record({
        act: fc.constant('write' as const),
        data: fc.uint8Array({ maxLength: 400_000, minLength: 0, size: 'max' }),
      }),
      fc.record({ act: fc.constant('write' as const), data: fc.uint8Array({ maxLength: 40 }) }),
      fc.record({ act: fc.constant('read' as const), length: fc.nat(500) }),
      fc.record({ act: fc.constant('seek' as const), to: fc.nat(300_000) }),
      fc.record({ act: fc.constant('resize' as const), size: fc.nat(300_000) }),
      fc.record({ act: fc.constant('commit' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 20 }), async (operations) => {
        await message.delete([p.PidTagReportTag]);
        const stream = await message.openStream(p.PidTagReportTag, 'create');
        let model = Buffer.alloc(0);
        let at = 0;
        const grow = (size: number): void => {
          if (size > model.byteLength) model = Buffer.concat([model], size);
        };
        for (const one of operations) {
          if (one.act === 'write') {
            await stream.write(one.data);
            grow(at + one.data.byteLength);
            model.set(one.data, at);
            at += one.data.byteLength;
          } else if (one.act === 'read') {
            const expected = model.subarray(at, at + one.length);
            expect(Buffer.compare(await stream.read(one.length), expected)).toBe(0);
            at += expected.byteLength;
          } else if (one.act === 'seek') {
            await stream.seek('start', one.to);
            grow(one.to);
            at = one.to;
          } else if (one.act === 'resize') {
            await stream.setSize(one.size);
            model =
              one.size < model.byteLength ? Buffer.from(model.subarray(0, one.size)) : Buffer.concat([model], one.size);
          } else {
            await stream.commit();
            expect(Buffer.compare((await message.get(p.PidTagReportTag)) as Uint8Array, model)).toBe(0);
          }
          // A position behind the end is extended by the next write only.
          expect(stream.size).toBe(model.byteLength);
        }
        await stream[Symbol.asyncDispose]();
        expect(Buffer.compare((await message.get(p.PidTagReportTag)) as Uint8Array, model)).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('over 100 MB holds none of it in memory, and it comes back the same', { timeout: 60_000 }, async () => {
    const stream = await attachment.openStream(p.PidTagAttachDataBinary, 'create');
    const piece = new Uint8Array(1_048_576);
    const before = process.memoryUsage().rss;
    for (let index = 0; index < 100; index++) await stream.write(piece.fill(index));
    await stream[Symbol.asyncDispose]();
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
    await using reader = await attachment.openStream(p.PidTagAttachDataBinary);
    expect(reader.size).toBe(104_857_600);
    await reader.seek('start', 99 * 1_048_576);
    expect((await reader.read(10)).every((byte) => byte === 99)).toBe(true);
  });
});
