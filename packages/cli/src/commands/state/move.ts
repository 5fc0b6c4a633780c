import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { copyState } from '@mapistore/state-sql';
import type { Command } from 'commander';
import { statePlace, switchState } from '../../config.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Act, Shell } from '../../shell.ts';
import { openOrMakeState, openState, placeText } from '../../state.ts';
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
  const { out, signal } = shell;
  const config = await shell.config();
  const place = statePlace(config.folder, where, secret);
  await using from = await openState(config.state);
  if (place.kind === 'sqlite') await mkdir(path.dirname(place.file), { recursive: true, mode: 0o700 });
  await using to = await openOrMakeState(place);
  out.workOn();
  const copied = await copyState(from, to, {
    signal,
    progress: ({ step, table, rows }) =>
      out.progress(`${step === 'copying' ? 'Copying' : 'Comparing'} ${table}: ${rows} …`),
    switchOver: () => switchState(config, place),
  });
  out.endProgress();
  const rows = Object.values(copied).reduce((sum, count) => sum + count, 0);
  const [before, now] = [placeText(config.state), placeText(place)];
  await out.result(
    { from: before, to: now, rows, items: copied['items'] },
    printable(`Moved the state to ${now}: ${countText(rows, 'row')}, compared with the ones they come from.`),
  );
  if (!out.json) out.note(printable(`${before} stays as it was, as a backup; nothing uses it any more.`));
  return EXIT.ok;
}
