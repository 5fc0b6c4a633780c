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

function seriesOfFile(path: string, name: string): CorpusSeries[] {
  let number = 0;
  return [...componentsOf(readComponents(readText(readFileSync(path))))].flatMap(({ calendar, component }) => {
    if (!isSeries(component) && lineOf(component, 'EXRULE') === undefined) return [];
    number += 1;
    const series = seriesOfComponent(component, zoneFinder(calendar));
    return series === undefined ? [] : [{ id: `${name}#${number}`, series, text: calendarText(calendar, component) }];
  });
}

/** Every recurring component that has a start, of the samples of this folder and of the corpus where that is there. */
export function corpusSeries(): CorpusSeries[] {
  return [SAMPLES, ...(hasCorpus ? [ROOT] : [])].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .sort()
      .filter((file) => /\.ics$/i.test(file) && statSync(join(root, file)).isFile())
      .flatMap((file) => seriesOfFile(join(root, file), relative(dirname(root), join(root, file)))),
  );
}
