import { MapistoreError } from '@mapistore/core';
import type { Mount } from './mount.ts';
import { calendarUsersOf, withoutScheduling } from './objects/scheduling.ts';

/*
 * No call sends mail to anybody. What is stored is kept from being scheduled by what it says (see objects/scheduling.ts);
 * what others stored, and the server would send cancellations or answers for, is not touched where nothing helps.
 */

/**
 * The bytes to be sent for an item, so that the server tells nobody of it.
 * @throws FORBIDDEN where it would all the same
 */
export function quiet(mount: Mount, bytes: Uint8Array): Uint8Array {
  if (mount.options.invitations === 'allow' || mount.service === 'carddav') return bytes;
  if (mount.google) {
    refuseOthers(mount, bytes, 'Google would invite them whatever the item says');
    return bytes;
  }
  return mount.features.schedules ? withoutScheduling(bytes) : bytes;
}

/** Headers that keep the server from telling others of a change (RFC 6638 s.8.1, and Cyrus' own switch). */
export function quietHeaders(mount: Mount): Readonly<Record<string, string>> {
  if (!mount.features.schedules || mount.options.invitations === 'allow') return {};
  return { 'schedule-reply': 'F', ...(mount.features.schedulingSwitch && { 'scheduling-enabled': 'F' }) };
}

/** Whether what is stored must be looked at before it is changed or deleted. */
export function mustLook(mount: Mount): boolean {
  if (mount.options.invitations === 'allow' || mount.service === 'carddav') return false;
  return mount.google || (mount.features.schedules && !mount.features.schedulingSwitch);
}

/** What is done to an item that is stored. */
export type Touch = 'update' | 'delete' | 'move';

/** @throws FORBIDDEN where doing that to what is stored makes the server tell others */
export function refuseTelling(mount: Mount, bytes: Uint8Array, touch: Touch): void {
  if (!mustLook(mount)) return;
  if (mount.google) {
    refuseOthers(mount, bytes, 'Google would tell them');
    return;
  }
  const users = calendarUsersOf(bytes);
  const organizer = users.find(({ role }) => role === 'organizer');
  if (organizer === undefined) return;
  const isOwn = mount.addresses.size === 0 || mount.addresses.has(organizer.address);
  if (isOwn) {
    // Taking attendees out of the server's hands is taken for calling the meeting off (RFC 6638 s.3.2.1.2).
    const told = users.some(
      ({ role, scheduled, address }) => role === 'attendee' && scheduled && address !== organizer.address,
    );
    if (told)
      throw forbidden('the server would send them a cancellation, and nothing in the protocol keeps it from that');
  } else if (touch !== 'delete' && organizer.scheduled) {
    // On a deletion a header keeps the answer back (s.8.1), on a change nothing does.
    throw forbidden('the server would send an answer to the organizer');
  }
}

function refuseOthers(mount: Mount, bytes: Uint8Array, why: string): void {
  const others = calendarUsersOf(bytes).some(({ address }) => !mount.addresses.has(address));
  if (others) throw forbidden(why);
}

function forbidden(why: string): MapistoreError {
  return new MapistoreError(
    'FORBIDDEN',
    `The item is a meeting with others: ${why}. The option "invitations=allow" lets it happen.`,
    { backend: 'caldav' },
  );
}
