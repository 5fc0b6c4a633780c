import { type ItemKind, ROOT_FOLDER } from '../contract/entries.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import { joinPath, type StorePath, splitPath } from '../mounts/paths.ts';
import { removeAssociated } from '../recoverable/associated.ts';
import { softRemoveItems } from '../recoverable/soft-remove.ts';
import type { AssociatedRow } from '../state/object-rows.ts';
import type { ContentsRow, FolderRow } from '../state/rows.ts';
import { removeItems } from '../transfer/remove.ts';
import type { ItemResult } from '../transfer/results.ts';
import { type TransferMode, transfer } from '../transfer/transfer.ts';
import type { Target } from '../write/place.ts';
import { recover } from '../write/recover.ts';
import { checkRemovable, createFolder, foldersOf } from './folders.ts';
import { parseItemId } from './ids.ts';
import { needRow } from './items.ts';
import { checkNotSpecial } from './special-folders.ts';

const PAGE = 500;

/** A folder to write into, with its open backend; writes that died on the way there are ended first. */
export async function openTarget(engine: Engine, path: StorePath, signal: AbortSignal): Promise<Target> {
  const tree = await Tree.read(engine.state);
  const folder = tree.need(path);
  const mount = tree.mountOf(folder);
  if (folder.holdsItems === 0)
    throw new MapistoreError('UNSUPPORTED', `${tree.path(folder)} holds folders only; choose a folder in it.`);
  const backend = await engine.mounts.get(mount, signal);
  await recover(engine, mount, backend, signal);
  return { folder, mount, backend, path: tree.path(folder) };
}

/** The items among what was named, each once: who names one twice does not want it twice. */
export function idsOf(sources: readonly string[]): readonly string[] {
  return [...new Set(sources.filter((source) => !source.startsWith('/')))];
}

/** The folders among what was named, each once. */
export function pathsOf(sources: readonly string[]): readonly StorePath[] {
  return [...new Set(sources.filter((source) => source.startsWith('/')))];
}

/** Copies or moves items (by id) and whole folders (by path) into a folder. */
export async function* transferAll(
  engine: Engine,
  sources: readonly string[],
  to: StorePath,
  mode: TransferMode,
  signal: AbortSignal,
): AsyncIterable<ItemResult> {
  const ids = idsOf(sources);
  const paths = pathsOf(sources);
  // Everything is looked up before anything is done: a mistyped argument changes nothing.
  const rows = await Promise.all(ids.map((id) => needRow(engine, id)));
  const tree = await Tree.read(engine.state);
  const folders = paths.map((path) => tree.need(path));
  for (const folder of folders) {
    checkNotInside(tree, folder, to);
    checkNotThere(tree, folder, to);
    if (mode === 'move') await checkNotSpecial(engine, tree, tree.subtree(folder), 'move');
  }
  if (rows.length > 0) {
    const target = await openTarget(engine, to, signal);
    await recoverSources(engine, rows, signal);
    yield* transfer(engine, await fresh(engine, rows), target, mode, signal);
  }
  for (const folder of folders) yield* transferFolder(engine, tree.path(folder), to, mode, signal);
}

/** Removes items (by id), FAI messages and whole folders (by path); softly, messages can be restored. */
export async function* removeAll(
  engine: Engine,
  sources: readonly string[],
  soft: boolean,
  signal: AbortSignal,
): AsyncIterable<ItemResult> {
  const hidden: AssociatedRow[] = [];
  const rows: ContentsRow[] = [];
  for (const id of idsOf(sources)) {
    const found = await engine.state.read((tx) => tx.associated.get(parseItemId(id)));
    if (found !== undefined && found.deletedAt === null) hidden.push(found);
    else rows.push(await needRow(engine, id));
  }
  const tree = await Tree.read(engine.state);
  const folders = pathsOf(sources).map((path) => tree.need(path));
  for (const folder of folders) {
    checkRemovable(tree, folder);
    await checkNotSpecial(engine, tree, tree.subtree(folder), 'remove');
  }
  const remove = soft ? softRemoveItems : removeItems;
  yield* removeAssociated(engine, hidden, soft);
  yield* remove(engine, rows, signal);
  for (const folder of folders) {
    let isLeft = false;
    for (const row of [...tree.subtree(folder)].reverse())
      for await (const result of eachPage(engine, row, (page) => remove(engine, page, signal))) {
        isLeft ||= result.outcome === 'failed';
        yield result;
      }
    // What could not be kept is not to go with its folder.
    if (!(soft && isLeft)) await foldersOf(engine).remove(tree.path(folder), { recursive: true, signal });
  }
}

/** Removes everything in a folder and below it, and the folders there; the folder itself stays. */
export async function* emptyAll(
  engine: Engine,
  path: StorePath,
  { soft, associated, signal }: { readonly soft: boolean; readonly associated: boolean; readonly signal: AbortSignal },
): AsyncIterable<ItemResult> {
  const tree = await Tree.read(engine.state);
  const folder = tree.need(path);
  if (associated)
    yield* removeAssociated(
      engine,
      await engine.state.read((tx) => tx.associated.ofFolder(folder.folderId, false)),
      soft,
    );
  const remove = soft ? softRemoveItems : removeItems;
  yield* eachPage(engine, folder, (page) => remove(engine, page, signal));
  for (const child of tree.children(folder.folderId)) yield* removeAll(engine, [tree.path(child)], soft, signal);
}

/** @throws INVALID_ARGUMENT for a folder that would be put into itself or below */
export function checkNotInside(tree: Tree, folder: FolderRow, to: StorePath): void {
  const target = tree.need(to);
  for (
    let row: FolderRow | undefined = target;
    row !== undefined;
    row = row.parentId === null ? undefined : tree.get(row.parentId)
  ) {
    if (row.folderId !== folder.folderId) continue;
    throw new MapistoreError(
      'INVALID_ARGUMENT',
      `Cannot put ${tree.path(folder)} into ${tree.path(target)}: that is the folder itself or lies in it.`,
    );
  }
}

/**
 * A folder put where it lies already would be filled up with itself, and emptied for that when it is moved.
 * @throws INVALID_ARGUMENT
 */
export function checkNotThere(tree: Tree, folder: FolderRow, to: StorePath): void {
  if (folder.parentId !== tree.need(to).folderId) return;
  throw new MapistoreError('INVALID_ARGUMENT', `Cannot put ${tree.path(folder)} into ${to}: it lies there already.`);
}

// A run that died may have left moves of these very items half done.
async function recoverSources(engine: Engine, rows: readonly ContentsRow[], signal: AbortSignal): Promise<void> {
  const mids = new Set(rows.map((row) => row.mid));
  const intents = (await engine.state.read((tx) => tx.intents.all())).filter(
    (intent) => intent.sourceMid !== null && mids.has(intent.sourceMid),
  );
  const mounts = await engine.state.read((tx) => tx.mounts.all());
  for (const mountId of new Set(intents.map((intent) => intent.mountId))) {
    const mount = mounts.find((row) => row.mountId === mountId);
    if (mount !== undefined) await recover(engine, mount, await engine.mounts.get(mount, signal), signal);
  }
}

async function fresh(engine: Engine, rows: readonly ContentsRow[]): Promise<readonly ContentsRow[]> {
  const found = new Map(
    (await engine.state.read((tx) => tx.contents.byItems(rows.map((row) => row.itemId)))).map((row) => [
      row.itemId,
      row,
    ]),
  );
  return rows.flatMap((row) => found.get(row.itemId) ?? []);
}

/** A folder arrives under its own name in the target, as with `cp -r`; one of that name there is filled up. */
async function* transferFolder(
  engine: Engine,
  path: StorePath,
  to: StorePath,
  mode: TransferMode,
  signal: AbortSignal,
): AsyncIterable<ItemResult> {
  const tree = await Tree.read(engine.state);
  const top = tree.need(path);
  const base = splitPath(tree.path(top)).length - 1;
  const rows = [...tree.subtree(top)];
  for (const row of rows) {
    const target = joinPath([...splitPath(to), ...splitPath(tree.path(row)).slice(base)]);
    if ((await Tree.read(engine.state)).find(target) === undefined)
      await createFolder(engine, target, signal, await kindOf(engine, row, target, signal));
    if (row.holdsItems === 0) continue;
    const opened = await openTarget(engine, target, signal);
    yield* eachPage(engine, row, (page) => transfer(engine, page, opened, mode, signal));
  }
  if (mode === 'move') await removeEmptied(engine, tree, rows, signal);
}

/** What a new folder is for where its backend has folders of one kind: what most of the first items are. */
async function kindOf(
  engine: Engine,
  row: FolderRow,
  target: StorePath,
  signal: AbortSignal,
): Promise<ItemKind | undefined> {
  const tree = await Tree.read(engine.state);
  const parent = tree.need(joinPath(splitPath(target).slice(0, -1)));
  const backend = await engine.mounts.get(tree.mountOf(parent), signal);
  if (row.kinds !== '' && !row.kinds.includes(',')) return within(backend.description.kinds, row.kinds);
  const first = await engine.state.read((tx) =>
    tx.contents.page({ folderId: row.folderId, sort: 'mid', descending: false, limit: PAGE }),
  );
  const [most] = [...Map.groupBy(first, ({ kind }) => kind)].sort(([, a], [, b]) => b.length - a.length);
  return most === undefined ? undefined : within(backend.description.kinds, most[0]);
}

function within(kinds: readonly ItemKind[], kind: string): ItemKind | undefined {
  return kinds.find((each) => each === kind);
}

/** The emptied source folders go; the root of a mount stays, and so does a folder in which something was left. */
async function removeEmptied(
  engine: Engine,
  tree: Tree,
  rows: readonly FolderRow[],
  signal: AbortSignal,
): Promise<void> {
  for (const row of [...rows].reverse()) {
    if (row.mountId === null || row.backendKey === ROOT_FOLDER) continue;
    await foldersOf(engine)
      .remove(tree.path(row), { signal })
      .catch((error: unknown) => {
        if (!MapistoreError.is(error, 'NOT_EMPTY')) throw error;
      });
  }
}

/** Runs over the items a folder has now, a page at a time; what a page leaves behind is not met again. */
export async function* eachPage(
  engine: Engine,
  folder: FolderRow,
  work: (rows: readonly ContentsRow[]) => AsyncIterable<ItemResult>,
): AsyncIterable<ItemResult> {
  const upTo = await engine.state.read((tx) =>
    tx.contents.page({ folderId: folder.folderId, sort: 'mid', descending: true, limit: 1 }),
  );
  const last = upTo[0]?.mid ?? 0;
  for (let mid = 0; mid < last; ) {
    const rows = await engine.state.read((tx) =>
      tx.contents.page({
        folderId: folder.folderId,
        sort: 'mid',
        descending: false,
        limit: PAGE,
        after: { value: mid, mid },
      }),
    );
    const mine = rows.filter((row) => row.mid <= last);
    if (mine.length === 0) return;
    yield* work(mine);
    mid = mine.at(-1)?.mid as number;
  }
}
