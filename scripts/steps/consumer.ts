import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root, runCommand, type Step } from './step.ts';

/** The parts of a manifest this reads. */
interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
}

/** An entry that only works inside a test runner: compiled, but not loaded. */
const needsTestRunner = /\/vitest$/;

/** A program of a stranger: strict settings, libraries checked too, and nothing of this workspace in reach. */
const compilerOptions = {
  module: 'nodenext',
  target: 'es2024',
  lib: ['es2024', 'esnext.disposable'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  noEmit: true,
};

export const consumerStep: Step = {
  name: 'consumer',
  what: 'installs the tarballs with npm elsewhere, compiles and loads every entry',
  async run() {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'mapistore-consumer-'));
    try {
      return await consume(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function consume(folder: string): Promise<boolean> {
  const packages = await publishable();
  for (const { folder: from } of packages) {
    // Its own chatter is a list of files per package; an error is still printed, on stderr.
    if ((await runCommand(['pnpm', 'pack', '--silent', '--pack-destination', folder], from)) !== 0) return false;
  }
  const entries = packages.flatMap(({ manifest }) => entriesOf(manifest));
  await write(
    folder,
    packages.map(({ manifest }) => manifest),
    entries,
  );
  const install = ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  if ((await runCommand(install, folder)) !== 0) return false;
  if ((await runCommand(['tsc', '-p', folder], folder)) !== 0) return false;
  return (await runCommand(['node', 'load.mjs'], folder)) === 0;
}

async function publishable(): Promise<readonly { readonly folder: string; readonly manifest: Manifest }[]> {
  const names = await readdir(path.join(root, 'packages'));
  const all = names.map(async (name) => {
    const folder = path.join(root, 'packages', name);
    return { folder, manifest: JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Manifest };
  });
  return (await Promise.all(all)).filter(({ manifest }) => manifest.private !== true);
}

function entriesOf({ name, exports = {} }: Manifest): readonly string[] {
  const subpaths = Object.keys(exports).filter((subpath) => !subpath.endsWith('.json'));
  return subpaths.map((subpath) => name + subpath.slice(1));
}

async function write(folder: string, packages: readonly Manifest[], entries: readonly string[]): Promise<void> {
  const tarballs = await readdir(folder);
  const dependencies = packages.map(({ name }) => {
    const start = `${name.replace('@', '').replace('/', '-')}-`;
    const tarball = tarballs.find((file) => file.startsWith(start) && /^\d/.test(file.slice(start.length)));
    if (tarball === undefined) throw new Error(`pnpm pack left no tarball of ${name}`);
    return [name, `file:./${tarball}`] as const;
  });
  const { devDependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  // The versions the workspace has, which are in npm's reach as they are in pnpm's.
  const tools = await Promise.all(
    Object.keys(devDependencies)
      .filter((name) => ['@types/node', 'vitest'].includes(name))
      .map(async (name) => {
        const manifest = path.join(root, 'node_modules', name, 'package.json');
        return [name, (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version] as const;
      }),
  );
  const files = {
    'package.json': { private: true, type: 'module', dependencies: Object.fromEntries([...dependencies, ...tools]) },
    'tsconfig.json': { compilerOptions, files: ['consumer.ts'] },
  };
  for (const [file, content] of Object.entries(files)) {
    await writeFile(path.join(folder, file), JSON.stringify(content, undefined, 2));
  }
  const imports = entries.map(
    (entry, index) => `import * as entry${index} from '${entry}';\nexport { entry${index} };\n`,
  );
  await writeFile(path.join(folder, 'consumer.ts'), imports.join(''));
  const loads = entries.filter((entry) => !needsTestRunner.test(entry)).map((entry) => `await import('${entry}');\n`);
  await writeFile(path.join(folder, 'load.mjs'), loads.join(''));
}
