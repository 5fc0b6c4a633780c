import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCard } from '../src/card/card.ts';
import { cardText } from '../src/card/edit.ts';
import { fileBytes, openFile } from '../src/card/file.ts';
import { readLines } from '../src/lines/reader.ts';
import { card, parse, patch, samples } from './corpus.ts';

const texts = (text: string): string[] => readLines(Buffer.from(text).toString('latin1')).map((line) => line.text);

describe('lines of a card', () => {
  it.each(samples())('hold every byte of $name', ({ bytes }) => {
    const file = openFile(bytes);
    expect(fileBytes(file, cardText(readCard(file.text))).equals(bytes)).toBe(true);
  });

  it('hold every byte of anything', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '\r\r\n',
        '\r\n ',
        '\n\t',
        '=\r\n',
        ':',
        ';',
        '"',
        'A;ENCODING=B:',
        'N;QUOTED-PRINTABLE:',
        'VERSION:2.1\n',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = Buffer.from(pieces.join('')).toString('latin1');
        const lines = readLines(text);
        expect(lines.map(({ raw }) => raw).join('')).toBe(text);
        for (const { start, raw } of lines) expect(text.startsWith(raw, start)).toBe(true);
      }),
    );
  });

  it('are unfolded, also inside of a character', () => {
    const folded = Buffer.concat([
      Buffer.from('NOTE:a\u00fcb').subarray(0, 7),
      Buffer.from('\r\n '),
      Buffer.from('NOTE:a\u00fcb').subarray(7),
    ]);
    expect(readLines(folded.toString('latin1')).map(({ text }) => text)).toEqual(['a\u00fcb']);
    expect(texts('NOTE:one\r\n  two\r\n\tthree\r\nFN:x')).toEqual(['one twothree', 'x']);
  });

  it.each([
    ['CRLF', '\r\n'],
    ['LF', '\n'],
    ['CR', '\r'],
    ['CRs and an LF', '\r\r\n'],
  ])('end with %s', (_, end) => {
    expect(texts(['FN:a', ' b', 'NOTE:c', ''].join(end))).toEqual(['ab', 'c']);
  });

  it('may hold a CR where lines end otherwise', () => {
    expect(texts('FN:a\nNOTE:b\rc\nTITLE:d\n')).toEqual(['a', 'b\rc', 'd']);
  });

  it('go on behind a soft line break of quoted-printable, and stop at END:VCARD', () => {
    expect(texts('N;QUOTED-PRINTABLE:=C3=\r\n=A4 =\r\n b\r\nFN:x')).toEqual(['\u00e4  b', 'x']);
    expect(texts('NOTE;ENCODING=quoted-printable:a=\nEND:VCARD\n')).toEqual(['a=', 'VCARD']);
  });

  it('take base64 up to the empty line or the next property, indented or not', () => {
    const lines = readLines(
      'PHOTO;ENCODING=BASE64:QUJD\r\nREVG\r\n\r\nFN:x\r\nLOGO;BASE64:\r\n  QUJD\r\n  REVG\r\nNOTE:y\r\n',
    );
    expect(lines.map(({ name, value }) => [name, value.replace(/\s/g, '')])).toEqual([
      ['PHOTO', 'QUJDREVG'],
      ['FN', 'x'],
      ['LOGO', 'QUJDREVG'],
      ['NOTE', 'y'],
    ]);
  });

  it('have groups, parameters in quotation marks and bare words', () => {
    const [line] = readLines('item1.TEL;TYPE="work,voice";Pref=2;CELL;X-A="b:c;d":1:2');
    expect([line?.group, line?.name, line?.value, line?.preference]).toEqual(['item1', 'TEL', '1:2', 2]);
    expect([...(line?.types ?? [])]).toEqual(['work', 'voice', 'cell']);
    expect(line?.parameter('X-A')).toBe('"b:c;d"');
  });

  it('are not swallowed by a quotation mark that nothing closes', () => {
    const lines = readLines('TEL;TYPE="home:1\r\nFN:x\r\n');
    expect(lines.map(({ name, value }) => [name, value])).toEqual([
      ['TEL', '1'],
      ['FN', 'x'],
    ]);
  });
});

describe('charsets', () => {
  const bytes = (...parts: (string | number[])[]): Buffer =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

  it('are those that a line names', async () => {
    const text = bytes(
      'BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=Shift_JIS:',
      [0x83, 0x5c, 0x93, 0x79],
      '\r\nTITLE;CHARSET=ISO-8859-2;ENCODING=QUOTED-PRINTABLE:Krak=F3w =B3\r\nROLE;CHARSET=KOI8-R:',
      [0xc4, 0xc1],
      '\r\nEND:VCARD\r\n',
    );
    const { properties, problems } = await parse(text);
    expect(properties.get('PidTagDisplayName')).toBe('\u30bd\u571f');
    expect(properties.get('PidTagTitle')).toBe('Krak\u00f3w \u0142');
    expect(properties.get('PidTagProfession')).toBe('\u0434\u0430');
    expect(problems).toEqual([]);
  });

  it('fall back to windows-1252 for a line that is no UTF-8, and say so', async () => {
    const text = bytes('BEGIN:VCARD\r\nVERSION:3.0\r\nFN:caf', [0xe9], '\r\nNOTE:\u00c3\u00a9\r\nEND:VCARD\r\n');
    const { properties, problems } = await parse(text);
    expect([properties.get('PidTagDisplayName'), properties.get('PidTagBody')]).toEqual(['caf\u00e9', '\u00e9']);
    expect(problems).toEqual(['Text that is no UTF-8 was read as windows-1252.']);
    expect((await parse('BEGIN:VCARD\nNOTE;CHARSET=nonsense:x\nEND:VCARD')).problems).toHaveLength(1);
  });

  it('stay as they are when the line is changed, as long as they fit', async () => {
    const text = bytes('BEGIN:VCARD\r\nVERSION:2.1\r\nTITLE;CHARSET=ISO-8859-1:caf', [0xe9], '\r\nEND:VCARD\r\n');
    const same = await patch(text, { PidTagTitle: 'th\u00e9' });
    expect(same.bytes.toString('latin1')).toContain('TITLE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:th=E9\r\n');
    const other = await patch(text, { PidTagTitle: '\u6f22' });
    expect(other.bytes.toString('latin1')).toContain('TITLE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=BC=A2\r\n');
  });

  it.each(['le', 'be'] as const)('may be UTF-16%s for the whole file, with its mark or without', async (order) => {
    const wide = (text: string): Buffer => {
      const little = Buffer.from(text, 'utf16le');
      return order === 'le' ? little : little.swap16();
    };
    const text = card('3.0', 'FN:\u6f22\u5b57 \u{1f600}', 'PHOTO;ENCODING=b:QUJD');
    for (const mark of ['\ufeff', '']) {
      const item = await parse(wide(mark + text));
      expect(item.properties.get('PidTagDisplayName')).toBe('\u6f22\u5b57 \u{1f600}');
      const changed = await patch(wide(mark + text), { PidTagTitle: '\u00fc' });
      expect(changed.bytes.equals(wide(mark + text.replace('END:', 'TITLE:\u00fc\r\nEND:')))).toBe(true);
    }
  });
});

describe('a changed card', () => {
  it.each(['\r\n', '\n', '\r', '\r\r\n'])('has its own line ends in new lines too (%j)', async (end) => {
    for (const version of ['2.1', '3.0', '4.0'] as const) {
      const text = card(version, 'FN:x', 'N:x;;;;', 'X-A:b').replaceAll('\r\n', end);
      const value = `ä${'x'.repeat(100)}`;
      const { bytes, unsaid } = await patch(text, { PidTagBody: value, PidTagSurname: value, PidTagTitle: 'plain' });
      expect([version, unsaid]).toEqual([version, []]);
      expect(bytes.toString().split(end).join('')).not.toMatch(/[\r\n]/);
      expect((await parse(bytes)).properties.get('PidTagBody')).toBe(value);
    }
  });

  it('may lack its end', async () => {
    const { bytes } = await patch('BEGIN:VCARD\nVERSION:3.0\nFN:x', { PidTagTitle: 't' });
    expect(bytes.toString()).toBe('BEGIN:VCARD\nVERSION:3.0\nFN:x\nTITLE:t\n');
  });
});
