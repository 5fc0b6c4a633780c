import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

test('sources run as they are on Node 22, which does not know `using`', () => {
  const files = globSync('{packages,apps,examples,tooling}/*/src/**/*.ts', { cwd: root });
  const declaration = /^\s*(await )?using \w+\s*[:=]/m;
  const offenders = files.filter((file) => declaration.test(readFileSync(path.join(root, file), 'utf8')));
  expect(files.length).toBeGreaterThan(0);
  expect(offenders).toEqual([]);
});
