import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAppointmentRecur, encodeAppointmentRecur } from '../../src/recurrence/appointment-recur.ts';
import { seriesOf } from '../../src/recurrence/from-recur.ts';
import { decodeRecurrencePattern, encodeRecurrencePattern } from '../../src/recurrence/pattern.ts';
import { RECURS } from './outlook.ts';
import { BERLIN } from './series.ts';

describe('bytes that are no recurrence', () => {
  it.each([
    ['', 'The recurrence of the appointment cannot be read: it ends too early.'],
    ['0530053000', 'The recurrence of the appointment cannot be read: it does not begin with the version 0x3004.'],
    ['043004300920', 'The recurrence of the appointment cannot be read: its frequency 8201 is unknown.'],
  ])('%j are told', (hex, unreadable) => {
    expect(decodeAppointmentRecur(Buffer.from(hex, 'hex'))).toEqual({ unreadable });
  });

  it('neither throw nor cost much, whatever is changed', () => {
    const start = Uint8Array.from(RECURS.manyChanges);
    const changed = fc
      .tuple(fc.array(fc.tuple(fc.nat(start.length - 1), fc.nat(255)), { maxLength: 4 }), fc.nat(start.length))
      .map(([changes, length]) => {
        const bytes = Uint8Array.from(start);
        for (const [at, value] of changes) bytes[at] = value;
        return bytes.slice(0, length);
      });
    const begin = performance.now();
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 400 })), (bytes) => {
        const found = decodeAppointmentRecur(bytes);
        if (!('unreadable' in found)) seriesOf(found, { form: 'zoned', zone: BERLIN });
      }),
      { numRuns: 2000 },
    );
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('are read again as they were written, for every pattern', () => {
    const u32 = fc.integer({ min: 0, max: 0xffffffff });
    const mask = fc.integer({ min: 1, max: 127 });
    const days = fc.oneof(
      fc.constant({ type: 'day' as const }),
      fc.record({ type: fc.constant('week' as const), days: mask }),
      fc.record({ type: fc.constantFrom('month' as const, 'monthEnd' as const), day: u32, hijri: fc.boolean() }),
      fc.record({ type: fc.constant('monthNth' as const), days: mask, nth: u32, hijri: fc.boolean() }),
    );
    const pattern = fc.record({
      ...{
        frequency: fc.constantFrom('daily' as const, 'weekly' as const, 'monthly' as const, 'yearly' as const),
        days,
      },
      ...{
        calendarType: fc.nat(0x17),
        firstDateTime: u32,
        period: u32,
        sliding: fc.boolean(),
        end: fc.constantFrom('date' as const, 'count' as const, 'never' as const),
      },
      ...{
        occurrenceCount: u32,
        firstDayOfWeek: fc.nat(6),
        deletedInstanceDates: fc.array(u32),
        modifiedInstanceDates: fc.array(u32),
        startDate: u32,
        endDate: u32,
      },
    });
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    const exception = fc.record(
      {
        ...{
          start: u32,
          end: u32,
          originalStart: u32,
          subject: text,
          location: text,
          meetingType: u32,
          reminderDelta: u32,
          reminderSet: fc.boolean(),
        },
        ...{
          busyStatus: u32,
          attachment: u32,
          subType: u32,
          appointmentColor: u32,
          body: fc.constant(true),
          changeHighlight: fc.integer({ min: 1, max: 0xffffffff }),
        },
      },
      { requiredKeys: ['start', 'end', 'originalStart'] },
    );
    fc.assert(
      fc.property(
        pattern,
        fc.array(exception, { maxLength: 4 }),
        u32,
        u32,
        (one, exceptions, startTimeOffset, endTimeOffset) => {
          expect(decodeRecurrencePattern(encodeRecurrencePattern(one))).toEqual(one);
          const all = { pattern: one, startTimeOffset, endTimeOffset, exceptions };
          expect(decodeAppointmentRecur(encodeAppointmentRecur(all))).toEqual(all);
        },
      ),
    );
  });
});
