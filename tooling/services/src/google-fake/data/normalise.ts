import { type Component, formatObject, type Line, parseObject, textOf } from './content.ts';

/** An object as it is stored. */
export interface Stored {
  readonly uid: string;
  readonly text: string;
  /** What was stored, read: the events of the object, the series first. */
  readonly events: readonly Component[];
  /** What came in, since what decides about invitations is dropped when it is stored. */
  readonly sent: readonly Component[];
}

/** A precondition of RFC 4791 s.5.3.2.1 that an object fails. */
export type Refusal =
  | 'supported-calendar-data'
  | 'valid-calendar-data'
  | 'valid-calendar-object-resource'
  | 'supported-calendar-component';

/**
 * The properties that have a place in Google's events, in the order in which they are written. "We do not support
 * arbitrary calendar and event properties or parameters; only those properties that directly correspond to Google
 * Calendar's data model are retained" (the CalDAV guide of 2008; the one of today names the URL property alone).
 */
const KEPT = [
  'DTSTART',
  'DTEND',
  'DURATION',
  'RRULE',
  'RDATE',
  'EXDATE',
  'DTSTAMP',
  'ORGANIZER',
  'UID',
  'RECURRENCE-ID',
  'ATTENDEE',
  'CLASS',
  'CREATED',
  'DESCRIPTION',
  'LAST-MODIFIED',
  'LOCATION',
  'SEQUENCE',
  'STATUS',
  'SUMMARY',
  'TRANSP',
];
const KEPT_IN_ALARMS = ['ACTION', 'DESCRIPTION', 'SUMMARY', 'ATTENDEE', 'TRIGGER'];
const PRODUCT = '-//Google Inc//Google Calendar 70.9054//EN';

/** Turns what a client sends into what Google would give back, or says why it is refused. */
export function normalise(text: string, now: Date): Stored | Refusal {
  const object = parseObject(text);
  if (object === undefined || textOf(object, 'VERSION') !== '2.0') return 'valid-calendar-data';
  // RFC 4791 s.4.1: no METHOD, one UID and one kind of component in a resource.
  if (textOf(object, 'METHOD') !== undefined) return 'valid-calendar-object-resource';
  const content = object.children.filter(({ name }) => name !== 'VTIMEZONE');
  // "Doesn't support VTODO or VJOURNAL data": the CalDAV guide, rfc5545.
  if (content.some(({ name }) => name !== 'VEVENT')) return 'supported-calendar-component';
  const [uid, ...otherUids] = new Set(content.map((event) => textOf(event, 'UID')));
  if (uid === undefined || uid === '' || otherUids.length > 0) return 'valid-calendar-object-resource';
  if (content.some((event) => textOf(event, 'DTSTART') === undefined)) return 'valid-calendar-data';
  if (content.filter((event) => textOf(event, 'RECURRENCE-ID') === undefined).length > 1)
    return 'valid-calendar-object-resource';
  const events = content
    .map((event) => normaliseEvent(event, now))
    .sort((a, b) => (textOf(a, 'RECURRENCE-ID') ?? '').localeCompare(textOf(b, 'RECURRENCE-ID') ?? ''));
  const stored: Component = {
    name: 'VCALENDAR',
    lines: [line('PRODID', PRODUCT), line('VERSION', '2.0'), line('CALSCALE', 'GREGORIAN')],
    children: [...object.children.filter(({ name }) => name === 'VTIMEZONE'), ...events],
  };
  return { uid, text: formatObject(stored), events, sent: content };
}

function normaliseEvent(event: Component, now: Date): Component {
  const stamp = utc(now);
  const lines = event.lines
    .filter(({ name }) => KEPT.includes(name) && name !== 'DTSTAMP' && name !== 'LAST-MODIFIED')
    .map(withoutOwnParams);
  const add = (name: string, value: string): void => {
    if (!lines.some((each) => each.name === name)) lines.push(line(name, value));
  };
  add('DTSTAMP', stamp);
  add('LAST-MODIFIED', stamp);
  add('CREATED', stamp);
  add('SEQUENCE', '0');
  add('STATUS', 'CONFIRMED');
  add('SUMMARY', '');
  add('TRANSP', 'OPAQUE');
  return {
    name: event.name,
    lines: lines.sort((a, b) => KEPT.indexOf(a.name) - KEPT.indexOf(b.name)),
    // "Doesn't support the AUDIO action": the CalDAV guide, rfc4791.
    children: event.children
      .filter((child) => child.name === 'VALARM' && textOf(child, 'ACTION')?.toUpperCase() !== 'AUDIO')
      .map((alarm) => ({ ...alarm, lines: alarm.lines.filter(({ name }) => KEPT_IN_ALARMS.includes(name)) })),
  };
}

function withoutOwnParams(each: Line): Line {
  const params = each.params.filter(({ name }) => !name.startsWith('X-') && name !== 'SCHEDULE-AGENT');
  return { ...each, params };
}

function line(name: string, value: string): Line {
  return { name, params: [], value };
}

function utc(date: Date): string {
  return date
    .toISOString()
    .replaceAll(/[-:]/gu, '')
    .replace(/\.\d+Z$/u, 'Z');
}
