import type { Engine } from '../engine/engine.ts';
import { Tree } from '../hierarchy/tree.ts';
import { formatChangeToken } from '../identity/change-tokens.ts';
import type { JournalRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { watchJournal } from '../store/watch.ts';
import type { EventKind, FolderEvent, MessageEvent } from './events.ts';
import { completedSearches, folderEvent, folderEvents } from './folder-events.ts';
import { type Background, messageEvents } from './message-events.ts';
import { inScope, type Scope } from './scope.ts';
import { Subscription } from './subscription.ts';

/** Entries of the journal that are told of at once. */
const PAGE = 500;
/** How often the state is asked for what other programs wrote; writes of this one are heard of at once. */
const INTERVAL_MS = 1_000;
/** Changes after which a folder has other counts. */
const COUNTED: ReadonlySet<JournalRow['change']> = new Set(['created', 'deleted', 'moved', 'left', 'read']);

/** One who listens. */
interface Listener {
  readonly subscription: Subscription;
  readonly kinds: ReadonlySet<EventKind>;
  readonly scope: Scope;
  /** What happened up to this change number was before it began to listen. */
  readonly since: number;
}

/** Where the hub is: everything up to `cn` was told, and the hierarchy was this. */
interface Position {
  readonly cn: number;
  readonly tree: Tree;
}

/**
 * Reads the journal once for all who listen in this program, while anybody does. The journal is the queue between writers
 * and listeners: no write knows of it, nothing is told before it is committed, and it does not matter which program wrote.
 */
export class NotificationHub {
  readonly #engine: Engine;
  readonly #listeners = new Set<Listener>();
  #running: AbortController | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Begins to listen: everything that is committed from here on is told. */
  async listen(kinds: ReadonlySet<EventKind>, scopeOf: (tree: Tree) => Scope, capacity: number): Promise<Subscription> {
    const { state } = this.#engine;
    const position = await state.read(async (tx) => ({ cn: await tx.journal.last(), tree: await Tree.read(tx) }));
    const scope = scopeOf(position.tree);
    const subscription = new Subscription(capacity, () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.stop();
    });
    const listener: Listener = { subscription, kinds, scope, since: position.cn };
    this.#listeners.add(listener);
    if (this.#running === undefined) this.#start(position);
    return subscription;
  }

  /** Ends all subscriptions. */
  closeAll(): void {
    for (const { subscription } of this.#listeners) subscription.close();
  }

  /** Ends the reading of the journal. */
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  #start(position: Position): void {
    const controller = new AbortController();
    this.#running = controller;
    this.#run(position, controller.signal).catch((error: unknown) => {
      if (!controller.signal.aborted) for (const { subscription } of this.#listeners) subscription.fail(error);
    });
  }

  async #run(start: Position, signal: AbortSignal): Promise<void> {
    let position = start;
    for await (const _ of watchJournal(this.#engine, { signal, intervalMs: INTERVAL_MS })) {
      for (let isBehind = true; isBehind && !signal.aborted; ) {
        const from = position;
        const told = await this.#engine.state.read((tx) => this.#page(tx, from));
        position = told.position;
        isBehind = told.isBehind;
      }
    }
  }

  async #page(tx: StateTx, from: Position): Promise<{ readonly position: Position; readonly isBehind: boolean }> {
    const { replicas, clock } = this.#engine;
    await replicas.refresh(tx);
    const rows = await tx.journal.since({ cn: from.cn, limit: PAGE });
    const isBehind = rows.length === PAGE;
    const last = isBehind ? (rows.at(-1)?.cn as number) : await tx.journal.last();
    if (last === from.cn) return { position: from, isBehind };
    const tree = await Tree.read(tx);
    const token = await formatChangeToken(tx, replicas, from.cn);
    const trees = [from.tree, tree];
    const folders = folderEvents(replicas, from.tree, tree, clock());
    for (const event of folders.there) this.#tell(event, last, token, trees);
    const background = await backgroundOf(tx, this.#engine, tree, rows);
    for (const row of rows) for (const event of messageEvents(background, row)) this.#tell(event, row.cn, token, trees);
    for (const event of await this.#counts(tx, tree, rows)) this.#tell(event, last, token, trees);
    const searches = await tx.searches.all();
    for (const event of completedSearches(replicas, from.tree, tree, searches, clock()))
      this.#tell(event, last, token, trees);
    for (const event of folders.gone) this.#tell(event, last, token, trees);
    return { position: { cn: last, tree }, isBehind };
  }

  /** Folders with other contents; they are counted only for who wants to hear it. */
  async #counts(tx: StateTx, tree: Tree, rows: readonly JournalRow[]): Promise<readonly FolderEvent[]> {
    const events: FolderEvent[] = [];
    const changed = new Set(rows.flatMap(({ change, folderId }) => (COUNTED.has(change) ? [folderId] : [])));
    for (const folderId of changed) {
      const row = tree.get(folderId);
      if (row === undefined) continue;
      const event = folderEvent(this.#engine.replicas, tree, row, 'objectModified', this.#engine.clock());
      const isWanted = [...this.#listeners].some(
        ({ kinds, scope }) => kinds.has('objectModified') && inScope(scope, event, [tree]),
      );
      if (!isWanted) continue;
      const { items, unseen } = await tx.contents.count(folderId);
      events.push({
        ...event,
        properties: ['PidTagContentCount', 'PidTagContentUnreadCount'],
        counts: { items, unread: unseen },
      });
    }
    return events;
  }

  #tell(event: MessageEvent | FolderEvent, cn: number, token: string, trees: readonly Tree[]): void {
    for (const { subscription, kinds, scope, since } of this.#listeners)
      if (cn > since && kinds.has(event.kind) && inScope(scope, event, trees)) subscription.push(event, token);
  }
}

async function backgroundOf(
  tx: StateTx,
  { replicas }: Engine,
  tree: Tree,
  rows: readonly JournalRow[],
): Promise<Background> {
  const created = rows.flatMap(({ change, itemId }) => (change === 'created' ? [itemId] : []));
  const items = await tx.contents.byItems(created);
  const inboxes = [...tree.subtree(tree.root)].flatMap((row) => (row.role === 'inbox' ? [row.folderId] : []));
  const receiving = (await tx.receiveFolders.all()).map(({ folderId }) => folderId);
  return {
    replicas,
    tree,
    items: new Map(items.map((row) => [row.itemId, row])),
    inboxes: new Set([...inboxes, ...receiving]),
  };
}
