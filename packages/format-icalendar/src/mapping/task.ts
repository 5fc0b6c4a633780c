import { named, type PropertyBag } from '@mapistore/core';
import { lineOf } from '../lines/component.ts';
import type { NewLine } from '../lines/write.ts';
import { readDuration } from '../values/duration.ts';
import { instantOf, timeAt, toSecond } from '../values/time.ts';
import { type Codec, INSTANT, simple, wordCodec } from './codecs.ts';
import { timeLine, timeOf } from './event-time.ts';
import type { Row, Writing } from './row.ts';

/** PidLidTaskStatus ([MS-OXOTASK] 2.2.2.2.2) by STATUS; 3, waiting for somebody, has no word. */
const STATUS: Codec = wordCodec(['NEEDS-ACTION', 'IN-PROCESS', 'COMPLETED', undefined, 'CANCELLED']);
const COMPLETE = 2;

/** DTSTART, DUE and DURATION of a task: dates, or times as instants. */
const TASK_TIME: Row = {
  lines: ['DTSTART', 'DUE', 'DURATION'],
  properties: ['PidLidTaskStartDate', 'PidLidTaskDueDate', 'PidLidCommonStart', 'PidLidCommonEnd'],
  inHead: true,
  read({ component, findZone }, bag) {
    const start = timeOf(lineOf(component, 'DTSTART'), findZone);
    const due = timeOf(lineOf(component, 'DUE'), findZone);
    const length = readDuration(lineOf(component, 'DURATION')?.value ?? '')?.length;
    const end =
      due !== undefined
        ? instantOf(due)
        : start !== undefined && length !== undefined
          ? instantOf(start) + length
          : undefined;
    if (start !== undefined) {
      const date = new Date(instantOf(start));
      bag.set(named('PidLidTaskStartDate'), date).set(named('PidLidCommonStart'), date);
    }
    if (end !== undefined)
      bag.set(named('PidLidTaskDueDate'), new Date(end)).set(named('PidLidCommonEnd'), new Date(end));
  },
  write(bag, to) {
    const lines = [
      dateLine('DTSTART', pick(bag, to, ['PidLidTaskStartDate', 'PidLidCommonStart']), to),
      dateLine('DUE', pick(bag, to, ['PidLidTaskDueDate', 'PidLidCommonEnd']), to),
    ];
    return lines.filter((line) => line !== undefined);
  },
};

function pick(bag: PropertyBag, { changed }: Writing, [main, other]: readonly [string, string]): Date | undefined {
  const isOther = changed.has(other) && !changed.has(main);
  const value = isOther ? bag.get(other) : (bag.get(main) ?? (changed.has(main) ? undefined : bag.get(other)));
  return toSecond(value);
}

/** In the form that is there; a new one is a date where it is midnight in UTC. */
function dateLine(name: string, date: Date | undefined, { existing, findZone }: Writing): NewLine | undefined {
  if (date === undefined) return undefined;
  const line = existing === undefined ? undefined : lineOf(existing, name);
  const isMidnight = date.getTime() % 86_400_000 === 0;
  const like = timeOf(line, findZone) ?? { form: isMidnight ? ('date' as const) : ('utc' as const) };
  const form = like.form === 'date' && !isMidnight ? { form: 'utc' as const } : like;
  return timeLine(name, timeAt(date.getTime(), form), line?.parameter('TZID'));
}

/** STATUS and PERCENT-COMPLETE, which in MAPI go together ([MS-OXOTASK] 2.2.2.2.3, 2.2.2.2.20). */
const TASK_STATUS: Row = {
  lines: ['STATUS', 'PERCENT-COMPLETE'],
  properties: ['PidLidTaskStatus', 'PidLidTaskComplete', 'PidLidPercentComplete'],
  read({ component }, bag) {
    const line = lineOf(component, 'STATUS');
    const percent = Number.parseInt(lineOf(component, 'PERCENT-COMPLETE')?.value ?? '', 10);
    const isDone = line === undefined && (lineOf(component, 'COMPLETED') !== undefined || percent === 100);
    const status = Number(
      (line === undefined ? undefined : STATUS.read(line)) ?? (isDone ? COMPLETE : percent > 0 ? 1 : 0),
    );
    bag.set(named('PidLidTaskStatus'), status).set(named('PidLidTaskComplete'), status === COMPLETE);
    const share = percent >= 0 && percent <= 100 ? percent / 100 : status === COMPLETE ? 1 : 0;
    bag.set(named('PidLidPercentComplete'), share);
  },
  write(bag, { changed, existing }) {
    const byFlag = changed.has('PidLidTaskComplete') && !changed.has('PidLidTaskStatus');
    const old = Number(bag.get('PidLidTaskStatus') ?? 0);
    const flag = bag.get('PidLidTaskComplete') === true;
    const status = byFlag ? (flag ? COMPLETE : old === COMPLETE ? 0 : old) : old;
    const word = STATUS.write(status);
    const share = Number(bag.get('PidLidPercentComplete') ?? 0);
    const has = (name: string): boolean => existing !== undefined && lineOf(existing, name) !== undefined;
    const lines: NewLine[] = [];
    if (word !== undefined && (status !== 0 || has('STATUS') || existing === undefined || share > 0))
      lines.push({ name: 'STATUS', ...word });
    if (share !== (status === COMPLETE ? 1 : 0) || has('PERCENT-COMPLETE'))
      lines.push({ name: 'PERCENT-COMPLETE', value: String(Math.round(share * 100)) });
    return lines;
  },
};

/** Rows of a VTODO. */
export const TASK_ROWS: readonly Row[] = [
  TASK_TIME,
  TASK_STATUS,
  simple({ line: 'COMPLETED', property: named('PidLidTaskDateCompleted'), codec: INSTANT }),
  simple({ line: 'DTSTAMP', property: named('PidLidTaskLastUpdate'), codec: INSTANT }),
];
