const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Zones of RFC 5322 s.4.3 (and central European ones that mail still carries), in hours from UTC. */
const ZONES: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  bst: 1,
  wet: 0,
  west: 1,
  cet: 1,
  cest: 2,
  met: 1,
  mest: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  jst: 9,
  kst: 9,
};

const TIME = String.raw`(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:[.,]\d+)?)?\s*([ap]m)?`;
const ZONE = String.raw`(?:\s*([+-]\s?\d{1,2}:?\d{2}|[+-]\d{1,2}|[a-z]{1,5})\b\s*([+-]\d{2}:?\d{2})?)?`;
const RFC5322 = new RegExp(String.raw`(\d{1,2})[\s.-]*([a-z]{3,9})\.?[\s,-]*(\d{2,4})[\s,]+${TIME}${ZONE}`, 'i');
const ASCTIME = new RegExp(
  String.raw`([a-z]{3,9})\s+(\d{1,2}),?\s+${TIME}(?:\s+([a-z]{1,5}|[+-]\d{4}))?\s+(\d{4})(?:\s+([+-]\d{4}))?`,
  'i',
);
const US = new RegExp(String.raw`([a-z]{3,9})\s+(\d{1,2}),?\s+(\d{4})[\s,]+${TIME}${ZONE}`, 'i');
const ISO = /(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(z|[+-]\d{2}:?\d{2})?/i;

/** A date field (RFC 5322 s.3.3 and s.4.3), and the forms that real mail has besides; undefined where it is no date. */
export function readDate(raw: string | undefined): Date | undefined {
  if (raw === undefined) return undefined;
  const text = raw
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s*:\s*/g, ':')
    .trim();
  return readCommon(text) ?? readAsctime(text) ?? readUs(text) ?? readIso(text);
}

function readCommon(text: string): Date | undefined {
  const found = RFC5322.exec(text);
  if (found === null) return undefined;
  const [, day, month, year, hour, minute, second, half, zone, offset] = found;
  return instant({
    year: fullYear(year),
    month: monthOf(month),
    day: Number(day),
    time: [hour, minute, second, half],
    zone: offset ?? zone,
  });
}

function readAsctime(text: string): Date | undefined {
  const found = ASCTIME.exec(text);
  if (found === null) return undefined;
  const [, month, day, hour, minute, second, half, zone, year, offset] = found;
  return instant({
    year: Number(year),
    month: monthOf(month),
    day: Number(day),
    time: [hour, minute, second, half],
    zone: offset ?? zone,
  });
}

function readUs(text: string): Date | undefined {
  const found = US.exec(text);
  if (found === null) return undefined;
  const [, month, day, year, hour, minute, second, half, zone, offset] = found;
  return instant({
    year: Number(year),
    month: monthOf(month),
    day: Number(day),
    time: [hour, minute, second, half],
    zone: offset ?? zone,
  });
}

function readIso(text: string): Date | undefined {
  const found = ISO.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, zone] = found;
  return instant({
    year: Number(year),
    month: Number(month) - 1,
    day: Number(day),
    time: [hour, minute, second],
    zone,
  });
}

/** Two and three digits as RFC 5322 s.4.3 reads them. */
function fullYear(digits: string | undefined): number {
  const year = Number(digits);
  if (digits?.length === 2) return year < 50 ? year + 2000 : year + 1900;
  // `0102` for 2002 comes from writers that took 1900 off and padded.
  return digits?.length === 3 || (digits?.startsWith('0') === true && year >= 70) ? year + 1900 : year;
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase());
}

interface Instant {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly time: readonly (string | undefined)[];
  readonly zone: string | undefined;
}

function instant({ year, month, day, time, zone }: Instant): Date | undefined {
  const [hourText, minuteText, secondText, half] = time;
  const minute = Number(minuteText);
  const second = Number(secondText ?? 0);
  let hour = Number(hourText);
  if (half !== undefined && hour <= 12) hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (year < 1900 || month < 0 || month > 11 || hour > 24 || minute > 59 || second > 60) return undefined;
  const noon = new Date(Date.UTC(year, month, day));
  if (day < 1 || noon.getUTCDate() !== day) return undefined;
  const at = Date.UTC(year, month, day, hour, minute, second) - minutesOf(zone) * 60_000;
  return Number.isNaN(at) ? undefined : new Date(at);
}

/** Minutes from UTC; a zone that says nothing (military letters, unknown names) counts as -0000 (RFC 5322 s.4.3). */
function minutesOf(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const digits = /^([+-])\s?(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (digits === null) return (ZONES[zone.toLowerCase()] ?? 0) * 60;
  const minutes = Number(digits[2]) * 60 + Number(digits[3] ?? 0);
  return minutes > 24 * 60 ? 0 : digits[1] === '-' ? -minutes : minutes;
}

/** The date as RFC 5322 s.3.3 wants it written, in UTC. */
export function writeDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
