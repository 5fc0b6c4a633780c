import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import { SEARCH_ROLE } from '../searches/criteria.ts';
import type { PermissionRow } from '../state/rights-rows.ts';
import type { ContentsRow, FolderRow } from '../state/rows.ts';
import { itemId, noSuchItem } from '../store/ids.ts';
import { ANONYMOUS_MEMBER, DEFAULT_MEMBER, memberKey } from './members.ts';
import { effectiveRights, RIGHTS, type Right } from './rights.ts';

/** Somebody other than the owner of a store. */
export type Logon =
  | {
      /** As permissions name them: an address. */
      readonly member: string;
      /** Groups they belong to; whose entries count where they have none of their own. */
      readonly groups?: readonly string[];
    }
  | { readonly anonymous: true };

/** PidTagSensitivity of what delegates do not see ([MS-OXCMSG] 2.2.1.13: Private). */
const PRIVATE = 2;

const OWNED = { edit: 'editOwned', delete: 'deleteOwned' } as const satisfies Record<string, Right>;
const ANY = { edit: 'editAny', delete: 'deleteAny' } as const satisfies Record<string, Right>;

/** What somebody may do, as it stood when it was read. */
export class Access {
  readonly tree: Tree;
  readonly #entries: ReadonlyMap<number, readonly PermissionRow[]>;
  readonly #member: string | undefined;
  readonly #groups: ReadonlySet<string>;

  constructor(tree: Tree, entries: readonly PermissionRow[], who: Logon) {
    this.tree = tree;
    this.#entries = Map.groupBy(entries, ({ folderId }) => folderId);
    this.#member = 'member' in who ? memberKey(who.member) : undefined;
    this.#groups = new Set('member' in who ? (who.groups ?? []).map(memberKey) : []);
  }

  static async read(engine: Engine, who: Logon): Promise<Access> {
    return engine.state.read(async (tx) => new Access(await Tree.read(tx), await tx.permissions.all(), who));
  }

  /** Rights in a folder, with all that follows from them. Search folders are their owner's: they tell of other folders. */
  rights(folder: FolderRow): number {
    if (folder.role === SEARCH_ROLE) return 0;
    return effectiveRights(this.#deciding(folder).reduce((all, { rights }) => all | rights, 0));
  }

  may(folder: FolderRow, right: Right): boolean {
    return (this.rights(folder) & RIGHTS[right]) !== 0;
  }

  /** Whether they see private items of others in a folder. */
  seesPrivate(folder: FolderRow): boolean {
    return this.#deciding(folder).some(({ privateItems }) => privateItems === 1);
  }

  isOwn(row: Pick<ContentsRow, 'creator'>): boolean {
    return this.#member !== undefined && row.creator === this.#member;
  }

  /**
   * The folder of a path, if a right in it is given.
   * @throws NOT_FOUND where they have no right at all there: it does not exist for them; FORBIDDEN naming the right
   */
  need(path: StorePath, right: Right): FolderRow {
    const folder = this.tree.need(path);
    this.check(folder, right);
    return folder;
  }

  /** The same of a folder that is known. */
  check(folder: FolderRow, right: Right): void {
    if (this.may(folder, right)) return;
    const path = this.tree.path(folder);
    if (this.rights(folder) === 0) throw noSuchFolder(path);
    throw forbidden(path, right);
  }

  /** Whether lists show them an item. */
  sees(row: ContentsRow): boolean {
    const folder = this.tree.get(row.folderId);
    if (folder === undefined || this.rights(folder) === 0) return false;
    if (this.isOwn(row)) return true;
    return this.may(folder, 'readAny') && (row.sensitivity !== PRIVATE || this.seesPrivate(folder));
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  checkItem(row: ContentsRow, action: 'read' | 'edit' | 'delete'): void {
    const folder = this.tree.get(row.folderId);
    const own = this.isOwn(row);
    if (folder === undefined || this.rights(folder) === 0) throw noSuchItem(itemId(row.itemId));
    if (!own && row.sensitivity === PRIVATE && !this.seesPrivate(folder)) throw noSuchItem(itemId(row.itemId));
    if (action === 'read' && own) return;
    const right = action === 'read' ? 'readAny' : own ? OWNED[action] : ANY[action];
    if (!this.may(folder, right)) throw forbidden(this.tree.path(folder), right);
  }

  /** Their own entry, else those of their groups, else Default ([MS-OXCPERM] 3.2.4.1). */
  #deciding(folder: FolderRow): readonly PermissionRow[] {
    const entries = this.#entries.get(folder.folderId) ?? [];
    if (this.#member === undefined) return entries.filter(({ memberId }) => memberId === ANONYMOUS_MEMBER);
    const named = entries.filter(({ memberId }) => memberId > 0);
    const own = named.filter((entry) => entry.memberKey === this.#member);
    if (own.length > 0) return own;
    const groups = named.filter((entry) => this.#groups.has(entry.memberKey));
    return groups.length > 0 ? groups : entries.filter(({ memberId }) => memberId === DEFAULT_MEMBER);
  }
}

/** The error for a folder that is not there, or not for them: nobody can tell which. */
function noSuchFolder(path: StorePath): MapistoreError {
  const context = { path };
  return new MapistoreError('NOT_FOUND', `There is no folder ${path}; "folder list" shows what there is.`, { context });
}

/** The error for a right that is missing. */
export function forbidden(path: StorePath, right: Right): MapistoreError {
  const sentence = `It takes the right ${right} in ${path}, and you do not have it; ask who owns the folder.`;
  return new MapistoreError('FORBIDDEN', sentence, { context: { path, right } });
}
