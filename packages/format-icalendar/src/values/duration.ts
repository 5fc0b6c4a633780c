import ICAL from 'ical.js';
import { DAY } from './time.ts';

/** A DURATION (RFC 5545 s.3.3.6). */
export interface Duration {
  /** Milliseconds; negative before. */
  readonly length: number;
  /** Whether it is of days and weeks only, which count by the wall clock. */
  readonly nominal: boolean;
}

const DURATION = /^[+-]?P(?:\d{1,6}W)?(?:\d{1,6}D)?(?:T(?:\d{1,8}H)?(?:\d{1,8}M)?(?:\d{1,8}S)?)?$/i;

/** A duration; undefined where it is none. */
export function readDuration(value: string): Duration | undefined {
  const text = value.trim().toUpperCase();
  if (!DURATION.test(text) || !/\d/.test(text)) return undefined;
  try {
    const length = ICAL.Duration.fromString(text).toSeconds() * 1000;
    return Number.isSafeInteger(length) ? { length, nominal: !text.includes('T') } : undefined;
  } catch {
    return undefined;
  }
}

/** The value of a duration, in days where it is `nominal`. */
export function durationText(length: number, nominal = false): string {
  if (nominal && length % DAY === 0) return `${length < 0 ? '-' : ''}P${Math.abs(length / DAY)}D`;
  return ICAL.Duration.fromSeconds(Math.round(length / 1000)).toString();
}
