import { describe, expect, it } from 'vitest';
import { parseRestriction } from '../../src/restriction/parse.ts';
import { thrownBy } from '../support.ts';

const fuzzy = { ignoreCase: true, ignoreNonSpace: true };
const subject = (value: string) =>
  ({ type: 'content', property: 'PidTagSubject', value, fuzzy: { match: 'substring', ...fuzzy } }) as const;

describe('reading a condition', () => {
  it('reads every comparison of text', () => {
    expect(parseRestriction('subject contains invoice')).toEqual(subject('invoice'));
    expect(parseRestriction('subject starts "Re: "')).toEqual({
      type: 'content',
      property: 'PidTagSubject',
      value: 'Re: ',
      fuzzy: { match: 'prefix', ...fuzzy },
    });
    const equal = { type: 'content', property: 'PidTagSubject', value: 'a', fuzzy: { match: 'full', ...fuzzy } };
    expect(parseRestriction('subject = a')).toEqual(equal);
    expect(parseRestriction('subject != a')).toEqual({ type: 'not', of: equal });
    expect(parseRestriction('subject < b')).toEqual({
      type: 'property',
      property: 'PidTagSubject',
      op: '<',
      value: 'b',
    });
  });

  it.each([
    ['size >= 100', 100],
    ['size>=20k', 20_480],
    ['size >= 1.5m', 1_572_864],
    ['size >= 2GB', 2 * 1024 ** 3],
  ])('reads the number of %s', (text, value) => {
    expect(parseRestriction(text)).toEqual({ type: 'property', property: 'PidTagMessageSize', op: '>=', value });
  });

  it('reads dates, as UTC where no time is named', () => {
    expect(parseRestriction('date >= 2026-01-31')).toEqual({
      type: 'property',
      property: 'PidTagMessageDeliveryTime',
      op: '>=',
      value: new Date('2026-01-31T00:00:00Z'),
    });
  });

  it('reads flags, in the words of people and of the protocol', () => {
    expect(parseRestriction('unread')).toEqual({ type: 'not', of: { type: 'flag', flag: '$seen' } });
    for (const text of ['flag seen', 'flag $seen', 'FLAG Seen'])
      expect(parseRestriction(text)).toEqual({ type: 'flag', flag: '$seen' });
    expect(parseRestriction('flag Later')).toEqual({ type: 'flag', flag: 'later' });
  });

  it('takes "has attachments" for those that have some, and "has" of another column for a value that is there', () => {
    const wanted = { type: 'property', property: 'PidTagHasAttachments', op: '=', value: true };
    expect(parseRestriction('has attachments')).toEqual(wanted);
    expect(parseRestriction('attachments = yes')).toEqual(wanted);
    expect(parseRestriction('attachments = no')).toEqual({ ...wanted, value: false });
    expect(parseRestriction('has sent')).toEqual({ type: 'exist', property: 'PidTagClientSubmitTime' });
  });

  it('binds "not" closer than "and", and "and" closer than "or"; parentheses go first', () => {
    const [a, b, c] = [subject('a'), subject('b'), subject('c')];
    const text = { a: 'subject contains a', b: 'subject contains b', c: 'subject contains c' };
    expect(parseRestriction(`${text.a} or ${text.b} and not ${text.c}`)).toEqual({
      type: 'or',
      of: [a, { type: 'and', of: [b, { type: 'not', of: c }] }],
    });
    expect(parseRestriction(`(${text.a} or ${text.b})and(${text.c})`)).toEqual({
      type: 'and',
      of: [{ type: 'or', of: [a, b] }, c],
    });
  });

  it('takes a quoted word for text, never for grammar', () => {
    expect(parseRestriction(`subject contains "not"`)).toEqual(subject('not'));
    expect(parseRestriction(String.raw`subject contains "say \"hi\""`)).toEqual(subject('say "hi"'));
    expect(parseRestriction(`subject contains '(\n)'`)).toEqual(subject('(\n)'));
  });

  it.each([
    '',
    '   ',
    'subject',
    'subject contains',
    'subject has a',
    'colour = red',
    '"subject" = a',
    'subject contains a subject contains b',
    '(subject contains a',
    'subject contains a)',
    'subject contains a and',
    'not',
    'size > big',
    'size > -1',
    'size > 1kk',
    'date > yesterday',
    'subject ! a',
    'subject contains "open',
    'flag',
    'has nothing',
  ])('refuses %j with INVALID_ARGUMENT', (text) => {
    expect(thrownBy(() => parseRestriction(text))).toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('names the place that it cannot read', () => {
    expect(thrownBy(() => parseRestriction('subject contains a size > 1')).message).toContain('"size"');
    expect(thrownBy(() => parseRestriction('subject contains')).message).toContain('ends');
  });

  it('refuses a condition too deep to be meant, rather than falling over', () => {
    for (const text of [`${'('.repeat(100_000)}unread`, `${'not '.repeat(100_000)}unread`])
      expect(thrownBy(() => parseRestriction(text))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(() => parseRestriction(`${'('.repeat(50)}unread${')'.repeat(50)}`)).not.toThrow();
  });
});
