import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPath, nameKey, splitPath } from '../../src/mounts/paths.ts';
import { thrownBy } from '../support.ts';

const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0')),
  fc.array(fc.constantFrom('/', '%', '.', '2F', '25', '2E', 'a'), { minLength: 1 }).map((parts) => parts.join('')),
);

describe('a path', () => {
  it('gives the names it was made of, with slashes, percent signs, dots and any script in them', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 5 }), (names) => {
        expect(splitPath(joinPath(names))).toEqual(names);
      }),
    );
  });

  it('never has a name of dots in clear, so that it leads nowhere else as a file path or URL', () => {
    expect(joinPath(['.', '..', '...', 'a.b'])).toBe('/%2E/%2E%2E/.../a.b');
  });

  it('reads a percent sign that codes nothing as itself', () => {
    expect(splitPath('/100%/50%25/a%2fb/%41')).toEqual(['100%', '50%', 'a/b', '%41']);
  });

  it('counts neither doubled nor closing slashes', () => {
    expect(splitPath('//a///b/')).toEqual(['a', 'b']);
    expect(splitPath('/')).toEqual([]);
    expect(joinPath([])).toBe('/');
  });

  it.each(['', 'a', 'a/b', './a', '/a/../b', '/.', '/a\0b'])('refuses %j', (path) => {
    expect(thrownBy(() => splitPath(path))).toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('the key that siblings are compared by', () => {
  it('is the same for composed and decomposed letters, and where case does not count also for case', () => {
    expect(nameKey('Caf\u00e9', true)).toBe(nameKey('Cafe\u0301', true));
    expect(nameKey('Inbox', true)).not.toBe(nameKey('inbox', true));
    expect(nameKey('INBOX', false)).toBe(nameKey('inbox', false));
  });
});
