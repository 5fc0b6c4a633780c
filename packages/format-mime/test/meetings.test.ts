import { bytesSource, collect, Formats, named, PropertyBag, tagged } from '@mapistore/core';
import { icalendar } from '@mapistore/format-icalendar';
import { describe, expect, test } from 'vitest';
import { mime } from '../src/index.ts';

const { signal } = new AbortController();
const formats = new Formats([icalendar, mime]);

/** An invitation as calendar programs send it: the object as one more form of the text. */
function invitation(method: string, partstat: string, charset = 'utf-8', summary = 'Große Runde'): Uint8Array {
  const calendar = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Odd//Program//EN',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    'UID:meeting@example.org',
    'DTSTAMP:20260101T000000Z',
    'DTSTART:20260302T090000Z',
    'DTEND:20260302T100000Z',
    'RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO',
    `SUMMARY:${summary}`,
    'LOCATION:Raum 1',
    'ORGANIZER;CN=Ann:mailto:ann@example.org',
    `ATTENDEE;CN=Bob;PARTSTAT=${partstat}:mailto:bob@example.org`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  const body = Buffer.from(calendar, charset === 'iso-8859-1' ? 'latin1' : 'utf8').toString('base64');
  return Buffer.from(
    [
      'From: Ann <ann@example.org>',
      'To: Bob <bob@example.org>',
      'Subject: Come along',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Please come.',
      '--b',
      `Content-Type: text/calendar; charset=${charset}; method=${method}`,
      'Content-Transfer-Encoding: base64',
      '',
      body,
      '--b--',
      '',
    ].join('\r\n'),
  );
}

const parse = (bytes: Uint8Array) => mime.parse(bytesSource(bytes, 'message/rfc822'), { signal, formats });

describe('a meeting in a mail', () => {
  test('has the time, place, series and identity of its calendar object, and all else from the header', async () => {
    const { properties, recipients, problems } = await parse(invitation('REQUEST', 'NEEDS-ACTION'));
    expect(properties.get('PidTagMessageClass')).toBe('IPM.Schedule.Meeting.Request');
    expect(properties.get('PidTagSubject')).toBe('Come along');
    expect(properties.get('PidLidAppointmentStartWhole')).toEqual(new Date('2026-03-02T09:00:00Z'));
    expect(properties.get('PidLidAppointmentEndWhole')).toEqual(new Date('2026-03-02T10:00:00Z'));
    expect(properties.get('PidLidLocation')).toBe('Raum 1');
    expect(properties.get('PidLidRecurring')).toBe(true);
    expect(properties.get('PidLidAppointmentRecur')).toBeInstanceOf(Uint8Array);
    expect(properties.get('PidLidCleanGlobalObjectId')).toBeInstanceOf(Uint8Array);
    expect(recipients).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test.each([
    ['REPLY', 'ACCEPTED', 'IPM.Schedule.Meeting.Resp.Pos'],
    ['REPLY', 'DECLINED', 'IPM.Schedule.Meeting.Resp.Neg'],
    ['REPLY', 'TENTATIVE', 'IPM.Schedule.Meeting.Resp.Tent'],
    ['CANCEL', 'NEEDS-ACTION', 'IPM.Schedule.Meeting.Canceled'],
  ])('that is a %s (%s) is %s, about the same meeting', async (method, partstat, messageClass) => {
    const [request, answer] = [
      await parse(invitation('REQUEST', 'NEEDS-ACTION')),
      await parse(invitation(method, partstat)),
    ];
    expect(answer.properties.get('PidTagMessageClass')).toBe(messageClass);
    expect(answer.properties.get('PidLidCleanGlobalObjectId')).toEqual(
      request.properties.get('PidLidCleanGlobalObjectId'),
    );
  });

  test('is read in the charset of its part', async () => {
    const { properties } = await parse(invitation('REQUEST', 'NEEDS-ACTION', 'iso-8859-1'));
    expect(properties.get('PidLidLocation')).toBe('Raum 1');
    expect(properties.get('PidLidAppointmentStartWhole')).toEqual(new Date('2026-03-02T09:00:00Z'));
  });

  test('stays a mail with an attachment where no format for calendars is there', async () => {
    const { properties } = await mime.parse(bytesSource(invitation('REQUEST', 'NEEDS-ACTION'), 'message/rfc822'), {
      signal,
    });
    expect(properties.get('PidTagMessageClass')).toBe('IPM.Schedule.Meeting.Request');
    expect(properties.has('PidLidAppointmentStartWhole')).toBe(false);
  });

  test('that has no calendar object yet is written with one, and says the same when it is read', async () => {
    const start = new Date('2026-03-02T09:00:00Z');
    const end = new Date('2026-03-02T10:00:00Z');
    const properties = new PropertyBag()
      .set(tagged('PidTagMessageClass'), 'IPM.Schedule.Meeting.Request')
      .set(tagged('PidTagSubject'), 'Come along')
      .set(tagged('PidTagBody'), 'Please come.')
      .set(tagged('PidTagSenderName'), 'Ann')
      .set(tagged('PidTagSenderSmtpAddress'), 'ann@example.org')
      .set(tagged('PidTagSentRepresentingName'), 'Ann')
      .set(tagged('PidTagSentRepresentingSmtpAddress'), 'ann@example.org')
      .set(named('PidLidAppointmentStartWhole'), start)
      .set(named('PidLidAppointmentEndWhole'), end)
      .set(named('PidLidLocation'), 'Raum 1');
    const bob = new PropertyBag()
      .set(tagged('PidTagRecipientType'), 1)
      .set(tagged('PidTagDisplayName'), 'Bob')
      .set(tagged('PidTagSmtpAddress'), 'bob@example.org');
    const item = { properties, recipients: [{ properties: bob }], attachments: [], problems: [] };
    const source = await mime.render(item, { signal, formats });
    const text = Buffer.from(await collect(source.open({ signal }))).toString();
    expect(text).toMatch(/Content-Type: text\/calendar;[^\n]*(?:\n\s[^\n]*)*method=REQUEST/u);
    const read = await parse(Buffer.from(text));
    expect(read.properties.get('PidTagMessageClass')).toBe('IPM.Schedule.Meeting.Request');
    expect(read.properties.get('PidLidAppointmentStartWhole')).toEqual(start);
    expect(read.properties.get('PidLidAppointmentEndWhole')).toEqual(end);
    expect(read.properties.get('PidLidLocation')).toBe('Raum 1');
    // The same bytes each time.
    const again = await mime.render(item, { signal, formats });
    expect(Buffer.from(await collect(again.open({ signal }))).toString()).toBe(text);
  });
});
