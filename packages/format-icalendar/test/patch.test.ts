import { type Delta, MapistoreError, named, PropertyBag, type PropertyValue, propertyByName } from '@mapistore/core';
import { describe, expect, it } from 'vitest';
import { icalendar } from '../src/index.ts';
import { bytesOf, calendar, parse, signal, source } from './corpus.ts';

type Values = Readonly<Record<string, PropertyValue>>;
const bag = (values: Values): PropertyBag =>
  PropertyBag.of(
    Object.entries(values).map(([name, value]) => {
      const property = propertyByName(name);
      if (property === undefined) throw new TypeError(name);
      return { property, value };
    }),
  );

interface Answer {
  readonly text: string;
  readonly unsaid: readonly string[];
  readonly refused?: string;
}

async function patch(text: string | Uint8Array, delta: Partial<Delta>): Promise<Answer> {
  const all: Delta = { set: new PropertyBag(), remove: [], ...delta };
  const { body, unsaid, refused } = await icalendar.patch(source(text), all, { signal });
  const now = body === undefined ? String(text) : String(await bytesOf(body));
  return { text: now, unsaid, ...(refused !== undefined && { refused: refused.code }) };
}

/** Lines that went and lines that came. */
function diff(before: string, after: string): string[] {
  const [a, b] = [before, after].map((text) => text.split('\r\n'));
  let start = 0;
  while (a?.[start] === b?.[start] && start < (a?.length ?? 0)) start++;
  let end = 0;
  while (a?.at(-1 - end) === b?.at(-1 - end) && end < (a?.length ?? 0) - start && end < (b?.length ?? 0) - start) end++;
  const went = a?.slice(start, a.length - end).map((line) => `-${line}`) ?? [];
  return [...went, ...(b?.slice(start, b.length - end).map((line) => `+${line}`) ?? [])];
}

const FULL = calendar(`X-WR-CALNAME:Mine
BEGIN:VEVENT
dtstart;X-P=1;TZID=Europe/Berlin:20260701T100000
DTEND;TZID=Europe/Berlin:20260701T110000
UID:1
SUMMARY;LANGUAGE=de;X-Q="a;b":Old
 er
X-UNKNOWN;A="b:c":d\\,e
DESCRIPTION:Text
SEQUENCE:3
ORGANIZER;CN=Boss:mailto:boss@example.com
ATTENDEE;CN=Ann;X-NUM-GUESTS=0;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:Ann@example.com
BEGIN:VALARM
ACTION:AUDIO
TRIGGER;X-T=1:-PT15M
END:VALARM
END:VEVENT`);

describe('an edit of one property', () => {
  it.each<[string, Values, string[]]>([
    [
      'a text, with the parameters of its line',
      { PidTagSubject: 'New' },
      ['-SUMMARY;LANGUAGE=de;X-Q="a;b":Old', '- er', '+SUMMARY;LANGUAGE=de;X-Q="a;b":New'],
    ],
    [
      'a subject by its other name',
      { PidTagNormalizedSubject: 'New' },
      ['-SUMMARY;LANGUAGE=de;X-Q="a;b":Old', '- er', '+SUMMARY;LANGUAGE=de;X-Q="a;b":New'],
    ],
    ['a new line, behind the others', { PidLidLocation: 'Room, 1' }, ['+LOCATION:Room\\, 1']],
    [
      'the end, in its zone',
      { PidLidAppointmentEndWhole: new Date('2026-07-01T10:00Z') },
      ['-DTEND;TZID=Europe/Berlin:20260701T110000', '+DTEND;TZID=Europe/Berlin:20260701T120000'],
    ],
    [
      'the length',
      { PidLidAppointmentDuration: 90 },
      ['-DTEND;TZID=Europe/Berlin:20260701T110000', '+DTEND;TZID=Europe/Berlin:20260701T113000'],
    ],
    ['the reminder', { PidLidReminderDelta: 30 }, ['-TRIGGER;X-T=1:-PT15M', '+TRIGGER;X-T=1:-PT30M']],
    [
      'no reminder',
      { PidLidReminderSet: false },
      ['-BEGIN:VALARM', '-ACTION:AUDIO', '-TRIGGER;X-T=1:-PT15M', '-END:VALARM'],
    ],
    ['the busy status', { PidLidBusyStatus: 0 }, ['+TRANSP:TRANSPARENT']],
    ['a busy status of Outlook', { PidLidBusyStatus: 3 }, ['+X-MICROSOFT-CDO-BUSYSTATUS:OOF']],
    ['privacy', { PidLidPrivate: true }, ['+CLASS:PRIVATE']],
    ['importance', { PidTagImportance: 2 }, ['+PRIORITY:1']],
    ['categories', { 'PS_PUBLIC_STRINGS#Keywords': ['A, b', 'C'] }, ['+CATEGORIES:A\\, b,C']],
    ['the sequence', { PidLidAppointmentSequence: 4 }, ['-SEQUENCE:3', '+SEQUENCE:4']],
    [
      'the name of the organiser',
      { PidTagSentRepresentingName: 'Chief; x' },
      ['-ORGANIZER;CN=Boss:mailto:boss@example.com', '+ORGANIZER;CN="Chief; x":mailto:boss@example.com'],
    ],
  ])('changes the lines of %s and no others', async (_, values, expected) => {
    const { text, unsaid } = await patch(FULL, { set: bag(values) });
    expect(unsaid).toEqual([]);
    expect(diff(FULL, text)).toEqual(expected);
    const item = await parse(text);
    for (const [name, value] of Object.entries(values)) expect(item.properties.get(name)).toEqual(value);
  });

  it('moves start and end together', async () => {
    const times = {
      PidLidAppointmentStartWhole: new Date('2026-12-01T09:00Z'),
      PidLidAppointmentEndWhole: new Date('2026-12-01T10:00Z'),
    };
    const { text, unsaid } = await patch(FULL, { set: bag(times) });
    expect(unsaid).toEqual([]);
    expect(diff(FULL, text)).toEqual([
      '-dtstart;X-P=1;TZID=Europe/Berlin:20260701T100000',
      '-DTEND;TZID=Europe/Berlin:20260701T110000',
      '+dtstart;X-P=1;TZID=Europe/Berlin:20261201T100000',
      '+DTEND;TZID=Europe/Berlin:20261201T110000',
    ]);
  });

  it('makes a whole day of hours', async () => {
    const set = bag({
      PidLidAppointmentSubType: true,
      PidLidAppointmentStartWhole: new Date('2026-07-01'),
      PidLidAppointmentEndWhole: new Date('2026-07-03'),
    });
    const { text, unsaid } = await patch(FULL, { set });
    expect(unsaid).toEqual([]);
    expect(text).toContain('dtstart;X-P=1;VALUE=DATE:20260701\r\nDTEND;VALUE=DATE:20260703\r\n');
  });

  it('keeps the form of a whole day of Outlook', async () => {
    const day = calendar(
      'BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Europe/Berlin:20260701T000000\nDTEND;TZID=Europe/Berlin:20260702T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\nEND:VEVENT',
    );
    const { text, unsaid } = await patch(day, { set: bag({ PidLidAppointmentEndWhole: new Date('2026-07-04') }) });
    expect([unsaid, text]).toEqual([[], day.replace('20260702T', '20260704T')]);
  });

  it('brings a VTIMEZONE along with a zone that is new', async () => {
    const { text, unsaid } = await patch(FULL, { set: bag({ PidLidTimeZoneDescription: 'Asia/Tokyo' }) });
    expect(unsaid).toEqual([]);
    expect(text).toContain('TZID=Asia/Tokyo');
    expect(text).toMatch(/X-WR-CALNAME:Mine\r\nBEGIN:VTIMEZONE\r\nTZID:Asia\/Tokyo\r\n/);
    expect((await parse(text)).properties.get('PidLidAppointmentStartWhole')).toEqual(new Date('2026-07-01T08:00Z'));
  });

  it('removes lines, and says so where nothing is left to say', async () => {
    const { text, unsaid } = await patch(FULL, { remove: ['PidTagBody', 'PidTagImportance'] });
    expect(unsaid).toEqual([]);
    expect(diff(FULL, text)).toEqual(['-DESCRIPTION:Text']);
  });

  it('leaves what is as it is to be alone', async () => {
    const { text, unsaid } = await patch(FULL, { set: bag({ PidTagSubject: 'Older', PidLidBusyStatus: 2 }) });
    expect([text, unsaid]).toEqual([FULL, []]);
  });

  it('keeps the line ends and the place of a file of line feeds without a last one', async () => {
    const file = FULL.replaceAll('\r\n', '\n').trimEnd();
    const { text } = await patch(file, { set: bag({ PidTagSubject: 'New' }) });
    expect(text).toBe(file.replace('Old\n er', 'New'));
  });

  it('names what it cannot say, and says the rest', async () => {
    const values = { PidTagSubject: 'New', PidTagInternetMessageId: '<x>', PidLidBusyStatus: 17, PidTagSensitivity: 9 };
    const { text, unsaid } = await patch(FULL, { set: bag(values) });
    expect(unsaid).toEqual(['PidTagInternetMessageId', 'PidLidBusyStatus', 'PidTagSensitivity']);
    expect(text).toBe(FULL.replace('Old\r\n er', 'New'));
  });

  it('writes a text whose line ends it cannot keep, and names it', async () => {
    const { text, unsaid } = await patch(FULL, { set: bag({ PidTagBody: 'a\r\nb' }) });
    expect([unsaid, diff(FULL, text)]).toEqual([['PidTagBody'], ['-DESCRIPTION:Text', '+DESCRIPTION:a\\nb']]);
  });

  it('writes times to the second, and names those that are not whole', async () => {
    const values = {
      PidTagCreationTime: new Date('2026-01-02T03:04:05.678Z'),
      PidTagLastModificationTime: 134_000_000_000_000_001n,
    };
    const { text, unsaid } = await patch(FULL, { set: bag(values) });
    expect([unsaid, diff(FULL, text)]).toEqual([
      ['PidTagCreationTime', 'PidTagLastModificationTime'],
      ['+CREATED:20260102T030405Z', '+LAST-MODIFIED:20250818T141320Z'],
    ]);
    const none = await patch(FULL, { set: bag({ PidLidAppointmentStartWhole: new Date(Number.NaN) }) });
    expect([none.unsaid, none.text]).toEqual([['PidLidAppointmentStartWhole'], FULL]);
  });

  it('takes an empty list for none', async () => {
    const file = FULL.replace('SEQUENCE', 'CATEGORIES:a,b\r\nSEQUENCE');
    const { text, unsaid } = await patch(file, { set: bag({ 'PS_PUBLIC_STRINGS#Keywords': [] }) });
    expect([text, unsaid]).toEqual([FULL, []]);
  });

  it.each([
    ['is not UTF-8', Buffer.from(FULL.replace('Text', 'caf\xe9'), 'latin1')],
    ['is never closed', FULL.slice(0, FULL.indexOf('BEGIN:VALARM'))],
    ['holds no item', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'],
  ])('says nothing in a file that %s', async (_, file) => {
    expect(await patch(file, { set: bag({ PidTagSubject: 'New' }) })).toEqual({
      text: String(file),
      unsaid: ['PidTagSubject'],
    });
  });

  it('refuses what is too large to hold', async () => {
    const large = { ...source(''), size: 40_000_000 };
    const answer = await icalendar.patch(large, { set: bag({ PidTagSubject: 'x' }), remove: [] }, { signal });
    expect(answer).toEqual({ unsaid: ['PidTagSubject'] });
    expect(MapistoreError.is(answer)).toBe(false);
  });

  it('changes tasks and notes', async () => {
    const task = calendar('BEGIN:VTODO\nUID:1\nDUE;VALUE=DATE:20260701\nEND:VTODO');
    const done = await patch(task, {
      set: bag({
        PidLidTaskComplete: true,
        PidLidPercentComplete: 1,
        PidLidTaskStatus: 2,
        PidLidTaskDateCompleted: new Date('2026-07-02T08:00Z'),
      }),
    });
    expect([done.unsaid, diff(task, done.text)]).toEqual([[], ['+STATUS:COMPLETED', '+COMPLETED:20260702T080000Z']]);
    const note = calendar('BEGIN:VJOURNAL\nUID:1\nDESCRIPTION:milk\nEND:VJOURNAL');
    const green = await patch(note, { set: bag({ PidLidNoteColor: 1, PidLidNoteX: 10 }) });
    expect([green.unsaid, diff(note, green.text)]).toEqual([['PidLidNoteX'], ['+COLOR:green']]);
  });
});

describe('recipients', () => {
  const change = (address: string, values: Values, gone = false): Partial<Delta> => ({
    recipients: [{ address, set: bag(values), remove: [], ...(gone && { gone }) }],
  });

  it('answer, and keep the rest of their line', async () => {
    const { text } = await patch(FULL, change('ann@EXAMPLE.com', { PidTagRecipientTrackStatus: 3 }));
    expect(diff(FULL, text).slice(1).join('').replaceAll('+ ', '')).toBe(
      '+ATTENDEE;CN=Ann;X-NUM-GUESTS=0;PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:Ann@example.com',
    );
    const row = (await parse(text)).recipients.find(({ properties }) => properties.text('PidTagDisplayName') === 'Ann');
    expect(row?.properties.get('PidTagRecipientTrackStatus')).toBe(3);
  });

  it('come, behind the others', async () => {
    const { text } = await patch(
      FULL,
      change('bob@example.com', { PidTagDisplayName: 'Bob', PidTagRecipientType: 2, PidTagRecipientTrackStatus: 5 }),
    );
    expect(diff(FULL, text).join('').replace(/\+ /g, '')).toBe(
      '+ATTENDEE;CN=Bob;ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION:mailto:bob@example.com',
    );
  });

  it('go', async () => {
    const { text } = await patch(FULL, change('ann@example.com', {}, true));
    expect(text).not.toMatch(/ann@/i);
    expect((await parse(text)).recipients).toHaveLength(1);
    expect((await patch(FULL, change('nobody@example.com', {}, true))).text).toBe(FULL);
  });

  it('are refused with what an attendee cannot have', async () => {
    const answer = await patch(FULL, change('ann@example.com', { PidTagRecipientTrackStatusTime: new Date(0) }));
    expect([answer.refused, answer.text]).toEqual(['UNSUPPORTED', FULL]);
  });
});

describe('exceptions', () => {
  const SERIES = calendar(`BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Berlin:20260302T100000
DTEND;TZID=Europe/Berlin:20260302T110000
RRULE:FREQ=WEEKLY;COUNT=6
SUMMARY:Weekly
X-KEPT:1
END:VEVENT`);
  const second = new Date('2026-03-09T09:00Z');
  const change = (
    action: 'change' | 'delete' | 'reset',
    values: Values = {},
    originalStart = second,
  ): Partial<Delta> => ({
    exceptions: [{ originalStart, action, set: bag(values), remove: [] }],
  });
  const OVERRIDE = `BEGIN:VEVENT
UID:1
RECURRENCE-ID;TZID=Europe/Berlin:20260309T100000
DTSTART;TZID=Europe/Berlin:20260309T100000
DTEND;TZID=Europe/Berlin:20260309T110000
SUMMARY:Once
X-KEPT:1
END:VEVENT`;

  it('come as an override with what the series says', async () => {
    const { text } = await patch(SERIES, change('change', { PidTagSubject: 'Once' }));
    expect(diff(SERIES, text).join('\n').replace(/^\+/gm, '')).toBe(OVERRIDE);
    const again = await patch(text, change('change', { PidLidLocation: 'There' }));
    expect(diff(text, again.text)).toEqual(['+LOCATION:There']);
  });

  it('are refused with what an override cannot say, but not for its line ends', async () => {
    const { text, refused } = await patch(
      SERIES,
      change('change', { PidTagBody: 'a\r\nb', PidLidExceptionReplaceTime: second }),
    );
    expect([refused, text.includes('DESCRIPTION:a\\nb')]).toEqual([undefined, true]);
    const answer = await patch(SERIES, change('change', { PidTagInternetMessageId: '<x>' }));
    expect([answer.refused, answer.text]).toEqual(['UNSUPPORTED', SERIES]);
  });

  it('go as EXDATE, once', async () => {
    const { text } = await patch(SERIES, change('delete'));
    expect(diff(SERIES, text)).toEqual(['+EXDATE;TZID=Europe/Berlin:20260309T100000']);
    expect(await patch(text, change('delete'))).toEqual({ text, unsaid: [] });
  });

  it('take their override with them', async () => {
    const { text } = await patch(
      (await patch(SERIES, change('change', { PidTagSubject: 'Once' }))).text,
      change('delete'),
    );
    expect(diff(SERIES, text)).toEqual(['+EXDATE;TZID=Europe/Berlin:20260309T100000']);
  });

  it('are taken back', async () => {
    for (const action of ['change', 'delete'] as const) {
      const changed = await patch(SERIES, change(action, action === 'change' ? { PidTagSubject: 'Once' } : {}));
      expect((await patch(changed.text, change('reset'))).text).toBe(SERIES);
    }
    const two = SERIES.replace('SUMMARY', 'EXDATE;TZID=Europe/Berlin:20260309T100000,20260316T100000\r\nSUMMARY');
    expect((await patch(two, change('reset'))).text).toBe(two.replace('20260309T100000,', ''));
  });

  it.each(['change', 'delete', 'reset'] as const)('of what is no instance are a conflict (%s)', async (action) => {
    const answer = await patch(SERIES, change(action, {}, new Date('2026-03-10T09:00Z')));
    expect([answer.refused, answer.text]).toEqual(['CONFLICT', SERIES]);
  });

  it('have attendees of their own', async () => {
    const { text } = await patch(SERIES, {
      exceptions: [
        {
          originalStart: second,
          action: 'change',
          set: new PropertyBag(),
          remove: [],
          recipients: [{ address: 'a@example.com', set: bag({ PidTagRecipientTrackStatus: 4 }), remove: [] }],
        },
      ],
    });
    expect(text).toMatch(/X-KEPT:1\r\nATTENDEE;PARTSTAT=DECLINED:mailto:a@example\.com\r\nEND:VEVENT\r\nEND:VCALENDAR/);
  });

  it('of whole days are named by the day', async () => {
    const days = calendar('BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20260302\nRRULE:FREQ=DAILY\nEND:VEVENT');
    const { text } = await patch(days, change('delete', {}, new Date('2026-03-05')));
    expect(diff(days, text)).toEqual(['+EXDATE;VALUE=DATE:20260305']);
  });

  it('stay those of their days when the series begins at another time', async () => {
    const changed = (
      await patch(
        (
          await patch(SERIES, change('change', { PidTagSubject: 'Once' }))
        ).text,
        change('delete', {}, new Date('2026-03-16T09:00Z')),
      )
    ).text;
    const set = bag({
      PidLidAppointmentStartWhole: new Date('2026-03-02T13:00Z'),
      PidLidAppointmentEndWhole: new Date('2026-03-02T14:00Z'),
    });
    const { text, unsaid } = await patch(changed, { set });
    expect(unsaid).toEqual([]);
    expect(text).toContain('EXDATE;TZID=Europe/Berlin:20260316T140000');
    expect(text).toContain('RECURRENCE-ID;TZID=Europe/Berlin:20260309T140000');
    const item = await parse(text);
    expect(item.attachments[0]?.item?.properties.get(named('PidLidExceptionReplaceTime'))).toEqual(
      new Date('2026-03-09T13:00Z'),
    );
  });

  it('go with the rule', async () => {
    const changed = (await patch(SERIES, change('change', { PidTagSubject: 'Once' }))).text;
    const { text, unsaid } = await patch(changed, {
      set: bag({ PidLidRecurring: false }),
      remove: ['PidLidAppointmentRecur'],
    });
    expect([text, unsaid]).toEqual([SERIES.replace('RRULE:FREQ=WEEKLY;COUNT=6\r\n', ''), []]);
  });
});
