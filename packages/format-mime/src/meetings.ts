import {
  type Attachment,
  bytesSource,
  type Format,
  type Item,
  type OtherFormats,
  PropertyBag,
  tagged,
} from '@mapistore/core';
import { type BodyRequest, readPlain } from './bodies.ts';
import { calendarPart } from './message-class.ts';
import type { Part } from './parts.ts';

const CALENDAR = 'text/calendar';
const MEETING = /^ipm\.schedule\.meeting\./i;
/** Calendar objects in mails are small; one that is not stays an attachment only. */
const MAX_CALENDAR_CHARACTERS = 4_194_304;

/** Properties with a fixed id that a meeting has from its calendar object; all others of a mail are from its header. */
const FROM_CALENDAR: ReadonlySet<string> = new Set([
  'PidTagStartDate',
  'PidTagEndDate',
  'PidTagOwnerAppointmentId',
  'PidTagResponseRequested',
  'PidTagReplyRequested',
]);

/**
 * Settles the class of a meeting message from its calendar object ([MS-OXCICAL]), since the answer of a reply stands only
 * there, and takes the times, place, series and identity of the meeting from it ([MS-OXOCAL] 2.2.5 to 2.2.10).
 */
export async function readMeeting(bag: PropertyBag, root: Part, request: BodyRequest): Promise<void> {
  const part = calendarPart(root);
  if (part === undefined) return;
  const { text } = await readPlain(part, request);
  const calendar = text.replace(/\r?\n[ \t]/g, '');
  const method = /^METHOD:(\w+)/im.exec(calendar)?.[1]?.toUpperCase();
  const answer = /PARTSTAT=(\w+)/i.exec(calendar)?.[1]?.toUpperCase();
  const suffix = suffixOf(method, answer);
  if (suffix !== undefined) bag.set(tagged('PidTagMessageClass'), `IPM.Schedule.Meeting.${suffix}`);
  const { formats, signal } = request.context;
  const format = formats?.get(CALENDAR);
  if (format === undefined || !MEETING.test(bag.text('PidTagMessageClass') ?? '')) return;
  if (text.length > MAX_CALENDAR_CHARACTERS) return;
  const item = await format.parse(bytesSource(Buffer.from(text), CALENDAR), { signal });
  for (const { property, value } of item.properties) {
    const wanted = 'set' in property || FROM_CALENDAR.has(property.name);
    if (wanted && !bag.has(property)) bag.set(property, value);
  }
  for (const problem of item.problems) request.problems.add(`In the calendar object: ${problem}`);
}

function suffixOf(method: string | undefined, answer: string | undefined): string | undefined {
  if (method === 'REQUEST') return 'Request';
  if (method === 'CANCEL') return 'Canceled';
  if (method !== 'REPLY') return undefined;
  return `Resp.${answer === 'ACCEPTED' ? 'Pos' : answer === 'DECLINED' ? 'Neg' : 'Tent'}`;
}

/** A meeting that has no calendar object yet gets one, as a further form of its text; any other item stays as it is. */
export async function withCalendar(
  item: Item,
  { signal, formats }: { readonly signal: AbortSignal; readonly formats?: OtherFormats },
): Promise<Item> {
  const format = formats?.get(CALENDAR);
  const isMeeting = MEETING.test(item.properties.text('PidTagMessageClass') ?? '');
  const has = item.attachments.some(({ properties }) => properties.text('PidTagAttachMimeTag') === CALENDAR);
  if (format === undefined || !isMeeting || has) return item;
  const calendar = await calendarOf(format, item, signal);
  // Exceptions of a series are embedded messages in MAPI, and overrides inside of the calendar object here.
  const others = item.attachments.filter(
    ({ item: inner }) => inner?.properties.has('PidLidExceptionReplaceTime') !== true,
  );
  return { ...item, attachments: [...others, calendar] };
}

async function calendarOf(format: Format, item: Item, signal: AbortSignal): Promise<Attachment> {
  const properties = new PropertyBag()
    .set(tagged('PidTagAttachMethod'), 1)
    .set(tagged('PidTagAttachMimeTag'), CALENDAR)
    .set(tagged('PidTagAttachmentHidden'), true);
  return { properties, content: await format.render(item, { signal }) };
}
