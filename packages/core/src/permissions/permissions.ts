import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import type { PermissionRow } from '../state/rights-rows.ts';
import type { StateTx } from '../state/store.ts';
import { ANONYMOUS_MEMBER, DEFAULT_MEMBER, memberIdOf, memberKey } from './members.ts';
import { checkRights, FREE_BUSY_RIGHTS } from './rights.ts';

/** An entry of the permissions of a folder. */
export interface Permission {
  /** PidTagMemberId: 0 is Default, -1 Anonymous; the same for one person in all folders. */
  readonly memberId: number;
  /** PidTagMemberName: empty for Default, `Anonymous` for that. */
  readonly member: string;
  /** PidTagMemberRights; see `RIGHTS`. */
  readonly rights: number;
  /** Whether the member sees private items of others. */
  readonly privateItems: boolean;
}

/** An entry to be added. */
export interface NewPermission {
  readonly member: string;
  readonly rights: number;
  /** Default false. */
  readonly privateItems?: boolean;
}

/** A change of the permissions of a folder, after the PermissionData of [MS-OXCPERM] 2.2.2.1.1. */
export type PermissionChange =
  | ({ readonly change: 'add' } & NewPermission)
  | {
      readonly change: 'modify';
      readonly memberId: number;
      readonly rights: number;
      readonly privateItems?: boolean;
    }
  | { readonly change: 'remove'; readonly memberId: number };

/** Whether the free-busy rights count (IncludeFreeBusy); default true. Without, they are neither shown nor changed. */
export interface FreeBusyOption {
  readonly freeBusy?: boolean;
}

/** Who may do what in folders. */
export interface Permissions {
  /** Default, Anonymous, and who has an entry. @throws NOT_FOUND, FORBIDDEN */
  list(path: StorePath, request?: FreeBusyOption): Promise<readonly Permission[]>;
  /**
   * Adds, changes and removes entries: all of it, or nothing.
   * @throws NOT_FOUND (the folder, the member), ALREADY_EXISTS (an entry to be added), INVALID_ARGUMENT (bits that are no
   * right, Default and Anonymous to be removed), FORBIDDEN
   */
  modify(path: StorePath, changes: readonly PermissionChange[], request?: FreeBusyOption): Promise<void>;
  /** Makes these all the entries there are, beside Default, which stays as it is. @throws as `modify` */
  replace(path: StorePath, entries: readonly NewPermission[], request?: FreeBusyOption): Promise<void>;
}

/** The permissions of a store. */
export function permissionsOf(engine: Engine): Permissions {
  return {
    list: (path, request) =>
      engine.state.read(async (tx) => {
        const { folderId } = (await Tree.read(tx)).need(path);
        const mask = maskOf(request);
        return entriesOf(folderId, await tx.permissions.ofFolder(folderId)).map((row) => publicForm(row, mask));
      }),
    modify: (path, changes, request) =>
      engine.state.write(async (tx) => {
        const { folderId } = (await Tree.read(tx)).need(path);
        for (const change of changes) await apply(tx, folderId, change, maskOf(request));
      }),
    replace: (path, entries, request) =>
      engine.state.write(async (tx) => {
        const { folderId } = (await Tree.read(tx)).need(path);
        const before = (await tx.permissions.ofFolder(folderId)).filter(({ memberId }) => memberId !== DEFAULT_MEMBER);
        await tx.permissions.delete(
          folderId,
          before.map(({ memberId }) => memberId),
        );
        for (const entry of entries) {
          const old = before.find((row) => row.memberKey === memberKey(entry.member));
          await add(tx, folderId, entry, maskOf(request), old);
        }
      }),
  };
}

/** All entries of a folder: those kept, and the two that every folder has, in the order of [MS-OXCPERM]. */
function entriesOf(folderId: number, rows: readonly PermissionRow[]): readonly PermissionRow[] {
  const built = (memberId: number): PermissionRow =>
    rows.find((row) => row.memberId === memberId) ?? {
      folderId,
      memberId,
      member: '',
      memberKey: '',
      rights: 0,
      privateItems: 0,
    };
  return [built(DEFAULT_MEMBER), built(ANONYMOUS_MEMBER), ...rows.filter(({ memberId }) => memberId > 0)];
}

function maskOf({ freeBusy = true }: FreeBusyOption = {}): number {
  return freeBusy ? 0 : FREE_BUSY_RIGHTS;
}

function publicForm({ memberId, member, rights, privateItems }: PermissionRow, mask: number): Permission {
  const name = memberId === ANONYMOUS_MEMBER ? 'Anonymous' : member;
  return { memberId, member: name, rights: rights & ~mask, privateItems: privateItems === 1 };
}

/** Rights as they are to be kept: those left out stay what they were. */
function merged(rights: number, before: number, mask: number): number {
  return (checkRights(rights) & ~mask) | (before & mask);
}

async function apply(tx: StateTx, folderId: number, change: PermissionChange, mask: number): Promise<void> {
  const rows = await tx.permissions.ofFolder(folderId);
  if (change.change === 'add') {
    if (rows.some((row) => row.memberKey === memberKey(change.member)))
      throw new MapistoreError('ALREADY_EXISTS', `${change.member} has an entry there already; change that one.`);
    return add(tx, folderId, change, mask, undefined);
  }
  const row = entriesOf(folderId, rows).find(({ memberId }) => memberId === change.memberId);
  if (row === undefined)
    throw new MapistoreError('NOT_FOUND', `Nobody with the member id ${change.memberId} has an entry there.`);
  if (change.change === 'modify') {
    const privateItems = change.privateItems === undefined ? row.privateItems : Number(change.privateItems);
    return tx.permissions.put([{ ...row, rights: merged(change.rights, row.rights, mask), privateItems }]);
  }
  if (row.memberId <= 0)
    throw new MapistoreError(
      'INVALID_ARGUMENT',
      'Default and Anonymous are always there; give them no rights instead.',
    );
  await tx.permissions.delete(folderId, [row.memberId]);
}

async function add(
  tx: StateTx,
  folderId: number,
  { member, rights, privateItems = false }: NewPermission,
  mask: number,
  before: PermissionRow | undefined,
): Promise<void> {
  const key = memberKey(member);
  await tx.permissions.put([
    {
      folderId,
      memberId: before?.memberId ?? (await memberIdOf(tx, key)),
      member: member.trim(),
      memberKey: key,
      rights: merged(rights, before?.rights ?? 0, mask),
      privateItems: Number(privateItems),
    },
  ]);
}
