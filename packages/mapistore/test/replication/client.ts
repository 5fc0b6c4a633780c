import { randomUUID } from 'node:crypto';
import {
  type Gid,
  IdSet,
  MapistoreError,
  type MessageChange,
  PredecessorChangeList,
  type Store,
  type SyncState,
  type Xid,
  xidOf,
} from '@mapistore/core';
import { ClientReplica, importance, newMail } from './support.ts';

/** A message in the copy of a client. */
export interface Copy {
  readonly gid: Gid;
  subject: string;
  importance: number;
  read: boolean;
  changeKey: Xid;
  predecessors: PredecessorChangeList;
  modified: Date;
  /** The change number that it has of the store; undefined where the store is still to tell its version. */
  cn: number | undefined;
}

/** Something that a client did and the store does not know yet. */
type Pending =
  | { readonly do: 'create' | 'change' | 'read' | 'delete'; readonly path: string; readonly gid: Gid }
  | { readonly do: 'move'; readonly path: string; readonly from: string; readonly gid: Gid; readonly source: Copy };

const nameOf = ({ replica, counter }: Gid): string => `${replica}:${counter}`;

/** Reads what a folder has, from the store itself. */
export async function listingOf(store: Store, path: string): Promise<Map<string, Copy>> {
  const listing = new Map<string, Copy>();
  for await (const element of store.replication.contents(path))
    if (element.kind === 'message') listing.set(nameOf(element.gid), await copyOf(store, element));
  return listing;
}

async function copyOf(store: Store, message: MessageChange): Promise<Copy> {
  const { properties } = await store.items.properties(message.id as string);
  return {
    gid: message.gid,
    subject: message.subject,
    importance: (properties.get('PidTagImportance') as number | undefined) ?? 1,
    read: message.read,
    changeKey: message.changeKey,
    predecessors: message.predecessors,
    modified: message.modified,
    cn: message.changeNumber.counter,
  };
}

/** A client that keeps a copy of some folders, works on it offline, and synchronises now and then. */
export class ModelClient {
  readonly #store: Store;
  readonly #replica: ClientReplica;
  readonly #states = new Map<string, SyncState>();
  readonly #pending: Pending[] = [];
  readonly folders: ReadonlyMap<string, Map<string, Copy>>;

  constructor(store: Store, digit: string, paths: readonly string[]) {
    this.#store = store;
    this.#replica = new ClientReplica(digit);
    this.folders = new Map(paths.map((path) => [path, new Map()]));
  }

  get isIdle(): boolean {
    return this.#pending.length === 0;
  }

  async create(path: string): Promise<void> {
    const gid = (await this.#store.replication.reserveIds(1)).first;
    const changeKey = this.#replica.change();
    this.#of(path).set(nameOf(gid), {
      gid,
      subject: `by client ${randomUUID()}`,
      importance: 1,
      read: false,
      changeKey,
      predecessors: PredecessorChangeList.of([changeKey]),
      modified: new Date(),
      cn: undefined,
    });
    this.#pending.push({ do: 'create', path, gid });
  }

  change(path: string, pick: number, level: number): void {
    const copy = this.#pick(path, pick);
    if (copy === undefined) return;
    copy.importance = level;
    copy.changeKey = this.#replica.change();
    copy.predecessors = copy.predecessors.with(copy.changeKey);
    copy.modified = new Date();
    this.#pending.push({ do: 'change', path, gid: copy.gid });
  }

  read(path: string, pick: number): void {
    const copy = this.#pick(path, pick);
    if (copy === undefined) return;
    copy.read = !copy.read;
    this.#pending.push({ do: 'read', path, gid: copy.gid });
  }

  delete(path: string, pick: number): void {
    const copy = this.#pick(path, pick);
    if (copy === undefined) return;
    this.#of(path).delete(nameOf(copy.gid));
    this.#pending.push({ do: 'delete', path, gid: copy.gid });
  }

  async move(path: string, pick: number, to: string): Promise<void> {
    const source = this.#pick(path, pick);
    if (source === undefined || path === to || this.#pending.some(({ gid }) => gid === source.gid)) return;
    const gid = (await this.#store.replication.reserveIds(1)).first;
    this.#of(path).delete(nameOf(source.gid));
    this.#of(to).set(nameOf(gid), { ...source, gid, cn: undefined });
    this.#pending.push({ do: 'move', path: to, from: path, gid, source });
  }

  /** Sends what was done. What fails because of a fault stays for the next time; what the store refuses is given up. */
  async upload(): Promise<void> {
    for (const pending of [...this.#pending]) {
      const collector = this.#store.replication.contentsCollector(pending.path, {
        state: this.#states.get(pending.path) ?? {},
      });
      try {
        await this.#send(collector, pending);
      } catch (error) {
        if (!isRefused(error)) throw error;
        // Deleted in the store meanwhile: the download tells, but for what the client itself gave a new place.
        if (pending.do === 'move') {
          this.#of(pending.path).delete(nameOf(pending.gid));
          this.#forget(pending.from, pending.source.gid);
        }
      }
      this.#states.set(pending.path, collector.state);
      this.#pending.splice(this.#pending.indexOf(pending), 1);
    }
  }

  async #send(collector: ReturnType<Store['replication']['contentsCollector']>, pending: Pending): Promise<void> {
    const copy = this.#of(pending.path).get(nameOf(pending.gid));
    const sourceKey = xidOf(pending.gid);
    if (pending.do === 'delete') return collector.importDeletes([sourceKey]);
    if (pending.do === 'move') {
      const { source, from } = pending;
      const { changeKey, predecessors, modified } = source;
      const header = { sourceKey, changeKey, predecessors, modified };
      const moved = await collector.importMove({ ...header, from, fromSourceKey: xidOf(source.gid) });
      this.#forget(from, source.gid);
      // Where the version went along nothing is left to be told; else the download tells which it is.
      if (!moved.versionApplied) this.#of(pending.path).delete(nameOf(pending.gid));
      else if (copy !== undefined) await this.#learn(pending.path, copy);
      return;
    }
    if (copy === undefined) return;
    if (pending.do === 'read') return collector.importReadStates([{ sourceKey, read: copy.read }]);
    const content = { ...(pending.do === 'create' && newMail(copy.subject)), ...importance(copy.importance) };
    const result = await collector.importMessageChange({ ...copy, sourceKey }, content);
    if (result.cn !== undefined) copy.cn = result.cn;
    else if (result.outcome === 'conflict') copy.cn = undefined;
  }

  /** What the client itself took out of a folder it has no more there. */
  #forget(path: string, gid: Gid): void {
    const state = this.#states.get(path) ?? {};
    const given = IdSet.fromJson(state.idsetGiven ?? {}).subtract(IdSet.of([gid]));
    this.#states.set(path, { ...state, idsetGiven: given.toJSON() });
  }

  /** Of a moved message: the number that the store gave it. */
  async #learn(path: string, copy: Copy): Promise<void> {
    copy.cn = (await listingOf(this.#store, path)).get(nameOf(copy.gid))?.cn;
  }

  /**
   * Gets what the store has, and gives what differed from what it had: what a synchronisation must tell is what the model
   * says, nothing less and nothing more. Breaks off before the element of that number.
   */
  async download(path: string, stopAt: number = Number.POSITIVE_INFINITY): Promise<{ readonly told: number }> {
    const mine = this.#of(path);
    const stores = await listingOf(this.#store, path);
    const expected = {
      messages: new Set([...stores].flatMap(([name, { cn }]) => (mine.get(name)?.cn === cn ? [] : [name]))),
      gone: new Set([...mine].flatMap(([name]) => (stores.has(name) ? [] : [name]))),
      reads: new Set([...stores].flatMap(([name, { read }]) => (mine.get(name)?.read === read ? [] : [name]))),
    };
    const download = this.#store.replication.contents(path, { state: this.#states.get(path) ?? {}, pageSize: 3 });
    let told = 0;
    for await (const element of download) {
      if (told === stopAt) break;
      told++;
      if (element.kind === 'message') {
        const name = nameOf(element.gid);
        if (!expected.messages.delete(name)) throw new Error(`${name} was told though the client has it`);
        expected.reads.delete(name);
        mine.set(name, { ...(stores.get(name) as Copy) });
      } else if (element.kind === 'deletions') {
        for (const gid of [element.hard, element.soft, element.moved].reduce((a, b) => a.union(b), IdSet.empty()))
          if (!expected.gone.delete(nameOf(gid))) throw new Error(`${nameOf(gid)} was told as gone`);
          else mine.delete(nameOf(gid));
        if (!element.noLongerInScope.isEmpty) throw new Error('Nothing can leave a scope without restriction');
      } else {
        for (const [set, read] of [
          [element.read, true],
          [element.unread, false],
        ] as const)
          for (const gid of set) {
            const copy = mine.get(nameOf(gid));
            if (copy === undefined || stores.get(nameOf(gid))?.read !== read) throw new Error('A wrong read state');
            copy.read = read;
            expected.reads.delete(nameOf(gid));
          }
      }
    }
    this.#states.set(path, JSON.parse(JSON.stringify(download.state)));
    const left = [...expected.messages, ...expected.gone, ...expected.reads];
    if (told < stopAt && left.length > 0) throw new Error(`Not told: ${left.join(', ')}`);
    return { told };
  }

  #of(path: string): Map<string, Copy> {
    return this.folders.get(path) as Map<string, Copy>;
  }

  #pick(path: string, pick: number): Copy | undefined {
    const copies = [...this.#of(path).values()];
    return copies[pick % Math.max(1, copies.length)];
  }
}

function isRefused(error: unknown): boolean {
  return MapistoreError.is(error, 'NOT_FOUND') || MapistoreError.is(error, 'ALREADY_EXISTS');
}
