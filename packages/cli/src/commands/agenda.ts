import type { AgendaEntry, Span } from '@mapistore/core';
import type { Command } from 'commander';
import { dayHeading, hoursText } from '../calendar-text.ts';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../shell.ts';
import { wholeNumber } from '../sync-report.ts';
import { tableLines } from '../table.ts';
import { countText, printable } from '../text.ts';
import { dayStart } from '../zone-time.ts';
import { addSpan, type SpanOptions, spanOf } from './span.ts';

interface AgendaOptions extends SpanOptions {
  readonly limit?: string;
}

/** `mapistore agenda PATH`. */
export function addAgenda(program: Command, act: Act): void {
  addSpan(
    program
      .command('agenda')
      .description('show what takes place when, day by day; series are expanded')
      .argument('<path>', 'a calendar or task list, or a folder of such')
      .option('--limit <n>', 'at most so many'),
  ).action(
    act(async ({ out, store, signal }, path: string, options: AgendaOptions) => {
      const { from, to, timeZone } = spanOf(options, 7);
      const limit = options.limit === undefined ? {} : { limit: wholeNumber(options.limit, 'number of instances') };
      const { entries, problems } = await (await store()).calendar.agenda(path, {
        from,
        to,
        timeZone,
        signal,
        ...limit,
      });
      for (const problem of problems) out.note(`mapistore: ${printable(problem)}`);
      if (out.json) {
        for (const entry of entries) await out.result(entry, '');
        return EXIT.ok;
      }
      await out.lines(dayLines(entries, { start: from, end: to }, timeZone, out.width));
      out.note(entries.length === 0 ? 'Nothing takes place.' : `${countText(entries.length, 'instance')}.`);
      return EXIT.ok;
    }),
  );
}

interface Row {
  readonly entry: AgendaEntry;
  readonly hours: string;
}

/** A heading for each day on which something is, and a line for each of it; what lasts for days is on each of them. */
function dayLines(
  entries: readonly AgendaEntry[],
  span: Span,
  timeZone: string,
  width: number | undefined,
): readonly string[] {
  const days = new Map<number, { readonly day: Span; readonly rows: Row[] }>();
  for (const entry of entries) {
    let start = dayStart(new Date(Math.max(entry.start.getTime(), span.start.getTime())), timeZone);
    do {
      const day = { start, end: dayStart(start, timeZone, 1) };
      const of = days.get(start.getTime()) ?? { day, rows: [] };
      of.rows.push({ entry, hours: hoursText(entry, entry.allDay, day, timeZone) });
      days.set(start.getTime(), of);
      start = day.end;
    } while (start < entry.end && start < span.end);
  }
  const sorted = [...days.values()].sort((a, b) => a.day.start.getTime() - b.day.start.getTime());
  // One table for all days, so that their columns stand below each other.
  const lines = tableLines(
    [
      { title: 'when', text: ({ hours }: Row) => hours },
      { title: 'what', flexible: true, text: ({ entry }: Row) => whatText(entry) },
      { title: 'where', flexible: true, text: ({ entry }: Row) => printable(entry.location) },
      { title: 'id', text: ({ entry }: Row) => entry.id },
    ],
    sorted.flatMap(({ rows }) => rows),
    width === undefined ? undefined : width - 2,
  ).slice(1);
  const result: string[] = [];
  let next = 0;
  for (const { day, rows } of sorted) {
    result.push(...(result.length > 0 ? [''] : []), dayHeading(day.start, timeZone));
    for (const _ of rows) result.push(`  ${lines[next++] ?? ''}`);
  }
  return result;
}

function whatText({ subject, kind, busyStatus, sensitivity }: AgendaEntry): string {
  const marks = [
    ...(kind === 'task' ? ['due'] : []),
    ...(kind === 'event' && busyStatus === 0 ? ['free'] : []),
    ...(kind === 'event' && busyStatus === 1 ? ['tentative'] : []),
    ...(sensitivity === 2 ? ['private'] : sensitivity === 3 ? ['confidential'] : []),
  ];
  const text = printable(subject) || '(no subject)';
  return marks.length === 0 ? text : `${text} (${marks.join(', ')})`;
}
