import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corpusSeries, hasCorpus } from './corpus-series.ts';
import { DIFFERENCES, REASONS, type Reason } from './differences.ts';
import { type Answer, askOracles, difference, ownBegins } from './oracle.ts';
import { synchronisedSeries } from './rules.ts';

const ORACLES: readonly (keyof Answer)[] = ['python', 'libical'];

describe('expansion beside other implementations', () => {
  it('gives every series of the corpus the same ten years, but for differences with a known reason', () => {
    const seen = new Set<string>();
    const own = corpusSeries().flatMap(({ id, series, text }) => {
      if (seen.has(text)) return [];
      seen.add(text);
      return [{ id, ...ownBegins(id, series, text) }];
    });
    const answers = askOracles(own.map(({ task }) => task));
    const found: Record<string, Partial<Record<keyof Answer, string>>> = {};
    const expected: Record<string, Partial<Record<keyof Answer, string>>> = {};
    for (const { id, begins } of own) {
      for (const oracle of ORACLES) {
        const differs = difference(begins, answers[id]?.[oracle] ?? { error: 'no answer' });
        const reason: Reason | undefined = DIFFERENCES[id]?.[oracle];
        // With its reason, so that what is new is told in full and what is known by its reason.
        if (differs !== undefined)
          found[id] = { ...found[id], [oracle]: reason === undefined ? differs : REASONS[reason] };
        if (reason !== undefined) expected[id] = { ...expected[id], [oracle]: REASONS[reason] };
      }
    }
    expect(found).toEqual(expected);
    expect(own.length).toBeGreaterThan(hasCorpus ? 1200 : 5);
    const known = Object.keys(DIFFERENCES).filter((id) => hasCorpus || id.startsWith('samples/'));
    expect(Object.keys(expected).sort()).toEqual(known.sort());
  }, 120_000);

  it('gives rules of all kinds the same ten years', () => {
    const own = fc.sample(synchronisedSeries(), { seed: 5545, numRuns: 120 }).map(({ series, text }, index) => ({
      rule: `${series.rules[0]} from ${JSON.stringify(series.start.local)}`,
      ...ownBegins(String(index), series, text),
    }));
    const answers = askOracles(own.map(({ task }) => task));
    const differences = own.flatMap(({ rule, begins, task }) => {
      const differs = difference(begins, answers[task.id]?.python ?? { error: 'no answer' });
      return differs === undefined ? [] : [`${rule}: ${differs}`];
    });
    expect(differences).toEqual([]);
  }, 120_000);
});
