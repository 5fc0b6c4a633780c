import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import { type Version, versionsOf } from '../ics/version.ts';
import { xidBytes } from '../ics/xid.ts';
import { folderEntryId } from '../identity/entry-ids.ts';
import { guidBytes } from '../identity/mapi-ids.ts';
import { PropertyBag, type PropertyEntry } from '../properties/bag.ts';
import * as tags from '../properties/tags.ts';
import type { Property } from '../properties/types.ts';
import { SEARCH_ROLE } from '../searches/criteria.ts';
import type { FolderPropertyRow } from '../state/object-rows.ts';
import type { FolderRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { encodeValue } from '../state/values.ts';
import { type FolderId, folderId } from '../store/ids.ts';
import { COMPUTED_OF_FOLDERS } from './computed-names.ts';
import { readFolderProperties } from './folder-properties.ts';
import { type PropertyProblem, problem } from './problems.ts';
import { PropertyObject } from './property-object.ts';

/** PidTagAccess of an owner: all six bits ([MS-OXCPRPT] 2.2.1.1). */
const ACCESS_OF_OWNER = 0x3f;
/** PidTagRights of an owner ([MS-OXCPERM] 2.2.7): every right. */
const RIGHTS_OF_OWNER = 0x7fb;
/** PidTagFolderFlags ([MS-OXCFOLD] 2.2.2.2.1.5): in the IPM subtree, and a generic folder. */
const IPM_AND_NORMAL = 0x5;
const IPM_AND_SEARCH = 0x3;
/** What a folder's messages are, by the kind of its items ([MS-OXOSFLD] 2.2.5). */
const CLASSES: Readonly<Record<string, string>> = {
  mail: 'IPF.Note',
  event: 'IPF.Appointment',
  contact: 'IPF.Contact',
  task: 'IPF.Task',
  note: 'IPF.StickyNote',
  journal: 'IPF.Journal',
};
/** Times that the store keeps like properties, and that nobody else sets. */
const TIMES: ReadonlySet<string> = new Set([tags.PidTagCreationTime.name, tags.PidTagLastModificationTime.name]);

/** Renames a folder to a new name in its parent. */
export type RenameFolder = (path: string, name: string) => Promise<unknown>;

/**
 * A folder: what is set is stored at once ([MS-OXCFOLD] 2.2.2). Counts, ids and rights are derived whenever they are asked
 * for. PidTagDisplayName is the name of the folder, and setting it renames that.
 */
export class FolderObject extends PropertyObject {
  override readonly kind = 'folder';
  override readonly isWritable = true;
  readonly #engine: Engine;
  readonly #number: number;
  readonly #rename: RenameFolder;

  constructor(engine: Engine, number: number, rename: RenameFolder) {
    super();
    this.#engine = engine;
    this.#number = number;
    this.#rename = rename;
  }

  get id(): FolderId {
    return folderId(this.#number);
  }

  protected override async stored(): Promise<PropertyBag> {
    const { bag } = await this.#read();
    for (const name of TIMES) bag.delete(name);
    return bag;
  }

  protected override async derived(): Promise<PropertyBag> {
    const { row, bag } = await this.#read();
    const [kind = 'mail', ...others] = row.kinds === '' ? [] : row.kinds.split(',');
    const own = row.holdsItems === 1 && !bag.has(tags.PidTagContainerClass);
    return new PropertyBag().set(
      tags.PidTagContainerClass,
      own && others.length === 0 ? CLASSES[kind] : own ? 'IPF.Note' : undefined,
    );
  }

  protected override async computed(): Promise<PropertyBag> {
    const { replicas } = this.#engine;
    return this.#engine.state.read(async (tx) => {
      const tree = await Tree.read(tx);
      const row = need(tree, this.#number);
      const times = await readFolderProperties(tx, this.#number);
      const { items, unseen, bytes } = await tx.contents.count(row.folderId);
      const children = tree.children(row.folderId);
      await replicas.refresh(tx);
      const { folderId: objectId, cn } = row;
      const version = (await versionsOf(tx, replicas, [{ objectId, cn }])).get(objectId) as Version;
      const entryId = folderEntryId(replicas, row.folderId);
      const created = times.get(tags.PidTagCreationTime);
      const bag = new PropertyBag()
        .set(tags.PidTagDisplayName, row.name)
        .set(tags.PidTagFolderId, replicas.mapiId(row.folderId))
        .set(tags.PidTagEntryId, entryId)
        .set(tags.PidTagRecordKey, entryId)
        .set(tags.PidTagInstanceKey, replicas.key(row.folderId))
        .set(
          tags.PidTagSourceKey,
          version.sourceKey === undefined ? replicas.key(row.folderId) : xidBytes(version.sourceKey),
        )
        .set(tags.PidTagStoreRecordKey, guidBytes(replicas.store))
        .set(tags.PidTagChangeKey, xidBytes(version.changeKey))
        .set(tags.PidTagPredecessorChangeList, version.predecessors.toBytes())
        .set(tags.PidTagChangeNumber, replicas.mapiCn(row.cn))
        .set(tags.PidTagContentCount, items)
        .set(tags.PidTagContentUnreadCount, unseen)
        .set(tags.PidTagAssociatedContentCount, (await tx.associated.ofFolder(row.folderId, false)).length)
        .set(tags.PidTagDeletedCountTotal, await tx.recoverable.count(row.folderId))
        .set(tags.PidTagMessageSize, Math.min(bytes, 0x7fff_ffff))
        .set(tags.PidTagMessageSizeExtended, BigInt(bytes))
        .set(tags.PidTagSubfolders, children.length > 0)
        .set(tags.PidTagHierarchyChangeNumber, Math.max(row.cn, ...children.map(({ createdCn }) => createdCn)))
        .set(tags.PidTagFolderType, row.parentId === null ? 0 : row.role === SEARCH_ROLE ? 2 : 1)
        .set(tags.PidTagFolderFlags, row.role === SEARCH_ROLE ? IPM_AND_SEARCH : IPM_AND_NORMAL)
        .set(tags.PidTagAccess, ACCESS_OF_OWNER)
        .set(tags.PidTagRights, RIGHTS_OF_OWNER)
        .set(tags.PidTagCreationTime, created)
        .set(tags.PidTagLastModificationTime, times.get(tags.PidTagLastModificationTime) ?? created);
      if (row.parentId !== null)
        bag
          .set(tags.PidTagParentFolderId, replicas.mapiId(row.parentId))
          .set(tags.PidTagParentEntryId, folderEntryId(replicas, row.parentId))
          .set(tags.PidTagParentSourceKey, replicas.key(row.parentId));
      return bag;
    });
  }

  protected override refusal(property: Property): PropertyProblem | undefined {
    return COMPUTED_OF_FOLDERS.has(property.name) ? problem(property, 'COMPUTED') : undefined;
  }

  protected override invalid({ property, value }: PropertyEntry): PropertyProblem | undefined {
    // A name with a slash would be a path.
    if (property.name === tags.PidTagDisplayName.name && /^$|\//u.test(value as string))
      return problem(property, 'INVALID_PARAMETER');
    // [MS-OXCFOLD] 2.2.2.2.2.3
    const isClass = property.name === tags.PidTagContainerClass.name;
    return isClass && !/^IPF\./iu.test(value as string) ? problem(property, 'INVALID_PARAMETER') : undefined;
  }

  protected override async assign(entries: readonly PropertyEntry[]): Promise<void> {
    const name = entries.find(({ property }) => property.name === tags.PidTagDisplayName.name)?.value;
    if (name !== undefined) await this.#rename((await this.#read()).path, name as string);
    const rows = entries
      .filter(({ property }) => property.name !== tags.PidTagDisplayName.name)
      .map(({ property, value }) => this.#property(property, encodeValue(value)));
    await this.#engine.state.write(async (tx) => {
      await this.#touch(tx);
      await tx.folderProperties.put(rows);
    });
  }

  protected override async unassign(names: readonly string[]): Promise<void> {
    await this.#engine.state.write(async (tx) => {
      await this.#touch(tx);
      await tx.folderProperties.delete(this.#number, names);
    });
  }

  /** The folder has changed: a number and a time of its own. */
  async #touch(tx: StateTx): Promise<void> {
    need(await Tree.read(tx), this.#number);
    await tx.folders.update(this.#number, { cn: await tx.take('cn', 1) });
    await tx.folderProperties.put([this.#property(tags.PidTagLastModificationTime, encodeValue(this.#engine.clock()))]);
  }

  #property({ name, type }: Property, value: string): FolderPropertyRow {
    return { folderId: this.#number, property: name, type, value };
  }

  async #read(): Promise<{ readonly row: FolderRow; readonly path: string; readonly bag: PropertyBag }> {
    return this.#engine.state.read(async (tx) => {
      const tree = await Tree.read(tx);
      const row = need(tree, this.#number);
      return { row, path: tree.path(row), bag: await readFolderProperties(tx, this.#number) };
    });
  }
}

function need(tree: Tree, number: number): FolderRow {
  const row = tree.get(number);
  if (row !== undefined) return row;
  throw new MapistoreError('NOT_FOUND', `There is no folder ${folderId(number)}; it may have been removed.`, {
    context: { id: folderId(number) },
  });
}

/** The row of a folder's comment. */
export function commentRow(number: number, comment: string): FolderPropertyRow {
  const { name, type } = tags.PidTagComment;
  return { folderId: number, property: name, type, value: encodeValue(comment) };
}

/** Notes when a folder was made. */
export async function noteCreation(tx: StateTx, number: number, at: Date): Promise<void> {
  const { name, type } = tags.PidTagCreationTime;
  await tx.folderProperties.put([{ folderId: number, property: name, type, value: encodeValue(at) }]);
}
