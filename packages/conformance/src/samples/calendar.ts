import type { ItemKind } from '@mapistore/core';
import { folded, WORDS } from './text.ts';

/** Kinds that iCalendar has, with their components. A note is a journal entry without a date. */
const COMPONENTS: Readonly<Partial<Record<ItemKind, string>>> = {
  event: 'VEVENT',
  task: 'VTODO',
  note: 'VJOURNAL',
  journal: 'VJOURNAL',
};

/** What an object is made of, besides what each has. */
interface Wanted {
  /** The date of it, as lines; default is one in UTC. */
  readonly when?: readonly string[];
  /** More lines of the component. */
  readonly lines?: readonly string[];
  /** Other components before it. */
  readonly before?: readonly string[];
  /** More components behind it, of the same UID: instances of a series. */
  readonly instances?: readonly (readonly string[])[];
}

/** A sound calendar object of a kind, different for each number. */
export function calendarSample(number: number, kind: ItemKind = 'event', wanted: Wanted = {}): Uint8Array {
  const component = COMPONENTS[kind] ?? 'VEVENT';
  const uid = `UID:sample-${number}@mapistore.example`;
  const common = [uid, 'DTSTAMP:20260105T100000Z', `SUMMARY:Sample ${number}`];
  const one = (lines: readonly string[]): readonly string[] => [
    `BEGIN:${component}`,
    ...common,
    ...lines,
    `END:${component}`,
  ];
  return folded([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//MAPIStore//conformance//EN',
    ...(wanted.before ?? []),
    ...one([...(wanted.when ?? utc(kind)), ...(wanted.lines ?? [])]),
    ...(wanted.instances ?? []).flatMap(one),
    'END:VCALENDAR',
  ]);
}

/** Objects of a kind that take more than the plain sample does, each with what is special in it. */
export function calendarVariants(number: number, kind: ItemKind): Readonly<Record<Variant, readonly Uint8Array[]>> {
  const make = (wanted: Wanted, at = 0): Uint8Array => calendarSample(number * 100 + at, kind, wanted);
  const dated = kind !== 'note';
  const zone = { before: ZONE, when: zoned(kind) };
  return {
    times: dated ? [make(zone, 1), make({ when: floating(kind) }, 2), make({ when: allDay(kind) }, 3)] : [],
    series: kind === 'event' || kind === 'task' ? [make({ ...zone, ...series(kind) }, 4)] : [],
    'long-lines': [make({ lines: [`DESCRIPTION:${'0123456789'.repeat(1000)}`] }, 5)],
    'unknown-properties': [
      make(
        {
          lines: [
            'X-MAPISTORE-ONE;X-MAPISTORE-P="a;b:c":plain',
            'X-MAPISTORE-TWO;VALUE=INTEGER:42',
            'CATEGORIES:red,green',
            ...(kind === 'event'
              ? ['ATTENDEE;CN="Doe, Bob";X-MAPISTORE-P=1;PARTSTAT=TENTATIVE:mailto:bob@example.org']
              : []),
          ],
        },
        6,
      ),
    ],
    languages: [
      make(
        {
          lines: [
            `DESCRIPTION:${WORDS}`,
            `LOCATION;LANGUAGE=de:${WORDS}`.slice(0, kind === 'event' ? undefined : 0),
          ].filter((line) => line !== ''),
        },
        7,
      ),
    ],
  };
}

/** What the cases of kinds look at. */
export type Variant = 'times' | 'series' | 'long-lines' | 'unknown-properties' | 'languages';

function utc(kind: ItemKind): readonly string[] {
  if (kind === 'event') return ['DTSTART:20260106T100000Z', 'DTEND:20260106T110000Z'];
  if (kind === 'task') return ['DUE:20260107T100000Z', 'STATUS:NEEDS-ACTION'];
  return kind === 'journal' ? ['DTSTART;VALUE=DATE:20260106'] : [];
}

function zoned(kind: ItemKind): readonly string[] {
  const start = 'DTSTART;TZID=Europe/Berlin:20260106T100000';
  if (kind === 'event') return [start, 'DTEND;TZID=Europe/Berlin:20260106T113000'];
  return kind === 'task' ? [start, 'DUE;TZID=Europe/Berlin:20260107T100000'] : [start];
}

function floating(kind: ItemKind): readonly string[] {
  return kind === 'event' ? ['DTSTART:20260106T100000', 'DURATION:PT90M'] : ['DTSTART:20260106T100000'];
}

function allDay(kind: ItemKind): readonly string[] {
  const start = 'DTSTART;VALUE=DATE:20260106';
  if (kind === 'event') return [start, 'DTEND;VALUE=DATE:20260108'];
  return kind === 'task' ? [start, 'DUE;VALUE=DATE:20260109'] : [start];
}

/** Weekly, with an instance that is gone, one that is elsewhere and one that is at another time. */
function series(kind: ItemKind): Wanted {
  const moved = (day: string, hour: string): readonly string[] =>
    kind === 'event'
      ? [`DTSTART;TZID=Europe/Berlin:${day}T${hour}0000`, `DTEND;TZID=Europe/Berlin:${day}T${hour}3000`]
      : [`DTSTART;TZID=Europe/Berlin:${day}T${hour}0000`, `DUE;TZID=Europe/Berlin:${day}T${hour}3000`];
  return {
    lines: ['RRULE:FREQ=WEEKLY;COUNT=6;BYDAY=TU', 'EXDATE;TZID=Europe/Berlin:20260113T100000'],
    instances: [
      ['RECURRENCE-ID;TZID=Europe/Berlin:20260120T100000', ...moved('20260120', '10'), 'DESCRIPTION:elsewhere'],
      ['RECURRENCE-ID;TZID=Europe/Berlin:20260127T100000', ...moved('20260128', '15')],
    ],
  };
}

const ZONE: readonly string[] = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Berlin',
  'BEGIN:DAYLIGHT',
  'DTSTART:19810329T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'TZNAME:CEST',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:19961027T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'TZNAME:CET',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
];
