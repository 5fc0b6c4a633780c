import type { Disagreement } from '@mapistore/core';
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { errorText } from '../output.ts';
import type { Act, Shell } from '../shell.ts';
import { syncText } from '../sync-report.ts';
import { countText, printable } from '../text.ts';

interface CheckOptions {
  readonly repair?: boolean;
  readonly deep?: boolean;
}

/** `mapistore check`. */
export function addCheck(program: Command, act: Act): void {
  program
    .command('check')
    .description('compare the state with the backends, and say what disagrees')
    .option(
      '--repair',
      'synchronise everything first, which also ends writes that died half done; put counts right; then check',
    )
    .option('--deep', 'also read every item and compare its SHA-256')
    .action(
      act(async (shell, { repair = false, deep = false }: CheckOptions) => {
        if (repair) await synchronise(shell);
        return check(shell, deep, repair);
      }),
    );
}

/** What it finds is told on stderr: stdout is for what disagrees afterwards. */
async function synchronise({ out, store, signal }: Shell): Promise<void> {
  out.progress('Synchronising …');
  for await (const outcome of (await store()).sync(undefined, { signal })) {
    const text = 'error' in outcome ? errorText(outcome.error) : syncText(outcome.sync);
    if (!out.json) out.note(printable(`${outcome.mount}: ${text}`));
  }
  out.endProgress();
}

async function check({ out, store, signal }: Shell, deep: boolean, repaired: boolean): Promise<ExitCode> {
  const opened = await store();
  const kinds: Disagreement['kind'][] = [];
  out.progress(deep ? 'Reading every item …' : 'Comparing …');
  for await (const found of opened.check({ deep, repair: repaired, signal })) {
    kinds.push(found.kind);
    await out.result(found, printable(found.sentence));
  }
  out.endProgress();
  if (kinds.length === 0) {
    const mounts = (await opened.mounts.list()).length;
    if (!out.json) await out.lines([`State and backends agree (${countText(mounts, 'mount')}).`]);
    return EXIT.ok;
  }
  if (!out.json)
    out.note(
      `${countText(kinds.length, 'disagreement')}.${repaired ? '' : ' "mapistore check --repair" puts right what it can.'}`,
    );
  return kinds.every((kind) => kind === 'unreachable') ? EXIT.unavailable : EXIT.disagrees;
}
