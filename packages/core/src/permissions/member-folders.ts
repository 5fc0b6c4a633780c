import type { Engine } from '../engine/engine.ts';
import { joinPath, type StorePath, splitPath } from '../mounts/paths.ts';
import type { FolderRow } from '../state/rows.ts';
import type { FolderInfo, Folders } from '../store/folders.ts';
import { folderId } from '../store/ids.ts';
import type { Access } from './access.ts';
import { closed } from './closed.ts';
import { type Permissions, permissionsOf } from './permissions.ts';

const PAGE = 500;

/** The hierarchy as somebody sees it: folders that are not visible to them do not exist. */
export function memberFolders(engine: Engine, inner: Folders, read: () => Promise<Access>): Folders {
  const list: Folders['list'] = async (path = '/') => {
    const access = await read();
    // The root is no secret; whether it is shown depends on its rights, as with any other.
    if (splitPath(path).length > 0) access.need(path, 'folderVisible');
    const rows = new Map([...access.tree.subtree(access.tree.need(path))].map((row) => [folderId(row.folderId), row]));
    const infos: FolderInfo[] = [];
    for (const info of await inner.list(path)) {
      const row = rows.get(info.id);
      if (row !== undefined && access.may(row, 'folderVisible')) infos.push(await asSeen(engine, access, row, info));
    }
    return infos;
  };
  const get: Folders['get'] = async (path) => {
    const access = await read();
    const row = access.need(path, 'folderVisible');
    return asSeen(engine, access, row, await inner.get(path));
  };
  return closed<Folders>(
    inner,
    {
      list,
      get,
      async create(path, request) {
        (await read()).need(parentOf(path), 'createSubFolder');
        return get((await inner.create(path, request)).path);
      },
      async rename(path, to, request) {
        const access = await read();
        access.need(path, 'folderOwner');
        if (to.includes('/') && access.tree.need(parentOf(to)).folderId !== access.tree.need(path).parentId)
          access.need(parentOf(to), 'createSubFolder');
        const renamed = await inner.rename(path, to, request);
        return asSeen(engine, access, access.tree.need(path), renamed);
      },
      async remove(path, request) {
        const access = await read();
        checkRemoval(access, access.need(path, 'folderOwner'));
        return inner.remove(path, request);
      },
    },
    'folders',
  );
}

/** Permissions as somebody sees them: with folder-visible they read them, with folder-owner they change them. */
export function memberPermissions(engine: Engine, read: () => Promise<Access>): Permissions {
  const inner = permissionsOf(engine);
  return {
    async list(path, request) {
      (await read()).need(path, 'folderVisible');
      return inner.list(path, request);
    },
    async modify(path, changes, request) {
      (await read()).need(path, 'folderOwner');
      return inner.modify(path, changes, request);
    },
    async replace(path, entries, request) {
      (await read()).need(path, 'folderOwner');
      return inner.replace(path, entries, request);
    },
  };
}

/** Whether they may take a folder away with all that is in it. @throws NOT_FOUND, FORBIDDEN */
export function checkRemoval(access: Access, folder: FolderRow): void {
  for (const row of access.tree.subtree(folder)) {
    access.check(row, 'folderOwner');
    access.check(row, 'deleteAny');
  }
}

function parentOf(path: StorePath): StorePath {
  return joinPath(splitPath(path).slice(0, -1));
}

/** Without where it really lies; and who does not read everything is told the numbers of what they read. */
async function asSeen(engine: Engine, access: Access, row: FolderRow, info: FolderInfo): Promise<FolderInfo> {
  const { mount: _, ...rest } = info;
  if (access.may(row, 'readAny')) return rest;
  return { ...rest, ...(await countOwn(engine, access, row)) };
}

async function countOwn(engine: Engine, access: Access, { folderId: id }: FolderRow) {
  const sums = { items: 0, unread: 0, bytes: 0 };
  for (let mid = 0; ; ) {
    const after = { value: mid, mid };
    const rows = await engine.state.read((tx) =>
      tx.contents.page({ folderId: id, sort: 'mid', descending: false, limit: PAGE, after }),
    );
    for (const each of rows.filter((one) => access.sees(one))) {
      sums.items++;
      if (!each.flags.split(' ').includes('$seen')) sums.unread++;
      sums.bytes += each.size ?? each.storedSize ?? 0;
    }
    if (rows.length < PAGE) return sums;
    mid = rows.at(-1)?.mid as number;
  }
}
