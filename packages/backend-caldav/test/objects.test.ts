import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameOfSegment, namesOfHref, pathOfNames, placeOf, segmentOfName } from '../src/dav/hrefs.ts';
import { canonical } from '../src/objects/canonical.ts';
import { checkObject } from '../src/objects/check.ts';
import { collectionNameOf, resourceNameOf } from '../src/objects/names.ts';
import { calendarUsersOf, withoutScheduling, withScheduling } from '../src/objects/scheduling.ts';
import { isMadeUid, storable } from '../src/objects/storable.ts';
import { calendar, card, event, lines } from './support.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('what is added against scheduling', () => {
  const value = fc.stringMatching(/^[A-Za-z0-9 äö🎈.,-]{0,90}$/u);
  const line = fc.oneof(
    fc.tuple(value, value).map(([name, address]) => `ATTENDEE;CN="${name}";RSVP=TRUE:mailto:${address}`),
    fc.tuple(value).map(([name]) => `ORGANIZER;CN=${name.replaceAll(/[,]/g, '')}:mailto:a@example.org`),
    fc.constantFrom(
      'ATTENDEE;SCHEDULE-AGENT=NONE:mailto:n@example.org',
      'ATTENDEE;schedule-agent=client;X-A=1:mailto:c@example.org',
      'attendee:mailto:lower@example.org',
      'SUMMARY:ATTENDEE:not one',
      'DESCRIPTION:a\r\n TTENDEE:folded\r\n\t and again',
      'ATTENDEE;CN=Fol\r\n ded:mailto:f\r\n old@example.org',
    ),
  );

  test('comes off again, and not a byte is another', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (more) => {
        const bytes = event('u', ['SUMMARY:x', ...more]);
        const sent = withoutScheduling(bytes);
        expect(text(withScheduling(sent))).toBe(text(bytes));
        expect(calendarUsersOf(sent).every(({ scheduled }) => !scheduled)).toBe(true);
      }),
    );
  });

  test('comes off also where a server folded and ordered anew', () => {
    const bytes = event('u', ['ORGANIZER;CN=A:mailto:a@example.org', 'ATTENDEE;CN=B;RSVP=TRUE:mailto:b@example.org']);
    const sent = text(withoutScheduling(bytes)).replaceAll('\r\n ', '');
    const moved = sent.replace(
      /ATTENDEE;(SCHEDULE-AGENT=CLIENT);(X-[^;]*);CN=B;RSVP=TRUE/,
      'ATTENDEE;CN=B;$2;RSVP=TRUE;$1',
    );
    expect(moved).not.toBe(sent);
    expect(text(withScheduling(Buffer.from(moved)))).toBe(text(bytes));
  });

  test('stays off where others took it away, and what others say of it stays', () => {
    const sent = text(withoutScheduling(event('u', ['ATTENDEE;CN=B:mailto:b@example.org']))).replaceAll('\r\n ', '');
    const gone = sent.replace('SCHEDULE-AGENT=CLIENT;', '');
    expect(text(withScheduling(Buffer.from(gone)))).toContain('ATTENDEE;CN=B:mailto:b@example.org\r\n');
    const theirs = sent.replace('SCHEDULE-AGENT=CLIENT', 'SCHEDULE-AGENT=NONE');
    expect(text(withScheduling(Buffer.from(theirs)))).toContain(
      'ATTENDEE;SCHEDULE-AGENT=NONE;CN=B:mailto:b@example.org',
    );
  });

  test('an explicit SERVER is given back', () => {
    const bytes = event('u', ['ATTENDEE;SCHEDULE-AGENT=SERVER;CN=B:mailto:b@example.org']);
    const sent = withoutScheduling(bytes);
    expect(calendarUsersOf(sent)).toEqual([{ role: 'attendee', address: 'b@example.org', scheduled: false }]);
    expect(text(withScheduling(sent))).toBe(text(bytes));
  });

  test('attendees of an alarm are left alone', () => {
    const bytes = event('u', ['BEGIN:VALARM', 'ACTION:EMAIL', 'ATTENDEE:mailto:b@example.org', 'END:VALARM']);
    expect(withoutScheduling(bytes)).toBe(bytes);
  });
});

describe('what may be stored', () => {
  const reasonOf = (bytes: Uint8Array, mediaType = 'text/calendar'): string | undefined => {
    const facts = checkObject(bytes, mediaType);
    return 'reason' in facts ? facts.reason : undefined;
  };

  test('one UID and one kind of component, with time zones beside them', () => {
    const series = lines(
      'BEGIN:VCALENDAR',
      'BEGIN:VTIMEZONE',
      'TZID:X',
      'UID:zone',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'U',
      ' ID:ser',
      ' ies',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:series',
      'RECURRENCE-ID:20260101T000000Z',
      'BEGIN:VALARM',
      'UID:alarm',
      'END:VALARM',
      'END:VEVENT',
      'END:VCALENDAR',
    );
    expect(checkObject(series, 'text/calendar')).toEqual({ uid: 'series', component: 'VEVENT' });
    expect(checkObject(card('c'), 'text/vcard')).toEqual({ uid: 'c', component: 'VCARD' });
    const grouped = lines('BEGIN:VCARD', 'VERSION:4.0', 'item1.UID;VALUE=text:g', 'FN:G', 'END:VCARD');
    expect(checkObject(grouped, 'text/vcard')).toEqual({ uid: 'g', component: 'VCARD' });
  });

  test.each([
    ['no bytes', Buffer.alloc(0), 'text/calendar', /does not begin/],
    ['no UID', lines('BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'END:VEVENT', 'END:VCALENDAR'), 'text/calendar', /no UID/],
    [
      'a METHOD',
      Buffer.from(event('u').toString().replace('VERSION', 'METHOD:REQUEST\r\nVERSION')),
      'text/calendar',
      /METHOD/,
    ],
    [
      'two UIDs',
      Buffer.from(event('u').toString().replace('END:VEVENT', 'END:VEVENT\r\nBEGIN:VEVENT\r\nUID:v\r\nEND:VEVENT')),
      'text/calendar',
      /several UIDs/,
    ],
    [
      'two kinds',
      Buffer.from(event('u').toString().replace('END:VEVENT', 'END:VEVENT\r\nBEGIN:VTODO\r\nUID:u\r\nEND:VTODO')),
      'text/calendar',
      /several kinds/,
    ],
    ['two objects', Buffer.concat([event('u'), event('u')]), 'text/calendar', /more than one/],
    ['a cut end', event('u').subarray(0, -15), 'text/calendar', /does not end/],
    ['free and busy times', calendar('VFREEBUSY', 'u'), 'text/calendar', /VFREEBUSY/],
    ['a NUL', event('u', ['SUMMARY:a\0b']), 'text/calendar', /control/],
    ['no UTF-8', event('u', ['SUMMARY:x']).fill(0xff, 100, 101), 'text/calendar', /UTF-8/],
    ['a lone CR', event('u', ['SUMMARY:a\rb']), 'text/calendar', /carriage return/],
    ['a card without UID', lines('BEGIN:VCARD', 'VERSION:3.0', 'FN:x', 'END:VCARD'), 'text/vcard', /no UID/],
    ['two cards', Buffer.concat([card('a'), card('b')]), 'text/vcard', /more than one/],
    ['an old card', lines('BEGIN:VCARD', 'VERSION:2.1', 'UID:u', 'END:VCARD'), 'text/vcard', /2\.1/],
  ] as const)('not %s', (_, bytes, mediaType, reason) => {
    expect(reasonOf(bytes, mediaType)).toMatch(reason);
  });

  test.each([
    ['a card', card('c').toString().replace('UID:c\r\n', ''), 'text/vcard', 'VERSION:3.0\r\n'],
    ['an event', event('u').toString().replace('UID:u\r\n', ''), 'text/calendar', 'BEGIN:VEVENT\r\n'],
    [
      'lines that end in LF',
      event('u').toString().replace('UID:u\r\n', '').replaceAll('\r\n', '\n'),
      'text/calendar',
      'BEGIN:VEVENT\n',
    ],
  ] as const)(
    'without a UID %s gets one, always the same, and nothing else of it changes',
    (_, text, mediaType, before) => {
      const made = Buffer.from(storable(Buffer.from(text), mediaType)).toString();
      const line = /^UID:(mapistore-[0-9a-f]{40})\r?\n/mu.exec(made);
      expect(made.replace(line?.[0] ?? '?', '')).toBe(text);
      expect(made).toContain(`${before}${line?.[0]}`);
      expect(Buffer.from(storable(Buffer.from(text), mediaType)).toString()).toBe(made);
      expect(checkObject(Buffer.from(made), mediaType)).toMatchObject({ uid: line?.[1] });
      expect(isMadeUid(line?.[1] ?? '')).toBe(true);
    },
  );

  test('a METHOD that says what is goes, and one of an answer stays', () => {
    const withMethod = (method: string) =>
      Buffer.from(event('u').toString().replace('VERSION', `method:${method}\r\nVERSION`));
    expect(storable(withMethod('publish'), 'text/calendar')).toEqual(event('u'));
    expect(storable(withMethod('REQUEST'), 'text/calendar')).toEqual(event('u'));
    for (const method of ['REPLY', 'CANCEL', 'COUNTER'])
      expect(storable(withMethod(method), 'text/calendar')).toEqual(withMethod(method));
    const whole = event('u');
    expect(storable(whole, 'text/calendar')).toBe(whole);
    // Two without a UID may be two items.
    const two = Buffer.from(
      event('u').toString().replace('UID:u\r\n', '').replace('END:VEVENT', 'END:VEVENT\r\nBEGIN:VEVENT\r\nEND:VEVENT'),
    );
    expect(storable(two, 'text/calendar')).toBe(two);
  });

  test('the check never throws and is quick, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (noise, whole) => {
        const bytes = whole ? Buffer.concat([event('u'), noise]) : noise;
        checkObject(bytes, 'text/calendar');
        checkObject(bytes, 'text/vcard');
        storable(bytes, 'text/calendar');
        storable(bytes, 'text/vcard');
        withScheduling(withoutScheduling(bytes));
        canonical(bytes);
      }),
    );
    const start = performance.now();
    for (const unit of ['a', ';', '"', '\n', '\r\n ', 'BEGIN:X\n', 'ATTENDEE;'])
      checkObject(Buffer.from(`BEGIN:VCALENDAR\n${unit.repeat(200_000)}`), 'text/calendar');
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

describe('the form in which items are given', () => {
  test('is the same whether line ends went through XML or not, and a fixed point', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a\r\n :é]*$/), (content) => {
        const bytes = Buffer.from(content);
        const once = canonical(bytes);
        const throughXml = Buffer.from(content.replaceAll(/\r\n?/g, '\n'));
        expect(text(canonical(throughXml))).toBe(text(once));
        expect(text(canonical(once))).toBe(text(once));
        expect(text(once)).not.toMatch(/\r(?!\n)|(?<!\r)\n/);
      }),
    );
  });
});

describe('names', () => {
  test('a name and its segment lead to each other, also where no UTF-8 text is meant', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        const segment = segmentOfName(name);
        if (segment === undefined) return;
        expect(segment).not.toContain('/');
        if (!name.startsWith('%')) expect(nameOfSegment(segment)).toBe(name);
      }),
    );
    for (const raw of ['%FF.ics', '%25a', '50%.ics', 'a%2Fb']) expect(segmentOfName(nameOfSegment(raw))).toBe(raw);
    for (const raw of ['%2e', '%2E.', '..', '%2F', '..%2Fx', 'a%5C..'])
      expect(segmentOfName(nameOfSegment(raw))).toBeUndefined();
  });

  test('nothing leads out of a collection', () => {
    const home = ['dav', 'alice'];
    for (const name of ['.', '..', '%2e%2e/..', '%..', '%%2e%2e', '%..%2f..', 'a/../../b', 'a/b', '\ud800']) {
      const segment = segmentOfName(name);
      if (segment === undefined) continue;
      expect(new URL(pathOfNames([...home, name], 'resource'), 'http://x/').pathname.startsWith('/dav/alice/')).toBe(
        true,
      );
    }
    expect(placeOf('/dav/alice/../bob/x', home)).toBe('elsewhere');
    expect(placeOf('http://other.example/dav/alice/x%20y.ics', home)).toEqual({ member: 'x y.ics' });
    expect(placeOf('/dav/alice/gr\u00fc\u00dfe 1.ics', home)).toEqual({ member: 'gr\u00fc\u00dfe 1.ics' });
    expect(placeOf('/dav/alice', home)).toBe('self');
    expect(namesOfHref('/a//b/%C3%A9/')).toEqual(['a', 'b', '\u00e9']);
  });

  test('a resource has a safe name that its UID decides', () => {
    expect(resourceNameOf('20260101T1@example.org', 'text/calendar')).toBe('20260101T1@example.org.ics');
    for (const uid of ['a/b', '../x', 'ü', '🎈', 'a b', '', '.hidden', 'x'.repeat(300), 'a%b', 'a?b#c']) {
      const name = resourceNameOf(uid, 'text/vcard');
      expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._@-]*\.vcf$/);
      expect(name).toBe(resourceNameOf(uid, 'text/vcard'));
    }
    expect(resourceNameOf('a/b', 'text/calendar')).not.toBe(resourceNameOf('a b', 'text/calendar'));
  });

  test('collections of different names have different paths', () => {
    const none = (): boolean => false;
    const names = ['Work', 'work', 'WORK', 'caf\u00e9', 'cafe\u0301', 'a/b', 'a b', '🗂', '日本', '..'];
    const paths = names.map((name) => collectionNameOf(name, none));
    expect(new Set(paths).size).toBe(names.length);
    expect(collectionNameOf('work', (path) => path === 'work' || path === 'work-2')).toBe('work-3');
  });
});
