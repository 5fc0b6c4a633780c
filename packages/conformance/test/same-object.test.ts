import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SAMPLES, sameObject } from '../src/index.ts';
import { calendarVariants } from '../src/samples/calendar.ts';
import { sizedBytes } from '../src/samples/sized.ts';

const card = (...lines: readonly string[]): Uint8Array =>
  Buffer.from(['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n'));

describe('says the same', () => {
  test.each([
    ['lines in another order', ['FN:Ada', 'NOTE:x'], ['NOTE:x', 'FN:Ada']],
    ['a line folded elsewhere', ['NOTE:one t\r\n wo'], ['NOTE:on\r\n e two']],
    ['parameters in another order', ['TEL;A=1;B=2:x'], ['TEL;B=2;A=1:x']],
    ['a list of types on one parameter', ['TEL;TYPE=WORK,VOICE:x'], ['TEL;TYPE=VOICE;TYPE=WORK:x']],
    ['quotes that are not needed', ['X;A="b c":x'], ['X;A=b c:x']],
    ['names in another case', ['fn;a=1:Ada'], ['FN;A=1:Ada']],
    ['a list on several lines', ['CATEGORIES:a,b'], ['CATEGORIES:b', 'CATEGORIES:a']],
    ['escapes that a text does not need', ['NOTE:a, b; c'], ['NOTE:a\\, b\\; c']],
    ['a rule in another order', ['RRULE:FREQ=DAILY;COUNT=2'], ['RRULE:COUNT=2;FREQ=DAILY']],
    ['a duration in other units', ['DURATION:PT90M'], ['DURATION:PT1H30M']],
    ['spaces at the ends of a value', ['X-A:  one  '], ['X-A:one']],
    ['line ends and blank lines', ['FN:Ada', ''], ['FN:Ada']],
  ])('with %s', (_, given, stored) => {
    expect(sameObject(card(...given), card(...stored))).toBe(true);
    expect(
      sameObject(
        Buffer.from(
          Buffer.from(card(...given))
            .toString()
            .replaceAll('\r', ''),
        ),
        card(...stored),
      ),
    ).toBe(true);
  });
});

test('a character may be folded in its middle', () => {
  const middle = Buffer.from('BEGIN:VCARD\r\nNOTE:\xc3\r\n \xbc\r\nEND:VCARD\r\n', 'latin1');
  expect(sameObject(card('NOTE:ü'), middle)).toBe(true);
  expect(sameObject(card('NOTE:\ufffd'), middle)).toBe(false);
});

describe('does not say the same', () => {
  test.each([
    ['a property less', ['FN:Ada', 'X-A:1'], ['FN:Ada']],
    ['a property more', ['FN:Ada'], ['FN:Ada', 'REV:20260101T000000Z']],
    ['a parameter less', ['X;A=1:x'], ['X:x']],
    ['another group', ['item1.TEL:1'], ['item2.TEL:1']],
    ['a value in another case', ['FN:Ada'], ['FN:ADA']],
    ['another part of a name', ['N:a\\;b;c'], ['N:a;b;c']],
    ['another list', ['CATEGORIES:a\\,b'], ['CATEGORIES:a,b']],
    ['an escaped character that stands for another', ['NOTE:a\\nb'], ['NOTE:a\\\\nb']],
    ['text that is composed', ['NOTE:e\u0301'], ['NOTE:\u00e9']],
    ['a line twice', ['X:1', 'X:1'], ['X:1']],
    ['another duration', ['DURATION:PT90M'], ['DURATION:PT91M']],
  ])('with %s', (_, given, stored) => {
    expect(sameObject(card(...given), card(...stored))).toBe(false);
  });

  test('when a line is in another component, or a component is missing or does not end', () => {
    const [series = new Uint8Array()] = calendarVariants(1, 'event').series;
    const text = Buffer.from(series).toString();
    expect(sameObject(series, Buffer.from(text.replace('DESCRIPTION:elsewhere\r\n', '')))).toBe(false);
    expect(sameObject(series, Buffer.from(text.replace('END:VEVENT\r\nBEGIN:VEVENT\r\n', '')))).toBe(false);
    expect(sameObject(series, Buffer.from(text.replace('END:VCALENDAR\r\n', '')))).toBe(false);
  });
});

test('any lines say the same as themselves in any order, and not with one less', () => {
  const line = fc
    .string({ unit: 'grapheme-ascii', minLength: 1 })
    .map((text) => `X-A:${text.replaceAll(/[\r\n]/g, '')}`);
  fc.assert(
    fc.property(fc.uniqueArray(line, { minLength: 1 }), (lines) => {
      expect(sameObject(card(...lines), card(...lines.toReversed()))).toBe(true);
      expect(sameObject(card(...lines), card(...lines.slice(1)))).toBe(false);
    }),
  );
});

test('large objects are compared in a moment', () => {
  const lines = Array.from({ length: 200_000 }, (_, at) => `X-A;B=${at};C="${at}":${at}`);
  const long = card(`NOTE:${'\\,;"'.repeat(1_000_000)}`);
  const since = performance.now();
  expect(sameObject(card(lines.join('\r\n')), card(lines.toReversed().join('\r\n')))).toBe(true);
  expect(sameObject(long, long)).toBe(true);
  expect(performance.now() - since).toBeLessThan(20_000);
});

test.each(['message/rfc822', 'text/calendar', 'text/vcard'])('a sized sample of %s has exactly that size', (type) => {
  const sample = SAMPLES[type]?.(1) ?? new Uint8Array();
  for (let size = 4_000; size < 4_200; size++)
    expect(sizedBytes(size, type, sample).byteLength, String(size)).toBe(size);
});
