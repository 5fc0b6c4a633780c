import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { copyState } from '@mapistore/state-sql';
import type { Command } from 'commander';
import { type Config, statePlace, switchState } from '../../config.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Act, Shell } from '../../shell.ts';
import { openOrMakeState, openState, placeText, type StatePlace } from '../../state.ts';
import { countText, printable } from '../../text.ts';

/** `mapistore state move WHERE`. */
export function addStateMove(state: Command, act: Act): void {
  state
    .command('move')
    .description('copy the state to another database, compare both, and use that one from then on')
    .argument('<where>', 'an empty database, mysql://user@host/database, or a file that is not there')
    .option('--secret <ref>', 'where the password of the database is: env:NAME or file:PATH; never the password itself')
    .addHelpText(
      'after',
      [
        '\nNo other program may have the state open meanwhile. What was broken off is begun again by the same command. The',
        'state as it was stays where it is, as a backup.',
      ].join('\n'),
    )
    .action(act(async (shell, where: string, { secret }: { readonly secret?: string }) => move(shell, where, secret)));
}

async function move(shell: Shell, where: string, secret: string | undefined): Promise<ExitCode> {
  const config = await shell.config();
  const place = statePlace(config.folder, where, secret);
  const rows = await copied(shell, config, place);
  const { out } = shell;
  const [before, now] = [placeText(config.state), placeText(place)];
  const count = Object.values(rows).reduce((sum, each) => sum + each, 0);
  await out.result(
    { from: before, to: now, rows: count, items: rows['items'] },
    printable(`Moved the state to ${now}: ${countText(count, 'row')}, compared with the ones they come from.`),
  );
  if (!out.json) out.note(printable(`${before} stays as it was, as a backup; nothing uses it any more.`));
  return EXIT.ok;
}

/** Rows by table. */
async function copied(
  { out, signal }: Shell,
  config: Config,
  place: StatePlace,
): Promise<Readonly<Record<string, number>>> {
  const from = await openState(config.state);
  try {
    if (place.kind === 'sqlite') await mkdir(path.dirname(place.file), { recursive: true, mode: 0o700 });
    const to = await openOrMakeState(place);
    try {
      out.workOn();
      const rows = await copyState(from, to, {
        signal,
        progress: ({ step, table, rows: done }) =>
          out.progress(`${step === 'copying' ? 'Copying' : 'Comparing'} ${table}: ${done} …`),
        switchOver: () => switchState(config, place),
      });
      out.endProgress();
      return rows;
    } finally {
      await to[Symbol.asyncDispose]();
    }
  } finally {
    await from[Symbol.asyncDispose]();
  }
}
