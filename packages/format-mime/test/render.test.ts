import { bytesSource, type Item, PropertyBag, type Recipient, tagged } from '@mapistore/core';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { mime } from '../src/index.ts';
import { contentOf, parse, render, signal, source } from './corpus.ts';

const item = (properties: PropertyBag, more: Partial<Item> = {}): Item => ({
  properties,
  recipients: [],
  attachments: [],
  problems: [],
  ...more,
});
const recipient = (type: number, name: string, address: string, kind = 'SMTP'): Recipient => ({
  properties: new PropertyBag()
    .set(tagged('PidTagRecipientType'), type)
    .set(tagged('PidTagDisplayName'), name)
    .set(tagged('PidTagAddressType'), kind)
    .set(tagged('PidTagEmailAddress'), address),
});
const file = (name: string, bytes: Uint8Array): Item['attachments'][number] => ({
  properties: new PropertyBag().set(tagged('PidTagAttachMethod'), 1).set(tagged('PidTagAttachLongFilename'), name),
  content: bytesSource(bytes, 'application/octet-stream'),
});

describe('writing a mail', () => {
  it('says text, HTML, images and files so that an independent reader finds them [MS-OXCMSG_R963 R964]', async () => {
    const image = file('logo.png', Buffer.from('png'));
    image.properties
      .set(tagged('PidTagAttachContentId'), 'logo@x')
      .set(tagged('PidTagAttachmentHidden'), true)
      .set(tagged('PidTagAttachMimeTag'), 'image/png');
    const notes = file('naïve — Übersicht über alles.txt', Buffer.from('x'));
    notes.properties.set(tagged('PidTagAttachMimeTag'), 'text/x-notes');
    const properties = new PropertyBag()
      .set(tagged('PidTagSubject'), 'Grüße, "alle"')
      .set(tagged('PidTagSentRepresentingName'), 'Müller, Jörg')
      .set(tagged('PidTagSentRepresentingSmtpAddress'), 'j@example.org')
      .set(tagged('PidTagBody'), 'Grüße\r\n')
      .set(tagged('PidTagHtml'), Buffer.from('<p>Grüße <img src="cid:logo@x">'))
      .set(tagged('PidTagInternetCodepage'), 65001);
    const written = await render(
      item(properties, {
        recipients: [recipient(1, 'A, B', 'a@b.org')],
        attachments: [image, notes],
      }),
    );
    expect(written.toString('latin1')).toMatch(/^[\t\r\n -~]*$/);
    expect(
      Math.max(
        ...written
          .toString()
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThan(100);
    const mail = await simpleParser(written, { skipImageLinks: true });
    expect(mail.subject).toBe('Grüße, "alle"');
    expect(mail.from?.value[0]).toMatchObject({ name: 'Müller, Jörg', address: 'j@example.org' });
    expect(mail.text).toBe('Grüße\n');
    expect(mail.html).toBe('<p>Grüße <img src="cid:logo@x">');
    expect(mail.attachments.map((one) => [one.filename, one.contentType, one.related === true])).toEqual([
      ['logo.png', 'image/png', true],
      ['naïve — Übersicht über alles.txt', 'text/x-notes', false],
    ]);
    expect((await parse(written)).properties.get('PidTagHasAttachments')).toBe(true);
  });

  it('gives the same bytes each time, and as many as it says', async () => {
    const body = await mime.render(item(new PropertyBag(), { attachments: [file('a', Buffer.alloc(100_001, 7))] }), {
      signal,
    });
    const read = async (): Promise<Buffer> => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of body.open({ signal })) chunks.push(chunk);
      return Buffer.concat(chunks);
    };
    const first = await read();
    expect((await read()).equals(first)).toBe(true);
    expect(body.size).toBe(first.length);
    expect((await contentOf((await parse(first)).attachments[0])).equals(Buffer.alloc(100_001, 7))).toBe(true);
  });

  it('keeps addresses of other systems', async () => {
    const written = await render(
      item(new PropertyBag(), { recipients: [recipient(2, 'Boss', '/o=Org/cn=Böss, A', 'EX')] }),
    );
    const [row] = (await parse(written)).recipients;
    expect(row?.properties.get('PidTagAddressType')).toBe('EX');
    expect(row?.properties.get('PidTagEmailAddress')).toBe('/o=Org/cn=Böss, A');
  });

  it('writes an embedded item that has no bytes', async () => {
    const inner = item(new PropertyBag().set(tagged('PidTagSubject'), 'inner').set(tagged('PidTagBody'), 'text'));
    const attachment = { properties: new PropertyBag().set(tagged('PidTagAttachMethod'), 5), item: inner };
    const back = await parse(
      await render(item(new PropertyBag().set(tagged('PidTagBody'), 'outer'), { attachments: [attachment] })),
    );
    expect(back.attachments[0]?.item?.properties.get('PidTagBody')).toBe('text');
  });

  it('gives back every text, address, name and file [MS-OXCMSG_R590 R2047]', async () => {
    const visible = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !/\p{C}|\p{Z}{2}|^\p{Z}|\p{Z}$|[\p{Zl}\p{Zp}]/u.test(text));
    const name = visible.filter((text) => !/^'.*'$/.test(text) && text.replace(/\s+/g, ' ') === text);
    const address = fc
      .tuple(fc.stringMatching(/^[a-z0-9.+_-]{1,20}$/), fc.stringMatching(/^[a-z0-9-]{1,20}\.org$/))
      .map((parts) => parts.join('@'));
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          subject: visible,
          body: fc.string({ unit: 'grapheme' }),
          name,
          address,
          fileName: visible,
          bytes: fc.uint8Array({ maxLength: 300 }),
        }),
        async (one) => {
          const text = one.body.replaceAll('\0', '').toWellFormed();
          const properties = new PropertyBag()
            .set(tagged('PidTagSubject'), one.subject)
            .set(tagged('PidTagBody'), text)
            .set(tagged('PidTagInternetCodepage'), 65001);
          const written = await render(
            item(properties, {
              recipients: [recipient(1, one.name, one.address)],
              attachments: [file(one.fileName, one.bytes)],
            }),
          );
          const back = await parse(written);
          expect(back.problems).toEqual([]);
          expect(back.properties.get('PidTagSubject')).toBe(one.subject);
          expect(back.properties.get('PidTagBody')).toBe(text.replace(/^\ufeff/, ''));
          expect(back.recipients[0]?.properties.get('PidTagDisplayName')).toBe(one.name);
          expect(back.recipients[0]?.properties.get('PidTagSmtpAddress')).toBe(one.address);
          expect(back.attachments[0]?.properties.get('PidTagAttachLongFilename')).toBe(one.fileName);
          expect((await contentOf(back.attachments[0])).equals(Buffer.from(one.bytes))).toBe(true);
        },
      ),
    );
  });

  it('lets no line break into a header', async () => {
    const properties = new PropertyBag()
      .set(tagged('PidTagSubject'), 'a\r\nBcc: evil@x')
      .set(tagged('PidTagInternetMessageId'), '<a>\r\nBcc: evil@x');
    const back = await parse(
      await render(item(properties, { recipients: [recipient(1, 'x\r\nBcc: evil@x', 'a@b>\r\nBcc: evil@x')] })),
    );
    expect(back.recipients.filter((row) => row.properties.get('PidTagRecipientType') === 3)).toEqual([]);
  });
});

describe('changing a mail', () => {
  it('never rewrites a byte and leaves every change to core', async () => {
    const set = new PropertyBag().set(tagged('PidTagSubject'), 'new').set(tagged('PidTagImportance'), 2);
    expect(await mime.patch(source('Subject: old\n\n'), { set, remove: ['PidTagBody'] }, { signal })).toEqual({
      unsaid: ['PidTagSubject', 'PidTagImportance', 'PidTagBody'],
    });
  });
});
