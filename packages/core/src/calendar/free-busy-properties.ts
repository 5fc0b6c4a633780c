import { PropertyBag } from '../properties/bag.ts';
import { tagged } from '../properties/lookup.ts';
import type { FreeBusy, Span } from './free-busy.ts';

const MINUTE = 60_000;
/** From 1601 to 1970, in minutes: the times of [MS-OXOPFFB] begin then. */
const MINUTES_TO_1970 = 194_074_560;

/** The months and blocks properties of each status ([MS-OXOPFFB] 2.2.1.2.1 to 2.2.1.2.8). */
const PROPERTIES = [
  ['PidTagScheduleInfoMonthsTentative', 'PidTagScheduleInfoFreeBusyTentative', 'tentative'],
  ['PidTagScheduleInfoMonthsBusy', 'PidTagScheduleInfoFreeBusyBusy', 'busy'],
  ['PidTagScheduleInfoMonthsAway', 'PidTagScheduleInfoFreeBusyAway', 'away'],
  ['PidTagScheduleInfoMonthsMerged', 'PidTagScheduleInfoFreeBusyMerged', 'merged'],
] as const;

/**
 * The properties of a free/busy message ([MS-OXOPFFB] 2.2.1): a month is year × 16 + month, a block the minutes from the
 * begin of its month (UTC) to start and end, two bytes each, little-endian. A status without blocks has no properties.
 */
export function freeBusyProperties(freeBusy: FreeBusy): PropertyBag {
  const bag = new PropertyBag()
    .set(tagged('PidTagFreeBusyPublishStart'), minutesSince1601(freeBusy.start))
    .set(tagged('PidTagFreeBusyPublishEnd'), minutesSince1601(freeBusy.end));
  for (const [months, blocks, status] of PROPERTIES) {
    const byMonth = Map.groupBy(freeBusy[status].flatMap(inMonths), ({ month }) => month);
    if (byMonth.size === 0) continue;
    bag.set(tagged(months), [...byMonth.keys()]);
    bag.set(
      tagged(blocks),
      [...byMonth.values()].map((parts) => new Uint8Array(Buffer.concat(parts.map(({ block }) => block)))),
    );
  }
  return bag;
}

function minutesSince1601(date: Date): number {
  return Math.floor(date.getTime() / MINUTE) + MINUTES_TO_1970;
}

/** Cuts a span where a month begins. */
function inMonths({ start, end }: Span): { month: number; block: Uint8Array }[] {
  const parts: { month: number; block: Uint8Array }[] = [];
  let at = start.getTime();
  while (at < end.getTime()) {
    const date = new Date(at);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    const [first, next] = [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
    const until = Math.min(end.getTime(), next);
    const block = Buffer.alloc(4);
    block.writeUInt16LE(Math.floor((at - first) / MINUTE), 0);
    // An end within a minute takes that minute.
    block.writeUInt16LE(Math.ceil((until - first) / MINUTE), 2);
    parts.push({ month: year * 16 + month + 1, block });
    at = until;
  }
  return parts;
}
