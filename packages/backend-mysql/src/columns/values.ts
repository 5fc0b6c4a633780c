/*
 * Values of content lines as a column holds them, and back. Each reader gives undefined for what its column cannot hold
 * exactly; such a line then stays whole beside the columns.
 */

/** How a value stands in its line. `utc`, `local` and `day` are the forms of RFC 5545 s.3.3.4 and s.3.3.5. */
export type Form = 'text' | 'list' | 'word' | 'number' | 'utc' | 'local' | 'day';

/** A value of a column: text, or a number. Times are `YYYY-MM-DD HH:MM:SS`, as MySQL writes them. */
export type ColumnValue = string | number;

/** A value with the form it had. */
export interface Read {
  readonly value: ColumnValue;
  readonly form: Form;
}

/** Bytes that a text column takes, with room for what a person adds. */
const MAX_TEXT_BYTES = 60_000;

/** RFC 5545 s.3.3.11. */
export function readText(raw: string): Read | undefined {
  const value = unescaped(raw);
  return value === undefined || Buffer.byteLength(value) > MAX_TEXT_BYTES ? undefined : { value, form: 'text' };
}

/** Texts with commas between them; a comma inside of one could not be told from those. */
export function readList(raw: string): Read | undefined {
  if (raw.includes('\\,')) return undefined;
  const read = readText(raw.replaceAll(',', '\\,'));
  return read && { ...read, form: 'list' };
}

/** RFC 5545 s.3.8.1.11: a word such as `IN-PROCESS`. */
export function readWord(raw: string): Read | undefined {
  return /^[A-Z0-9-]{1,32}$/.test(raw) ? { value: raw, form: 'word' } : undefined;
}

/** A number of up to three digits. */
export function readNumber(raw: string): Read | undefined {
  return /^(?:0|[1-9]\d{0,2})$/.test(raw) ? { value: Number(raw), form: 'number' } : undefined;
}

/** A day, or a time on the wall of its own zone. */
export function readTime(raw: string): Read | undefined {
  const match = /^([1-9]\d{3})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(raw);
  if (match === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', zulu] = match;
  // What no calendar or clock shows, a leap second among it, would come back as something else.
  if (Number(day) < 1 || Number(day) > daysOf(Number(year), Number(month))) return undefined;
  if (hour > '23' || minute > '59' || second > '59') return undefined;
  return {
    value: `${year}-${month}-${day} ${hour}:${minute}:${second}`,
    form: zulu === undefined ? 'day' : zulu === 'Z' ? 'utc' : 'local',
  };
}

/** Days of a month; none of what is no month. */
function daysOf(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The value as a line says it; of a day that was given a time, the time. */
export function written(value: ColumnValue, form: Form): string {
  const text = String(value);
  switch (form) {
    case 'text':
      return escaped(text);
    case 'list':
      return text.split(',').map(escaped).join(',');
    case 'number':
      return text;
    case 'word':
      // A person may type anything; a line must stay one line.
      return text.toUpperCase().replaceAll(/[^A-Z0-9-]/g, '-');
    default: {
      const [day = '', time = ''] = text.replaceAll('-', '').split(' ');
      const clock = time.slice(0, 8).replaceAll(':', '');
      return form === 'day' && (clock === '' || clock === '000000')
        ? day
        : `${day}T${clock || '000000'}${form === 'utc' ? 'Z' : ''}`;
    }
  }
}

function escaped(text: string): string {
  if (!/[\\;,\r\n]/.test(text)) return text;
  return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n|\n|\r/g, '\\n');
}

function unescaped(raw: string): string | undefined {
  if (!raw.includes('\\')) return raw;
  // A backslash before anything else is no escape that could be written again.
  if (/\\(?![\\;,nN])|\\$/.test(raw.replaceAll('\\\\', ''))) return undefined;
  return raw.replaceAll(/\\([\\;,nN])/g, (_, char: string) => (char === 'n' || char === 'N' ? '\n' : char));
}
