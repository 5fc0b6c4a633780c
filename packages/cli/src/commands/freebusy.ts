import type { Span } from '@mapistore/core';
import type { Command } from 'commander';
import { momentText } from '../calendar-text.ts';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../shell.ts';
import { printable } from '../text.ts';
import { addSpan, type SpanOptions, spanOf } from './span.ts';

/** What people call the statuses of [MS-OXOPFFB]. */
const STATUSES = [
  ['tentative', 'tentative'],
  ['busy', 'busy'],
  ['away', 'out of office'],
  ['elsewhere', 'working elsewhere'],
] as const;

interface Row extends Span {
  readonly status: string;
  readonly words: string;
}

/** `mapistore freebusy PATH`. */
export function addFreeBusy(program: Command, act: Act): void {
  addSpan(
    program
      .command('freebusy')
      .description('show when the appointments in a calendar leave no time, and nothing else of them')
      .argument('<path>', 'a calendar, or a folder of such'),
  ).action(
    act(async ({ out, store, signal }, path: string, options: SpanOptions) => {
      const { from, to, timeZone } = spanOf(options, 7);
      const found = await (await store()).calendar.freeBusy(path, { from, to, timeZone, signal });
      for (const problem of found.problems) out.note(`mapistore: ${printable(problem)}`);
      const rows: Row[] = STATUSES.flatMap(([status, words]) =>
        found[status].map((span) => ({ ...span, status, words })),
      );
      rows.sort((a, b) => a.start.getTime() - b.start.getTime() || a.end.getTime() - b.end.getTime());
      await out.table(
        rows,
        [
          { title: 'from', text: ({ start }) => momentText(start, timeZone) },
          { title: 'to', text: ({ end }) => momentText(end, timeZone) },
          { title: 'status', text: ({ words }) => words },
        ],
        ({ start, end, status }) => ({ start, end, status }),
      );
      if (!out.json && rows.length === 0) out.note('Free all the time.');
      return EXIT.ok;
    }),
  );
}
