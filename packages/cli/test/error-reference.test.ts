import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { errorReference, errorsFile } from './error-reference.ts';

test('docs/errors.md is up to date; else run packages/cli/test/error-reference.ts', async () => {
  expect(await readFile(errorsFile, 'utf8')).toBe(errorReference());
});
