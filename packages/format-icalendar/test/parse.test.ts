import { collect, type Item, type PropertyValue } from '@mapistore/core';
import { describe, expect, it } from 'vitest';
import { icalendar } from '../src/index.ts';
import { decodeAppointmentRecur } from '../src/recurrence/appointment-recur.ts';
import { decodeTimeZoneDefinition } from '../src/zones/structs.ts';
import { calendar, parse, samples, signal, source } from './corpus.ts';

const event = (lines: string, more = ''): Promise<Item> =>
  parse(calendar(`${more}BEGIN:VEVENT\nUID:1\n${lines}\nEND:VEVENT`));
const get = (item: Item | undefined, name: string): PropertyValue | undefined => item?.properties.get(name);

describe('times of an event', () => {
  it.each([
    [
      'in a zone',
      'DTSTART;TZID=Europe/Berlin:20260701T100000\nDTEND;TZID=Europe/Berlin:20260701T113000',
      '2026-07-01T08:00Z',
      90,
    ],
    ['in UTC with a duration', 'DTSTART:20260701T100000Z\nDURATION:PT1H30M', '2026-07-01T10:00Z', 90],
    ['floating', 'DTSTART:20260701T100000\nDTEND:20260701T113000', '2026-07-01T10:00Z', 90],
    [
      'of days across a change of the clock',
      'DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:P1D',
      '2026-03-28T11:00Z',
      1380,
    ],
    ['without an end', 'DTSTART:20260701T100000Z', '2026-07-01T10:00Z', 0],
    ['of a whole day', 'DTSTART;VALUE=DATE:20260701', '2026-07-01T00:00Z', 1440],
    ['that end before they begin', 'DTSTART:20260701T100000Z\nDTEND:20260701T090000Z', '2026-07-01T10:00Z', 0],
  ])('are instants %s', async (_, lines, start, minutes) => {
    const item = await event(lines);
    expect(get(item, 'PidLidAppointmentStartWhole')).toEqual(new Date(start));
    expect(get(item, 'PidLidAppointmentDuration')).toBe(minutes);
    expect(get(item, 'PidLidAppointmentEndWhole')).toEqual(new Date(Date.parse(start) + minutes * 60_000));
    expect(get(item, 'PidLidAppointmentSubType')).toBe(lines.includes('VALUE=DATE'));
  });

  it('are those of the place where a VTIMEZONE says others, and that is told', async () => {
    const zone = (to: string): string =>
      `BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:${to}\nTZOFFSETTO:${to}\nEND:STANDARD\nEND:VTIMEZONE\n`;
    const line = 'DTSTART;TZID=Europe/Berlin:20260701T100000';
    const wrong = await event(line, zone('+0500'));
    expect(get(wrong, 'PidLidAppointmentStartWhole')).toEqual(new Date('2026-07-01T08:00Z'));
    expect(wrong.problems).toEqual([
      'The VTIMEZONE Europe/Berlin says another time than the place has on 2026-07-01; the place counts.',
    ]);
    // Right in summer, wrong from autumn on.
    expect((await event(line, zone('+0200'))).problems).toEqual([
      expect.stringMatching(/^The VTIMEZONE Europe\/Berlin says another time than the place has on 2026-10-2[56]; /u),
    ]);
    expect((await event(line)).problems).toEqual([]);
  });

  it('have their zone as a definition, and both where start and end differ', async () => {
    const item = await event('DTSTART;TZID=Europe/Berlin:20260701T100000\nDTEND;TZID=America/New_York:20260701T100000');
    const [start, end] = ['StartDisplay', 'EndDisplay'].map((name) =>
      decodeTimeZoneDefinition(get(item, `PidLidAppointmentTimeZoneDefinition${name}`) as Uint8Array),
    );
    expect([start?.iana, end?.iana]).toEqual(['Europe/Berlin', 'America/New_York']);
    expect(get(item, 'PidLidTimeZoneDescription')).toBe('Europe/Berlin');
    expect(get(item, 'PidLidAppointmentDuration')).toBe(360);
  });

  it('in a zone that nobody knows are UTC, with a problem', async () => {
    const item = await event('DTSTART;TZID=Nowhere:20260701T100000');
    expect(get(item, 'PidLidAppointmentStartWhole')).toEqual(new Date('2026-07-01T10:00Z'));
    expect(item.problems).toEqual(['Nobody knows the time zone "Nowhere"; its times were taken as UTC.']);
  });

  it('from midnight to midnight are a whole day where Outlook says so', async () => {
    const lines = 'DTSTART;TZID=Europe/Berlin:20260701T000000\nDTEND;TZID=Europe/Berlin:20260702T000000';
    const item = await event(`${lines}\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE`);
    const names = ['PidLidAppointmentSubType', 'PidLidAppointmentStartWhole', 'PidLidAppointmentEndWhole'];
    expect(names.map((name) => get(item, name))).toEqual([true, new Date('2026-07-01'), new Date('2026-07-02')]);
    expect(get(await event(lines), 'PidLidAppointmentSubType')).toBe(false);
  });

  it('that are none leave an event without a time', async () => {
    const item = await event('DTSTART:20260230T100000Z\nSUMMARY:x');
    expect(get(item, 'PidTagSubject')).toBe('x');
    expect(item.properties.has('PidLidAppointmentStartWhole')).toBe(false);
    expect(item.problems).toEqual(['The event has no time that can be read.']);
  });
});

describe('busy status', () => {
  it.each([
    ['', 2],
    ['TRANSP:TRANSPARENT', 0],
    ['STATUS:TENTATIVE', 1],
    ['STATUS:CANCELLED', 0],
    ['TRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:OOF', 3],
    ['TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE', 4],
  ])('of %j is %i', async (lines, status) => {
    expect(get(await event(`DTSTART:20260701T100000Z\n${lines}`), 'PidLidBusyStatus')).toBe(status);
  });
});

describe('people', () => {
  const lines = `DTSTART:20260701T100000Z
ORGANIZER;CN=Boss;SENT-BY="mailto:help@example.com":mailto:boss@example.com
ATTENDEE;CN=Ann;PARTSTAT=ACCEPTED;RSVP=TRUE:MAILTO:ann@example.com
ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION:mailto:bob@example.com
ATTENDEE;CUTYPE=ROOM;CN=Room 1:mailto:room@example.com
ATTENDEE:urn:uuid:12`;

  it('are recipients with their types and answers, the organiser first', async () => {
    const item = await event(lines);
    const rows = item.recipients.map(({ properties }) =>
      [
        'PidTagDisplayName',
        'PidTagSmtpAddress',
        'PidTagRecipientType',
        'PidTagRecipientTrackStatus',
        'PidTagRecipientFlags',
      ].map((name) => properties.get(name)),
    );
    expect(rows).toEqual([
      ['Boss', 'boss@example.com', 1, 1, 3],
      ['Ann', 'ann@example.com', 1, 3, 1],
      ['bob@example.com', 'bob@example.com', 2, 5, 1],
      ['Room 1', 'room@example.com', 3, 0, 1],
      ['urn:uuid:12', undefined, 1, 0, 1],
    ]);
    expect(get(item, 'PidTagSentRepresentingSmtpAddress')).toBe('boss@example.com');
    expect(get(item, 'PidTagSenderSmtpAddress')).toBe('help@example.com');
    expect(get(item, 'PidLidAppointmentStateFlags')).toBe(1);
    expect(get(item, 'PidLidToAttendeesString')).toBe('Ann; urn:uuid:12');
    expect(get(item, 'PidLidCcAttendeesString')).toBe('bob@example.com');
    expect(get(item, 'PidTagResponseRequested')).toBe(true);
  });

  it.each([
    ['REQUEST', 'IPM.Schedule.Meeting.Request', 5],
    ['CANCEL', 'IPM.Schedule.Meeting.Canceled', 5],
    ['REPLY', 'IPM.Schedule.Meeting.Resp.Pos', 3],
    ['PUBLISH', 'IPM.Appointment', 0],
  ])('METHOD:%s makes %s', async (method, messageClass, response) => {
    const item = await event(lines, `METHOD:${method}\n`);
    expect(get(item, 'PidTagMessageClass')).toBe(messageClass);
    expect(get(item, 'PidLidResponseStatus')).toBe(response);
    const from = method === 'REPLY' ? 'ann@example.com' : 'boss@example.com';
    expect(get(item, 'PidTagSentRepresentingSmtpAddress')).toBe(from);
    if (method === 'REPLY') expect(item.recipients).toHaveLength(1);
  });
});

describe('identity', () => {
  it('wraps a UID in a global object id, and takes one that is one', async () => {
    const wrapped = Buffer.from(get(await event('DTSTART:20260701T100000Z'), 'PidLidGlobalObjectId') as Uint8Array);
    expect(wrapped.toString('hex', 0, 16)).toBe('040000008200e00074c5b7101a82e008');
    expect(wrapped.toString('latin1', 40)).toBe('vCal-Uid\x01\0\0\0' + '1\0');
    const hex = `040000008200E00074C5B7101A82E008${'07E40410'}${'00'.repeat(16)}10000000${'AB'.repeat(16)}`;
    const item = await parse(calendar(`BEGIN:VEVENT\nUID:${hex}\nDTSTART:20260701T100000Z\nEND:VEVENT`));
    const clean = hex.replace('07E40410', '00000000').toLowerCase();
    expect(Buffer.from(get(item, 'PidLidGlobalObjectId') as Uint8Array).toString('hex')).toBe(clean);
  });
});

describe('reminders', () => {
  it.each([
    ['TRIGGER:-PT15M', 15],
    ['TRIGGER;RELATED=END:-PT1H30M', 30],
    ['TRIGGER;VALUE=DATE-TIME:20260701T090000Z', 60],
    ['TRIGGER:PT5M', undefined],
  ])('%s goes off %s minutes before', async (trigger, minutes) => {
    const item = await event(
      `DTSTART:20260701T100000Z\nDURATION:PT1H\nBEGIN:VALARM\nACTION:DISPLAY\n${trigger}\nEND:VALARM`,
    );
    expect(get(item, 'PidLidReminderSet')).toBe(minutes !== undefined);
    expect(get(item, 'PidLidReminderDelta')).toBe(minutes);
  });
});

describe('series', () => {
  const series = `BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Berlin:20260302T100000
DTEND;TZID=Europe/Berlin:20260302T110000
RRULE:FREQ=WEEKLY;COUNT=6
EXDATE;TZID=Europe/Berlin:20260309T100000
SUMMARY:Weekly
LOCATION:Here
END:VEVENT
BEGIN:VEVENT
UID:1
RECURRENCE-ID;TZID=Europe/Berlin:20260316T100000
DTSTART;TZID=Europe/Berlin:20260316T150000
DTEND;TZID=Europe/Berlin:20260316T160000
SUMMARY:Weekly (moved)
END:VEVENT`;

  it('are one item with the pattern and its exceptions', async () => {
    const item = await parse(calendar(series));
    expect(get(item, 'PidLidRecurring')).toBe(true);
    expect(get(item, 'PidLidRecurrenceType')).toBe(2);
    expect(get(item, 'PidLidClipEnd')).toEqual(new Date('2026-04-06T09:00Z'));
    const recur = decodeAppointmentRecur(get(item, 'PidLidAppointmentRecur') as Uint8Array);
    if ('unreadable' in recur) throw new Error(recur.unreadable);
    expect(recur.pattern.deletedInstanceDates).toHaveLength(2);
    expect(recur.exceptions.map(({ subject, location }) => [subject, location])).toEqual([['Weekly (moved)', '']]);
    const [exception] = item.attachments;
    expect(exception?.properties.get('PidTagAttachMethod')).toBe(5);
    expect(exception?.properties.get('PidTagAttachmentHidden')).toBe(true);
    expect(exception?.properties.get('PidTagExceptionStartTime')).toEqual(new Date('2026-03-16T15:00Z'));
    expect(get(exception?.item, 'PidLidExceptionReplaceTime')).toEqual(new Date('2026-03-16T09:00Z'));
    expect(get(exception?.item, 'PidLidAppointmentStartWhole')).toEqual(new Date('2026-03-16T14:00Z'));
    expect(get(exception?.item, 'PidLidLocation')).toBe('');
    expect(get(item, 'PidTagHasAttachments')).toBe(false);
    const id = Buffer.from(get(exception?.item, 'PidLidGlobalObjectId') as Uint8Array);
    expect(id.toString('hex', 16, 20)).toBe('07ea0310');
  });

  it('that MAPI cannot say keep their rule and are told in words', async () => {
    const item = await event('DTSTART:20260701T100000Z\nRRULE:FREQ=DAILY;BYHOUR=9,17');
    expect(get(item, 'PidLidRecurring')).toBe(true);
    expect(item.properties.has('PidLidAppointmentRecur')).toBe(false);
    expect(get(item, 'PS_PUBLIC_STRINGS#urn:mapistore:calendar:recurrence')).toEqual(['RRULE:FREQ=DAILY;BYHOUR=9,17']);
    expect(get(item, 'PidLidRecurrencePattern')).not.toBe('');
  });
});

describe('attachments', () => {
  it('are read from the source when they are opened [MS-OXCMSG_R59801]', async () => {
    const data = Buffer.from('Hello, attachment. '.repeat(20));
    const base64 = data.toString('base64').replace(/.{60}/g, '$&\r\n ');
    const text = calendar(
      `BEGIN:VEVENT\nUID:1\nDTSTART:20260701T100000Z\nATTACH;FMTTYPE=text/plain;X-FILENAME=a.txt;ENCODING=BASE64;VALUE=BINARY:@\nATTACH;FILENAME=b.pdf:https://example.com/b.pdf\nEND:VEVENT`,
    ).replace('@', base64);
    const whole = source(text);
    const streamed = { ...whole, open: whole.open };
    delete (streamed as { bytes?: unknown }).bytes;
    for (const from of [whole, streamed]) {
      const { attachments } = await icalendar.parse(from, { signal });
      const [inside, outside] = attachments;
      expect(inside?.properties.get('PidTagAttachLongFilename')).toBe('a.txt');
      expect(inside?.content?.size).toBe(data.length);
      const open = (range?: { start: number; end: number }): Promise<Uint8Array> =>
        collect(inside?.content?.open({ signal, ...(range !== undefined && { range }) }) ?? (async function* () {})());
      expect(Buffer.from(await open())).toEqual(data);
      expect(String(Buffer.from(await open({ start: 7, end: 17 })))).toBe('attachment');
      expect(outside?.properties.get('PidTagAttachMethod')).toBe(7);
      expect(outside?.properties.get('PidTagAttachLongPathname')).toBe('https://example.com/b.pdf');
    }
  });
});

describe('tasks, notes and journal entries', () => {
  it('reads a VTODO as a task', async () => {
    const item = await parse(
      calendar(
        'BEGIN:VTODO\nUID:1\nSUMMARY:Do\nDTSTART;VALUE=DATE:20260701\nDUE;VALUE=DATE:20260703\nSTATUS:IN-PROCESS\nPERCENT-COMPLETE:40\nPRIORITY:1\nEND:VTODO',
      ),
    );
    const names = [
      'PidTagMessageClass',
      'PidLidTaskStartDate',
      'PidLidTaskDueDate',
      'PidLidTaskStatus',
      'PidLidPercentComplete',
      'PidLidTaskComplete',
      'PidTagImportance',
    ];
    expect(names.map((name) => get(item, name))).toEqual([
      'IPM.Task',
      new Date('2026-07-01'),
      new Date('2026-07-03'),
      1,
      0.4,
      false,
      2,
    ]);
  });

  it('reads a VJOURNAL with a time as a journal entry and one without as a note', async () => {
    const journal = await parse(calendar('BEGIN:VJOURNAL\nUID:1\nDTSTART:20260701T100000Z\nEND:VJOURNAL'));
    expect([get(journal, 'PidTagMessageClass'), get(journal, 'PidLidLogStart')]).toEqual([
      'IPM.Activity',
      new Date('2026-07-01T10:00Z'),
    ]);
    const note = await parse(calendar('BEGIN:VJOURNAL\nUID:1\nDESCRIPTION:milk\nCOLOR:green\nEND:VJOURNAL'));
    expect([get(note, 'PidTagMessageClass'), get(note, 'PidTagBody'), get(note, 'PidLidNoteColor')]).toEqual([
      'IPM.StickyNote',
      'milk',
      1,
    ]);
  });
});

describe('what is broken', () => {
  it('is read without an error, for every calendar there is, whole and cut', async () => {
    for (const { name, bytes } of samples()) {
      for (const part of [bytes, bytes.subarray(0, bytes.length / 2)]) {
        const head = icalendar.head({ head: part.subarray(0, 65_536) });
        const item = await parse(part);
        if (head.kind !== undefined && part.length < 65_536)
          expect([name, item.properties.get('PidTagMessageClass')]).toEqual([name, head.messageClass]);
      }
    }
  }, 120_000);

  it('is read as windows-1252 where it is no UTF-8, and said so', async () => {
    const item = await parse(
      Buffer.from(calendar('BEGIN:VEVENT\nUID:1\nDTSTART:20260701T100000Z\nSUMMARY:caf\xe9\nEND:VEVENT'), 'latin1'),
    );
    expect(get(item, 'PidTagSubject')).toBe('café');
    expect(item.problems).toEqual(['The calendar is not in UTF-8; it was read as windows-1252.']);
  });

  it('holds only the first of several items, and says so', async () => {
    const item = await parse(
      calendar('BEGIN:VEVENT\nUID:1\nDTSTART:20260701T100000Z\nEND:VEVENT\nBEGIN:VTODO\nUID:2\nEND:VTODO'),
    );
    expect(get(item, 'PidTagMessageClass')).toBe('IPM.Appointment');
    expect(item.problems).toEqual(['The calendar holds 1 more components; only the first item was read.']);
  });

  it('is an item without a calendar in it', async () => {
    for (const text of ['', 'hello', 'BEGIN:VCARD\nEND:VCARD', calendar('BEGIN:VFREEBUSY\nEND:VFREEBUSY')])
      expect((await parse(text)).problems).toEqual(['The calendar holds no event, task or journal entry.']);
  });
});
