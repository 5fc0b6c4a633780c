import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Component, lineOf, readComponents } from '../../src/lines/component.ts';
import { readText } from '../../src/lines/text.ts';
import { isSeries, seriesOfComponent } from '../../src/mapping/series.ts';
import { zoneFinder } from '../../src/object.ts';
import type { Series } from '../../src/recurrence/series.ts';

const CORPUS =
  process.env['MAPISTORE_CORPORA'] ?? fileURLToPath(new URL('../../../../../shared/corpora', import.meta.url));
const ROOT = join(CORPUS, 'ics');
const SAMPLES = fileURLToPath(new URL('samples', import.meta.url));

/** Whether the large corpus is there; the samples of this folder stand in where it is not. */
export const hasCorpus: boolean = existsSync(ROOT);

/** A recurring component of a file. */
export interface CorpusSeries {
  /** `file#number`, the number of the component in its file from 1. */
  readonly id: string;
  readonly series: Series;
  /** A calendar with its zones and only this component, without what has nothing to do with its instances. */
  readonly text: string;
}

const KEPT = new Set(['DTSTART', 'DTEND', 'DURATION', 'RRULE', 'RDATE', 'EXDATE', 'EXRULE']);

function textOf(component: Component): string[] {
  return [
    `BEGIN:${component.name}`,
    ...component.lines.map(({ whole }) => whole),
    ...component.components.flatMap(textOf),
    `END:${component.name}`,
  ];
}

function calendarText(calendar: Component, component: Component): string {
  const zones = calendar.components.filter(({ name }) => name === 'VTIMEZONE').flatMap(textOf);
  const lines = component.lines.filter(({ name }) => KEPT.has(name)).map(({ whole }) => whole);
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//test//EN', ...zones],
    ...['BEGIN:VEVENT', 'UID:one', 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');
}

function* componentsOf(root: Component): Generator<{ calendar: Component; component: Component }> {
  for (const calendar of [...root.components.filter(({ name }) => name === 'VCALENDAR'), root]) {
    for (const component of calendar.components) {
      if (['VEVENT', 'VTODO', 'VJOURNAL'].includes(component.name)) yield { calendar, component };
    }
  }
}

/** A calendar of the samples of this folder or of the corpus. */
export interface CalendarFile {
  /** `samples/…` or `ics/…`. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** The samples of this folder, and the corpus where that is there. */
export function calendarFiles(): CalendarFile[] {
  return [SAMPLES, ...(hasCorpus ? [ROOT] : [])].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((file) => join(root, file))
      .filter((path) => /\.ics$/i.test(path) && statSync(path).isFile())
      .map((path) => ({ name: relative(dirname(root), path), bytes: readFileSync(path) })),
  );
}

/** Every recurring component of them that has a start. */
export function corpusSeries(): CorpusSeries[] {
  return calendarFiles().flatMap(({ name, bytes }) => {
    let number = 0;
    return [...componentsOf(readComponents(readText(bytes)))].flatMap(({ calendar, component }) => {
      if (!isSeries(component) && lineOf(component, 'EXRULE') === undefined) return [];
      number += 1;
      const series = seriesOfComponent(component, zoneFinder(calendar));
      return series === undefined ? [] : [{ id: `${name}#${number}`, series, text: calendarText(calendar, component) }];
    });
  });
}
