import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';

/** A package of the operating system, and a file that is there once it is installed. */
export interface SystemPackage {
  readonly name: string;
  readonly file: string;
  /** Not installed, but unpacked into a folder of the checkout: it excludes another that is needed too. */
  readonly unpacked?: boolean;
}

const root = path.join(import.meta.dirname, '../../..');
/** Installs without starting what it installs; a person may run it by hand. */
const installer = path.join(root, 'scripts/system-packages.sh');
/** Unpacks into a folder, for which nobody needs to be root. */
const unpacker = path.join(root, 'scripts/unpack-packages.sh');

/** Where packages are unpacked; another release of the system gets another folder, for its libraries differ. */
export const unpackedFolder: string = path.join(root, '.toolchain/debs', `${release()}-${process.arch}`);

/** A package that is to be unpacked into the checkout. */
export function unpackedPackage(name: string): SystemPackage {
  return { name, file: path.join(unpackedFolder, 'unpacked', name), unpacked: true };
}

/** Which of these are not there. */
export function missingPackages(packages: readonly SystemPackage[]): readonly SystemPackage[] {
  return packages.filter(({ file }) => !existsSync(file));
}

/** What to do about them, in one sentence. */
function packageSentence(missing: readonly SystemPackage[]): string {
  const commands = commandsFor(missing).map((command) => command.map(fromHere).join(' '));
  return `install what is missing with: ${commands.join(' && ')}`;
}

/**
 * For a test, or a server, that cannot do without them: `what` completes "Cannot …".
 *
 * @throws Error with the one command to run, when something is missing: a test fails then, and is not skipped.
 */
export function needPackages(what: string, packages: readonly SystemPackage[]): void {
  const missing = missingPackages(packages);
  if (missing.length > 0) throw new Error(`Cannot ${what}: ${packageSentence(missing)}`);
}

/**
 * Sees to it that these packages are there. Installs as root; as somebody else only when a person at the terminal
 * agrees to sudo. Unpacking touches nothing but the checkout, so it asks nobody. Everything it says goes to stderr.
 *
 * @throws Error with the one command to run, when it may not install.
 */
export async function ensurePackages(packages: readonly SystemPackage[]): Promise<readonly string[]> {
  const missing = missingPackages(packages);
  if (missing.length === 0) return [];
  const names = namesOf(missing);
  if (!existsSync('/usr/bin/apt-get'))
    throw new Error(`Cannot go on without ${names}: install them as this system does.`);
  const toInstall = missing.filter(({ unpacked }) => unpacked !== true);
  if (toInstall.length > 0 && !(await mayInstall(namesOf(toInstall))))
    throw new Error(`Cannot go on without ${names}: ${packageSentence(missing)}`);
  for (const command of commandsFor(missing)) {
    const code = await runToStderr(command);
    if (code !== 0) throw new Error(`Cannot install ${names}: ${command.join(' ')} ended with ${code}.`);
  }
  const still = missingPackages(packages);
  if (still.length > 0) throw new Error(`Cannot go on without ${namesOf(still)}: apt-get installed something else.`);
  return missing.map(({ name }) => name);
}

/** The commands that bring them, from the root of the checkout. */
function commandsFor(missing: readonly SystemPackage[]): readonly (readonly string[])[] {
  const sudo = isRoot() ? [] : ['sudo'];
  const toInstall = missing.filter(({ unpacked }) => unpacked !== true).map(({ name }) => name);
  const toUnpack = missing.filter(({ unpacked }) => unpacked === true).map(({ name }) => name);
  return [
    ...(toInstall.length > 0 ? [[...sudo, 'sh', installer, ...toInstall]] : []),
    ...(toUnpack.length > 0 ? [['sh', unpacker, unpackedFolder, ...toUnpack]] : []),
  ];
}

async function mayInstall(names: string): Promise<boolean> {
  if (process.stdin.isTTY !== true) return isRoot();
  return agrees(`Install ${names} ${isRoot() ? 'with apt-get' : 'with sudo apt-get'}? [y/N] `);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function namesOf(packages: readonly SystemPackage[]): string {
  return packages.map(({ name }) => name).join(' and ');
}

/** A path as a person would type it here. */
function fromHere(word: string): string {
  const relative = path.isAbsolute(word) ? path.relative(process.cwd(), word) : word;
  return relative.startsWith('..') ? word : relative;
}

/** Such as `debian-12`. */
function release(): string {
  const text = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const value = (name: string): string => new RegExp(`^${name}="?([\\w.-]*)`, 'm').exec(text)?.[1] ?? 'unknown';
  return `${value('ID')}-${value('VERSION_ID')}`;
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
