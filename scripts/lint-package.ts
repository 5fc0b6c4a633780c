/**
 * Checks what a package gives to its users: packs it as a release does and runs one tool on the tarball.
 *
 * Packed by pnpm, since only that applies `publishConfig` and turns `workspace:` into versions; the tools' own way of
 * packing would check the manifest of the workspace, which no user ever sees.
 *
 *     node ../../scripts/lint-package.ts publint|attw     (in the package's folder)
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const tools: Record<string, (tarball: string) => readonly string[]> = {
  publint: (tarball) => ['publint', 'run', '--strict', tarball],
  attw: (tarball) => ['attw', '--profile', 'esm-only', '--no-emoji', '--format', 'ascii', tarball],
};

const command = tools[process.argv[2] ?? ''];
if (command === undefined) {
  console.error(`usage: lint-package.ts ${Object.keys(tools).join('|')}`);
  process.exit(2);
}

const bin = path.join(import.meta.dirname, '../node_modules/.bin');
const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}` };
const folder = mkdtempSync(path.join(tmpdir(), 'mapistore-pack-'));
try {
  run('pnpm', ['pack', '--pack-destination', folder], 'ignore');
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`pnpm pack left no tarball in ${folder}`);
  const [name = '', ...args] = command(path.join(folder, tarball));
  process.exitCode = run(name, args, 'inherit');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(name: string, args: readonly string[], stdout: 'ignore' | 'inherit'): number {
  const done = spawnSync(name, args, { env, stdio: ['ignore', stdout, 'inherit'] });
  if (done.error !== undefined) throw done.error;
  if (stdout === 'ignore' && done.status !== 0) throw new Error(`${name} ${args[0]} ended with ${done.status}`);
  return done.status ?? 1;
}
