import { type Component, paramOf, textOf } from './content.ts';

/** A message that Google would send to other people. */
export interface Invitation {
  readonly kind: 'request' | 'cancel' | 'reply';
  readonly calendar: string;
  readonly uid: string;
  readonly to: readonly string[];
}

interface Change {
  readonly calendar: string;
  readonly account: string;
  readonly uid: string;
  /** The events as a client sent them; none for a deletion. */
  readonly after: readonly Component[];
  readonly before: readonly Component[];
  readonly heedsScheduleAgent: boolean;
}

/** What would be sent for a change, after RFC 6638 s.3.2: the organiser's to the attendees, an attendee's to the organiser. */
export function invitationsFor(change: Change): readonly Invitation[] {
  const { account, calendar, uid, after, before } = change;
  const people = (events: readonly Component[]): readonly string[] =>
    [...new Set(events.flatMap((event) => attendees(event, change.heedsScheduleAgent)))].filter(
      (who) => who !== account,
    );
  const organiser = [...after, ...before].map((event) => address(textOf(event, 'ORGANIZER') ?? '')).find((who) => who);
  if (organiser !== undefined && organiser !== account) {
    const answer = ownAnswer(after, account);
    const isNews = answer !== undefined && answer !== 'NEEDS-ACTION' && answer !== ownAnswer(before, account);
    const silent = change.heedsScheduleAgent && after.some((event) => isSilent(event, 'ORGANIZER'));
    return isNews && !silent ? [{ kind: 'reply', calendar, uid, to: [organiser] }] : [];
  }
  const invited = people(after);
  const gone = people(before).filter((who) => !invited.includes(who));
  return [
    ...(invited.length > 0 ? [{ kind: 'request' as const, calendar, uid, to: invited }] : []),
    ...(gone.length > 0 ? [{ kind: 'cancel' as const, calendar, uid, to: gone }] : []),
  ];
}

function attendees(event: Component, heedsScheduleAgent: boolean): readonly string[] {
  return event.lines
    .filter(({ name }) => name === 'ATTENDEE')
    .filter((line) => !heedsScheduleAgent || (paramOf(line, 'SCHEDULE-AGENT') ?? 'SERVER') === 'SERVER')
    .map((line) => address(line.value));
}

function isSilent(event: Component, name: string): boolean {
  const found = event.lines.find((line) => line.name === name);
  return found !== undefined && (paramOf(found, 'SCHEDULE-AGENT') ?? 'SERVER') !== 'SERVER';
}

function ownAnswer(events: readonly Component[], account: string): string | undefined {
  const own = events
    .flatMap(({ lines }) => lines)
    .find(({ name, value }) => name === 'ATTENDEE' && address(value) === account);
  return own === undefined ? undefined : (paramOf(own, 'PARTSTAT') ?? 'NEEDS-ACTION');
}

function address(value: string): string {
  return value.replace(/^mailto:/iu, '').toLowerCase();
}
