import { MapistoreError } from '../errors/error.ts';
import type { StateTx } from '../state/store.ts';

/** Member id of the entry for everybody who has none ([MS-OXCPERM] 2.2.5). */
export const DEFAULT_MEMBER = 0;
/** Member id of the entry for those who do not say who they are: 0xFFFFFFFFFFFFFFFF. */
export const ANONYMOUS_MEMBER = -1;

/** Column of the state that holds names. */
const LONGEST = 255;

/** A name as it is compared: addresses differ neither by case nor by spaces around them. @throws INVALID_ARGUMENT */
export function memberKey(member: string): string {
  const key = typeof member === 'string' ? member.trim().normalize('NFC').toLowerCase() : '';
  if (key !== '' && key.length <= LONGEST) return key;
  throw new MapistoreError('INVALID_ARGUMENT', `"${member}" names nobody; a member is named by an address.`);
}

/** The id of a person or group: one and the same in all folders. A new one is taken where there is none. */
export async function memberIdOf(tx: StateTx, key: string): Promise<number> {
  const known = (await tx.permissions.all()).find((row) => row.memberKey === key);
  return known?.memberId ?? tx.take('id', 1);
}
