import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

/** Examples that are only compiled, with the reason. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'backend-caldav': 'it needs a server',
  'backend-imap': 'it needs a server',
  'backend-mysql': 'it needs a server',
  conformance: 'it is a test file',
};

/** Packages whose examples use packages that they themselves may not import: they stand where all are in reach. */
const ELSEWHERE: Readonly<Record<string, string>> = { core: 'mapistore', 'state-sql': 'mapistore' };

interface Example {
  readonly name: string;
  readonly code: string;
  readonly folder: string;
  readonly file: string;
}

const examples = globSync('packages/*/README.md', { cwd: root })
  .sort()
  .flatMap((readme): Example[] => {
    const name = path.basename(path.dirname(readme));
    const code = /^```ts\n(?<code>.*?)^```$/msu.exec(readFileSync(path.join(root, readme), 'utf8'))?.groups?.['code'];
    if (code === undefined) return [];
    // In the package, where its own name and its dependencies are found as a user would find them.
    const folder = path.join(root, 'packages', ELSEWHERE[name] ?? name, `.readme-${name}-${process.pid}`);
    return [{ name, code, folder, file: path.join(folder, 'example.ts') }];
  });

beforeAll(() => {
  for (const { code, folder, file } of examples) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, code);
  }
});

afterAll(() => {
  for (const { folder } of examples) rmSync(folder, { recursive: true, force: true });
});

function temporary<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mapistore-readme-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('the first example of every README compiles', () => {
  expect(examples.length).toBeGreaterThan(5);
  const output = temporary((folder) => {
    const config = {
      extends: path.join(root, 'tsconfig.base.json'),
      compilerOptions: { typeRoots: [path.join(root, 'node_modules/@types')] },
      files: examples.map(({ file }) => file),
    };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = path.join(root, 'node_modules/.bin/tsc');
    return spawnSync(tsc, ['-p', folder], { cwd: root, encoding: 'utf8' }).stdout;
  });
  expect(output).toBe('');
});

test.each(examples.filter(({ name }) => NOT_RUN[name] === undefined))(
  'the example of $name runs and prints what it says',
  ({ file, code }) => {
    const result = temporary((folder) => {
      const options = ['--conditions=@mapistore/source', '--disable-warning=ExperimentalWarning'];
      const env = { ...process.env, TMPDIR: folder, NODE_OPTIONS: '' };
      return spawnSync(process.execPath, [...options, file], { cwd: folder, env, encoding: 'utf8' });
    });
    expect([result.status, result.stderr]).toEqual([0, '']);
    for (const [, said] of code.matchAll(/console\.log\(.*\);(?: \}\))* \/\/ (.+)$/gmu))
      expect(result.stdout).toContain(said);
  },
);
