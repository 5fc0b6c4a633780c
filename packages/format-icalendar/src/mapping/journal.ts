import { named, tagged } from '@mapistore/core';
import { lineOf } from '../lines/component.ts';
import { instantOf, timeAt, toSecond } from '../values/time.ts';
import { timeLine, timeOf } from './event-time.ts';
import type { Row } from './row.ts';

/** PidLidNoteColor ([MS-OXONOTE] 2.2.1.1) by the names of COLOR (RFC 7986 s.5.9). */
const COLORS = ['blue', 'green', 'pink', 'yellow', 'white'];
const YELLOW = 3;
/** PidTagIconIndex of a blue note; the colours follow ([MS-OXONOTE] 2.2.2.1). */
const ICON_BASE = 0x300;

const NOTE_COLOR: Row = {
  lines: ['COLOR'],
  properties: ['PidLidNoteColor'],
  derived: ['PidTagIconIndex'],
  read({ component }, bag) {
    const at = COLORS.indexOf(lineOf(component, 'COLOR')?.value.trim().toLowerCase() ?? '');
    const color = at < 0 ? YELLOW : at;
    bag.set(named('PidLidNoteColor'), color).set(tagged('PidTagIconIndex'), ICON_BASE + color);
  },
  write(bag, { existing }) {
    const color = COLORS[Number(bag.get('PidLidNoteColor') ?? YELLOW)];
    const isThere = existing !== undefined && lineOf(existing, 'COLOR') !== undefined;
    return color === undefined || (color === COLORS[YELLOW] && !isThere) ? [] : [{ name: 'COLOR', value: color }];
  },
};

/** DTSTART of a journal entry ([MS-OXOJRNL] 2.2.1); iCalendar says no end of it. */
const LOG_TIME: Row = {
  lines: ['DTSTART'],
  properties: ['PidLidLogStart', 'PidLidCommonStart'],
  derived: ['PidLidLogEnd', 'PidLidCommonEnd', 'PidLidLogDuration'],
  inHead: true,
  read({ component, findZone }, bag) {
    const start = timeOf(lineOf(component, 'DTSTART'), findZone);
    if (start === undefined) return;
    const date = new Date(instantOf(start));
    bag.set(named('PidLidLogStart'), date).set(named('PidLidCommonStart'), date);
    bag.set(named('PidLidLogEnd'), date).set(named('PidLidCommonEnd'), date).set(named('PidLidLogDuration'), 0);
  },
  write(bag, { existing, findZone, changed }) {
    const isOther = changed.has('PidLidCommonStart') && !changed.has('PidLidLogStart');
    const start = toSecond(
      isOther ? bag.get('PidLidCommonStart') : (bag.get('PidLidLogStart') ?? bag.get('PidLidCommonStart')),
    );
    if (start === undefined) return [];
    const line = existing === undefined ? undefined : lineOf(existing, 'DTSTART');
    const isMidnight = start.getTime() % 86_400_000 === 0;
    const like = timeOf(line, findZone) ?? { form: isMidnight ? ('date' as const) : ('utc' as const) };
    const form = like.form === 'date' && !isMidnight ? { form: 'utc' as const } : like;
    return [timeLine('DTSTART', timeAt(start.getTime(), form), line?.parameter('TZID'))];
  },
};

/** Rows of a VJOURNAL without DTSTART. */
export const NOTE_ROWS: readonly Row[] = [NOTE_COLOR];
/** Rows of a VJOURNAL with DTSTART. */
export const JOURNAL_ROWS: readonly Row[] = [LOG_TIME];
