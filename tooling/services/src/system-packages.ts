import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';

/** A package of the operating system, and a file that is there once it is installed. */
export interface SystemPackage {
  readonly name: string;
  readonly file: string;
}

/** Installs without starting what it installs; a person may run it by hand. */
const installer = path.join(import.meta.dirname, '../../../scripts/system-packages.sh');

export function missingPackages(packages: readonly SystemPackage[]): readonly string[] {
  return packages.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
}

/** What to do about them, in one sentence. */
export function packageSentence(missing: readonly string[]): string {
  const script = path.relative(process.cwd(), installer);
  return `install what is missing with: sudo sh ${script.startsWith('..') ? installer : script} ${missing.join(' ')}`;
}

/**
 * Sees to it that these packages are there. Installs as root; as somebody else only when a person at the terminal
 * agrees to sudo. Everything it says goes to stderr.
 *
 * @throws Error with the one command to run, when it may not install.
 */
export async function ensurePackages(packages: readonly SystemPackage[]): Promise<readonly string[]> {
  const missing = missingPackages(packages);
  if (missing.length === 0) return [];
  const names = missing.join(' and ');
  const sentence = `Cannot go on without ${names}: ${packageSentence(missing)}`;
  if (!existsSync('/usr/bin/apt-get'))
    throw new Error(`Cannot go on without ${names}: install them as this system does.`);

  const isRoot = process.getuid?.() === 0;
  const person = process.stdin.isTTY === true;
  if (!isRoot && !person) throw new Error(sentence);
  if (person && !(await agrees(`Install ${names} ${isRoot ? 'with apt-get' : 'with sudo apt-get'}? [y/N] `)))
    throw new Error(sentence);

  const command = [...(isRoot ? [] : ['sudo']), 'sh', installer, ...missing];
  const code = await runToStderr(command);
  const still = missingPackages(packages);
  if (code !== 0 || still.length > 0)
    throw new Error(`Cannot install ${names}: ${command.join(' ')} ended with ${code}.`);
  return missing;
}

async function agrees(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}

function runToStderr([program = '', ...args]: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['inherit', process.stderr, process.stderr] });
    child.once('error', reject);
    child.once('close', resolve);
  });
}
