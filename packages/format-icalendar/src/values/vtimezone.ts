import { type Component, lineOf, linesOf } from '../lines/component.ts';
import type { Observance, VTimezone } from '../zones/vtimezone.ts';
import type { LocalTime } from '../zones/zone.ts';
import { readTime } from './time.ts';

const OFFSET = /^([+-])(\d{2})(\d{2})(\d{2})?$/;
/** More than any zone has. */
const MAX_OBSERVANCES = 1000;

/** A VTIMEZONE component; undefined where it has no TZID or nothing in it can be used. */
export function readVtimezone(component: Component): VTimezone | undefined {
  const tzid = lineOf(component, 'TZID')?.text;
  if (tzid === undefined || tzid === '') return undefined;
  const observances = component.components
    .slice(0, MAX_OBSERVANCES)
    .map(readObservance)
    .filter((one) => one !== undefined);
  return observances.length === 0 ? undefined : { tzid, observances };
}

function readObservance(component: Component): Observance | undefined {
  if (component.name !== 'STANDARD' && component.name !== 'DAYLIGHT') return undefined;
  const offsetFrom = readOffset(lineOf(component, 'TZOFFSETFROM')?.value);
  const offsetTo = readOffset(lineOf(component, 'TZOFFSETTO')?.value);
  const start = localOf(lineOf(component, 'DTSTART')?.value ?? '');
  if (offsetTo === undefined || start === undefined) return undefined;
  const name = lineOf(component, 'TZNAME')?.text;
  return {
    kind: component.name === 'STANDARD' ? 'standard' : 'daylight',
    start,
    offsetFrom: offsetFrom ?? offsetTo,
    offsetTo,
    rules: linesOf(component, 'RRULE').map((line) => line.value.trim()),
    dates: linesOf(component, 'RDATE')
      .flatMap((line) => line.value.split(','))
      .map((value) => localOf(value.split('/')[0] ?? ''))
      .filter((one) => one !== undefined),
    ...(name !== undefined && name !== '' && { name }),
  };
}

function localOf(value: string): LocalTime | undefined {
  return readTime(value, undefined, () => undefined)?.local;
}

/** A UTC-OFFSET (RFC 5545 s.3.3.14) in milliseconds. */
function readOffset(value: string | undefined): number | undefined {
  const match = OFFSET.exec(value?.trim() ?? '');
  if (match === null) return undefined;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return (match[1] === '-' ? -seconds : seconds) * 1000;
}
