import { describe, expect, it } from 'vitest';
import { joinCalendar, type SplitObject, splitCalendar } from '../src/index.ts';
import { calendar, crlf, samples } from './corpus.ts';

async function split(bytes: Uint8Array | string, chunk = 0): Promise<SplitObject[]> {
  const all = Buffer.from(bytes);
  const found: SplitObject[] = [];
  for await (const object of splitCalendar(chunk === 0 ? all : inChunks(all, chunk))) found.push(object);
  return found;
}

async function* inChunks(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
  const buffer = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    const length = bytes.copy(buffer, 0, at, at + size);
    yield buffer.subarray(0, length);
  }
}

async function join(objects: readonly Uint8Array[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of joinCalendar(objects)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const zone = (tzid: string): string =>
  `BEGIN:VTIMEZONE\nTZID:${tzid}\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE`;
const event = (uid: string, more = ''): string => `BEGIN:VEVENT\nUID:${uid}\n${more}SUMMARY:${uid}\nEND:VEVENT`;

describe('splitting a calendar', () => {
  const text = calendar(`X-WR-CALNAME:Mine
${zone('A')}
${zone('B')}
${event('1', 'DTSTART;TZID=A:20260101T100000\nRRULE:FREQ=DAILY\n')}
${event('2', 'DTSTART;TZID="B":20260101T100000\n')}
${event('1', 'RECURRENCE-ID;TZID=A:20260102T100000\n')}
BEGIN:VTODO
UID:1
END:VTODO
BEGIN:VEVENT
SUMMARY:without UID
END:VEVENT`);

  it('gives one object for each UID and kind, with its overrides and the zones it names', async () => {
    const objects = await split(text);
    expect(objects.map(({ ordinal, uid, problem }) => [ordinal, uid, problem])).toEqual([
      [0, '1', undefined],
      [1, '2', undefined],
      [2, '1', undefined],
      [3, undefined, undefined],
    ]);
    expect(String(objects[0]?.bytes)).toBe(
      calendar(
        `X-WR-CALNAME:Mine\n${zone('A')}\n${event('1', 'DTSTART;TZID=A:20260101T100000\nRRULE:FREQ=DAILY\n')}\n${event('1', 'RECURRENCE-ID;TZID=A:20260102T100000\n')}`,
      ),
    );
    expect(String(objects[1]?.bytes)).toContain('TZID:B');
    expect(String(objects[1]?.bytes)).not.toContain('TZID:A');
    expect(String(objects[2]?.bytes)).not.toContain('VTIMEZONE');
  });

  it('gives the same however the stream is cut', async () => {
    const whole = await split(`${text}\r\n${text}`);
    expect(whole).toHaveLength(8);
    for (const size of [1, 7, 64, 1000]) expect(await split(`${text}\r\n${text}`, size)).toEqual(whole);
  });

  it.each([
    ['with a byte order mark and blank lines', `\ufeff\r\n${calendar(event('1'))}\r\n\r\n`],
    ['without a last line end', calendar(event('1')).trimEnd()],
    ['with a zone that nothing names', calendar(`${zone('A')}\n${event('1')}`)],
    ['with bare line feeds', calendar(event('1')).replaceAll('\r', '')],
  ])('gives a file of one object back as it is, %s', async (_, file) => {
    const objects = await split(file);
    expect(objects).toHaveLength(1);
    expect(String(objects[0]?.bytes)).toBe(file);
  });

  it('gives broken parts with a reason, and the sound ones beside them', async () => {
    const objects = await split(
      `hello\r\n${calendar(event('1'))}${event('2')}\n${calendar('BEGIN:VFREEBUSY\nEND:VFREEBUSY')}BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:3`,
    );
    expect(objects.map(({ uid, problem }) => [uid, problem])).toEqual([
      [undefined, 'These lines belong to no component.'],
      ['1', undefined],
      [undefined, 'A VEVENT lies in no VCALENDAR.'],
      [undefined, 'A VFREEBUSY is no event, task or journal entry.'],
      ['3', 'The VEVENT is never closed.'],
    ]);
    expect(String(objects[4]?.bytes)).toBe('BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:3');
  });
});

describe('joining calendars', () => {
  it('puts objects of equal calendars into one, each zone once', async () => {
    const [one, two] = ['1', '2'].map((uid) =>
      calendar(`${zone('A')}\n${event(uid, 'DTSTART;TZID=A:20260101T100000\n')}`),
    );
    const joined = String(await join([Buffer.from(one ?? ''), Buffer.from(two ?? '')]));
    expect(joined.match(/BEGIN:VCALENDAR/g)).toHaveLength(1);
    expect(joined.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
    expect((await split(joined)).map(({ bytes }) => String(bytes))).toEqual([one, two]);
  });

  it('begins a new calendar where lines differ, a UID comes again or a zone means something else', async () => {
    const objects = [
      calendar(event('1')),
      calendar(`METHOD:REQUEST\n${event('2')}`),
      calendar(`METHOD:REQUEST\n${event('2')}`),
      calendar(`METHOD:REQUEST\n${zone('A')}\n${event('3', 'DTSTART;TZID=A:20260101T100000\n')}`),
      calendar(
        `METHOD:REQUEST\n${zone('A').replaceAll('+0100', '+0200')}\n${event('4', 'DTSTART;TZID=A:20260101T100000\n')}`,
      ),
    ];
    const joined = await join(objects.map((one) => Buffer.from(one)));
    expect(String(joined).match(/BEGIN:VCALENDAR/g)).toHaveLength(4);
    expect((await split(joined)).map(({ bytes }) => String(bytes))).toEqual(objects);
  });

  it('ends the last line of an object before the next', async () => {
    const joined = await join([Buffer.from(crlf('BEGIN:VCALENDAR\nEND:VCALENDAR')), Buffer.from(calendar(event('1')))]);
    expect(await split(joined)).toHaveLength(2);
  });

  it('gives split objects back, for every calendar of the corpus', async () => {
    for (const { name, bytes } of samples()) {
      const objects = (await split(bytes)).filter(({ problem }) => problem === undefined);
      const again = await split(await join(objects.map((one) => one.bytes)));
      const texts = (list: readonly SplitObject[]): string[] =>
        list.map((one) =>
          String(one.bytes)
            .trimEnd()
            .replace(/^\ufeff\s*/, ''),
        );
      expect(texts(again), name).toEqual(texts(objects));
    }
  }, 60_000);
});
