import type { RecurrencePattern, Unreadable } from './pattern.ts';

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
  readonly busyStatus?: number;
  /** Whether the exception has attachments. */
  readonly attachment?: number;
  /** PidLidAppointmentSubType: whole days. */
  readonly subType?: number;
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

/** Bytes of PidLidAppointmentRecur. */
export function encodeAppointmentRecur(recur: AppointmentRecur): Uint8Array {
  throw new Error(`not yet: ${recur.startTimeOffset}`);
}

/** Reads PidLidAppointmentRecur; never throws. */
export function decodeAppointmentRecur(bytes: Uint8Array): AppointmentRecur | Unreadable {
  throw new Error(`not yet: ${bytes.length}`);
}
