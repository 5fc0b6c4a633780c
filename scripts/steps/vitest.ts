import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type FileReport, keepResults } from '../requirements/results.ts';
import { type Count, runCommand, type Step } from './step.ts';

/** The parts of vitest's JSON report this reads. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly (FileReport & { readonly status: string })[];
}

/** All tests of the workspace, or those in files whose path contains one of the filters. */
export function vitestStep(filters: readonly string[] = []): Step {
  return {
    name: 'tests',
    what: filters.length > 0 ? `vitest on ${filters.join(' ')}` : 'vitest on the whole workspace',
    async run() {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'mapistore-report-'));
      const file = path.join(folder, 'report.json');
      try {
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
        const code = await runCommand(['vitest', 'run', ...reporters, ...filters]);
        const report = JSON.parse(await readFile(file, 'utf8')) as VitestReport;
        keepResults(report.testResults, filters.length === 0);
        return countTests(report, code);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** A file that could not even be loaded counts as one failure, as does a run that failed for no test's sake. */
export function countTests(report: VitestReport, code: number): Count {
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + unloaded;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}
