import { type Item, PropertyBag, type PropertyValue, propertyByName, type Recipient, tagged } from '@mapistore/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { icalendar } from '../src/index.ts';
import { findZone } from '../src/zones/find.ts';
import { encodeTimeZoneDefinition } from '../src/zones/structs.ts';
import { bytesOf, parse, samples, signal } from './corpus.ts';
import { flatten } from './flatten.ts';

async function render(item: Item): Promise<string> {
  return String(await bytesOf(await icalendar.render(item, { signal })));
}

function itemOf(
  values: Readonly<Record<string, PropertyValue | undefined>>,
  recipients: readonly Recipient[] = [],
): Item {
  const properties = new PropertyBag();
  for (const [name, value] of Object.entries(values)) {
    const property = propertyByName(name);
    if (property === undefined) throw new TypeError(name);
    properties.set(property, value);
  }
  return { properties, recipients, attachments: [], problems: [] };
}

const APPOINTMENT = {
  PidTagMessageClass: 'IPM.Appointment',
  PidTagSubject: 'Lunch; with Ünal, at 12',
  PidLidAppointmentStartWhole: new Date('2026-07-01T10:00Z'),
  PidLidAppointmentEndWhole: new Date('2026-07-01T11:00Z'),
  PidLidTimeZoneDescription: 'Europe/Berlin',
  PidLidReminderSet: true,
  PidLidReminderDelta: 15,
};

describe('writing an item', () => {
  it('makes a calendar that others take: UID, DTSTAMP, zones, CRLF, 75 octets', async () => {
    const text = await render(itemOf({ ...APPOINTMENT, PidTagBody: 'ü'.repeat(200) }));
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\nPRODID:/);
    expect(text).toMatch(/\r\nBEGIN:VTIMEZONE\r\nTZID:Europe\/Berlin\r\n/);
    expect(text).toMatch(/\r\nUID:[0-9a-f]{32}@mapistore\r\nDTSTAMP:20260701T100000Z\r\n/);
    expect(text).toContain('\r\nDTSTART;TZID=Europe/Berlin:20260701T120000\r\n');
    expect(text).toContain(
      '\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n',
    );
    expect(text).toMatch(/END:VCALENDAR\r\n$/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('gives the same bytes each time', async () => {
    expect(await render(itemOf(APPOINTMENT))).toBe(await render(itemOf(APPOINTMENT)));
  });

  it.each([
    ['IPM.Appointment', 'BEGIN:VEVENT'],
    ['IPM.Schedule.Meeting.Request', 'METHOD:REQUEST\r\nBEGIN:VEVENT'],
    ['IPM.Schedule.Meeting.Canceled', 'METHOD:CANCEL\r\nBEGIN:VEVENT'],
    ['IPM.Schedule.Meeting.Resp.Neg', 'METHOD:REPLY\r\nBEGIN:VEVENT'],
    ['IPM.Task', 'BEGIN:VTODO'],
    ['IPM.StickyNote', 'BEGIN:VJOURNAL'],
    ['IPM.Activity', 'BEGIN:VJOURNAL'],
  ])('writes %s as %s, and reads it back as that', async (messageClass, expected) => {
    const smtp = {
      PidTagSentRepresentingSmtpAddress: 'a@example.com',
      PidTagSentRepresentingEmailAddress: 'a@example.com',
    };
    const item = itemOf({
      PidTagMessageClass: messageClass,
      ...(!messageClass.includes('Sticky') && {
        PidLidLogStart: new Date(0),
        PidLidAppointmentStartWhole: new Date(0),
      }),
      ...smtp,
    });
    const text = await render(item);
    expect(text).toContain(expected);
    expect((await parse(text)).properties.get('PidTagMessageClass')).toBe(messageClass);
  });

  it('writes a whole day of Outlook, which begins at midnight of its zone, as that day', async () => {
    const [start, end] = [new Date('2026-06-30T22:00Z'), new Date('2026-07-01T22:00Z')];
    const day = { PidLidAppointmentSubType: true, PidLidAppointmentStartWhole: start, PidLidAppointmentEndWhole: end };
    const text = await render(itemOf({ ...APPOINTMENT, ...day }));
    expect(text).toContain('\r\nDTSTART;VALUE=DATE:20260701\r\nDTEND;VALUE=DATE:20260702\r\n');
    expect(text).not.toContain('VTIMEZONE');
  });

  it.each([
    '(UTC+09:00) 大阪、札幌、東京',
    '(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna',
    'Asia/Tokyo',
  ])('takes the zone of the definition, and not that of whoever wrote it: %s', async (description) => {
    const zone = findZone('America/New_York', new Map());
    if (zone === undefined) throw new Error('There is no such zone.');
    const start = new Date('2022-12-04T13:00Z');
    const definition = encodeTimeZoneDefinition(zone, start.getTime());
    const text = await render(
      itemOf({
        ...APPOINTMENT,
        PidLidAppointmentStartWhole: start,
        PidLidAppointmentEndWhole: new Date('2022-12-04T13:30Z'),
        PidLidTimeZoneDescription: description,
        PidLidAppointmentTimeZoneDefinitionStartDisplay: definition,
        PidLidAppointmentTimeZoneDefinitionEndDisplay: definition,
      }),
    );
    expect(text).toContain('\r\nDTSTART;TZID=America/New_York:20221204T080000\r\n');
  });

  it('writes the exceptions that only the pattern has', async () => {
    const series = await parse(
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260302T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:Daily\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20260303T100000Z\nDTSTART:20260303T120000Z\nDURATION:PT1H\nSUMMARY:Once\nEND:VEVENT\nEND:VCALENDAR\n',
    );
    const found = (await parse(await render({ ...series, attachments: [] }))).attachments[0]?.item?.properties;
    expect(found?.get('PidTagSubject')).toBe('Once');
    expect(found?.get('PidLidAppointmentStartWhole')).toEqual(new Date('2026-03-03T12:00Z'));
  });

  it('writes an exception of Outlook with what it leaves to its series', async () => {
    const series = await parse(
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260302T100000Z\nDTEND:20260302T110000Z\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:Daily\nLOCATION:Here\nEND:VEVENT\nEND:VCALENDAR\n',
    );
    const exception = itemOf({
      PidLidExceptionReplaceTime: new Date('2026-03-03T10:00Z'),
      PidLidAppointmentStartWhole: new Date('2026-03-03T12:00Z'),
      PidLidAppointmentEndWhole: new Date('2026-03-03T13:00Z'),
    });
    const properties = new PropertyBag().set(tagged('PidTagAttachMethod'), 5);
    const text = await render({ ...series, attachments: [{ properties, item: exception }] });
    const found = (await parse(text)).attachments[0]?.item?.properties;
    expect([found?.get('PidTagSubject'), found?.get('PidLidLocation')]).toEqual(['Daily', 'Here']);
    expect(found?.get('PidLidAppointmentStartWhole')).toEqual(new Date('2026-03-03T12:00Z'));
    expect(found?.get('PidLidExceptionReplaceTime')).toEqual(new Date('2026-03-03T10:00Z'));
  });
});

/** Why an item of a calendar comes back otherwise from its own rendering; the properties that may differ then. */
const MADE = ['PidLidGlobalObjectId', 'PidLidCleanGlobalObjectId', 'PS_PUBLIC_STRINGS#urn:schemas:calendar:uid'];
const STAMP = ['PidLidOwnerCriticalChange', 'PidLidAttendeeCriticalChange', 'PidLidTaskLastUpdate'];
const ZONE = /^PidLidAppointmentTimeZoneDefinition|^PidLidTimeZoneStruct$/;

function isExpected(line: string, item: Item): boolean {
  const name = /^\d*[A-Z] ([^=]+)=/.exec(line)?.[1] ?? '';
  // A component must have UID and DTSTAMP: those that had none get one.
  if (MADE.includes(name) || STAMP.includes(name)) return true;
  // A rule ends with its last instance in MAPI, whatever UNTIL and COUNT said.
  if (name === 'PidLidRecurrencePattern' || name === 'PidLidClipEnd')
    return item.properties.has('PidLidAppointmentRecur');
  // A zone that nobody knows is lost; one that only a VTIMEZONE describes is written with its rules of other years.
  if (name === 'PidLidTimeZoneDescription')
    return !item.properties.has('PidLidAppointmentTimeZoneDefinitionStartDisplay');
  return ZONE.test(name);
}

describe('writing what was read', () => {
  it('gives the same item, for every calendar of the corpus', async () => {
    const differing: string[] = [];
    for (const { name, bytes } of samples()) {
      const item = await parse(bytes);
      const messageClass = item.properties.text('PidTagMessageClass') ?? '';
      // A series without a time is none that could be written.
      const isTimeless = messageClass === 'IPM.Appointment' && !item.properties.has('PidLidAppointmentStartWhole');
      if (messageClass === 'IPM.Document' || isTimeless || NOT_KEPT.has(name)) continue;
      const [before, after] = [await flatten(item), await flatten(await parse(await render(item)))];
      const lines = [
        ...before.filter((line) => !after.includes(line)),
        ...after.filter((line) => !before.includes(line)),
      ];
      if (lines.some((line) => !isExpected(line, item)))
        differing.push(name, ...lines.map((line) => line.slice(0, 200)));
    }
    expect(differing).toEqual([]);
  }, 120_000);
});

/** Files with an item that is not kept as it is, and why. */
const NOT_KEPT: ReadonlyMap<string, string> = new Map([]);

describe('any item', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((one) => one.replace(/[\p{Cc}]/gu, ''));
  const time = fc.integer({ min: 0, max: 4_000_000 }).map((minutes) => new Date(minutes * 60_000));
  const common = {
    PidTagSubject: text,
    PidTagBody: text,
    PidTagSensitivity: fc.constantFrom(0, 1, 2, 3),
    PidTagImportance: fc.constantFrom(0, 1, 2),
    PidTagCreationTime: time,
    PidTagComment: text,
    'PS_PUBLIC_STRINGS#Keywords': fc.uniqueArray(
      text.map((one) => one.trim()).filter((one) => one !== ''),
      { minLength: 1, maxLength: 3 },
    ),
  };
  const roundTrip = async (values: Readonly<Record<string, PropertyValue>>): Promise<void> => {
    const found = await parse(await render(itemOf(values)));
    for (const [name, value] of Object.entries(values))
      expect([name, found.properties.get(name)]).toEqual([name, value]);
  };

  it('that is an appointment comes back', async () => {
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe');
    await fc.assert(
      fc.asyncProperty(
        fc.record(
          {
            ...common,
            PidLidLocation: text,
            PidLidBusyStatus: fc.constantFrom(0, 1, 2, 3, 4),
            PidLidAppointmentSequence: fc.nat(99),
          },
          { requiredKeys: ['PidTagSubject'] },
        ),
        fc.record({
          start: time,
          minutes: fc.nat(5000),
          zone: fc.option(zone),
          floating: fc.boolean(),
          reminder: fc.option(fc.nat(999)),
          cancelled: fc.boolean(),
        }),
        async (values, { start, minutes, zone: tzid, floating, reminder, cancelled }) => {
          await roundTrip({
            PidTagMessageClass: 'IPM.Appointment',
            ...values,
            PidLidAppointmentStartWhole: start,
            PidLidAppointmentEndWhole: new Date(start.getTime() + minutes * 60_000),
            PidLidAppointmentStateFlags: cancelled ? 4 : 0,
            ...(tzid !== null && !floating && { PidLidTimeZoneDescription: tzid }),
            ...(floating && { 'PS_PUBLIC_STRINGS#urn:mapistore:calendar:floating': true }),
            ...(reminder !== null && { PidLidReminderSet: true, PidLidReminderDelta: reminder }),
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('that is a task, a note or a journal entry comes back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record(common, { requiredKeys: [] }),
        time,
        fc.constantFrom(0, 1, 2, 4),
        fc.constantFrom(0, 1, 2, 3, 4),
        async (values, date, status, color) => {
          const task = {
            PidLidTaskStatus: status,
            PidLidTaskDueDate: date,
            PidLidPercentComplete: status === 2 ? 1 : 0.25,
          };
          await roundTrip({ PidTagMessageClass: 'IPM.Task', ...values, ...task });
          await roundTrip({ PidTagMessageClass: 'IPM.StickyNote', ...values, PidLidNoteColor: color });
          await roundTrip({ PidTagMessageClass: 'IPM.Activity', ...values, PidLidLogStart: date });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has its recipients', async () => {
    const row = fc.record({
      name: text.map((one) => one.trim()).filter((one) => one !== ''),
      user: fc.stringMatching(/^[a-z0-9.+%_-]{1,12}$/),
      type: fc.constantFrom(1, 2, 3),
      track: fc.constantFrom(0, 2, 3, 4, 5),
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(row, { maxLength: 5, selector: ({ user }) => user }), async (rows) => {
        const recipients = rows.map(({ name, user, type, track }) => ({
          properties: new PropertyBag()
            .set(tagged('PidTagRecipientType'), type)
            .set(tagged('PidTagDisplayName'), name)
            .set(tagged('PidTagAddressType'), 'SMTP')
            .set(tagged('PidTagEmailAddress'), `${user}@example.com`)
            .set(tagged('PidTagSmtpAddress'), `${user}@example.com`)
            .set(tagged('PidTagRecipientTrackStatus'), track)
            .set(tagged('PidTagRecipientFlags'), 1),
        }));
        const item = itemOf(APPOINTMENT, recipients);
        const found = await parse(await render(item));
        expect(found.recipients.map(({ properties }) => [...properties])).toEqual(
          recipients.map(({ properties }) => [...properties]),
        );
      }),
      { numRuns: 60 },
    );
  });
});
