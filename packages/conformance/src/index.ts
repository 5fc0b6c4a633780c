// The cases and what runs them, for any test runner. Exports only.

export { withoutAccelerators } from './accelerators.ts';
export { ConformanceFailure } from './assert.ts';
export type { CaseReport, ConformanceCase, Harness, ItemWishes, Outcome, Report, Samples } from './case.ts';
export { cases } from './cases/index.ts';
export { CaseContext, type FullBackend } from './context.ts';
export { KIT_VERSION, openSession, runCase, runConformance, type Session, sweep } from './run.ts';
export { sameObject } from './same-object.ts';
export { SAMPLES } from './samples/samples.ts';
