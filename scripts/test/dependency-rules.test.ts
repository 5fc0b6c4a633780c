import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mapistore-rules-'));
  await copyFile(path.join(root, 'tsconfig.base.json'), path.join(folder, 'tsconfig.base.json'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The names of the rules that a workspace with these files breaks. */
async function brokenRules(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  const config = path.join(root, 'dependency-cruiser.config.mjs');
  const args = ['--config', config, '--output-type', 'json', 'packages'];
  const output = await new Promise<string>((resolve) => {
    execFile(path.join(root, 'node_modules/.bin/depcruise'), args, { cwd: folder }, (_, stdout) => resolve(stdout));
  });
  const { summary } = JSON.parse(output) as { summary: { violations: readonly { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
}

test('a backend may not import another backend', async () => {
  const files = {
    'packages/backend-a/src/index.ts': "import '../../backend-b/src/index.ts';",
    'packages/backend-b/src/index.ts': 'export {};',
  };
  expect(await brokenRules(files)).toEqual(['layer: packages/backend-*', 'no-deep-imports']);
});

test('core may import no other package', async () => {
  const files = {
    'packages/core/src/index.ts': "import '../../state-sql/src/index.ts';",
    'packages/state-sql/src/index.ts': 'export {};',
  };
  expect(await brokenRules(files)).toContain('layer: packages/core');
});

test('node:sqlite belongs to state-sql', async () => {
  const text = "import { DatabaseSync } from 'node:sqlite';\nexport const database = DatabaseSync;";
  expect(await brokenRules({ 'packages/state-sql/src/index.ts': text })).toEqual([]);
  expect(await brokenRules({ 'packages/core/src/index.ts': text })).toEqual(['only-in: node:sqlite']);
});

test('modules may not need each other, but their types may', async () => {
  const files = {
    'packages/core/src/a.ts': "import type { B } from './b.ts';\nexport const a = 1;\nexport type A = B;",
    'packages/core/src/b.ts': "import { a } from './a.ts';\nexport type B = typeof a;\nexport const b = a;",
  };
  expect(await brokenRules(files)).toEqual([]);
  const circular = { ...files, 'packages/core/src/a.ts': "import { b } from './b.ts';\nexport const a: number = b;" };
  expect(await brokenRules(circular)).toEqual(['no-cycles']);
});
