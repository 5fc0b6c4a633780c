import { ianaNames } from './iana.ts';

/** Display names of Windows zones that name no city that IANA knows. Written without offset and punctuation, in lower case. */
const NAMED: Readonly<Record<string, string>> = {
  'eastern time us canada': 'America/New_York',
  'central time us canada': 'America/Chicago',
  'mountain time us canada': 'America/Denver',
  'pacific time us canada': 'America/Los_Angeles',
  'atlantic time canada': 'America/Halifax',
  'central america': 'America/Guatemala',
  'coordinated universal time': 'UTC',
  'greenwich mean time': 'Europe/London',
  'west central africa': 'Africa/Lagos',
  'eastern time': 'America/New_York',
  'central time': 'America/Chicago',
  'mountain time': 'America/Denver',
  'pacific time': 'America/Los_Angeles',
  alaska: 'America/Anchorage',
  hawaii: 'Pacific/Honolulu',
  arizona: 'America/Phoenix',
  newfoundland: 'America/St_Johns',
  saskatchewan: 'America/Regina',
  'indiana east': 'America/Indiana/Indianapolis',
  chennai: 'Asia/Kolkata',
  beijing: 'Asia/Shanghai',
  osaka: 'Asia/Tokyo',
  canberra: 'Australia/Sydney',
  bern: 'Europe/Zurich',
  edinburgh: 'Europe/London',
  'abu dhabi': 'Asia/Dubai',
  'st petersburg': 'Europe/Moscow',
};

/** Cities by their last part of an IANA name, in lower case and with spaces; the first zone of a name counts. */
let cities: Map<string, string> | undefined;

function cityNames(): Map<string, string> {
  if (cities === undefined) {
    cities = new Map();
    for (const name of ianaNames()) {
      const city = name
        .slice(name.lastIndexOf('/') + 1)
        .replaceAll('_', ' ')
        .toLowerCase();
      if (name.includes('/') && !name.startsWith('Etc/') && !cities.has(city)) cities.set(city, name);
    }
  }
  return cities;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z ]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

/**
 * The IANA name behind a display name of a Windows zone, such as `(UTC+01:00) Amsterdam, Berlin, Bern, Rome`: that of the first
 * city that is known. Undefined where there is none, or the text does not begin with an offset.
 */
export function ianaOfDisplayName(text: string): string | undefined {
  const [, rest] = /^\((?:utc|gmt)[^)]{0,12}\)\s*(.+)$/i.exec(text.slice(0, 300)) ?? [];
  if (rest === undefined) return undefined;
  for (const part of [rest, ...rest.split(/[,:/]/)].map(plain)) {
    const found = NAMED[part] ?? cityNames().get(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
