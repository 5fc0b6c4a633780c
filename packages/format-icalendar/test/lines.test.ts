import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOf, linesOf, readComponents, readLines } from '../src/lines/component.ts';
import { readText, textBytes } from '../src/lines/text.ts';
import { escapeText, foldLine, lineText } from '../src/lines/write.ts';
import { calendar, samples } from './corpus.ts';

const tree = (bytes: Uint8Array | string): ReturnType<typeof readComponents> =>
  readComponents(readText(Buffer.from(bytes)));
const only = (line: string | Uint8Array): NonNullable<ReturnType<typeof lineOf>> => {
  const [found] = readLines(readText(Buffer.from(line)));
  if (found === undefined) throw new Error('There is no line.');
  return found;
};

describe('content lines', () => {
  it('cover every byte of every calendar once', () => {
    for (const { name, bytes } of samples()) {
      const text = readText(bytes);
      let at = text.raw.startsWith('\xef\xbb\xbf') ? 3 : 0;
      for (const line of readLines(text)) {
        expect(line.start, name).toBe(at);
        at = line.end;
      }
      expect(at, name).toBe(bytes.length);
      expect(Buffer.compare(textBytes(text.raw), bytes), name).toBe(0);
    }
  });

  it('are unfolded also inside of a character', () => {
    const bytes = Buffer.from('SUMMARY:Grüße\r\n');
    const at = bytes.indexOf(0xc3) + 1;
    const folded = Buffer.concat([bytes.subarray(0, at), Buffer.from('\r\n '), bytes.subarray(at)]);
    expect(readText(folded).utf8).toBe(true);
    expect(only(folded).text).toBe('Grüße');
  });

  it.each(['\r\n', '\n', '\r'])('end with %j', (end) => {
    const root = tree(`BEGIN:VEVENT${end}SUMMARY:a${end} b${end}UID:1${end}END:VEVENT`);
    expect(root.components[0]?.lines.map((line) => [line.name, line.text])).toEqual([
      ['SUMMARY', 'ab'],
      ['UID', '1'],
    ]);
  });

  it('have parameters in quotes and with escapes', () => {
    const line = only(`item1.attendee;CN="Last, ""; ROLE=X";X-A=a^nb^^c^'d;PARTSTAT=ACCEPTED:mailto:a@b.c`);
    expect([line.group, line.name, line.value]).toEqual(['item1', 'ATTENDEE', 'mailto:a@b.c']);
    expect(line.parameter('X-A')).toBe('a\nb^c"d');
    expect(line.parameter('PARTSTAT')).toBe('ACCEPTED');
  });

  it('whose quote never closes end their parameters at the first colon', () => {
    expect(only('SUMMARY;LANGUAGE="de:a:b').value).toBe('a:b');
  });

  it('hold text with escapes and without NUL', () => {
    expect(only('SUMMARY:a\\, b\\; c\\\\n\\nd\0').text).toBe('a, b; c\\n\nd');
    expect(only('CATEGORIES:a\\,b,c').texts).toEqual(['a,b', 'c']);
  });

  it('that are broken say nothing and spoil nothing', () => {
    const [event] =
      tree(calendar('BEGIN:VEVENT\nno colon here\n:x\n;a=b:c\nSUMMARY:still\n\nEND:VEVENT')).components[0]
        ?.components ?? [];
    expect(event === undefined ? undefined : lineOf(event, 'SUMMARY')?.text).toBe('still');
  });

  it('give any text back through writing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const folded = foldLine(
          lineText({ name: 'SUMMARY', value: escapeText(text), parameters: { 'X-P': text.slice(0, 9) } }),
          '\r\n',
        );
        for (const piece of folded.slice(0, -2).split('\r\n')) {
          expect(piece.length).toBeLessThanOrEqual(75);
          // No piece begins in the middle of a character.
          expect((piece.replace(/^ /, '').charCodeAt(0) & 0xc0) === 0x80).toBe(false);
        }
        const line = only(textBytes(folded));
        expect(line.text).toBe(text.replaceAll('\r\n', '\n').replace(/[^\P{Cc}\n\t]/gu, ''));
      }),
    );
  });
});

describe('components', () => {
  it('that are never closed end with what they lie in', () => {
    const root = tree(
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VTODO\nEND:VCALENDAR\n',
    );
    expect(root.components.map((one) => [one.name, one.components.length, one.close !== undefined])).toEqual([
      ['VCALENDAR', 1, true],
      ['VCALENDAR', 0, true],
    ]);
    expect(root.components[0]?.components[0]?.close).toBeUndefined();
  });

  it('are not nested without end', () => {
    const deep = tree('BEGIN:X\n'.repeat(50_000) + 'END:X\n'.repeat(50_000));
    expect(deep.components).toHaveLength(1);
    expect(deep.components[0]?.close).toBeDefined();
  });

  it.each([
    ['carriage returns', `SUMMARY:a${'\r'.repeat(500_000)}\n b`],
    ['folds', `SUMMARY:${'\n a'.repeat(300_000)}`],
    ['quotes', `SUMMARY${';A="b'.repeat(100_000)}:x`],
    ['parameters', `SUMMARY${';A=b'.repeat(100_000)}:x`],
    ['escapes', `SUMMARY:${'\\,'.repeat(500_000)}`],
  ])('cost little with very many %s', (_, line) => {
    const before = performance.now();
    const [event] = tree(`BEGIN:VEVENT\n${line}\nEND:VEVENT\n`).components;
    if (event !== undefined) linesOf(event, 'SUMMARY').map((one) => [one.text, one.parameters.size]);
    expect(performance.now() - before).toBeLessThan(3000);
  });
});
