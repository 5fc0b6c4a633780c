import { MapistoreError } from '@mapistore/core';
import type { Command } from 'commander';
import { dayStart, typedTime, zoneOf } from '../zone-time.ts';

/** The options of a command that asks for a span of time. */
export interface SpanOptions {
  readonly from?: string;
  readonly to?: string;
  readonly zone?: string;
}

/** Adds `--from`, `--to` and `--zone`. */
export function addSpan(command: Command): Command {
  return command
    .option('--from <time>', 'from when: 2026-01-31, "2026-01-31 09:30", today (the default), tomorrow or now')
    .option('--to <time>', 'until when, that not included; default is a week later')
    .option(
      '--zone <name>',
      'the time zone to show times in, such as Europe/Berlin; default is the one of this machine',
    );
}

/** The span that was asked for; without an end it has so many days. @throws INVALID_ARGUMENT */
export function spanOf(
  { from: first, to: last, zone }: SpanOptions,
  days: number,
): { readonly from: Date; readonly to: Date; readonly timeZone: string } {
  const timeZone = zoneOf(zone);
  const now = new Date();
  const from = first === undefined ? dayStart(now, timeZone) : typedTime(first, timeZone, now);
  const to = last === undefined ? dayStart(from, timeZone, days) : typedTime(last, timeZone, now);
  if (to > from) return { from, to, timeZone };
  throw new MapistoreError('INVALID_ARGUMENT', 'The time asked for ends before it begins; --to must be after --from.');
}
