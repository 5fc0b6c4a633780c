import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Requirement } from './checklist.ts';
import type { Results } from './results.ts';

/** The ids that tests name, each with the files that do. */
export type Named = ReadonlyMap<string, ReadonlySet<string>>;

/** What tests prove, and what is wrong with what they say. */
export interface Proofs {
  readonly proven: ReadonlySet<string>;
  /** Sentences for the person who has to put it right. */
  readonly faults: readonly string[];
}

/** An id, and more of the same document behind it: `MS-OXCTABL_R829 R830`. */
const ids = /\b(?<document>MS-OX[A-Z]+)_R\d+(?:,? R\d+)*\b/g;

/** The ids in the title of a test or in its source. */
export function idsIn(text: string): readonly string[] {
  return [...text.matchAll(ids)].flatMap(([all, document]) =>
    [...all.matchAll(/R\d+/g)].map(([number]) => `${document}_${number}`),
  );
}

/** The ids in the sources of tests, below a folder. */
export function namedInSources(folder: string): Named {
  const named = new Map<string, Set<string>>();
  for (const file of globSync('packages/*/test/**/*.ts', { cwd: folder, exclude: ['**/node_modules/**'] }).sort()) {
    for (const id of idsIn(readFileSync(path.join(folder, file), 'utf8'))) add(named, id, file);
  }
  return named;
}

/** Without results it can only be said that a test is there. */
export function proofsOf(checklist: readonly Requirement[], sources: Named, results?: Results): Proofs {
  const rows = new Map(checklist.map((row) => [row.id, row]));
  const { passed, failed } = results === undefined ? { passed: sources, failed: new Map() } : outcomes(results);
  const proven = new Set<string>();
  const faults = new Map<string, Set<string>>();
  for (const id of new Set([...sources.keys(), ...passed.keys(), ...failed.keys()])) {
    const fault = faultOf(rows.get(id)) ?? (failed.has(id) ? 'but by a test that failed' : undefined);
    if (fault === undefined && passed.has(id)) proven.add(id);
    else add(faults, `${filesOf(id, sources, passed, failed)}: named, ${fault ?? notRun}`, id);
  }
  // Together by file: what did not run is often all of a file.
  return { proven, faults: [...faults].map(([fault, ids]) => `${fault}: ${[...ids].join(', ')}`) };
}

const notRun = 'but in the title of no test that ran since the file changed';

function faultOf(row: Requirement | undefined): string | undefined {
  if (row === undefined) return 'but not in the checklist';
  if (row.class !== 'store') return `but of class ${row.class}`;
  return row.leftOut === undefined ? undefined : `but left out (${row.leftOut})`;
}

/** Tests elsewhere, such as of this script, name ids of their own. */
const ofPackage = /^packages\/[^/]+\/test\//;

/** A title made in a loop is whole here only. One that is skipped somewhere counts by where it ran. */
function outcomes(results: Results): { readonly passed: Named; readonly failed: Named } {
  const passed = new Map<string, Set<string>>();
  const failed = new Map<string, Set<string>>();
  for (const [file, tests] of results) {
    if (!ofPackage.test(file)) continue;
    for (const { name, status } of tests) {
      const named = status === 'passed' ? passed : status === 'failed' ? failed : undefined;
      if (named !== undefined) for (const id of idsIn(name)) add(named, id, file);
    }
  }
  return { passed, failed };
}

function filesOf(id: string, ...all: readonly Named[]): string {
  return [...new Set(all.flatMap((named) => [...(named.get(id) ?? [])]))].join(', ');
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  sets.set(key, (sets.get(key) ?? new Set<string>()).add(value));
}
