import type { AgendaEntry } from './agenda.ts';

/** A span of time. */
export interface Span {
  readonly start: Date;
  readonly end: Date;
}

/**
 * When somebody is not free, after [MS-OXOPFFB]: for each status the spans in order, those that touch or overlap merged,
 * cut to the time asked for.
 */
export interface FreeBusy extends Span {
  readonly tentative: readonly Span[];
  readonly busy: readonly Span[];
  /** Out of office. */
  readonly away: readonly Span[];
  /** Working elsewhere; [MS-OXOPFFB] publishes nothing of it. */
  readonly elsewhere: readonly Span[];
  /** Busy or out of office (PidTagScheduleInfoFreeBusyMerged). */
  readonly merged: readonly Span[];
  readonly problems: readonly string[];
}

/** Values of PidLidBusyStatus ([MS-OXOCAL] 2.2.1.2). */
const STATUS = { tentative: 1, busy: 2, away: 3, elsewhere: 4 } as const;

/** Free/busy of the appointments of an agenda. Tasks and journal entries take no time. */
export function freeBusyOf(entries: readonly AgendaEntry[], within: Span, problems: readonly string[]): FreeBusy {
  const events = entries.filter(({ kind }) => kind === 'event');
  const of = (...statuses: readonly number[]): readonly Span[] =>
    merge(
      events.filter(({ busyStatus }) => statuses.includes(busyStatus)),
      within,
    );
  return {
    start: within.start,
    end: within.end,
    tentative: of(STATUS.tentative),
    busy: of(STATUS.busy),
    away: of(STATUS.away),
    elsewhere: of(STATUS.elsewhere),
    merged: of(STATUS.busy, STATUS.away),
    problems,
  };
}

/** Spans in order, each apart from the next; what touches or overlaps is one. */
function merge(spans: readonly Span[], within: Span): readonly Span[] {
  const merged: Span[] = [];
  const cut = spans
    .map(({ start, end }) => ({ start: later(start, within.start), end: earlier(end, within.end) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start.getTime() - b.start.getTime());
  for (const { start, end } of cut) {
    const last = merged.at(-1);
    if (last === undefined || start > last.end) merged.push({ start, end });
    else if (end > last.end) merged[merged.length - 1] = { start: last.start, end };
  }
  return merged;
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
