import { named } from '@mapistore/core';
import { type Component, lineOf } from '../lines/component.ts';
import type { NewLine } from '../lines/write.ts';
import type { Row } from './row.ts';

/** PidLidBusyStatus by word ([MS-OXCICAL] 2.1.3.1.1.20.31). */
export const BUSY_WORDS: readonly string[] = ['FREE', 'TENTATIVE', 'BUSY', 'OOF', 'WORKINGELSEWHERE'];
export const FREE = 0;
const TENTATIVE = 1;
const BUSY = 2;

/** PidLidAppointmentStateFlags ([MS-OXOCAL] 2.2.1.10). */
export const MEETING = 1;
export const CANCELED = 4;

const MICROSOFT = 'X-MICROSOFT-CDO-BUSYSTATUS';

function word(component: Component, name: string): string {
  return lineOf(component, name)?.value.trim().toUpperCase() ?? '';
}

/** Whether a component does not take place. */
export function isCancelled(component: Component, method = ''): boolean {
  return word(component, 'STATUS') === 'CANCELLED' || method === 'CANCEL';
}

/** PidLidBusyStatus of a component. */
export function busyStatusOf(component: Component): number {
  const microsoft = BUSY_WORDS.indexOf(word(component, MICROSOFT));
  return microsoft >= 0 ? microsoft : derived(word(component, 'TRANSP'), word(component, 'STATUS'));
}

function derived(transp: string, status: string): number {
  if (transp === 'TRANSPARENT' || status === 'CANCELLED') return FREE;
  return status === 'TENTATIVE' ? TENTATIVE : BUSY;
}

/** TRANSP, STATUS and X-MICROSOFT-CDO-BUSYSTATUS. */
export const BUSY_STATUS: Row = {
  lines: ['TRANSP', 'STATUS', MICROSOFT],
  properties: ['PidLidBusyStatus', 'PidLidAppointmentStateFlags'],
  inHead: true,
  read({ component, method }, bag) {
    bag.set(named('PidLidBusyStatus'), busyStatusOf(component));
    const isMeeting = component.lines.some(({ name }) => name === 'ATTENDEE' || name === 'ORGANIZER');
    const flags = (isMeeting ? MEETING : 0) | (isCancelled(component, method) ? CANCELED : 0);
    bag.set(named('PidLidAppointmentStateFlags'), flags);
  },
  write(bag, { existing, method }) {
    const has = (name: string): boolean => existing !== undefined && lineOf(existing, name) !== undefined;
    const busy = Number(bag.get('PidLidBusyStatus') ?? BUSY);
    if (BUSY_WORDS[busy] === undefined) return [];
    const cancelled = (Number(bag.get('PidLidAppointmentStateFlags') ?? 0) & CANCELED) !== 0 && method !== 'CANCEL';
    const status = cancelled ? 'CANCELLED' : busy === TENTATIVE ? 'TENTATIVE' : has('STATUS') ? 'CONFIRMED' : '';
    const transp = busy === FREE ? 'TRANSPARENT' : has('TRANSP') || existing === undefined ? 'OPAQUE' : '';
    const lines: NewLine[] = [];
    if (transp !== '') lines.push({ name: 'TRANSP', value: transp });
    if (status !== '') lines.push({ name: 'STATUS', value: status });
    if (has(MICROSOFT) || derived(transp, status) !== busy)
      lines.push({ name: MICROSOFT, value: BUSY_WORDS[busy] ?? 'BUSY' });
    return lines;
  },
};
