import { spawn } from 'node:child_process';
import path from 'node:path';

/** The top of the checkout. */
export const root: string = path.join(import.meta.dirname, '../..');

/** How many checks went well and how many did not. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** One thing a test run does. */
export interface Step {
  readonly name: string;
  /** What it does, for the person who waits for it. */
  readonly what: string;
  /** Does it; says yes or no, or counts. What it throws is printed and counts as one failure. */
  run(): Promise<boolean | Count>;
}

/** A step that is one command: it went well if that ended with 0. */
export function commandStep(name: string, what: string, command: readonly string[]): Step {
  return { name, what, run: async () => (await runCommand(command)) === 0 };
}

/** Runs a command in the checkout with the workspace's tools in its path; its output goes where ours goes. */
export function runCommand(command: readonly string[], folder: string = root): Promise<number> {
  const [program = '', ...args] = command;
  const env = { ...process.env, PATH: `${path.join(root, 'node_modules/.bin')}:${process.env['PATH']}` };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Runs all steps, also after one that failed: a run should tell everything it can find. */
export async function runSteps(steps: readonly Step[]): Promise<Count> {
  let total: Count = { passed: 0, failed: 0 };
  const lines: string[] = [];
  for (const step of steps) {
    console.log(`\n== ${step.name}: ${step.what}`);
    const since = performance.now();
    const { passed, failed } = await counted(step);
    const seconds = ((performance.now() - since) / 1000).toFixed(1);
    lines.push(`${failed === 0 ? 'ok  ' : 'FAIL'} ${step.name.padEnd(20)} ${seconds.padStart(6)} s`);
    console.log(`== ${step.name}: ${failed === 0 ? 'ok' : 'FAILED'} in ${seconds} s`);
    total = { passed: total.passed + passed, failed: total.failed + failed };
  }
  console.log(`\n${lines.join('\n')}`);
  return total;
}

async function counted(step: Step): Promise<Count> {
  try {
    const result = await step.run();
    if (typeof result !== 'boolean') return result;
    return result ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  } catch (error) {
    console.error((error as Error).message);
    return { passed: 0, failed: 1 };
  }
}

/** The closing line, which build servers read, and the exit code that goes with it. */
export function close({ passed, failed }: Count): void {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
