import { findIana, findWindows, WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { ianaName } from './iana.ts';
import { IANA_ALIASES, RETIRED_WINDOWS, WINDOWS_ALIASES } from './windows-aliases.ts';
import type { Zone } from './zone.ts';

let byLowerCase: Map<string, string> | undefined;

/** IANA names by Windows names in lower case. Of the territories the one that stands for the whole zone (`001`) counts. */
function ianaByWindows(): Map<string, string> {
  if (byLowerCase === undefined) {
    byLowerCase = new Map(Object.entries(RETIRED_WINDOWS).map(([name, iana]) => [name.toLowerCase(), iana]));
    for (const { windowsName: name } of WINDOWS_TO_IANA_MAP) {
      const iana = IANA_ALIASES[name] ?? findIana(name, '001')[0];
      if (iana !== undefined) byLowerCase.set(name.toLowerCase(), iana);
    }
  }
  return byLowerCase;
}

/** The IANA name of a Windows name (`W. Europe Standard Time`), whatever its case; that of the daylight half is taken too. */
export function ianaOfWindows(name: string): string | undefined {
  const wanted = name.toLowerCase();
  const found =
    ianaByWindows().get(wanted) ?? ianaByWindows().get(wanted.replace(/ (?:daylight|summer) time$/, ' standard time'));
  return found === undefined ? undefined : ianaName(found);
}

/**
 * The Windows name of a zone (`W. Europe Standard Time`), as in the key name of PidLidAppointmentTimeZoneDefinition*; undefined
 * where Windows has no zone with its rules, and for a zone that only its rules describe.
 */
export function windowsName(zone: Zone): string | undefined {
  const { iana } = zone;
  if (iana === undefined) return undefined;
  return WINDOWS_ALIASES[iana] ?? findWindows(iana)[0];
}
