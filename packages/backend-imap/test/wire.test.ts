import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readToken, tokenOf } from '../src/cursors.ts';
import { flagsOf, wireFlag } from '../src/flags.ts';
import { formatDate } from '../src/imap/append.ts';
import { decodeName, encodeName } from '../src/imap/names.ts';
import { expandSet, missingUids, parseSet, rangesOf, setOf, setsOf } from '../src/uids.ts';

const uids = fc.uniqueArray(fc.integer({ min: 1, max: 400 })).map((list) => list.sort((a, b) => a - b));

describe('what goes over the wire', () => {
  it('encodes any name in modified UTF-7 and back', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => decodeName(encodeName(name)) === name));
    expect(encodeName('~peter/mail/台北/日本語')).toBe('~peter/mail/&U,BTFw-/&ZeVnLIqe-');
    expect(encodeName('a&b')).toBe('a&-b');
    expect(decodeName('not &valid utf-7')).toBe('not &valid utf-7');
  });

  it('writes any UIDs as sets and reads them back', () => {
    fc.assert(
      fc.property(uids, (list) => {
        expect(expandSet(setOf(list), 1000)).toEqual(list);
        expect(setsOf(list, 20).flatMap((set) => expandSet(set, 1000) ?? [])).toEqual(list);
      }),
    );
    expect(parseSet('7:5,9')).toEqual([
      [5, 7],
      [9, 9],
    ]);
    expect(expandSet('1:4294967295', 100)).toBeUndefined();
  });

  it('finds the UIDs that are gone', () => {
    fc.assert(
      fc.property(uids, uids, (before, after) => {
        const gone = before.filter((uid) => !after.includes(uid) && uid >= 50 && uid <= 300);
        expect([...missingUids(rangesOf(before), rangesOf(after), [50, 300])]).toEqual(gone);
      }),
    );
  });

  it('keeps a mark in a token', () => {
    fc.assert(
      fc.property(uids, fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), (list, modseq) => {
        const mark = { uidValidity: '4294967295', uidNext: 401, modseq, uids: rangesOf(list) };
        expect(readToken(tokenOf(mark))).toEqual(mark);
      }),
    );
    const even = Array.from({ length: 50_000 }, (_, at) => 2 * at + 1);
    expect(tokenOf({ uidValidity: '1', uidNext: 100_001, modseq: 1n, uids: rangesOf(even) }).length).toBeLessThan(
      2_000,
    );
  });

  it('takes flags of any spelling, and no backslash flag that is not ours', () => {
    expect(flagsOf(['\\Seen', '\\RECENT', '\\Deleted', '$Forwarded', 'Work', 'work', '\\Odd', '$seen'])).toEqual([
      '$forwarded',
      '$seen',
      'work',
    ]);
    expect(wireFlag('$answered')).toBe('\\Answered');
    for (const flag of ['a b', 'a)b', '', '\\seen', 'ü', 'a"b', 'a]b', 'x\r\ny'])
      expect(wireFlag(flag)).toBeUndefined();
  });

  it('writes dates in UTC with a padded day', () => {
    expect(formatDate(new Date('2021-03-04T05:06:07.900Z'))).toBe(' 4-Mar-2021 05:06:07 +0000');
  });
});
