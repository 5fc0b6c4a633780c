import { commandStep, type Step } from './step.ts';

const turbo = (...tasks: readonly string[]): readonly string[] => [
  'turbo',
  'run',
  ...tasks,
  '--continue',
  '--output-logs=errors-only',
];
const sources = ['packages', 'apps', 'benchmarks', 'examples', 'tooling', 'scripts'];

export const buildStep: Step = commandStep('build', 'compiles every package', turbo('build'));

/** What can be found out without running the code; each counts as one check. */
export const staticSteps: readonly Step[] = [
  commandStep('biome', 'lint, format, and no file over 400 lines', ['biome', 'check', '--error-on-warnings', '.']),
  commandStep('typecheck', 'types of sources, tests and scripts', turbo('typecheck', 'typecheck:root')),
  commandStep('dependency rules', 'who imports whom, as architecture.json allows', [
    'depcruise',
    '--config',
    'dependency-cruiser.config.mjs',
    ...sources,
  ]),
  commandStep('knip', 'no file, export or dependency that nobody uses', ['knip', '--no-progress', '--no-config-hints']),
];

/** The same for what users will install. */
export const packedStep: Step = commandStep(
  'packed packages',
  'publint and attw on the tarball of each package',
  turbo('lint:package', 'lint:types'),
);
