import { describe, expect, test } from 'vitest';
import { cases, runConformance } from '../src/index.ts';
import { mutantHarness, mutants } from '../src/mutants.ts';

describe('mutants', () => {
  test.each(mutants.map((mutant) => [mutant.id, mutant] as const))(
    '%s fails exactly the cases it names',
    async (_, mutant) => {
      const report = await runConformance(mutantHarness(mutant));
      const failed = report.cases.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
      expect(failed.sort()).toEqual([...mutant.fails].sort());
    },
  );

  test('every case is failed by a mutant', () => {
    const named = new Set(mutants.flatMap(({ fails }) => fails));
    expect(cases.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
  });

  test('mutants name only cases that exist, and have ids of their own', () => {
    const ids = new Set(cases.map(({ id }) => id));
    expect(mutants.flatMap(({ fails }) => fails).filter((id) => !ids.has(id))).toEqual([]);
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
  });
});
