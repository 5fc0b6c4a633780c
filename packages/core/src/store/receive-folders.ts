import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import { isOfClass } from '../objects/choose-format.ts';
import { type FolderId, folderId } from './ids.ts';
import { folderOfRole } from './special-folders.ts';

/** Where messages of a class go. */
export interface ReceiveFolder {
  /** The class that was configured, as it was written; empty for all that have no folder of their own. */
  readonly messageClass: string;
  readonly id: FolderId;
  readonly path: StorePath;
  /** When that was configured last; absent for the Inbox that nobody configured. */
  readonly changed?: Date;
}

/** Where new messages are put, by class ([MS-OXCSTOR] 2.2.1.2 to 2.2.1.4). */
export interface ReceiveFolders {
  /**
   * The folder for a class: that of the longest class which is it or above it, else the Inbox.
   * @throws INVALID_ARGUMENT for what is no class, NOT_FOUND where the store has no Inbox either
   */
  get(messageClass: string): Promise<ReceiveFolder>;
  /**
   * Sets the folder for a class and all below it that have none of their own, or takes it out without a path.
   * @throws FORBIDDEN for IPM and REPORT.IPM, and for taking out the folder of all classes; NOT_FOUND, INVALID_ARGUMENT
   */
  set(messageClass: string, path: StorePath | undefined): Promise<void>;
  /** Everything that is configured, by class. */
  list(): Promise<readonly ReceiveFolder[]>;
}

const FIXED: ReadonlySet<string> = new Set(['ipm', 'report.ipm']);

/** Receive folders of a store. */
export function receiveFoldersOf(engine: Engine): ReceiveFolders {
  return {
    async get(messageClass) {
      checkClass(messageClass);
      const rows = (await list(engine)).filter((row) => isOfClass(messageClass, row.messageClass));
      const best = rows.sort((a, b) => b.messageClass.length - a.messageClass.length)[0];
      return best ?? inbox(engine);
    },
    async set(messageClass, path) {
      checkClass(messageClass);
      const key = messageClass.toLowerCase();
      if (FIXED.has(key)) throw new MapistoreError('FORBIDDEN', `The folder for ${messageClass} cannot be set.`);
      if (path === undefined && key === '')
        throw new MapistoreError('FORBIDDEN', 'The folder for all classes can be another one, and not none.');
      await engine.state.write(async (tx) => {
        if (path === undefined) return tx.receiveFolders.delete(key);
        const folder = (await Tree.read(tx)).need(path);
        const changedAt = engine.clock().getTime();
        return tx.receiveFolders.put({
          messageClass: key,
          shownClass: messageClass,
          folderId: folder.folderId,
          changedAt,
        });
      });
    },
    list: () => list(engine),
  };
}

async function list(engine: Engine): Promise<ReceiveFolder[]> {
  return engine.state.read(async (tx) => {
    const tree = await Tree.read(tx);
    return (await tx.receiveFolders.all()).flatMap((row): readonly ReceiveFolder[] => {
      const folder = tree.get(row.folderId);
      if (folder === undefined) return [];
      const { shownClass: messageClass, changedAt } = row;
      return [{ messageClass, id: folderId(row.folderId), path: tree.path(folder), changed: new Date(changedAt) }];
    });
  });
}

async function inbox(engine: Engine): Promise<ReceiveFolder> {
  const found = await engine.state.read((tx) => folderOfRole(tx, 'inbox'));
  if (found !== undefined) return { messageClass: '', id: found.id, path: found.path };
  throw new MapistoreError('NOT_FOUND', 'No folder receives messages: give a folder the role inbox.');
}

/** [MS-OXCSTOR] 2.2.1.2.1: printable ASCII, at most 254 characters, and no empty part. */
function checkClass(messageClass: string): void {
  const isClass = messageClass.length <= 254 && /^[\x20-\x7e]*$/u.test(messageClass);
  if (isClass && (messageClass === '' || messageClass.split('.').every((part) => part !== ''))) return;
  throw new MapistoreError('INVALID_ARGUMENT', `"${messageClass.slice(0, 60)}" is no message class.`);
}
