import { writeFileSync } from 'node:fs';
import { CONTRACT_VERSION } from '@mapistore/core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { CaseReport, Harness, Report } from './case.ts';
import { cases } from './cases/index.ts';
import { KIT_VERSION, openSession, runCase, type Session } from './run.ts';

/** How the suite is registered. */
export interface RegisterOptions {
  /** Where to write the report as JSON. Default: nowhere. */
  readonly report?: string;
}

/**
 * Registers every case as a test of vitest.
 *
 *     conformance({ name: 'backend-example', open: () => openExample('test-account') });
 */
export function conformance(harness: Harness, options: RegisterOptions = {}): void {
  describe(`conformance: ${harness.name}`, () => {
    let session: Session;
    const reports: CaseReport[] = [];
    beforeAll(async () => {
      session = await openSession(harness);
    });
    afterAll(async () => {
      const { report } = options;
      const content: Report = { backend: harness.name, contract: CONTRACT_VERSION, kit: KIT_VERSION, cases: reports };
      if (report !== undefined) writeFileSync(report, `${JSON.stringify(content, null, 2)}\n`);
      await session?.backend[Symbol.asyncDispose]();
    });
    for (const each of cases) {
      test(`${each.id}: ${each.title}`, async ({ skip }) => {
        const report = await runCase(session, each);
        reports.push(report);
        if (report.outcome === 'skip') skip(report.reason);
        if (report.outcome === 'fail')
          throw new Error(`${each.id} (docs/spec/contract.md#${each.spec}): ${report.reason}`);
      });
    }
  });
}
