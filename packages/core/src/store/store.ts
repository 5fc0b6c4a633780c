import { type CheckRequest, check, type Disagreement } from '../check/check.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import { NotificationHub } from '../notifications/hub.ts';
import { type Notifications, notificationsOf } from '../notifications/notifications.ts';
import { MailboxObject } from '../objects/mailbox.ts';
import type { Logon } from '../permissions/access.ts';
import { actorOf, memberStore } from '../permissions/member-store.ts';
import { type Permissions, permissionsOf } from '../permissions/permissions.ts';
import { type Quotas, quotasOf } from '../quotas/quotas.ts';
import { restoreItems } from '../recoverable/restore.ts';
import { type Replication, replicationOf } from '../replication/replication.ts';
import { type DeferredActions, deferredOf } from '../rules/deferred.ts';
import { type Delivered, type DeliverSource, deliver, finishDeliveries } from '../rules/deliver.ts';
import { type OutgoingQueue, outgoingOf } from '../rules/outgoing.ts';
import { type OwnerInfo, ownerOf } from '../rules/owner.ts';
import { type Rules, rulesOf } from '../rules/rules.ts';
import { type Searches, searchesOf } from '../searches/searches.ts';
import { type Snapshots, snapshotsOf } from '../snapshot/snapshots.ts';
import { type KeepSynced, keepSynced } from '../sync/keep-synced.ts';
import { type MountSync, syncMount } from '../sync/sync-mount.ts';
import { type ImportSource, importItems } from '../transfer/import.ts';
import { type Calendar, calendarOf } from './calendar.ts';
import { type Changes, changesOf } from './changes.ts';
import { type Folders, foldersOf } from './folders.ts';
import { type ItemId, itemId, parseItemId } from './ids.ts';
import { type Items, itemsOf } from './items.ts';
import { type Messages, messagesOf } from './messages.ts';
import { type Mounts, mountsOf } from './mounts.ts';
import { type NamedProperties, namedPropertiesOf } from './named-properties.ts';
import { planAll } from './plan.ts';
import { type Recoverable, recoverableOf } from './recoverable.ts';
import { type TransferResult, transferResult } from './results.ts';
import { type SearchPage, type SearchRequest, searchStore } from './search.ts';
import { type Tables, tablesOf } from './tables.ts';
import { emptyAll, openTarget, removeAll, transferAll } from './transfers.ts';
import { type WatchStore, watchJournal } from './watch.ts';

/** What became of one source of an import. */
export interface Imported {
  /** As the source named it. */
  readonly label: string;
  readonly id?: ItemId;
  /** `present`: an earlier import brought it. `kept`: the backend refused it, so the state keeps it (`error` says why). */
  readonly outcome: 'imported' | 'present' | 'kept' | 'failed';
  readonly error?: MapistoreError;
  /** What is wrong with it, though it was stored as it is. */
  readonly problem?: string;
}

/** An outcome of synchronising one mount. */
export type SyncOutcome =
  | { readonly mount: StorePath; readonly sync: MountSync }
  | { readonly mount: StorePath; readonly error: MapistoreError };

/** How much a store may hold. */
export interface StoreLimits {
  readonly maxNamedProperties: number;
}

interface Abortable {
  readonly signal?: AbortSignal;
}

/**
 * One store over many backends. Every method may be called at any time and from several programs on the same state; a
 * result per item says what became of it, and what was broken off may be repeated.
 */
export interface Store extends AsyncDisposable {
  readonly mounts: Mounts;
  readonly folders: Folders;
  readonly items: Items;
  readonly messages: Messages;
  /** The store as a whole, with properties of its own. */
  readonly mailbox: MailboxObject;
  readonly calendar: Calendar;
  readonly searches: Searches;
  /** What backups are made from. */
  readonly snapshots: Snapshots;
  readonly tables: Tables;
  readonly namedProperties: NamedProperties;
  /** Who else may do what in folders. */
  readonly permissions: Permissions;
  /**
   * This store as somebody else may use it: every call is checked against the permissions of the folders it touches. FORBIDDEN
   * names the right that is missing; what they may not see is NOT_FOUND. What only its owner may do is closed.
   */
  logon(who: Logon): Store;
  /** Whose store it is. */
  readonly owner: OwnerInfo;
  /** What is done to new mail. */
  readonly rules: Rules;
  /** How much folders and the store may hold. */
  readonly quotas: Quotas;
  /** What rules want to be sent. */
  readonly outgoing: OutgoingQueue;
  /** What rules leave to clients, and the errors that they met. */
  readonly deferred: DeferredActions;
  /**
   * Stores new mail in a folder and does what its rules ask. A repeat delivers nothing twice. Every message arrives, whatever
   * becomes of its rules.
   */
  deliver(
    path: StorePath,
    sources: AsyncIterable<DeliverSource> | Iterable<DeliverSource>,
    request?: Abortable,
  ): AsyncIterable<Delivered>;
  /** Stores mails, notes … in a folder. Repeating an import doubles nothing; a user's own duplicates stay. */
  import(
    path: StorePath,
    sources: AsyncIterable<ImportSource> | Iterable<ImportSource>,
    request?: Abortable,
  ): AsyncIterable<Imported>;
  /** Copies items (ids) and folders (paths) into a folder of any backend. Each copy is an item of its own. */
  copy(sources: readonly string[], to: StorePath, request?: Abortable): AsyncIterable<TransferResult>;
  /** Moves items and folders; an item keeps its id, and is deleted at its source only when it lies verified in its target. */
  move(sources: readonly string[], to: StorePath, request?: Abortable): AsyncIterable<TransferResult>;
  /** What a copy or move would do to each item, and why not: nothing is written. */
  plan(
    sources: readonly string[],
    to: StorePath,
    request?: Abortable & { readonly mode?: 'copy' | 'move' },
  ): AsyncIterable<TransferResult>;
  readonly recoverable: Recoverable;
  /**
   * Deletes items, FAI messages and folders: for good, or with `soft` so that `restore` brings messages back. What cannot be
   * kept is not deleted then.
   */
  remove(sources: readonly string[], request?: Abortable & { readonly soft?: boolean }): AsyncIterable<TransferResult>;
  /**
   * Deletes what a folder holds, with all folders in it; the folder stays ([MS-OXCFOLD] 2.2.1.9). FAI messages of the folder
   * itself only with `associated`.
   */
  empty(
    path: StorePath,
    request?: Abortable & { readonly soft?: boolean; readonly associated?: boolean },
  ): AsyncIterable<TransferResult>;
  /** Brings soft-deleted messages back into the folder they were in, or another; they keep their ids. */
  restore(ids: readonly ItemId[], request?: Abortable & { readonly to?: StorePath }): AsyncIterable<TransferResult>;
  /** Asks the backends what changed: all, or the one that a path lies in. A mount out of reach changes nothing. */
  sync(path?: StorePath, request?: Abortable): AsyncIterable<SyncOutcome>;
  /** Synchronises at intervals and on hints until aborted. */
  keepSynced(request: KeepSynced): Promise<void>;
  /** What changed in a folder and below since a token; see {@link Changes}. */
  changes(path: StorePath, token?: string): Promise<Changes>;
  /**
   * Yields once, and then whenever something in the index changed, also by another program: ask `changes` then. No change
   * is missed; several may be told as one.
   */
  watch(request: WatchStore): AsyncIterable<void>;
  /** Finds items of a folder and those below by their words; see {@link SearchPage}. @throws NOT_FOUND, INVALID_ARGUMENT */
  search(path: StorePath, text: string, request?: SearchRequest): Promise<SearchPage>;
  /** Events as they happen ([MS-OXCNOTIF]). */
  readonly notifications: Notifications;
  /** Change synchronisation with clients that keep a copy ([MS-OXCFXICS]). */
  readonly replication: Replication;
  /** Compares state and backends. */
  check(request?: Partial<CheckRequest>): AsyncIterable<Disagreement>;
}

/** Puts the parts of core behind one API. */
export function createStore(engine: Engine, limits: StoreLimits): Store {
  const signalOf = (request?: Abortable): AbortSignal => request?.signal ?? new AbortController().signal;
  const hub = new NotificationHub(engine);
  return {
    mounts: mountsOf(engine),
    folders: foldersOf(engine),
    items: itemsOf(engine),
    messages: messagesOf(engine),
    mailbox: new MailboxObject(engine),
    calendar: calendarOf(engine),
    searches: searchesOf(engine),
    snapshots: snapshotsOf(engine),
    tables: tablesOf(engine),
    namedProperties: namedPropertiesOf(engine, limits.maxNamedProperties),
    permissions: permissionsOf(engine),
    owner: ownerOf(engine),
    rules: rulesOf(engine),
    quotas: quotasOf(engine),
    outgoing: outgoingOf(engine),
    deferred: deferredOf(engine),
    deliver: (path, sources, request) => deliver(engine, path, sources, signalOf(request)),
    logon: (who) => memberStore(engine, createStore({ ...engine, actor: actorOf(who) }, limits), who),
    async *import(path, sources, request) {
      const target = await openTarget(engine, path, signalOf(request));
      for await (const { itemId: number, outcome, label, error, problem } of importItems(
        engine,
        target,
        sources,
        signalOf(request),
      )) {
        yield {
          label,
          outcome: outcome as Imported['outcome'],
          ...(number !== undefined && { id: itemId(number) }),
          ...(error && { error }),
          ...(problem !== undefined && { problem }),
        };
      }
    },
    async *copy(sources, to, request) {
      for await (const result of transferAll(engine, sources, to, 'copy', signalOf(request)))
        yield transferResult(result);
    },
    async *move(sources, to, request) {
      for await (const result of transferAll(engine, sources, to, 'move', signalOf(request)))
        yield transferResult(result);
    },
    async *plan(sources, to, request) {
      const mode = request?.mode ?? 'move';
      for await (const result of planAll(engine, sources, to, mode, signalOf(request))) yield transferResult(result);
    },
    async *remove(sources, request) {
      const soft = request?.soft ?? false;
      for await (const result of removeAll(engine, sources, soft, signalOf(request))) yield transferResult(result);
    },
    async *empty(path, request) {
      const { soft = false, associated = false } = request ?? {};
      const how = { soft, associated, signal: signalOf(request) };
      for await (const result of emptyAll(engine, path, how)) yield transferResult(result);
    },
    recoverable: recoverableOf(engine),
    async *restore(ids, request) {
      const numbers = [...new Set(ids.map(parseItemId))];
      const restore = { ids: numbers, to: request?.to, signal: signalOf(request) };
      for await (const result of restoreItems(engine, restore)) yield transferResult(result);
    },
    sync: (path, request) => sync(engine, path, signalOf(request)),
    keepSynced: (request) => keepSynced(engine, request),
    changes: (path, token) => changesOf(engine, path, token),
    watch: (request) => watchJournal(engine, request),
    search: (path, text, request) => searchStore(engine, path, text, request),
    notifications: notificationsOf(hub),
    replication: replicationOf(engine),
    check: (request) => check(engine, { ...request, signal: signalOf(request) }),
    async [Symbol.asyncDispose]() {
      hub.closeAll();
      await engine.mounts[Symbol.asyncDispose]();
      await engine.session[Symbol.asyncDispose]();
      await engine.state[Symbol.asyncDispose]();
    },
  };
}

async function* sync(engine: Engine, path: StorePath | undefined, signal: AbortSignal): AsyncIterable<SyncOutcome> {
  const tree = await Tree.read(engine.state);
  const wanted = path === undefined ? undefined : new Set([...tree.subtree(tree.need(path))].map((row) => row.mountId));
  for (const mount of tree.mounts.values()) {
    if (wanted !== undefined && !wanted.has(mount.mountId)) continue;
    try {
      yield { mount: mount.path, sync: await syncMount(engine, mount, signal) };
    } catch (error) {
      signal.throwIfAborted();
      yield { mount: mount.path, error: MapistoreError.from(error, `Cannot synchronise ${mount.path}`) };
    }
  }
  await finishDeliveries(engine, signal);
}
