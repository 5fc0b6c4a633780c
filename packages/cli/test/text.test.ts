import { describe, expect, test } from 'vitest';
import { tableLines } from '../src/table.ts';
import { fit, jsonLine, printable, sizeText, widthOf } from '../src/text.ts';

describe('text for a terminal', () => {
  test.each([
    ['plain ünïcode 日本 👩‍💻', 'plain ünïcode 日本 👩‍💻'],
    ['\u001b[31mred', '\\x1b[31mred'],
    ['a\nb\tc', 'a\\nb c'],
    ['\u009b2J', '\\x9b2J'],
    ['\u202egpj.exe', '\\u{202e}gpj.exe'],
    ['half \ud800', 'half \\u{d800}'],
  ])('%j shows as %j', (text, shown) => expect(printable(text)).toBe(shown));

  test('JSON lines hold no control characters and say the same', () => {
    const value = { text: '\u001b\u009b\u202e\u2028\u007f' };
    const line = jsonLine(value);
    expect(line).toMatch(/^[\x20-\x7e]*$/u);
    expect(JSON.parse(line)).toEqual(value);
  });

  test.each([
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['👩‍💻', 2],
  ])('%s is %i wide', (text, width) => expect(widthOf(text)).toBe(width));

  test('wide text is cut between characters', () => expect(fit('日本語です', 6)).toBe('日本…'));

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [9_960, '10 kB'],
    [999_700, '1.0 MB'],
    [23_456_789, '23 MB'],
  ])('%i bytes read as %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));
});

test('a table lines up, and the widest flexible column gives way', () => {
  const rows = [
    ['m1', 'こんにちは', 'x'.repeat(60)],
    ['m200', 'Ada', 'short'],
  ];
  const columns = [0, 1, 2].map((index) => ({
    title: 'abc'[index] ?? '',
    flexible: index > 0,
    text: (row: string[]) => row[index] ?? '',
  }));
  const lines = tableLines(columns, rows, 40);
  expect(lines.map(widthOf)).toEqual([19, 40, 23]);
  expect(lines[1]).toMatch(/^m1 {4}こんにちは {2}x+…$/u);
});
