import { type ExceptionChange, named, PropertyBag, tagged } from '@mapistore/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { icalendar } from '../src/index.ts';
import { bytesOf, calendar, parse, signal, source } from './corpus.ts';
import { flatten } from './flatten.ts';

const HOUR = 3_600_000;
const COUNT = 6;

/** Series of six days in each form of time, with the start of the first as an instant. */
const FORMS: readonly (readonly [lines: string, first: string])[] = [
  ['DTSTART;TZID=Europe/Berlin:20260326T100000\nDTEND;TZID=Europe/Berlin:20260326T110000', '2026-03-26T09:00Z'],
  ['DTSTART:20260326T100000Z\nDURATION:PT1H', '2026-03-26T10:00Z'],
  ['DTSTART:20260326T100000\nDTEND:20260326T110000', '2026-03-26T10:00Z'],
  ['DTSTART;VALUE=DATE:20260326', '2026-03-26T00:00Z'],
];

interface Step {
  readonly at: number;
  readonly action: 'rename' | 'move' | 'delete' | 'reset';
}
const steps = fc.array(
  fc.record({ at: fc.nat(COUNT - 1), action: fc.constantFrom<Step['action']>('rename', 'move', 'delete', 'reset') }),
  { maxLength: 8 },
);

/** What is expected of an instance. */
interface Expected {
  readonly subject: string;
  /** In hours. */
  readonly moved: number;
}

describe('any sequence of changes of instances', () => {
  it.each(FORMS)(
    'leads to what was meant, with %s',
    async (lines, first) => {
      const text = calendar(
        `BEGIN:VEVENT\nUID:1\n${lines}\nRRULE:FREQ=DAILY;COUNT=${COUNT}\nSUMMARY:Series\nX-KEPT:1\nEND:VEVENT`,
      );
      const isWhole = lines.includes('VALUE=DATE');
      const all = await occurrences(text);
      expect(all).toHaveLength(COUNT);
      expect(all[0]?.originalStart).toEqual(new Date(first));
      await fc.assert(
        fc.asyncProperty(steps, async (list) => {
          let now: string = text;
          const model = new Map<number, Expected | undefined>(
            all.map((_, at) => [at, { subject: 'Series', moved: 0 }]),
          );
          for (const step of list) {
            const originalStart = all[step.at]?.originalStart ?? new Date(0);
            const was = model.get(step.at);
            const isConflict = was === undefined && (step.action === 'rename' || step.action === 'move');
            const { body, refused } = await icalendar.patch(
              source(now),
              { set: new PropertyBag(), remove: [], exceptions: [changeOf(step, originalStart, isWhole)] },
              { signal },
            );
            expect([step, refused?.code]).toEqual([step, isConflict ? 'CONFLICT' : undefined]);
            if (body !== undefined) now = String(await bytesOf(body));
            if (step.action === 'delete') model.set(step.at, undefined);
            else if (step.action === 'reset') model.set(step.at, { subject: 'Series', moved: 0 });
            else if (was !== undefined)
              model.set(
                step.at,
                step.action === 'rename' ? { ...was, subject: `New ${step.at}` } : { ...was, moved: isWhole ? 24 : 2 },
              );
          }
          const found = await occurrences(now);
          const expected = [...model].flatMap(([at, one]) => {
            const start = all[at]?.start.getTime() ?? 0;
            return one === undefined
              ? []
              : [[at, one.subject, isWhole ? dayAfter(start, one.moved) : start + one.moved * HOUR]];
          });
          const shown = found.map((one) => [
            all.findIndex(({ originalStart }) => originalStart.getTime() === one.originalStart.getTime()),
            one.subject,
            one.start.getTime(),
          ]);
          expect(shown.sort()).toEqual(expected.sort());
          if (
            [...model.values()].every((one) => one?.subject === 'Series' && one.moved === 0) &&
            !now.includes('RECURRENCE-ID')
          )
            expect(now).toBe(text);
          const item = await parse(now);
          expect(item.problems).toEqual([]);
          const rendered = await parse(await bytesOf(await icalendar.render(item, { signal })));
          const stampless = (line: string): boolean => !line.includes('CriticalChange');
          expect((await flatten(rendered)).filter(stampless)).toEqual((await flatten(item)).filter(stampless));
        }),
        { numRuns: 60 },
      );
    },
    120_000,
  );
});

/** Midnights of an observer in Berlin: days have 23 to 25 hours. */
function dayAfter(start: number, hours: number): number {
  const change = Date.parse('2026-03-28T23:00Z');
  const end = start + hours * HOUR;
  return hours > 0 && start === change ? end - HOUR : end;
}

function changeOf({ at, action }: Step, originalStart: Date, isWhole: boolean): ExceptionChange {
  const set = new PropertyBag();
  if (action === 'rename') set.set(tagged('PidTagSubject'), `New ${at}`);
  if (action === 'move') {
    const start = originalStart.getTime() + (isWhole ? 24 : 2) * HOUR;
    set.set(named('PidLidAppointmentStartWhole'), new Date(start));
    set.set(named('PidLidAppointmentEndWhole'), new Date(start + (isWhole ? 24 : 1) * HOUR));
  }
  const known = action === 'delete' || action === 'reset' ? action : 'change';
  return { originalStart, action: known, set, remove: [] };
}

async function occurrences(
  text: string,
): Promise<Awaited<ReturnType<NonNullable<typeof icalendar.occurrences>>>['occurrences']> {
  const span = { from: new Date('2026-01-01'), to: new Date('2026-12-01'), timeZone: 'Europe/Berlin', limit: 100 };
  return (await icalendar.occurrences?.(source(text), { signal, ...span }))?.occurrences ?? [];
}
