import { type Head, headOf } from '@mapistore/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeWords } from '../src/encoded-words.ts';
import { mime } from '../src/index.ts';
import { sample, samples } from './corpus.ts';

const head = (text: string | Uint8Array): Head => mime.head({ head: Buffer.from(text as string) });

describe('the head of a mail', () => {
  it('reads the columns of an ordinary message [MS-OXCMSG_R74 R87 R1238]', () => {
    const { fingerprint, ...columns } = head(
      'From: "Doe, John" <john@example.org>\nTo: a@b.org, (comment) Ann <ann@b.org>\nCc: Team: x@y.z, "Q" <q@y.z>;\n' +
        'Subject: RE: Hello\n world\nDate: Thu, 22 Aug 2002 12:36:23 -0400 (EDT)\nMessage-ID: <1@x>\nIn-Reply-To: <0@x>\n' +
        'References: <a@x>\n <0@x>\nX-Priority: 1 (Highest)\nSensitivity: Private\n\n',
    );
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(columns).toEqual({
      messageClass: 'IPM.Note',
      subject: 'RE: Hello world',
      normalizedSubject: 'Hello world',
      fromName: 'Doe, John',
      fromAddress: 'john@example.org',
      displayTo: 'a@b.org; Ann',
      displayCc: 'x@y.z; Q',
      sent: new Date('2002-08-22T16:36:23Z'),
      importance: 2,
      sensitivity: 2,
      messageId: '<1@x>',
      inReplyTo: '<0@x>',
      references: ['<a@x>', '<0@x>'],
      hasAttachments: false,
    });
  });

  it.each([
    ['=?utf-8?B?w7w=?= =?utf-8?Q?=C3=BC?=', 'üü'],
    ['=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=', 'ü'],
    ['=?utf-8?B?w7?= =?utf-8?B?w=?=', 'ü'],
    ['a =?iso-8859-1*de?q?=FC_x?= b', 'a ü x b'],
    ['=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=', '日本'],
    ['=?utf-7?Q?Fr+APY-sche?=', 'Frösche'],
    ['=?hz-gb-2312?Q?~{VPND~}?=', '中文'],
    ['=?nonsense?Q?=E9?=', 'é'],
    ['=?utf-8?Q?What??=', 'What?'],
    ['=?utf-8?Q?open', '=?utf-8?Q?open'],
  ])('decodes the subject %s', (raw, text) => {
    expect(head(`Subject: ${raw}\n\n`).subject).toBe(text);
  });

  it('reads raw bytes as UTF-8 where they are valid and as windows-1252 where not', () => {
    expect(head('Subject: Grüße\n\n').subject).toBe('Grüße');
    expect(head(Buffer.from('Subject: Gr\xfc\xdfe \x80\n\n', 'latin1')).subject).toBe('Grüße €');
    expect(head(headOf(sample('raw-8bit-headers.eml'), 'message/rfc822')).subject).toBe('Die Hasen und die Frösche');
  });

  it.each([
    ['Mon, 5 Feb 01 10:00 EST', '2001-02-05T15:00:00.000Z'],
    ['5 Feb 99 10:00:00 GMT', '1999-02-05T10:00:00.000Z'],
    ['Fri, 21 Nov 1997 09(comment):   55  :  06 -0600', '1997-11-21T15:55:06.000Z'],
    ['Tue Jun 11 12:00:00 2002 +0200', '2002-06-11T10:00:00.000Z'],
    ['2020-01-02T03:04:05Z', '2020-01-02T03:04:05.000Z'],
    ['Thu, 18 Jul 0102 20:51:35 +0000', '2002-07-18T20:51:35.000Z'],
    ['31 Feb 2020 00:00:00 +0000', undefined],
    ['Whenever', undefined],
  ])('reads the date %s', (raw, iso) => {
    expect(head(`Date: ${raw}\n\n`).sent?.toISOString()).toBe(iso);
  });

  it.each([
    ['To: undisclosed-recipients:;', ''],
    ['To: a@b; c@d', 'a@b; c@d'],
    ['To: "unclosed <a@b>', 'unclosed'],
    ['To: =?utf-8?Q?Doe,_J?= <a@b>', 'Doe, J'],
    ['To: a@b (Ann (B))', 'Ann (B)'],
    ['To: a@b\nTo: c@d', 'a@b; c@d'],
  ])('lists the recipients of %s', (field, shown) => {
    expect(head(`${field}\n\n`).displayTo).toBe(shown);
  });

  it.each([
    ['multipart/signed; protocol="application/pkcs7-signature"; boundary=x', 'IPM.Note.SMIME.MultipartSigned'],
    ['multipart/signed; protocol="application/pgp-signature"; boundary=x', 'IPM.Note'],
    ['application/pkcs7-mime; smime-type=enveloped-data', 'IPM.Note.SMIME'],
    ['multipart/report; report-type=delivery-status', 'REPORT.IPM.Note.NDR'],
    ['multipart/report; report-type=disposition-notification', 'REPORT.IPM.Note.IPNRN'],
    ['multipart/report; report-type=feedback-report', 'IPM.Note'],
    ['text/calendar; method=REQUEST', 'IPM.Schedule.Meeting.Request'],
    ['text/calendar; method=constructor', 'IPM.Note'],
  ])('gives %s the class %s', (type, messageClass) => {
    expect(head(`Content-Type: ${type}\n\n`).messageClass).toBe(messageClass);
  });

  it('tells attachments by the structure [MS-OXCMSG_R498]', () => {
    const block = Buffer.from('Content-Type: multipart/mixed; boundary=x\n\n');
    const text = { part: '1', mediaType: 'text/plain' };
    const image = { part: '2', mediaType: 'image/png', contentId: '<i>' };
    const html = { part: '1', mediaType: 'text/html' };
    const has = (mediaType: string, parts: object[]): boolean | undefined =>
      mime.head({ head: block, structure: { part: '', mediaType, parts: parts as never } }).hasAttachments;
    expect(mime.head({ head: block }).hasAttachments).toBeUndefined();
    expect(has('multipart/mixed', [text])).toBe(false);
    expect(has('multipart/mixed', [text, image])).toBe(true);
    expect(has('multipart/related', [html, image])).toBe(false);
    expect(has('multipart/related', [html, { ...image, disposition: 'attachment' }])).toBe(true);
    expect(has('multipart/alternative', [text, html, { part: '3', mediaType: 'text/calendar' }])).toBe(false);
    expect(has('multipart/mixed', [html, { part: '2', mediaType: 'message/rfc822' }])).toBe(true);
  });

  it('has the same fingerprint whatever the line ends', () => {
    for (const { bytes } of samples()) {
      const block = headOf(bytes, 'message/rfc822');
      const converted = Buffer.from(Buffer.from(block).toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
      expect(head(converted).fingerprint).toBe(head(block).fingerprint);
    }
  });

  it('says the same of a header folded anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[!-~]{1,12}$/), { minLength: 1 }),
        fc.constantFrom('\n', '\r\n'),
        (words, end) => {
          fc.pre(!words.join(' ').includes('=?'));
          expect(head(`Subject: ${words.join(`${end} `)}${end}${end}`).subject).toBe(words.join(' '));
        },
      ),
    );
  });

  it('gives back any text that was written as encoded words', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Cc}/u.test(text)),
        (text) => {
          expect(head(`Subject: ${encodeWords(text)}\n\n`).subject).toBe(text);
        },
      ),
    );
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void head(bytes)));
    const fields = fc.constantFrom(
      'From: ',
      'To: ',
      'Subject: ',
      'Date: ',
      'Content-Type: ',
      'References: ',
      'Content-Type: a/b; name*0*=',
    );
    const values = fc.array(
      fc.constantFrom(
        '=?',
        '?q?',
        '?=',
        '<',
        '>',
        '(',
        ')',
        '"',
        '\\',
        ',',
        ';',
        ':',
        '@',
        'a',
        ' ',
        "'",
        '%FF',
        '=',
        '\xff',
      ),
    );
    fc.assert(
      fc.property(fields, values, (field, value) => void head(Buffer.from(`${field}${value.join('')}\n\n`, 'latin1'))),
    );
  });
});
