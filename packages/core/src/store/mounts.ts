import { ROOT_FOLDER } from '../contract/entries.ts';
import type { Engine } from '../engine/engine.ts';
import { withLease } from '../engine/lease.ts';
import { MapistoreError } from '../errors/error.ts';
import { refreshHierarchy } from '../hierarchy/refresh.ts';
import { Tree } from '../hierarchy/tree.ts';
import { vacate } from '../hierarchy/vacate.ts';
import { insertVirtual } from '../hierarchy/virtual.ts';
import { joinPath, type StorePath, splitPath } from '../mounts/paths.ts';
import { parseMountUri } from '../mounts/uri.ts';
import { SEARCH_ROLE } from '../searches/criteria.ts';
import { checkSecretReference } from '../secrets/source.ts';
import type { FolderRow, MountRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';

const LEASE_WAIT_MS = 30_000;
const PAGE = 500;

/** A mount as it is asked for. */
export interface MountRequest {
  readonly path: StorePath;
  readonly uri: string;
  /** `env:NAME`, `file:PATH` or `store:NAME`. */
  readonly secretRef?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
}

/** A mount as it is listed. */
export interface MountInfo {
  readonly path: StorePath;
  readonly uri: string;
  readonly secretRef?: string;
}

/** The mount table. */
export interface Mounts {
  list(): Promise<readonly MountInfo[]>;
  /**
   * Mounts a backend at a path. Its root is made where it is missing; what is in it appears with the next sync.
   * @throws ALREADY_EXISTS, CONFIG_INVALID, UNKNOWN_SCHEME, BACKEND_NOT_INSTALLED and what opening it throws; nothing is
   * mounted then
   */
  add(request: MountRequest): Promise<MountInfo>;
  /**
   * Takes a mount out of the store; what lies in its backend stays there.
   * @throws NOT_EMPTY where core keeps items of it that the backend could not hold
   */
  remove(path: StorePath): Promise<void>;
}

/** The mount table of a store. */
export function mountsOf(engine: Engine): Mounts {
  return {
    list: async () => (await engine.state.read((tx) => tx.mounts.all())).map(info),
    add: (request) => add(engine, request),
    remove: (path) => remove(engine, path),
  };
}

function info({ path, uri, secretRef }: MountRow): MountInfo {
  return { path, uri, ...(secretRef !== null && { secretRef }) };
}

async function add(engine: Engine, request: MountRequest): Promise<MountInfo> {
  const names = splitPath(request.path);
  const path = joinPath(names);
  parseMountUri(request.uri);
  if (request.secretRef !== undefined) checkSecretReference(request.secretRef);
  checkFree(await Tree.read(engine.state), path);
  const mountId = await engine.state.write((tx) => tx.take('id', 1));
  const row: MountRow = {
    mountId,
    path,
    uri: request.uri,
    options: JSON.stringify(request.options ?? {}),
    secretRef: request.secretRef ?? null,
    epoch: 1,
  };
  const signal = request.signal ?? new AbortController().signal;
  const backend = await engine.mounts.open(row, { create: true, signal });
  try {
    await engine.state.write(async (tx) => {
      checkFree(await Tree.read(tx), path);
      await tx.mounts.insert(row);
      await place(tx, names, row);
    });
    // The folders are there at once; what is in them comes with the first synchronisation.
    try {
      await withLease(engine, `sync:${mountId}`, { waitMs: LEASE_WAIT_MS, signal }, (lease) =>
        refreshHierarchy(engine, row, backend, signal, lease),
      );
    } catch (error) {
      await remove(engine, path);
      throw error;
    }
  } finally {
    await backend[Symbol.asyncDispose]();
  }
  return info(row);
}

function checkFree(tree: Tree, path: StorePath): void {
  const folder = tree.find(path);
  if (folder?.role === SEARCH_ROLE)
    throw new MapistoreError('ALREADY_EXISTS', `Cannot mount at ${path}: it is a search folder; choose another path.`);
  if (folder === undefined || folder.mountId === null) return;
  const mount = tree.mountOf(folder);
  const what = mount.path === path ? `${mount.uri} is mounted there` : `it is a folder of the mount ${mount.path}`;
  throw new MapistoreError(
    'ALREADY_EXISTS',
    `Cannot mount at ${path}: ${what}; choose another path, or remove that first.`,
  );
}

/** Makes the folder rows that lead to a mount, and its root. */
async function place(tx: StateTx, names: readonly string[], mount: MountRow): Promise<void> {
  const cn = await tx.take('cn', 1);
  let row = (await Tree.read(tx)).root;
  for (const name of names) {
    const next = (await Tree.read(tx)).child(row.folderId, name);
    row = next ?? (await insertVirtual(tx, row, name));
  }
  await tx.folders.update(row.folderId, {
    mountId: mount.mountId,
    backendKey: ROOT_FOLDER,
    revision: null,
    token: null,
    syncedAt: null,
    cn,
  });
}

async function remove(engine: Engine, path: StorePath): Promise<void> {
  const tree = await Tree.read(engine.state);
  const mount = [...tree.mounts.values()].find((row) => row.path === joinPath(splitPath(path)));
  if (mount === undefined)
    throw new MapistoreError('NOT_FOUND', `Nothing is mounted at ${path}; "mount list" shows the mounts.`);
  await engine.mounts.close(mount.mountId);
  await engine.state.write(async (tx) => {
    const now = await Tree.read(tx);
    const folders = now.ofMount(mount.mountId);
    const kept = await tx.contents.countKept(mount.mountId);
    if (kept > 0) {
      throw new MapistoreError(
        'NOT_EMPTY',
        `Cannot remove the mount ${mount.path}: ${kept} of its items lie only in the state, since the backend refused them; move or remove them first.`,
      );
    }
    for (const row of folders) await forgetItems(engine, tx, row);
    await vacate(tx, folders);
    await tx.arrivals.clear(mount.mountId);
    await tx.contents.unstageMissing(mount.mountId);
    await tx.intents.delete((await tx.intents.ofMount(mount.mountId)).map((intent) => intent.intentId));
    await tx.mounts.delete(mount.mountId);
  });
}

/** Takes the items of a folder out of the index; whoever follows the journal hears that they are gone. */
async function forgetItems(engine: Engine, tx: StateTx, { folderId }: FolderRow): Promise<void> {
  const at = engine.clock().getTime();
  for (let after = 0; ; ) {
    const query = {
      folderId,
      sort: 'mid',
      descending: false,
      limit: PAGE,
      after: { value: after, mid: after },
    } as const;
    const rows = await tx.contents.page(query);
    const last = rows.at(-1);
    if (last === undefined) break;
    const cn = await tx.take('cn', rows.length);
    await tx.journal.append(
      rows.map(({ itemId, mid }, index) => ({
        cn: cn + index,
        folderId,
        itemId,
        mid,
        change: 'deleted',
        otherFolderId: null,
        at,
      })),
    );
    for (const { mode, originalSha256 } of await tx.residues.ofMids(rows.map(({ mid }) => mid)))
      if (mode === 'blob') await tx.blobs.release(originalSha256);
    after = last.mid;
  }
  await tx.contents.forgetFolder(folderId);
}
