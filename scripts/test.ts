/**
 * The whole of `npm test`: from a fresh clone to one closing line. What a developer passes on is a filter for vitest,
 * and then only the tests run:
 *
 *     npm test
 *     npm test -- packages/core
 */
import {
  calendarReaders,
  cyrusPackages,
  dovecotPackages,
  ensurePackages,
  mariadbPackages,
  radicalePackages,
} from '@mapistore/services';
import { consumerStep } from './steps/consumer.ts';
import { buildStep, packedStep, staticSteps } from './steps/static.ts';
import { close, commandStep, runSteps, type Step } from './steps/step.ts';
import { vitestStep } from './steps/vitest.ts';

const filters = process.argv.slice(2).filter((argument) => argument !== '--only');

/** By name: what two servers need is asked for once. */
const needed = new Map(
  [...dovecotPackages, ...cyrusPackages, ...radicalePackages, ...mariadbPackages, ...calendarReaders].map((each) => [
    each.name,
    each,
  ]),
);

const systemStep: Step = {
  name: 'system packages',
  what: `what the tests need of the system: ${[...needed.keys()].join(', ')}`,
  async run() {
    const installed = await ensurePackages([...needed.values()]);
    console.log(installed.length > 0 ? `installed ${installed.join(', ')}` : 'all there');
    return true;
  },
};

/** Behind the tests, whose results it reads. */
const requirementsStep = commandStep('requirements', 'which rows of the MAPI semantics are proven by tests that ran', [
  process.execPath,
  '--disable-warning=ExperimentalWarning',
  '--conditions=@mapistore/source',
  'scripts/requirements.ts',
]);

async function all(): Promise<void> {
  const system = await runSteps([systemStep]);
  // Without the servers most tests could only fail for a reason that is already told.
  if (system.failed > 0) return close(system);
  const rest = filters.length > 0 ? [] : [buildStep, ...staticSteps, packedStep, consumerStep];
  const after = filters.length > 0 ? [] : [requirementsStep];
  const { passed, failed } = await runSteps([...rest, vitestStep(filters), ...after]);
  close({ passed: passed + system.passed, failed });
}

await all();
