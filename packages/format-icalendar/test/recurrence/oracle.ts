import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { instantIn } from '../../src/recurrence/clock.ts';
import { expand } from '../../src/recurrence/expand.ts';
import type { Series } from '../../src/recurrence/series.ts';
import { UTC } from '../../src/zones/find.ts';

/** Debian's Python, for which the packages below are. */
const PYTHON = process.env['MAPISTORE_PYTHON'] ?? '/usr/bin/python3';
const PACKAGES = 'python3-icalendar, python3-recurring-ical-events, python3-gi and gir1.2-ical-3.0';
const SCRIPT = fileURLToPath(new URL('oracle.py', import.meta.url));

/** Ten years. */
export const TEN_YEARS: number = 3653 * 86_400_000;
/** Instances that are compared at most: rules by the minute have millions. */
const LIMIT = 3000;

/** A calendar with one series, and the span to expand it in. */
export interface Task {
  readonly id: string;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Begins of instances, or what went wrong. */
export type Begins = readonly number[] | { readonly error: string };

export interface Answer {
  readonly python: Begins;
  readonly libical: Begins;
}

/** Asks the two other implementations; they need packages of Debian. */
export function askOracles(tasks: readonly Task[]): Readonly<Record<string, Answer>> {
  const { status, stdout, stderr, error } = spawnSync(PYTHON, [SCRIPT], {
    input: JSON.stringify(tasks),
    maxBuffer: 2 ** 30,
    encoding: 'utf8',
  });
  if (error !== undefined || status !== 0) {
    const reason = error?.message ?? stderr.trim().split('\n').at(-1);
    throw new Error(`The implementations to compare with cannot run (${reason}). Install ${PACKAGES} of Debian.`);
  }
  return JSON.parse(stdout) as Record<string, Answer>;
}

/** What this package says, and the task for the others: ten years from the start of a series, two days before it included. */
export function ownBegins(
  id: string,
  series: Series,
  text: string,
): { readonly begins: readonly number[]; readonly task: Task } {
  const from = instantIn(series, series.start) - 2 * 86_400_000;
  const bare = { ...series, duration: 0, dates: series.dates.map(({ time }) => ({ time })) };
  const { instances, more } = expand(bare, { from, to: from + TEN_YEARS, observer: UTC, limit: LIMIT });
  const begins = [...new Set(instances.map(({ start }) => start))];
  const to = more ? (begins.at(-1) ?? from) + 1 : from + TEN_YEARS;
  return { begins, task: { id, text, from, to } };
}

function list(instants: readonly number[]): string {
  const shown = instants.slice(0, 3).map((instant) => new Date(instant).toISOString().slice(0, 16));
  return `${shown.join(' ')}${instants.length > 3 ? ` and ${instants.length - 3} more` : ''}`;
}

/** How another implementation differs, in words; undefined where it does not. */
export function difference(own: readonly number[], other: Begins): string | undefined {
  if ('error' in other) return `fails: ${other.error}`;
  const theirs = new Set(other);
  const ours = new Set(own);
  const missing = own.filter((instant) => !theirs.has(instant));
  const added = other.filter((instant) => !ours.has(instant));
  if (missing.length === 0 && added.length === 0) return undefined;
  return [missing.length > 0 ? `lacks ${list(missing)}` : '', added.length > 0 ? `adds ${list(added)}` : '']
    .filter((part) => part !== '')
    .join(', ');
}
