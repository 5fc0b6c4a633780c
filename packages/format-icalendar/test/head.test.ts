import { type Head, MAX_HEAD_BYTES } from '@mapistore/core';
import { describe, expect, it } from 'vitest';
import { icalendar } from '../src/index.ts';
import { calendar, parse, samples } from './corpus.ts';

const head = (text: string): Head => icalendar.head({ head: Buffer.from(text).subarray(0, MAX_HEAD_BYTES) });
const MEETING = calendar(`METHOD:REQUEST
BEGIN:VEVENT
UID:a\\,b
DTSTART;TZID=Europe/Berlin:20260316T100000
DTEND;TZID=Europe/Berlin:20260316T110000
RRULE:FREQ=WEEKLY;COUNT=3
SUMMARY:Weekly
CLASS:CONFIDENTIAL
PRIORITY:2
ORGANIZER;CN=Boss:mailto:boss@example.com
ATTENDEE;CN=Ann:mailto:ann@example.com
ATTENDEE;CN=Bob;ROLE=OPT-PARTICIPANT:mailto:bob@example.com
ATTACH:https://example.com/a.pdf
END:VEVENT`);

describe('the head of a calendar', () => {
  it('has the columns of a list [MS-OXCMSG_R88]', () => {
    const { fingerprint, ...columns } = head(MEETING);
    expect(fingerprint).toBe(head(MEETING.replaceAll('\r\n', '\n')).fingerprint);
    expect(columns).toEqual({
      messageClass: 'IPM.Schedule.Meeting.Request',
      kind: 'event',
      uid: 'a,b',
      subject: 'Weekly',
      normalizedSubject: 'Weekly',
      fromName: 'Boss',
      fromAddress: 'boss@example.com',
      displayTo: 'Ann',
      displayCc: 'Bob',
      importance: 2,
      sensitivity: 3,
      references: [],
      hasAttachments: true,
      time: {
        start: new Date('2026-03-16T09:00Z'),
        end: new Date('2026-03-16T10:00Z'),
        allDay: false,
        recurrence: expect.stringMatching(/Monday/),
        clipStart: new Date('2026-03-16T09:00Z'),
        clipEnd: new Date('2026-03-30T09:00Z'),
      },
    });
  });

  it.each([
    ['VTODO', 'DUE;VALUE=DATE:20260316', 'task', { end: new Date('2026-03-16'), allDay: true }],
    ['VJOURNAL', 'DTSTART:20260316T100000Z', 'journal', { start: new Date('2026-03-16T10:00Z'), allDay: false }],
    ['VJOURNAL', 'SUMMARY:x', 'note', undefined],
  ])('tells the kind and time of a %s with %s', (name, line, kind, time) => {
    const found = head(calendar(`BEGIN:${name}\nUID:1\n${line}\nEND:${name}`));
    expect(found.kind).toBe(kind);
    if (time === undefined) expect(found.time).toBeUndefined();
    else expect(found.time).toMatchObject(time);
  });

  it('never ends where a series never ends', () => {
    const { time } = head(MEETING.replace(';COUNT=3', ''));
    expect([time?.clipStart, time?.clipEnd]).toEqual([new Date('2026-03-16T09:00Z'), undefined]);
  });

  it('says nothing wrong where it is cut', () => {
    const long = MEETING.replace('SUMMARY', `X-LONG:${'x'.repeat(70_000)}\r\nSUMMARY`);
    const found = head(long);
    expect([found.subject, found.uid, found.hasAttachments]).toEqual(['', 'a,b', undefined]);
    expect([found.time?.start, found.time?.clipEnd]).toEqual([new Date('2026-03-16T09:00Z'), undefined]);
  });

  it('leaves out the line that it is cut in, however it is folded', () => {
    const start = MEETING.slice(0, MEETING.indexOf('SUMMARY'));
    const padding = 'X-LONG:'.padEnd(MAX_HEAD_BYTES - start.length - 'SUMMARY:Half'.length - 2, 'x');
    for (const cut of ['SUMMARY:Half of it', 'SUMMARY:Half\r\n of it', 'SUMMARY:Ha\r\n lf of it'])
      expect(head(`${start}${padding}\r\n${cut}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`).subject).toBe('');
  });

  it('agrees with the item, for every calendar of the corpus', async () => {
    for (const { name, bytes } of samples()) {
      if (bytes.length >= MAX_HEAD_BYTES) continue;
      const { properties } = await parse(bytes);
      const found = icalendar.head({ head: bytes });
      expect([name, found.subject]).toEqual([name, properties.text('PidTagSubject') ?? '']);
      expect([name, found.sensitivity, found.importance]).toEqual([
        name,
        properties.get('PidTagSensitivity') ?? 0,
        properties.get('PidTagImportance') ?? 1,
      ]);
      if (found.kind === 'event') {
        expect([name, found.time?.start]).toEqual([name, properties.get('PidLidAppointmentStartWhole')]);
        expect([name, found.time?.recurrence ?? '']).toEqual([name, properties.get('PidLidRecurrencePattern') ?? '']);
      }
    }
  }, 60_000);

  it('is made fast enough for folders of thousands', () => {
    const bytes = Buffer.from(MEETING);
    const start = performance.now();
    for (let at = 0; at < 1000; at++) icalendar.head({ head: bytes });
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
