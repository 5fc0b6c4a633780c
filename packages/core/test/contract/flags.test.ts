import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeFlags, normaliseFlags, sameFlags } from '../../src/contract/flags.ts';

const flags = fc.array(fc.constantFrom('$seen', '$Seen', 'a', 'B', 'b'));

describe('flags', () => {
  it('have one form: lower case, sorted, each once', () => {
    expect(normaliseFlags(['b', '$Seen', 'B', '$seen', 'a'])).toEqual(['$seen', 'a', 'b']);
  });

  it('are changed the same way once and twice, and nothing that is removed stays', () => {
    fc.assert(
      fc.property(flags, flags, flags, (start, add, remove) => {
        const once = changeFlags(normaliseFlags(start), { add, remove });
        expect(sameFlags(changeFlags(once, { add, remove }), once)).toBe(true);
        for (const flag of normaliseFlags(remove)) expect(once).not.toContain(flag);
        for (const flag of normaliseFlags(add))
          if (!normaliseFlags(remove).includes(flag)) expect(once).toContain(flag);
      }),
    );
  });
});
