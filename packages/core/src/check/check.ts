import { sha256Of } from '../bytes/scan.ts';
import type { Backend } from '../contract/backend.ts';
import type { FolderEntry, ItemEntry } from '../contract/entries.ts';
import { normaliseFlags, sameFlags } from '../contract/flags.ts';
import type { Engine } from '../engine/engine.ts';
import { aliveSessions } from '../engine/session.ts';
import { MapistoreError } from '../errors/error.ts';
import { shadowed } from '../hierarchy/refresh.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import { wrongCounts } from '../quotas/counts.ts';
import { quotasOf } from '../quotas/quotas.ts';
import { openOriginal } from '../read/original.ts';
import { splitWords } from '../read/words.ts';
import { unfinishedDeliveries } from '../rules/unfinished.ts';
import type { ContentsRow, FolderRow, MountRow } from '../state/rows.ts';
import { itemId } from '../store/ids.ts';
import { checkKept } from './kept.ts';

const PAGE = 500;

/** Something on which state and backend do not agree. */
export interface Disagreement {
  readonly path: StorePath;
  readonly kind:
    | 'unreachable'
    | 'unfinished'
    | 'unknown-folder'
    | 'missing-folder'
    | 'unknown-item'
    | 'missing-item'
    | 'changed'
    | 'flags'
    | 'bytes'
    | 'quota'
    | 'counts';
  readonly id?: string;
  /** In words, with what puts it right. */
  readonly sentence: string;
}

/** How thorough a check is. */
export interface CheckRequest {
  /** Also read every item and compare its digest. */
  readonly deep?: boolean;
  /** Put right what the state alone can: the counts of folders. Default false. */
  readonly repair?: boolean;
  readonly signal: AbortSignal;
}

/** Compares the state with every backend, and the state with itself. Changes nothing but what `repair` says. */
export async function* check(engine: Engine, request: CheckRequest): AsyncIterable<Disagreement> {
  const mounts = await engine.state.read((tx) => tx.mounts.all());
  yield* unfinished(engine);
  yield* checkKept(engine, request);
  yield* undelivered(engine);
  yield* miscounted(engine, request.repair ?? false);
  yield* overfull(engine);
  for (const mount of mounts) {
    try {
      yield* checkMount(engine, mount, await engine.mounts.get(mount, request.signal), request);
    } catch (error) {
      request.signal.throwIfAborted();
      const { message } = MapistoreError.from(error, `Cannot check ${mount.path}`);
      yield { path: mount.path, kind: 'unreachable', sentence: message };
    }
  }
}

async function* unfinished(engine: Engine): AsyncIterable<Disagreement> {
  const { tree, all, alive } = await engine.state.read(async (tx) => ({
    tree: await Tree.read(tx),
    all: await tx.intents.all(),
    alive: await aliveSessions(tx, engine.clock),
  }));
  const intents = all.filter((intent) => !alive.has(intent.sessionId));
  for (const [folderId, group] of Map.groupBy(intents, (intent) => intent.folderId)) {
    const folder = tree.get(folderId);
    const path = folder === undefined ? '/' : tree.path(folder);
    yield {
      path,
      kind: 'unfinished',
      sentence: `${count(group.length, 'write')} into ${path} ${group.length === 1 ? 'was' : 'were'} begun by a program that died; "sync" or "check --repair" ends them.`,
    };
  }
}

async function* undelivered(engine: Engine): AsyncIterable<Disagreement> {
  for (const { path, count: number } of await unfinishedDeliveries(engine)) {
    const sentence = `${count(number, 'message')} delivered to ${path} ${number === 1 ? 'has' : 'have'} rules that are not done; "sync" or "check --repair" does what it can.`;
    yield { path, kind: 'unfinished', sentence };
  }
}

/** Counts are kept in step by each transaction; only who writes past the store can make them wrong. */
async function* miscounted(engine: Engine, repair: boolean): AsyncIterable<Disagreement> {
  for (const path of await wrongCounts(engine, repair)) {
    const sentence = `The counts of ${path} were not those of its items; ${repair ? 'they are now' : '"check --repair" puts them right'}.`;
    yield { path, kind: 'counts', sentence };
  }
}

/** What others put into a backend is never refused, and may be more than there should be. */
async function* overfull(engine: Engine): AsyncIterable<Disagreement> {
  for (const { path = '/', items, bytes, maxBytes, maxItems } of await quotasOf(engine).list()) {
    if (bytes <= (maxBytes ?? bytes) && items <= (maxItems ?? items)) continue;
    const sentence = `${path} holds more than its quota allows: ${count(items, 'item')}, ${count(bytes, 'byte')}; delete something, or raise it.`;
    yield { path, kind: 'quota', sentence };
  }
}

async function* checkMount(
  engine: Engine,
  mount: MountRow,
  backend: Backend,
  request: CheckRequest,
): AsyncIterable<Disagreement> {
  const tree = await Tree.read(engine.state);
  const known = new Map(tree.ofMount(mount.mountId).map((row) => [row.backendKey, row]));
  const listed = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const page = await backend.listFolders({
      signal: request.signal,
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    for (const entry of page.folders) {
      listed.add(entry.key);
      const row = known.get(entry.key);
      if (row === undefined && hidden(tree, known, mount, entry)) continue;
      if (row === undefined)
        yield {
          path: mount.path,
          kind: 'unknown-folder',
          sentence: `The folder "${entry.name}" is at the backend of ${mount.path} but not in the index; "sync" adds it.`,
        };
      else if (entry.holdsItems) yield* checkFolder(engine, tree, row, backend, request);
    }
    if (page.next === undefined) {
      if (page.listing !== 'complete') return;
      break;
    }
    cursor = page.next;
  }
  for (const row of known.values()) {
    if (listed.has(row.backendKey as string)) continue;
    yield {
      path: tree.path(row),
      kind: 'missing-folder',
      sentence: `The folder ${tree.path(row)} is in the index but gone at its backend; "sync" removes it.`,
    };
  }
}

/** Whether another mount stands in the place of a folder, or of one above it. */
function hidden(
  tree: Tree,
  known: ReadonlyMap<string | null, FolderRow>,
  mount: MountRow,
  entry: FolderEntry,
): boolean {
  const parent = known.get(entry.parent ?? null);
  const others = [...tree.mounts.values()].filter((other) => other.mountId !== mount.mountId);
  return parent === undefined || shadowed(tree, parent, entry, new Set(others.map(({ path }) => path)));
}

async function* checkFolder(
  engine: Engine,
  tree: Tree,
  folder: FolderRow,
  backend: Backend,
  request: CheckRequest,
): AsyncIterable<Disagreement> {
  const path = tree.path(folder);
  // Negative: a check must not disturb a synchronisation that lists the same folder now.
  const pass = -(await engine.state.write((tx) => tx.take('id', 1)));
  let complete = true;
  for (let cursor: string | undefined; ; ) {
    const page = await backend.listItems({
      signal: request.signal,
      folder: folder.backendKey as string,
      limit: PAGE,
      detail: 'revision',
      ...(cursor !== undefined && { cursor }),
    });
    const keys = page.items.map(({ key }) => key);
    const rows = await engine.state.write(async (tx) => {
      await tx.contents.markSeen(folder.folderId, [...keys, ...(page.unreadable ?? [])], pass);
      return tx.contents.byKeys(folder.folderId, keys);
    });
    const known = new Map(rows.map((row) => [row.backendKey, row]));
    for (const entry of page.items) {
      const row = known.get(entry.key);
      if (row === undefined)
        yield {
          path,
          kind: 'unknown-item',
          sentence: `${path} holds an item (${entry.key}) that is not in the index; "sync" adds it.`,
        };
      else yield* compare(path, row, entry);
    }
    if (page.next === undefined) {
      complete = page.listing === 'complete';
      break;
    }
    cursor = page.next;
  }
  yield* ofIndex(engine, folder, path, complete ? pass : undefined, request);
  await engine.state.write((tx) => tx.contents.clearSeen(folder.folderId, pass));
}

function* compare(path: StorePath, row: ContentsRow, entry: ItemEntry): Iterable<Disagreement> {
  const id = itemId(row.itemId);
  if (entry.contentRevision !== row.contentRevision) {
    yield { path, kind: 'changed', id, sentence: `Item ${id} in ${path} was changed at its backend; "sync" notes it.` };
  }
  if (entry.flags === undefined) return;
  const flags = normaliseFlags([...entry.flags, ...splitWords(row.coreFlags)]);
  if (!sameFlags(flags, splitWords(row.flags)))
    yield {
      path,
      kind: 'flags',
      id,
      sentence: `Item ${id} in ${path} has other flags at its backend; "sync" notes them.`,
    };
}

async function* ofIndex(
  engine: Engine,
  folder: FolderRow,
  path: StorePath,
  pass: number | undefined,
  request: CheckRequest,
): AsyncIterable<Disagreement> {
  for (let mid = 0; ; ) {
    const rows = await engine.state.read((tx) =>
      tx.contents.page({
        folderId: folder.folderId,
        sort: 'mid',
        descending: false,
        limit: PAGE,
        after: { value: mid, mid },
      }),
    );
    const seen =
      pass === undefined
        ? undefined
        : new Set(
            await engine.state.read((tx) =>
              tx.contents.seen(
                folder.folderId,
                rows.flatMap((row) => row.backendKey ?? []),
                pass,
              ),
            ),
          );
    for (const row of rows) {
      const id = itemId(row.itemId);
      if (row.backendKey !== null && seen !== undefined && !seen.has(row.backendKey)) {
        yield {
          path,
          kind: 'missing-item',
          id,
          sentence: `Item ${id} of ${path} is gone at its backend; "sync" notes it.`,
        };
      } else if (request.deep && row.sha256 !== null) yield* bytes(engine, row, path, id, request.signal);
    }
    if (rows.length < PAGE) return;
    mid = rows.at(-1)?.mid as number;
  }
}

async function* bytes(
  engine: Engine,
  row: ContentsRow,
  path: StorePath,
  id: string,
  signal: AbortSignal,
): AsyncIterable<Disagreement> {
  try {
    if ((await sha256Of(await openOriginal(engine, row, signal))) === row.sha256) return;
    yield {
      path,
      kind: 'bytes',
      id,
      sentence: `Item ${id} in ${path} does not give back the bytes that were stored (SHA-256 ${row.sha256}).`,
    };
  } catch (error) {
    signal.throwIfAborted();
    yield {
      path,
      kind: 'bytes',
      id,
      sentence: `Item ${id} in ${path} cannot be read: ${MapistoreError.from(error, 'failed').message}`,
    };
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
