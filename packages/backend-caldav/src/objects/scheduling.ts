import { type ContentLine, contentLines, foldLine, lineParts } from '@mapistore/core';

/*
 * A server that schedules (RFC 6638) sends invitations, answers and cancellations when an item with an organiser and
 * attendees is stored, unless these say SCHEDULE-AGENT=CLIENT (s.7.1). That is added on the way to the server, with a
 * parameter of ours beside it, and taken off on the way back.
 */

const MARK = 'X-MAPISTORE-AGENT';
/** Right behind the name of the property, on a line of its own, so that no other byte of the item moves. */
const ADDITION = `;SCHEDULE-AGENT=CLIENT;${MARK}=ADDED\r\n `;

/** A calendar user of an item, and whether the server would send to it. */
export interface CalendarUser {
  readonly role: 'organizer' | 'attendee';
  /** Lower case, without `mailto:`. */
  readonly address: string;
  readonly scheduled: boolean;
}

/** The calendar users that an item names in its components. */
export function calendarUsersOf(bytes: Uint8Array): readonly CalendarUser[] {
  const text = latin1(bytes);
  return [...userLines(text)].map((line) => {
    const { parameters, value } = lineParts(line.text);
    const agent = parameters.find(({ name }) => name === 'SCHEDULE-AGENT')?.value.toUpperCase() ?? 'SERVER';
    return {
      role: line.name === 'ORGANIZER' ? 'organizer' : 'attendee',
      address: addressOf(value),
      scheduled: agent === 'SERVER',
    };
  });
}

/** An address of a calendar user in the form in which they are compared. */
export function addressOf(uri: string): string {
  return uri
    .trim()
    .toLowerCase()
    .replace(/^mailto:/, '');
}

/** The item with the server kept from scheduling. Gives the input itself where there is nothing to keep it from. */
export function withoutScheduling(bytes: Uint8Array): Uint8Array {
  return rewritten(bytes, (line, raw) => {
    const found = lineParts(line.text).parameters.find(({ name }) => name === 'SCHEDULE-AGENT');
    if (found === undefined) {
      // Groups are of vCards, so the name is the start of the line; it may be folded in odd places, then all of it is.
      const name = raw.slice(0, line.name.length);
      if (name.toUpperCase() === line.name) return name + ADDITION + raw.slice(line.name.length);
      return line.name + ADDITION + foldLine(line.text.slice(line.name.length));
    }
    if (found.value.toUpperCase() !== 'SERVER') return raw;
    const { start, end } = found;
    const { text } = line;
    return foldLine(`${text.slice(0, start)};SCHEDULE-AGENT=CLIENT;${MARK}=${found.value}${text.slice(end)}`);
  });
}

/** The item as it was before {@link withoutScheduling}. What others changed of it meanwhile stays as they left it. */
export function withScheduling(bytes: Uint8Array): Uint8Array {
  // Most items have none, and are not taken apart.
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(MARK)) return bytes;
  return rewritten(bytes, (line, raw) => {
    const name = raw.slice(0, line.name.length);
    if (raw.startsWith(ADDITION, line.name.length)) return name + raw.slice(line.name.length + ADDITION.length);
    const { parameters } = lineParts(line.text);
    const mark = parameters.find((parameter) => parameter.name === MARK);
    if (mark === undefined) return raw;
    const agent = parameters.find((parameter) => parameter.name === 'SCHEDULE-AGENT');
    const ours = agent?.value.toUpperCase() === 'CLIENT' ? agent : undefined;
    const cuts = [{ ...mark, by: '' }];
    if (ours !== undefined) cuts.push({ ...ours, by: mark.value === 'ADDED' ? '' : `;SCHEDULE-AGENT=${mark.value}` });
    let { text } = line;
    for (const { start, end, by } of cuts.sort((a, b) => b.start - a.start))
      text = text.slice(0, start) + by + text.slice(end);
    return foldLine(text);
  });
}

function rewritten(bytes: Uint8Array, change: (line: ContentLine, raw: string) => string): Uint8Array {
  const text = latin1(bytes);
  const parts: string[] = [];
  let at = 0;
  for (const line of userLines(text)) {
    const raw = text.slice(line.start, line.end);
    const changed = change(line, raw);
    if (changed === raw) continue;
    parts.push(text.slice(at, line.start), changed);
    at = line.end;
  }
  if (parts.length === 0) return bytes;
  parts.push(text.slice(at));
  return Buffer.from(parts.join(''), 'latin1');
}

/** Organisers and attendees of the components; those of alarms are told by their alarm and not by scheduling. */
function* userLines(text: string): Generator<ContentLine> {
  let depth = 0;
  for (const line of contentLines(text)) {
    if (line.name === 'BEGIN') depth++;
    else if (line.name === 'END') depth--;
    else if (depth === 2 && (line.name === 'ATTENDEE' || line.name === 'ORGANIZER')) yield line;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
