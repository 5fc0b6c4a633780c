import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../steps/step.ts';

/** The parts of vitest's JSON report of one file that are kept. */
export interface FileReport {
  /** The path of the file. */
  readonly name: string;
  readonly startTime: number;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
}

/** How one test ended; anything but passed or failed did not run. */
interface TestResult {
  /** Its title after those of the groups around it. */
  readonly name: string;
  readonly status: string;
}

/** The tests of each file, by its path in the checkout. */
export type Results = ReadonlyMap<string, readonly TestResult[]>;

interface Kept {
  readonly [file: string]: { readonly at: number; readonly tests: readonly TestResult[] };
}

/** Beside the sources, not among them: a run must not change what is versioned. */
const place = path.join(root, 'node_modules/.cache/mapistore/tests.json');

/** Keeps what a run found out: of the whole workspace instead of all before, else instead of the same files only. */
export function keepResults(reports: readonly FileReport[], whole: boolean, file: string = place): void {
  const kept = Object.fromEntries(
    reports.map(({ name, startTime, assertionResults }) => [
      path.relative(root, name),
      { at: startTime, tests: assertionResults.map(({ fullName, status }) => ({ name: fullName, status })) },
    ]),
  );
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...(whole ? {} : read(file)), ...kept }));
}

/** What was kept, without files that have changed or gone since; nothing where no test has run yet. */
export function readResults(file: string = place): Results | undefined {
  const kept = read(file);
  if (kept === undefined) return undefined;
  const current = Object.entries(kept).filter(([name, { at }]) => {
    const modified = statSync(path.join(root, name), { throwIfNoEntry: false })?.mtimeMs;
    return modified !== undefined && modified <= at;
  });
  return new Map(current.map(([name, { tests }]) => [name, tests]));
}

function read(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
