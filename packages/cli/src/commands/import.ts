import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { errorText, errorValue } from '../output.ts';
import { Sums } from '../results.ts';
import type { Act } from '../shell.ts';
import { ImportSources } from '../sources/sources.ts';
import { printable } from '../text.ts';

const BAR_WIDTH = 24;

/** `mapistore import PATH FILE…`. */
export function addImport(program: Command, act: Act): void {
  program
    .command('import')
    .description('store mails, calendars, contacts and notes in a folder; repeating it doubles nothing')
    .argument('<path>', 'the folder to store them in')
    .argument('<file...>', '.eml, .mbox, .ics, .vcf and .md files, folders with such, or - for standard input')
    .option('--deliver', 'as new mail: what the rules of the folder ask is done')
    .addHelpText(
      'after',
      '\nA file with another name is taken when it looks like a mail, an mbox file, a calendar or a vCard. An .ics or .vcf file\nwith many objects becomes an item for each: a series with its exceptions is one.',
    )
    .action(
      act(async (shell, path: string, files: readonly string[], { deliver }: { readonly deliver?: boolean }) => {
        const { out, signal } = shell;
        const store = await shell.store();
        const sources = new ImportSources(files, signal);
        const sums = new Sums();
        out.workOn();
        shell.soFar(() => sums.text);
        try {
          await sources.measure();
          const results =
            deliver === true ? store.deliver(path, sources, { signal }) : store.import(path, sources, { signal });
          for await (const { label, id, outcome, error, problem } of results) {
            sources.release(label);
            sums.add(outcome);
            out.progress(`${bar(sources.done)} ${sums.text}`);
            await out.result(
              {
                file: label,
                outcome,
                ...(id !== undefined && { id }),
                ...(error && { error: errorValue(error) }),
                ...(problem !== undefined && { problem }),
              },
              `${outcome.padEnd(8)}  ${id === undefined ? '' : `${id}  `}${printable(label)}${error === undefined ? '' : `  ${errorText(error)}`}${problem === undefined ? '' : `  (${printable(problem)})`}`,
            );
          }
        } finally {
          await sources.dispose();
        }
        out.endProgress();
        if (!out.json) out.note(`${sums.text}.`);
        return sums.of('failed') > 0 ? EXIT.partial : EXIT.ok;
      }),
    );
}

function bar(done: number): string {
  const full = Math.round(done * BAR_WIDTH);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_WIDTH - full)}] ${String(Math.floor(done * 100)).padStart(3)} %`;
}
