import { expect, test } from 'vitest';
import { commandStep, runSteps } from '../steps/step.ts';
import { countTests } from '../steps/vitest.ts';

const report = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 0, testResults: [] };

test('counts passed and failed tests as vitest reports them', () => {
  expect(countTests(report, 1)).toEqual({ passed: 3, failed: 1 });
});

test('a test file that could not be loaded is a failure', () => {
  const unloaded = {
    ...report,
    testResults: [{ name: 'x.test.ts', startTime: 0, status: 'failed', assertionResults: [] }],
  };
  expect(countTests(unloaded, 1)).toEqual({ passed: 3, failed: 2 });
});

test('a run that failed although no test did is a failure', () => {
  expect(countTests({ ...report, numFailedTests: 0 }, 1)).toEqual({ passed: 3, failed: 1 });
});

test('a step that fails or throws does not keep the next ones from running', async () => {
  const steps = [
    commandStep('one', 'ends with 1', ['false']),
    commandStep('two', 'does not exist', ['no-such-program-at-all']),
    commandStep('three', 'ends with 0', ['true']),
  ];
  expect(await runSteps(steps)).toEqual({ passed: 1, failed: 2 });
});
