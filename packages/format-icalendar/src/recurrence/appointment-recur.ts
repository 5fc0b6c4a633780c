import { type Reader, type Writer, writerOf } from './bytes.ts';
import { attempt, type RecurrencePattern, readPattern, Unread, type Unreadable, writePattern } from './pattern.ts';

/**
 * ExceptionInfo and ExtendedException ([MS-OXOCAL] 2.2.1.44.2, 2.2.1.44.4) of one modified instance. Times are minutes since
 * 1601-01-01 in local time. A field that is undefined is as in the series.
 */
export interface RecurException {
  readonly start: number;
  readonly end: number;
  readonly originalStart: number;
  readonly subject?: string;
  /** PidLidAppointmentStateFlags. */
  readonly meetingType?: number;
  /** PidLidReminderDelta, in minutes. */
  readonly reminderDelta?: number;
  readonly reminderSet?: boolean;
  readonly location?: string;
  /** PidLidBusyStatus. */
  readonly busyStatus?: number;
  /** Whether the exception has attachments, 0 or 1. */
  readonly attachment?: number;
  /** PidLidAppointmentSubType: whole days, 0 or 1. */
  readonly subType?: number;
  /** PidLidAppointmentColor. */
  readonly appointmentColor?: number;
  /** Whether the body differs (ARO_EXCEPTIONAL_BODY). */
  readonly body?: boolean;
  /** PidLidChangeHighlight. */
  readonly changeHighlight?: number;
}

/** AppointmentRecurrencePattern ([MS-OXOCAL] 2.2.1.44.5), the content of PidLidAppointmentRecur. */
export interface AppointmentRecur {
  readonly pattern: RecurrencePattern;
  /** Minutes from midnight to the begin of an instance. */
  readonly startTimeOffset: number;
  /** Minutes from midnight to the end of an instance; more than 1440 where it ends on a later day. */
  readonly endTimeOffset: number;
  readonly exceptions: readonly RecurException[];
}

const READER_VERSION = 0x3006;
/** From this one on there is a ChangeHighlight. */
const WRITER_VERSION = 0x3009;
const MAX_EXCEPTIONS = 10_000;
/** Sizes of texts are of two bytes, and the first one counts one more. */
const LONGEST_TEXT = 0xfffe;

/** OverrideFlags of the fields that are numbers of four bytes. */
const NUMBERS = {
  meetingType: 0x2,
  reminderDelta: 0x4,
  busyStatus: 0x20,
  attachment: 0x40,
  subType: 0x80,
  appointmentColor: 0x100,
} as const;
const SUBJECT = 0x1;
const REMINDER = 0x8;
const LOCATION = 0x10;
const BODY = 0x200;

type NumberField = keyof typeof NUMBERS;
type Draft = { -readonly [K in keyof RecurException]: RecurException[K] };

function flagsOf(exception: RecurException): number {
  let flags = 0;
  for (const [field, flag] of Object.entries(NUMBERS)) if (exception[field as NumberField] !== undefined) flags |= flag;
  if (exception.subject !== undefined) flags |= SUBJECT;
  if (exception.reminderSet !== undefined) flags |= REMINDER;
  if (exception.location !== undefined) flags |= LOCATION;
  if (exception.body === true) flags |= BODY;
  return flags;
}

/** Text as the old half of the structure has it: a byte a character. The wide text that follows is what readers take. */
function narrow(text: string): Uint8Array {
  const bytes = Array.from(text.slice(0, LONGEST_TEXT), (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : 0x3f;
  });
  return Uint8Array.from(bytes);
}

function writeNarrow(out: Writer, text: string): void {
  const bytes = narrow(text);
  out.u16(bytes.length + 1);
  out.u16(bytes.length);
  out.bytes(bytes);
}

function writeWide(out: Writer, text: string): void {
  const cut = text.slice(0, LONGEST_TEXT);
  out.u16(cut.length);
  for (let index = 0; index < cut.length; index += 1) out.u16(cut.charCodeAt(index));
}

function writeTimes(out: Writer, exception: RecurException): void {
  out.u32(exception.start);
  out.u32(exception.end);
  out.u32(exception.originalStart);
}

function writeException(out: Writer, exception: RecurException): void {
  const number = (field: NumberField): void => {
    const value = exception[field];
    if (value !== undefined) out.u32(value);
  };
  writeTimes(out, exception);
  out.u16(flagsOf(exception));
  if (exception.subject !== undefined) writeNarrow(out, exception.subject);
  number('meetingType');
  number('reminderDelta');
  if (exception.reminderSet !== undefined) out.u32(exception.reminderSet ? 1 : 0);
  if (exception.location !== undefined) writeNarrow(out, exception.location);
  number('busyStatus');
  number('attachment');
  number('subType');
  number('appointmentColor');
}

function writeExtended(out: Writer, exception: RecurException): void {
  out.u32(4);
  out.u32(exception.changeHighlight ?? 0);
  out.u32(0);
  const { subject, location } = exception;
  if (subject === undefined && location === undefined) return;
  writeTimes(out, exception);
  if (subject !== undefined) writeWide(out, subject);
  if (location !== undefined) writeWide(out, location);
  out.u32(0);
}

/** Bytes of PidLidAppointmentRecur. Reserved blocks are empty, as the specification has them. */
export function encodeAppointmentRecur(recur: AppointmentRecur): Uint8Array {
  const out = writerOf();
  writePattern(out, recur.pattern);
  out.u32(READER_VERSION);
  out.u32(WRITER_VERSION);
  out.u32(recur.startTimeOffset);
  out.u32(recur.endTimeOffset);
  out.u16(recur.exceptions.length);
  for (const exception of recur.exceptions) writeException(out, exception);
  out.u32(0);
  for (const exception of recur.exceptions) writeExtended(out, exception);
  out.u32(0);
  return out.done();
}

function readNarrow(reader: Reader): string {
  reader.u16();
  return new TextDecoder('windows-1252').decode(reader.bytes(reader.u16()));
}

function readWide(reader: Reader): string {
  return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(reader.bytes(2 * reader.u16()));
}

interface Half {
  readonly draft: Draft;
  readonly flags: number;
}

function readException(reader: Reader): Half {
  const draft: Draft = { start: reader.u32(), end: reader.u32(), originalStart: reader.u32() };
  const flags = reader.u16();
  const number = (field: NumberField): void => {
    if ((flags & NUMBERS[field]) !== 0) draft[field] = reader.u32();
  };
  if ((flags & SUBJECT) !== 0) draft.subject = readNarrow(reader);
  number('meetingType');
  number('reminderDelta');
  if ((flags & REMINDER) !== 0) draft.reminderSet = reader.u32() !== 0;
  if ((flags & LOCATION) !== 0) draft.location = readNarrow(reader);
  number('busyStatus');
  number('attachment');
  number('subType');
  number('appointmentColor');
  if ((flags & BODY) !== 0) draft.body = true;
  return { draft, flags };
}

function skipBlock(reader: Reader): void {
  reader.bytes(reader.u32());
}

function readExtended(reader: Reader, { draft, flags }: Half, writerVersion: number): void {
  if (writerVersion >= WRITER_VERSION) {
    const size = reader.u32();
    const block = reader.bytes(size);
    if (size >= 4) {
      const highlight = new DataView(block.buffer).getUint32(0, true);
      if (highlight !== 0) draft.changeHighlight = highlight;
    }
  }
  skipBlock(reader);
  if ((flags & (SUBJECT | LOCATION)) === 0) return;
  reader.bytes(12);
  if ((flags & SUBJECT) !== 0) draft.subject = readWide(reader);
  if ((flags & LOCATION) !== 0) draft.location = readWide(reader);
  skipBlock(reader);
}

function readRecur(reader: Reader): AppointmentRecur {
  const pattern = readPattern(reader);
  reader.u32();
  const writerVersion = reader.u32();
  const startTimeOffset = reader.u32();
  const endTimeOffset = reader.u32();
  const count = reader.u16();
  if (count > MAX_EXCEPTIONS || count * 14 > reader.left)
    throw new Unread(`it counts ${count} exceptions, which are not there`);
  const halves = Array.from({ length: count }, () => readException(reader));
  // Some writers leave out what follows, where nothing is in it.
  if (reader.left > 0) {
    skipBlock(reader);
    for (const half of halves) if (reader.left > 0) readExtended(reader, half, writerVersion);
  }
  return { pattern, startTimeOffset, endTimeOffset, exceptions: halves.map(({ draft }) => draft) };
}

/** Reads PidLidAppointmentRecur; never throws. Reserved blocks are passed over. */
export function decodeAppointmentRecur(bytes: Uint8Array): AppointmentRecur | Unreadable {
  return attempt('The recurrence of the appointment', bytes, readRecur);
}
