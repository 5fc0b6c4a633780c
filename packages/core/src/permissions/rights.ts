import { MapistoreError } from '../errors/error.ts';

/** Bits of PidTagMemberRights ([MS-OXCPERM] 2.2.7). */
export const RIGHTS = {
  /** Reads every item of the folder; without it, only one's own. */
  readAny: 0x1,
  create: 0x2,
  editOwned: 0x8,
  deleteOwned: 0x10,
  editAny: 0x20,
  deleteAny: 0x40,
  createSubFolder: 0x80,
  /** Changes properties, permissions and name of the folder, and removes it. */
  folderOwner: 0x100,
  /** Whom to ask about the folder. Allows nothing. */
  folderContact: 0x200,
  /** Sees and opens the folder, and sees its permissions. */
  folderVisible: 0x400,
  /** Sees when appointments take place. */
  freeBusySimple: 0x800,
  /** Sees what they are about, too. */
  freeBusyDetailed: 0x1000,
} as const;

/** The name of a right. */
export type Right = keyof typeof RIGHTS;

/** Both free-busy rights: calls that leave them out neither show nor change them. */
export const FREE_BUSY_RIGHTS: number = RIGHTS.freeBusySimple | RIGHTS.freeBusyDetailed;

/** Every right there is. */
export const ALL_RIGHTS: number = Object.values(RIGHTS).reduce((all, bit) => all | bit, 0);

/** The name of a role. */
export type Role =
  | 'none'
  | 'freebusy'
  | 'contributor'
  | 'reviewer'
  | 'nonediting-author'
  | 'author'
  | 'publishing-author'
  | 'editor'
  | 'publishing-editor'
  | 'owner';

/** Rights that are together what people call by one name, as Outlook does. */
export const ROLES: Readonly<Record<Role, number>> = {
  none: 0,
  freebusy: RIGHTS.freeBusySimple,
  contributor: RIGHTS.create | RIGHTS.folderVisible,
  reviewer: RIGHTS.readAny | RIGHTS.folderVisible,
  'nonediting-author': RIGHTS.readAny | RIGHTS.create | RIGHTS.deleteOwned | RIGHTS.folderVisible,
  author: RIGHTS.readAny | RIGHTS.create | RIGHTS.editOwned | RIGHTS.deleteOwned | RIGHTS.folderVisible,
  'publishing-author':
    RIGHTS.readAny |
    RIGHTS.create |
    RIGHTS.editOwned |
    RIGHTS.deleteOwned |
    RIGHTS.createSubFolder |
    RIGHTS.folderVisible,
  editor:
    RIGHTS.readAny |
    RIGHTS.create |
    RIGHTS.editOwned |
    RIGHTS.deleteOwned |
    RIGHTS.editAny |
    RIGHTS.deleteAny |
    RIGHTS.folderVisible,
  'publishing-editor':
    RIGHTS.readAny |
    RIGHTS.create |
    RIGHTS.editOwned |
    RIGHTS.deleteOwned |
    RIGHTS.editAny |
    RIGHTS.deleteAny |
    RIGHTS.createSubFolder |
    RIGHTS.folderVisible,
  owner: ALL_RIGHTS & ~FREE_BUSY_RIGHTS,
};

/** What follows from rights: who may do something to every item may do it to their own, and who reads sees when. */
export function effectiveRights(rights: number): number {
  let all = rights;
  if ((all & RIGHTS.editAny) !== 0) all |= RIGHTS.editOwned;
  if ((all & RIGHTS.deleteAny) !== 0) all |= RIGHTS.deleteOwned;
  if ((all & RIGHTS.readAny) !== 0) all |= RIGHTS.freeBusyDetailed;
  if ((all & RIGHTS.freeBusyDetailed) !== 0) all |= RIGHTS.freeBusySimple;
  return all;
}

/** @throws INVALID_ARGUMENT for bits that are no right */
export function checkRights(rights: number): number {
  if (Number.isInteger(rights) && rights >= 0 && (rights & ~ALL_RIGHTS) === 0) return rights;
  throw new MapistoreError('INVALID_ARGUMENT', `${rights} has bits that are no right; all rights are ${ALL_RIGHTS}.`);
}

/**
 * Reads rights as people type them: a role, or names of rights, several with a `+` between: `author+freeBusySimple`.
 * @throws INVALID_ARGUMENT
 */
export function parseRights(text: string): number {
  let rights = 0;
  for (const word of text.split('+').map((each) => each.trim())) {
    const role = Object.entries(ROLES).find(([name]) => name === word.toLowerCase());
    const right = Object.entries(RIGHTS).find(([name]) => name.toLowerCase() === word.toLowerCase());
    const bits = role?.[1] ?? right?.[1];
    if (bits === undefined)
      throw new MapistoreError(
        'INVALID_ARGUMENT',
        `"${word}" is neither a role (${Object.keys(ROLES).join(', ')}) nor a right (${Object.keys(RIGHTS).join(', ')}).`,
      );
    rights |= bits;
  }
  return rights;
}

/** The reverse of {@link parseRights}: the role that is just that, or one with free-busy rights, or the single rights. */
export function formatRights(rights: number): string {
  const roleOf = (bits: number): string | undefined => Object.entries(ROLES).find(([, role]) => role === bits)?.[0];
  const whole = roleOf(rights);
  if (whole !== undefined) return whole;
  const names = Object.entries(RIGHTS).filter(([, bit]) => (rights & bit) !== 0);
  const role = roleOf(rights & ~FREE_BUSY_RIGHTS);
  if (role === undefined || role === 'none') return names.map(([name]) => name).join('+');
  return [role, ...names.filter(([, bit]) => (bit & FREE_BUSY_RIGHTS) !== 0).map(([name]) => name)].join('+');
}
