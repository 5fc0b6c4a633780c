import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mediaTypeOf } from '../src/files/media-types.ts';
import {
  diskName,
  diskToFolderName,
  fileName,
  folderNameToDisk,
  keyOfName,
  nameOfKey,
  stemFor,
} from '../src/files/names.ts';

const date = new Date('2026-01-02T03:04:05Z');

test('every name on a disk has one key, and the key gives the name back byte for byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
      const name = Buffer.from(bytes).toString('latin1');
      expect(nameOfKey(keyOfName(name))).toBe(name);
    }),
  );
  expect(keyOfName(Buffer.from([0x63, 0x61, 0xe9]).toString('latin1'))).toBe('ca%E9');
  expect(keyOfName(diskName('100%é.eml'))).toBe('100%25é.eml');
});

test('a folder name comes back as it was given, whatever it looks like', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
  const escaped = fc.constantFrom('%2F', '%2E', '%25', '%E9', '%252F', '/', '.', '..', '%', '.a/b');
  fc.assert(
    fc.property(
      fc.oneof(
        name,
        escaped,
        fc.tuple(escaped, name).map((parts) => parts.join('')),
      ),
      (wanted) => {
        fc.pre(!wanted.includes('\0') && wanted.isWellFormed());
        const disk = folderNameToDisk(wanted, 'createFolder');
        expect(disk).not.toMatch(/^\.|\//);
        expect(diskToFolderName(disk)).toBe(wanted);
      },
    ),
  );
});

test.each([
  ['../../etc/passwd', '-..-etc-passwd.eml'],
  ['CON', '_CON.eml'],
  ['nul.txt', '_nul.txt.eml'],
  ['.hidden', 'hidden.eml'],
  ['dots and spaces. . ', 'dots and spaces.eml'],
  ['line\nend\0', 'line end.eml'],
  ['\u202egnp.exe', 'gnp.exe.eml'],
  ['hello.eml', 'hello.eml'],
  ['a\\b:c*d?e"f<g>h|i', 'a-b-c-d-e-f-g-h-i.eml'],
  ['', '2026-01-02 03.04.05.eml'],
  ['...', '2026-01-02 03.04.05.eml'],
  ['e\u0301', '\u00e9.eml'],
])('a wish for %j becomes the file name %j', (wish, name) => {
  expect(fileName(stemFor(wish, date, '.eml'), 1, '.eml')).toBe(diskName(name));
});

test('a file name is never longer than the disk takes, keeps its extension and is cut at a character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.integer({ min: 1, max: 10 ** 9 }),
      (wish, number) => {
        const name = fileName(stemFor(wish, date, '.eml'), number, '.eml');
        expect(name.length).toBeLessThanOrEqual(255);
        expect(mediaTypeOf(name)).toBe('message/rfc822');
        expect(Buffer.from(name, 'latin1').toString('utf8')).not.toContain('\ufffd');
      },
    ),
  );
});
