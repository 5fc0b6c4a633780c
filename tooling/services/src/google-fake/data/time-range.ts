import { type Component, type Line, paramOf, textOf } from './content.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Whether an event may lie in a range of time. Coarse on purpose, and always to the side of yes: local times count as UTC
 * give or take a day, and a series goes on for ever. A client has to look at what it gets in any case.
 */
export function mayOverlap(events: readonly Component[], start: string | null, end: string | null): boolean {
  const [from, to] = [start === null ? Number.NEGATIVE_INFINITY : timeOf(start), end === null ? Infinity : timeOf(end)];
  return events.some((event) => {
    const begin = event.lines.find(({ name }) => name === 'DTSTART');
    if (begin === undefined) return false;
    const begins = timeOf(begin.value);
    const last = textOf(event, 'DTEND');
    const ends = isEndless(event) ? Infinity : last === undefined ? begins + dayOf(begin) : timeOf(last);
    return begins - DAY_MS < to && ends + DAY_MS > from;
  });
}

function isEndless(event: Component): boolean {
  return ['RRULE', 'RDATE', 'DURATION'].some((name) => textOf(event, name) !== undefined);
}

function dayOf(line: Line): number {
  return paramOf(line, 'VALUE') === 'DATE' ? DAY_MS : 0;
}

function timeOf(value: string): number {
  const [, year, month, day, hour = '0', minute = '0', second = '0'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/u.exec(value) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}
