import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Backend } from '@mapistore/core';
import { type Mariadb, startMariadb } from '@mapistore/services';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linesOfShape, takeApart } from '../src/columns/shape.ts';
import { readList, readNumber, readText, readTime, readWord, written } from '../src/columns/values.ts';
import { calm, item, list, read, task } from './objects.ts';
import { type Person, personAt } from './person.ts';
import { openMount } from './support.ts';

/** Of the project's shared material; a checkout by itself has what is generated below only. */
const corpora = path.join(import.meta.dirname, '../../../../shared/corpora');
if (!existsSync(corpora)) console.info('No corpus of calendars beside this checkout: only generated objects are used.');

/** The bytes that a shape gives with the columns as they were. */
function together(bytes: Uint8Array): Buffer {
  const apart = takeApart(bytes);
  if (apart === undefined) return Buffer.from(bytes);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const line of linesOfShape(apart.shape, apart.columns)) {
    parts.push(apart.rest.subarray(at, line.at), line.bytes);
    at = line.at;
  }
  return Buffer.concat([...parts, apart.rest.subarray(at)]);
}

/** Lines of every kind that has a column, well written, badly and in odd places. */
const odd = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        'SUMMARY',
        'summary',
        'DUE',
        'DTSTART',
        'STATUS',
        'PRIORITY',
        'CATEGORIES',
        'COMPLETED',
        'FN',
        'X-A',
      ),
      fc.constantFrom('', ';VALUE=DATE', ';TZID=Europe/Berlin', ';LANGUAGE="d;e:"', ';ENCODING=QUOTED-PRINTABLE', ';'),
      fc.oneof(
        fc.constantFrom(
          '20260301',
          '20260230',
          '20260301T120000Z',
          '20260301T236060',
          '007',
          '7',
          'a\\,b',
          'a\\xb',
          '\\',
          '',
        ),
        fc.string({ unit: 'grapheme', maxLength: 120 }),
      ),
    )
    .map(([name, parameters, value]) => `${name}${parameters}:${value}`),
  fc.constantFrom(
    'BEGIN:VALARM',
    'END:VALARM',
    'BEGIN:VTODO',
    'END:VTODO',
    ' folded on',
    '\tfolded',
    'RECURRENCE-ID:1',
    '',
  ),
);

describe('an item taken apart into columns', () => {
  test('is put together again byte by byte, whatever stands in it', () => {
    fc.assert(
      fc.property(
        fc.array(odd, { maxLength: 25 }),
        fc.constantFrom('\r\n', '\n'),
        fc.constantFrom('VTODO', 'VEVENT', 'VCARD'),
        (lines, lineEnd, component) => {
          const around = component === 'VCARD' ? [] : ['VCALENDAR'];
          const text = [
            ...around.map((name) => `BEGIN:${name}`),
            `BEGIN:${component}`,
            ...lines,
            `END:${component}`,
            ...around.map((name) => `END:${name}`),
            '',
          ].join(lineEnd);
          expect(together(Buffer.from(text)).toString()).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(together(bytes)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test('says each value as a line that reads as the same value', () => {
    const readers = [readText, readList, readNumber, readTime, readWord];
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('20260301', '20260301T010203Z', '12')),
        (raw) => {
          for (const reader of readers) {
            const found = reader(raw);
            if (found === undefined) continue;
            expect(reader(written(found.value, found.form))).toEqual(found);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test.runIf(existsSync(corpora))('is put together again for every calendar object and vCard there is', () => {
    const files = globSync('**/*.{ics,vcf}', { cwd: corpora });
    expect(files.length).toBeGreaterThan(400);
    let columns = 0;
    for (const file of files) {
      const bytes = readFileSync(path.join(corpora, file));
      expect(together(bytes).equals(bytes), file).toBe(true);
      columns += takeApart(bytes)?.shape.holes.length ?? 0;
    }
    expect(columns).toBeGreaterThan(700);
  });
});

describe('in the database', () => {
  let server: Mariadb;
  let person: Person;
  let backend: Backend;
  beforeAll(async () => {
    server = await startMariadb();
    person = await personAt(server);
    backend = await openMount({ server });
  });
  afterAll(async () => {
    for (const each of [backend, person]) await each[Symbol.asyncDispose]();
    await server.stop();
  });

  test('the sum of the columns is what the server says it is', async () => {
    const words = fc.sample(fc.string({ unit: 'grapheme', maxLength: 60 }), 150);
    const items = words.map((word, index) =>
      item(task(`${word.replaceAll(/[\r\n]/g, ' ')} ${index}`, `PRIORITY:${index % 10}`, 'DTSTART:20260101T020304')),
    );
    const results = await backend.createItems?.({ folder: '', items, signal: calm });
    expect(results?.every(({ ok }) => ok)).toBe(true);
    expect(await person.type('select id from mapistore_items where left(known, 32) <> columnSum')).toEqual([]);
    const { items: listed } = await list(backend);
    for (const [index, result] of (results ?? []).entries()) {
      if (!result.ok) continue;
      const entry = listed.find(({ key }) => key === result.value.key);
      expect(entry?.contentRevision).toBe(result.value.contentRevision);
      expect(entry?.size).toBe(items[index]?.body.size);
    }
  });

  test('any value that a person can type gives an item that is still one', async () => {
    const [result] = (await backend.createItems?.({ folder: '', items: [item(task('One'))], signal: calm })) ?? [];
    const key = result?.ok === true ? result.value.key : '';
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 50 }), async (text) => {
        const hex = Buffer.from(text).toString('hex');
        await person.type(
          `update mapistore_items set subject = x'${hex}', status = left(convert(x'${hex}' using utf8mb4), 30), categories = x'${hex}' where id = ${key}`,
        );
        const apart = takeApart(Buffer.from(await read(backend, key)));
        expect(apart?.columns.subject).toBe(text.replaceAll(/\r\n|\r/g, '\n'));
        expect(apart?.shape.component).toBe('VTODO');
      }),
      { numRuns: 60 },
    );
  });
});
