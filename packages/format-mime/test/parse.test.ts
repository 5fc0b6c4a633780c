import { createHash } from 'node:crypto';
import { headOf, type Item, stringNamed } from '@mapistore/core';
import { describe, expect, it } from 'vitest';
import { contentOf, crlf, parse, sample } from './corpus.ts';

const text = (item: Item, name: string): string | undefined => item.properties.text(name);

describe('reading a mail', () => {
  it('sets sender, recipients and marks [MS-OXCMSG_R58 R64 R72 R80 R977 R978 R979 R1239 R2059]', async () => {
    const { properties, recipients, problems } = await parse(
      'From: A <a@x>\nSender: B <b@x>\nTo: C <c@x>\nCc: d@x\nBcc: e@x\nReply-To: R <r@x>\nSubject: AW: x\nImportance: low\n' +
        'Keywords: one, two\nDisposition-Notification-To: a@x\nThread-Index: AQID\nX-Foo: =?utf-8?Q?b=C3=A4r?=\nList-Unsubscribe: <mailto:u@x>\n\nhi',
    );
    expect(problems).toEqual([]);
    const values = Object.fromEntries([...properties].map(({ property, value }) => [property.name, value]));
    expect(values).toMatchObject({
      PidTagSentRepresentingName: 'A',
      PidTagSentRepresentingSmtpAddress: 'a@x',
      PidTagSenderName: 'B',
      PidTagSubject: 'AW: x',
      PidTagSubjectPrefix: 'AW: ',
      PidTagNormalizedSubject: 'x',
      PidTagImportance: 0,
      PidTagPriority: -1,
      PidTagReplyRecipientNames: 'R',
      PidTagReadReceiptRequested: true,
      PidTagConversationIndex: new Uint8Array([1, 2, 3]),
      PidTagListUnsubscribe: '<mailto:u@x>',
      PidTagBody: 'hi',
      PidTagNativeBody: 1,
    });
    expect(properties.get(stringNamed('PS_INTERNET_HEADERS', 'x-foo'))).toBe('bär');
    expect(properties.get('PS_PUBLIC_STRINGS#Keywords')).toEqual(['one', 'two']);
    const rows = recipients.map((row) => [
      row.properties.get('PidTagRecipientType'),
      row.properties.get('PidTagSmtpAddress'),
    ]);
    expect(rows).toEqual([
      [1, 'c@x'],
      [2, 'd@x'],
      [3, 'e@x'],
    ]);
  });

  it('keeps HTML as bytes in its own charset [MS-OXCMSG_R2061 R2082]', async () => {
    const { properties } = await parse(
      Buffer.from(
        'Content-Type: text/html; charset=windows-1251\nContent-Transfer-Encoding: 8bit\n\n<p>\xcf',
        'latin1',
      ),
    );
    expect(Buffer.from(properties.get('PidTagHtml') as Uint8Array).toString('latin1')).toBe('<p>\xcf');
    expect(properties.get('PidTagInternetCodepage')).toBe(1251);
    expect(properties.get('PidTagNativeBody')).toBe(3);
  });

  it.each([
    ['iso-2022-jp', Buffer.from('\x1b$BF|K\\\x1b(B', 'latin1'), '日本'],
    ['gb18030', Buffer.from([0xd6, 0xd0]), '中'],
    ['utf-7', Buffer.from('+ZeU-'), '日'],
    ['koi8-r', Buffer.from([0xc1]), 'а'],
    ['iso-2022-kr', Buffer.from('\x1b$)C\x0e0!\x0f', 'latin1'), '가'],
  ])('reads text in %s', async (charset, bytes, expected) => {
    const head = Buffer.from(`Content-Type: text/plain; charset=${charset}\n\n`);
    expect(text(await parse(Buffer.concat([head, bytes])), 'PidTagBody')).toBe(expected);
  });

  it('says that a charset is unknown and reads windows-1252', async () => {
    const item = await parse(Buffer.from('Content-Type: text/plain; charset=klingon\n\n\xe9', 'latin1'));
    expect(text(item, 'PidTagBody')).toBe('é');
    expect(item.problems).toEqual(['The charset "klingon" is unknown; its text was read as windows-1252.']);
  });

  it('joins the lines of a flowed text', async () => {
    const item = await parse('Content-Type: text/plain; format=flowed\n\n> a \n> b\n> c\nd \ne\n-- \nme');
    expect(text(item, 'PidTagBody')).toBe(crlf('> a b\n> c\nd e\n-- \nme'));
  });

  it.each([
    ["filename*0*=utf-8''na%C3%AF; filename*1=ve.txt", 'naïve.txt'],
    ['filename="=?utf-8?Q?na=C3=AFve.txt?="', 'naïve.txt'],
    ["filename*=iso-8859-1'en'na%EFve.txt; filename=x", 'naïve.txt'],
    ['filename=two words.txt', 'two words.txt'],
    ['filename="C:\\dir\\a.txt"', 'C:\\dir\\a.txt'],
  ])('reads the file name of %s', async (parameter, name) => {
    const { attachments } = await parse(
      `Content-Type: application/x-y\nContent-Disposition: attachment; ${parameter}\n\nx`,
    );
    expect(attachments[0]?.properties.get('PidTagAttachLongFilename')).toBe(name);
  });

  it('decodes attachments when they are opened, whole or in part [MS-OXCMSG_R236]', async () => {
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, at) => (at * 7) & 255));
    const lines = bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
    const { attachments, properties } = await parse(
      crlf(
        `Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n`,
      ) +
        lines +
        crlf('\n--b--\n'),
    );
    expect(properties.get('PidTagBody')).toBe('hello');
    expect(attachments[0]?.content?.size).toBe(1000);
    expect((await contentOf(attachments[0])).equals(bytes)).toBe(true);
    const chunks: Uint8Array[] = [];
    for await (const chunk of attachments[0]?.content?.open({
      signal: new AbortController().signal,
      range: { start: 10, end: 20 },
    }) ?? [])
      chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(bytes.subarray(10, 20))).toBe(true);
  });

  it('reads quoted-printable and uuencoded attachments', async () => {
    const open = async (encoding: string, body: string): Promise<string> =>
      (
        await contentOf(
          (
            await parse(`Content-Type: a/b\nContent-Transfer-Encoding: ${encoding}\n\n${body}`)
          ).attachments[0],
        )
      ).toString('latin1');
    expect(await open('quoted-printable', 'a=3Db  \nc =\nd=20\n=zz')).toBe('a=b\nc d \n=zz');
    expect(await open('x-uuencode', 'begin 644 f\n#0V%T\n`\nend\n')).toBe('Cat');
  });

  it('reads an embedded message as an item with its bytes [MS-OXCMSG_R596 R881]', async () => {
    const inner = 'Subject: inner\nFrom: z@z\n\nbody\n';
    const { attachments } = await parse(
      `Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n${inner}\n--b--\n`,
    );
    expect(attachments[0]?.properties.get('PidTagAttachMethod')).toBe(5);
    expect(attachments[0]?.item?.properties.get('PidTagSubject')).toBe('inner');
    expect((await contentOf(attachments[0])).toString()).toBe(inner);
  });

  it('unpacks an embedded message that is encoded', async () => {
    const inner = Buffer.from('Subject: inner\n\nbody').toString('base64');
    const { attachments } = await parse(`Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n${inner}`);
    expect(attachments[0]?.item?.properties.get('PidTagBody')).toBe('body');
  });

  it('keeps a clear-signed entity whole and readable', async () => {
    const bytes = sample('raw_email_with_nested_attachment.eml');
    const { properties, attachments } = await parse(bytes);
    expect(properties.get('PidTagMessageClass')).toBe('IPM.Note.SMIME.MultipartSigned');
    expect(properties.text('PidTagBody')).toContain('attach');
    expect(attachments.map((one) => one.properties.get('PidTagAttachMimeTag'))).toEqual(['multipart/signed']);
    const body = bytes.subarray(headOf(bytes, 'message/rfc822').length);
    expect((await contentOf(attachments[0])).subarray(-body.length).equals(body)).toBe(true);
  });

  it('reads delivery reports', async () => {
    const { properties } = await parse(sample('delivery-status2.txt'));
    expect(properties.text('PidTagMessageClass')).toMatch(/^REPORT\.IPM\.Note\./);
    expect(properties.text('PidTagReportText')).toContain('could not be delivered');
    const group = (action: string): string =>
      `Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nsorry\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; m\n\nFinal-Recipient: rfc822; a@b\nAction: ${action}\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no\n--b--`;
    const failed = (await parse(group('failed'))).properties;
    expect(failed.get('PidTagMessageClass')).toBe('REPORT.IPM.Note.NDR');
    expect(failed.get('PidTagNonDeliveryReportStatusCode')).toBe(511);
    expect(failed.get('PidTagSupplementaryInfo')).toBe('550 no');
    expect((await parse(group('delivered'))).properties.get('PidTagMessageClass')).toBe('REPORT.IPM.Note.DR');
  });

  it('tells the answer to a meeting from its calendar object', async () => {
    const reply =
      'BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;PARTSTAT=\n DECLINED:mailto:a@b\nEND:VEVENT\nEND:VCALENDAR\n';
    const { properties, attachments } = await parse(
      `Content-Type: multipart/alternative; boundary=b\n\n--b\n\nNo\n--b\nContent-Type: text/calendar; method=REPLY\n\n${reply}\n--b--`,
    );
    expect(properties.get('PidTagMessageClass')).toBe('IPM.Schedule.Meeting.Resp.Neg');
    expect(attachments[0]?.properties.get('PidTagAttachmentHidden')).toBe(true);
    expect(properties.get('PidTagHasAttachments')).toBe(false);
  });

  it.each([
    ['no header at all', 'just text\nmore', 'just text\nmore'],
    ['CR alone as line end', 'Subject: x\rContent-Type: multipart/mixed; boundary=b\r\r--b\r\rhi\r--b--\r', 'hi'],
    ['mixed line ends', 'Subject: x\r\nContent-Type: multipart/mixed; boundary=b\n\r\n--b\n\r\nhi\n--b--\r\n', 'hi'],
    ['no boundary parameter', 'Content-Type: multipart/mixed\n\n--b\n\nhi\n--b--', 'hi'],
    ['a boundary that never comes', 'Content-Type: multipart/mixed; boundary=zz\n\nhi', 'hi'],
    ['no closing boundary', 'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhi', 'hi'],
    [
      'a boundary right behind a closing one',
      'Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: x/y\n\n--b--\n--a\n\nhi\n--a--',
      'hi',
    ],
    [
      'a multipart that says it is quoted-printable',
      'Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: quoted-printable\n\n--b\n\nhi\n--b--',
      'hi',
    ],
    ['NUL characters', 'Subject: x\n\nh\0i', 'hi'],
    ['nothing', '', ''],
  ])('reads as far as it goes with %s', async (_, raw, body) => {
    expect(text(await parse(raw), 'PidTagBody')).toBe(crlf(body));
  });

  it('says the same whatever the line ends of the file', async () => {
    const raw =
      'Subject: a\n b\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nx\ny\n--b\nContent-Type: text/html\n\n<p>\nz\n--b--\n';
    expect([...(await parse(crlf(raw))).properties]).toEqual([...(await parse(raw)).properties]);
  });

  it('does not put a partial message together', async () => {
    const { attachments } = await parse(
      'Content-Type: message/partial; id="x"; number=1; total=2\n\nSubject: y\n\npart',
    );
    expect(attachments.map((one) => one.properties.get('PidTagAttachMimeTag'))).toEqual(['message/partial']);
    expect(
      createHash('sha256')
        .update(await contentOf(attachments[0]))
        .digest('hex'),
    ).toBe(createHash('sha256').update('Subject: y\n\npart').digest('hex'));
  });
});
