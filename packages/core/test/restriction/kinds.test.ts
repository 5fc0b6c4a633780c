import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PropertyValue } from '../../src/properties/types.ts';
import { checkRestriction } from '../../src/restriction/check.ts';
import { decide, evaluate, type PartialSubject, type Subject, UNKNOWN } from '../../src/restriction/evaluate.ts';
import type { Fuzzy, Restriction } from '../../src/restriction/restriction.ts';
import { foldText, isLike, textKey } from '../../src/restriction/text.ts';
import { thrownBy } from '../support.ts';

function item(
  values: Readonly<Record<string, PropertyValue>>,
  rows: Readonly<Partial<Record<'recipients' | 'attachments', readonly Subject[]>>> = {},
): Subject {
  return { value: (name) => values[name], hasFlag: () => false, rows: (table) => rows[table] ?? [] };
}

const holds = (restriction: Restriction, subject: Subject): boolean => evaluate(restriction, subject);

describe('content restrictions', () => {
  const content = (value: string | Uint8Array, fuzzy: Fuzzy): Restriction => ({
    type: 'content',
    property: 'p',
    value,
    fuzzy,
  });

  it('compare letter by letter, or without case, accents or both', () => {
    const subject = item({ p: 'Ärger' });
    const full = (value: string, rest: Omit<Fuzzy, 'match'>): boolean =>
      holds(content(value, { match: 'full', ...rest }), subject);
    expect([full('Ärger', {}), full('ärger', {}), full('ärger', { ignoreCase: true })]).toEqual([true, false, true]);
    expect([full('Arger', { ignoreNonSpace: true }), full('arger', { ignoreNonSpace: true })]).toEqual([true, false]);
    expect([full('ARGER', { loose: true }), full('arger', { ignoreCase: true, ignoreNonSpace: true })]).toEqual([
      true,
      true,
    ]);
  });

  it('know a text by its form in capitals too', () => {
    expect(holds(content('STRASSE', { match: 'full', loose: true }), item({ p: 'Straße' }))).toBe(true);
    expect(holds(content('ΟΔΟΣ', { match: 'prefix', ignoreCase: true }), item({ p: 'οδος και' }))).toBe(true);
  });

  it('look into bytes as they are', () => {
    const subject = item({ p: Uint8Array.of(1, 2, 3) });
    const found = (['full', 'prefix', 'substring'] as const).map((match) =>
      holds(content(Uint8Array.of(2, 3), { match }), subject),
    );
    expect(found).toEqual([false, false, true]);
    expect(holds(content('2', { match: 'substring', loose: true }), subject)).toBe(false);
  });

  it('find in a folded text what is found in its folded part, wherever that is cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), fc.string(), (a, b, c) => {
        expect(foldText(a + b + c)).toBe(foldText(a) + foldText(b) + foldText(c));
      }),
    );
  });
});

describe('keys of text', () => {
  it('are short, whole characters, and begin as the folded text does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600, size: 'max' }), (text) => {
        const key = textKey(text);
        expect(key.length).toBeLessThanOrEqual(255);
        expect(key.isWellFormed()).toBe(true);
        expect(foldText(text.toWellFormed()).startsWith(key)).toBe(true);
      }),
    );
  });
});

describe('properties with several values', () => {
  it('meet a condition where one of the values does, whatever the relation', () => {
    const subject = item({ p: ['red', 'green'], n: [1, 5] });
    const property = (op: '=' | '!=' | '<', value: string | number, name = 'p'): boolean =>
      holds({ type: 'property', property: name, op, value }, subject);
    expect([property('=', 'green'), property('!=', 'green'), property('=', 'blue')]).toEqual([true, true, false]);
    expect([property('<', 2, 'n'), property('<', 1, 'n')]).toEqual([true, false]);
    expect(
      holds({ type: 'content', property: 'p', value: 'GR', fuzzy: { match: 'prefix', loose: true } }, subject),
    ).toBe(true);
    expect(holds({ type: 'bitmask', property: 'n', mask: 4, test: 'nonzero' }, subject)).toBe(true);
    expect(holds({ type: 'compare', left: 'n', op: '=', right: 'n' }, subject)).toBe(true);
  });

  it('are as large as all of them together', () => {
    const size = (property: string, value: PropertyValue, bytes: number): boolean =>
      holds({ type: 'size', property, op: '=', size: bytes }, item({ [property]: value }));
    expect(size('p', ['ab', 'c'], 6)).toBe(true);
    expect(size('PidTagMessageFlags', 1, 4)).toBe(true);
    expect(size('PidTagHasAttachments', true, 1)).toBe(true);
    expect(size('PidTagMessageDeliveryTime', new Date(0), 8)).toBe(true);
    expect(size('PidTagSubject', 'é', 2)).toBe(true);
  });
});

describe('a pattern', () => {
  it('has * for any text, ? for one character, and \\ before what is meant itself', () => {
    const like = (text: string, pattern: string): boolean => isLike(text, pattern);
    expect([like('offer 42', 'offer *'), like('an offer', 'offer*'), like('cat', 'c?t'), like('cart', 'c?t')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect([like('a*b', 'a\\*b'), like('axb', 'a\\*b'), like('', '*'), like('😀', '?')]).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('takes no time without end, however it was made', () => {
    const before = performance.now();
    expect(isLike('a'.repeat(5_000), `${'*a'.repeat(400)}*b`)).toBe(false);
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('is a restriction like others, with and without case', () => {
    const like = (ignoreCase: boolean): boolean =>
      holds({ type: 'like', property: 'p', pattern: 'OFF*', ignoreCase }, item({ p: 'öffer' }));
    expect([like(true), like(false)]).toEqual([true, false]);
  });
});

describe('subrestrictions, comments and counts', () => {
  it('a subrestriction is met by one row that meets it', () => {
    const rows = ['ann@x', 'bob@x'].map((address) => item({ PidTagSmtpAddress: address, PidTagRecipientType: 1 }));
    const sub = (value: string): Restriction => ({
      type: 'sub',
      table: 'recipients',
      of: { type: 'property', property: 'PidTagSmtpAddress', op: '=', value },
    });
    expect([
      holds(sub('bob@x'), item({}, { recipients: rows })),
      holds(sub('eve@x'), item({}, { recipients: rows })),
    ]).toEqual([true, false]);
    expect(holds({ type: 'not', of: sub('bob@x') }, item({}))).toBe(true);
  });

  it('a comment is what it comments on, or true', () => {
    const of: Restriction = { type: 'exist', property: 'p' };
    expect([holds({ type: 'comment', of }, item({})), holds({ type: 'comment' }, item({}))]).toEqual([false, true]);
  });

  it('a count is met as its condition is', () => {
    expect(holds({ type: 'count', count: 0, of: { type: 'exist', property: 'p' } }, item({ p: 1 }))).toBe(true);
  });
});

describe('times that a Date would round', () => {
  it('are compared with Dates to their last digit', () => {
    const date = new Date(Date.UTC(2026, 0, 1));
    const fileTime = (BigInt(date.getTime()) + 11_644_473_600_000n) * 10_000n;
    const compared = (value: bigint): readonly boolean[] =>
      (['<', '=', '>'] as const).map((op) =>
        holds({ type: 'property', property: 'p', op, value: date }, item({ p: value })),
      );
    expect(compared(fileTime)).toEqual([false, true, false]);
    expect(compared(fileTime + 1n)).toEqual([false, false, true]);
  });
});

describe('an item of which not everything is known', () => {
  const restriction = fc.letrec<{ any: Restriction }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.record({ type: fc.constant('exist' as const), property: fc.constantFrom('a', 'b', 'c') }),
      fc.record({
        type: fc.constant('compare' as const),
        left: fc.constantFrom('a', 'b', 'c'),
        op: fc.constantFrom('<', '=', '!=' as const),
        right: fc.constantFrom('a', 'b', 'c'),
      }),
      fc.record({
        type: fc.constant('property' as const),
        property: fc.constantFrom('a', 'b', 'c'),
        op: fc.constantFrom('<', '=', '!=' as const),
        value: fc.nat({ max: 2 }),
      }),
      fc.record({ type: fc.constant('sub' as const), table: fc.constant('recipients' as const), of: tie('any') }),
      fc.record({ type: fc.constantFrom('and', 'or' as const), of: fc.array(tie('any'), { maxLength: 3 }) }),
      fc.record({ type: fc.constant('not' as const), of: tie('any') }),
    ) as fc.Arbitrary<Restriction>,
  })).any;
  const values = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.nat({ max: 2 }));

  it('is decided only as it will be decided once all is known', () => {
    fc.assert(
      fc.property(restriction, values, values, fc.subarray(['a', 'b', 'c', 'rows']), (asked, own, row, hidden) => {
        const whole = item(own, { recipients: [item(row)] });
        const partial: PartialSubject = {
          value: (name) => (hidden.includes(name) ? UNKNOWN : own[name]),
          hasFlag: () => false,
          rows: () => (hidden.includes('rows') ? UNKNOWN : [item(row)]),
        };
        const early = decide(asked, partial);
        if (early !== undefined) expect(early).toBe(evaluate(asked, whole));
        if (hidden.length === 0) expect(early).toBeDefined();
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a restriction from outside', () => {
  const refused = (restriction: unknown): string => thrownBy(() => checkRestriction(restriction as Restriction)).code;
  const nested = (depth: number): Restriction => {
    let restriction: Restriction = { type: 'exist', property: 'p' };
    for (let level = 0; level < depth; level++) restriction = { type: 'not', of: restriction };
    return restriction;
  };

  it('may be as deep and as large as anybody needs', () => {
    expect(() => checkRestriction(nested(300))).not.toThrow();
    expect(() => checkRestriction({ type: 'or', of: Array.from({ length: 5_000 }, () => nested(0)) })).not.toThrow();
  });

  it('is refused beyond that, without exhausting anything', () => {
    expect(refused(nested(100_000))).toBe('INVALID_ARGUMENT');
    expect(refused({ type: 'or', of: Array.from({ length: 20_000 }, () => nested(0)) })).toBe('INVALID_ARGUMENT');
    const value = 'x'.repeat(2_000_000);
    expect(refused({ type: 'content', property: 'p', value, fuzzy: { match: 'full' } })).toBe('INVALID_ARGUMENT');
    expect(refused({ type: 'like', property: 'p', pattern: '*'.repeat(2_000) })).toBe('INVALID_ARGUMENT');
  });

  it.each([
    [{ type: 'what' }],
    [null],
    [{ type: 'and' }],
    [{ type: 'not' }],
    [{ type: 'property', property: 'p', op: 'LIKE', value: 1 }],
    [{ type: 'property', property: 'p', op: '=', value: {} }],
    [{ type: 'content', property: 'p', value: 'x', fuzzy: { match: 'regex' } }],
    [{ type: 'bitmask', property: 'p', mask: 1.5, test: 'zero' }],
    [{ type: 'sub', table: 'rules', of: { type: 'exist', property: 'p' } }],
    [{ type: 'count', count: -1, of: { type: 'exist', property: 'p' } }],
  ])('is refused where it is none: %j', (restriction) => {
    expect(refused(restriction)).toBe('INVALID_ARGUMENT');
  });
});
