import { type Radicale, startRadicale } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lostProperties } from '../src/objects/compare.ts';
import { calm, event, item, listAll, openMount, read } from './support.ts';

let radicale: Radicale;
beforeAll(async () => {
  radicale = await startRadicale();
});
afterAll(() => radicale.stop());

describe('what a server does not keep', () => {
  test('is refused and taken back, and what was there before is there again', async () => {
    await using backend = await openMount({ url: radicale.url });
    const folder = (await backend.createFolder({ parent: '', name: 'Kept', signal: calm })).key;
    // Radicale cuts a text at a comma that is not escaped.
    const cut = (uid: string) => item(event(uid, ['DESCRIPTION:one, two', 'SUMMARY:x']));
    const refused = { code: 'INVALID_CONTENT', message: expect.stringContaining('DESCRIPTION') };
    await expect(backend.createItem({ folder, item: cut('cut'), signal: calm })).rejects.toMatchObject(refused);
    expect((await listAll(backend, folder)).items).toEqual([]);
    const { key } = await backend.createItem({ folder, item: item(event('whole')), signal: calm });
    const before = await read(backend, folder, key);
    const update = backend.updateItem({ folder, key, body: cut('whole').body, signal: calm });
    await expect(update).rejects.toMatchObject(refused);
    expect(await read(backend, folder, key)).toBe(before);
    const mixed = [item(event('a')), cut('b'), item(event('c'))];
    const results = await backend.createItems({ folder, items: mixed, signal: calm });
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  test.each([
    ['lists on one line or several', 'CATEGORIES:A,B', 'CATEGORIES:B\r\nCATEGORIES:A', []],
    ['escapes', 'SUMMARY:a\\, b\\; c\\nd', 'SUMMARY:a, b; c\\Nd', []],
    ['durations', 'DURATION:PT90M', 'DURATION:PT1H30M', []],
    ['rules', 'RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU,MO', 'RRULE:BYDAY=MO,TU;FREQ=WEEKLY', []],
    ['parameters in another order and more of them', 'X-A;B=1;C="2":v', 'X-A;D=3;C=2;B=1:v', []],
    ['white space at the ends, and what says nothing', 'SUMMARY:  a \r\nLOCATION: ', 'SUMMARY:a', []],
    ['a value', 'SUMMARY:a', 'SUMMARY:b', ['SUMMARY']],
    ["a property of one's own", 'X-OWN:a', 'SUMMARY:a', ['X-OWN']],
    ['a parameter', 'DTSTART;TZID=Europe/Berlin:20260101T100000', 'DTSTART:20260101T100000', ['DTSTART']],
    ['one of two', 'ATTENDEE:mailto:a\r\nATTENDEE:mailto:a', 'ATTENDEE:mailto:a', ['ATTENDEE']],
    ['a rule', 'RRULE:FREQ=WEEKLY;BYDAY=TU', 'RRULE:FREQ=WEEKLY;BYDAY=WE', ['RRULE']],
    ['a component', 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM', 'SUMMARY:x', ['BEGIN', 'ACTION']],
  ] as const)('is told from what is only written otherwise: %s', (_, given, stored, lost) => {
    const of = (line: string) => event('u', [line]);
    expect(lostProperties(of(given), of(stored))).toEqual(lost);
  });
});
