import { bytesSource } from '@mapistore/core';
import { describe, expect, it } from 'vitest';
import { icalendar } from '../../src/index.ts';
import { splitCalendar } from '../../src/stream/split.ts';
import { calendarFiles, hasCorpus } from './corpus-series.ts';
import { OVERRIDE_DIFFERENCES, REASONS } from './differences.ts';
import { askOracles, difference, type Task, TEN_YEARS } from './oracle.ts';

const DAY = 86_400_000;
const signal = new AbortController().signal;

/** Begins of the instances of an item in a span; those that began before it are left out, as the others do. */
async function beginsOf(bytes: Uint8Array, from: number, to: number): Promise<number[]> {
  const request = { signal, from: new Date(from), to: new Date(to), timeZone: 'UTC', limit: 5000 };
  const { occurrences = [] } = (await icalendar.occurrences?.(bytesSource(bytes, 'text/calendar'), request)) ?? {};
  const begins = occurrences.map(({ start }) => start.getTime()).filter((start) => start >= from);
  return [...new Set(begins)].sort((a, b) => a - b);
}

describe('items with overrides beside another implementation', () => {
  it('have the same ten years, but for differences with a known reason', async () => {
    const own = new Map<string, readonly number[]>();
    const tasks: Task[] = [];
    for (const { name, bytes } of calendarFiles()) {
      for await (const object of splitCalendar(bytes)) {
        const text = Buffer.from(object.bytes).toString('utf8');
        if (!/^RECURRENCE-ID/m.test(text) || !text.includes('BEGIN:VEVENT') || tasks.some((task) => task.text === text))
          continue;
        const [first] = await beginsOf(object.bytes, Date.UTC(1990, 0, 1), Date.UTC(2040, 0, 1));
        if (first === undefined) continue;
        // An override may move an instance before the first one.
        const task = {
          id: `${name}#${object.ordinal}`,
          text,
          from: first - 30 * DAY,
          to: first - 30 * DAY + TEN_YEARS,
        };
        tasks.push(task);
        own.set(task.id, await beginsOf(object.bytes, task.from, task.to));
      }
    }
    const answers = askOracles(tasks);
    const found = tasks.flatMap(({ id }) => {
      const differs = difference(own.get(id) ?? [], answers[id]?.python ?? { error: 'no answer' });
      const reason = OVERRIDE_DIFFERENCES[id];
      return differs === undefined ? [] : [[id, reason === undefined ? differs : REASONS[reason]]];
    });
    const known = Object.entries(OVERRIDE_DIFFERENCES).filter(([id]) => hasCorpus || id.startsWith('samples/'));
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(known.map(([id, reason]) => [id, REASONS[reason]])));
    expect(tasks.length).toBeGreaterThan(hasCorpus ? 120 : 0);
  }, 120_000);
});
