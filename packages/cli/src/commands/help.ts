import type { Command } from 'commander';
import { EXIT, exitCodeRows } from '../exit-codes.ts';
import type { Act } from '../shell.ts';

/** `mapistore help [TOPIC]`. */
export function addHelp(program: Command, act: Act): void {
  program
    .command('help')
    .description('show help on a command, or on exit-codes')
    .argument('[topic...]', 'a command, or exit-codes')
    .action(
      act(async ({ out }, topic: readonly string[]) => {
        if (topic[0] === 'exit-codes') {
          for (const row of exitCodeRows()) {
            const codes = row.codes.length === 0 ? '' : `\n     ${row.codes.join(', ')}`;
            await out.result(row, `${String(row.exit).padStart(3)}  ${row.meaning}${codes}`);
          }
          return EXIT.ok;
        }
        let command: Command = program;
        for (const word of topic) {
          const found = command.commands.find((each) => each.name() === word);
          if (found === undefined) program.error(`there is no command "${topic.join(' ')}"`);
          else command = found;
        }
        await out.write(command.helpInformation());
        return EXIT.ok;
      }),
    );
}
