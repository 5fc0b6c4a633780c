import type { Engine } from '../engine/engine.ts';
import { IdSet } from '../ics/id-set.ts';
import { Ranges } from '../ics/ranges.ts';
import { contentsState, type SyncState } from '../ics/sync-state.ts';
import { type Version, versionsOf } from '../ics/version.ts';
import { matchesRow } from '../restriction/item-subject.ts';
import type { Restriction } from '../restriction/restriction.ts';
import type { ContentsRow, FolderRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { isSeen } from '../write/flag-stamp.ts';
import { deletionsOf } from './deletions.ts';
import { Download, type Start } from './download.ts';
import type { ContentsElement, MessageChange } from './elements.ts';
import { associatedElement, messageElement } from './messages.ts';
import type { FolderReference } from './reference.ts';

/** What of a folder's contents a client wants ([MS-OXCFXICS] 2.2.3.2.1.1). Everything is on unless it is set to false. */
export interface ContentsRequest {
  /** What the client has; nothing without it. */
  readonly state?: SyncState;
  /** Ordinary messages. */
  readonly normal?: boolean;
  /** FAI messages. */
  readonly associated?: boolean;
  /** Read states of ordinary messages that did not change otherwise. */
  readonly readStates?: boolean;
  /** What the client has and should not; without it nothing is told of what left the scope either. */
  readonly deletions?: boolean;
  /** What is still there and not what `where` asks for. */
  readonly noLongerInScope?: boolean;
  /** `delivery`: latest delivery first, and by the last modification where a message was not delivered. Default: by change. */
  readonly order?: 'change' | 'delivery';
  /** Only ordinary messages like this. */
  readonly where?: Restriction;
  /** Only these messages; the state tells of no others then. */
  readonly only?: IdSet;
  /** How many messages are read at once; default 500. */
  readonly pageSize?: number;
}

const PAGE = 500;

/**
 * A download of a folder's contents. Memory holds a page of messages and the sets of the state. The order is: FAI messages,
 * ordinary messages, deletions, read states.
 */
export class ContentsDownload extends Download<ContentsElement> {
  readonly #request: ContentsRequest;
  readonly #outOfScope: IdSet = IdSet.empty();
  /** Numbers of changes by which messages left the scope: seen only when that is told. */
  readonly #leavings: Ranges = Ranges.empty();

  constructor(engine: Engine, folder: FolderReference, request: ContentsRequest) {
    super(engine, folder, request.state);
    this.#request = request;
  }

  get state(): Required<SyncState> {
    return contentsState(this.sets);
  }

  async *[Symbol.asyncIterator](): AsyncIterator<ContentsElement> {
    const { normal = true, associated = true, readStates = true, deletions = true, only } = this.#request;
    const start = await this.start();
    if (associated) yield* this.#associated(start);
    if (normal) yield* this.#messages(start);
    if (deletions) yield* this.#deletions(start.folder);
    if (readStates) yield* this.#readStates(start);
    // Of the rest of the folder nothing is known where only some messages were asked for.
    if (only !== undefined) return;
    const all = this.replicas.cnsUpTo(start.upTo);
    const untold = IdSet.of(
      [...this.#leavings].flatMap(([first, last]) => cns(first, last).map((cn) => this.replicas.cnToGid(cn))),
    );
    if (normal) this.sets.seen = this.sets.seen.union(this.#tellsLeavings ? all : all.subtract(untold));
    if (associated) this.sets.seenFai = this.sets.seenFai.union(all);
    if (readStates) this.sets.read = this.sets.read.union(all);
  }

  get #tellsLeavings(): boolean {
    return this.#request.deletions !== false && this.#request.noLongerInScope !== false;
  }

  async *#associated({ folder, upTo }: Start): AsyncIterable<MessageChange> {
    const seen = this.replicas.cnsOf(this.sets.seenFai);
    const elements = await this.engine.state.read(async (tx) => {
      const rows = (await tx.associated.ofFolder(folder.folderId, false)).filter(
        ({ mid, cn }) => cn <= upTo && !seen.has(cn) && this.#isWanted(mid),
      );
      const versions = await versionsOf(
        tx,
        this.replicas,
        rows.map(({ mid, cn }) => ({ objectId: mid, cn })),
      );
      return rows.map((row) => associatedElement(this.replicas, row, versions.get(row.mid) as Version));
    });
    const byTime = (a: MessageChange, b: MessageChange): number => b.modified.getTime() - a.modified.getTime();
    const byChange = (a: MessageChange, b: MessageChange): number => a.changeNumber.counter - b.changeNumber.counter;
    for (const element of elements.sort(this.#request.order === 'delivery' ? byTime : byChange)) {
      yield element;
      this.sets.given.add(element.gid);
      this.sets.seenFai.add(element.changeNumber);
    }
  }

  async *#messages({ folder, upTo }: Start): AsyncIterable<MessageChange> {
    const seen = this.replicas.cnsOf(this.sets.seen);
    const inOrder = this.#request.order !== 'delivery';
    // What was told in the order of changes leaves no gap behind it, and the state stays small.
    const leavesNoGap = inOrder && this.#request.where === undefined && this.#request.only === undefined;
    let told = this.floorOf(seen);
    for await (const page of this.#pages(folder, told, upTo)) {
      for (const { row, element } of page) {
        if (seen.has(row.cn) || !this.#isWanted(row.mid)) continue;
        if (!(await this.#isInScope(row))) {
          this.#leavings.add(row.cn);
          if (this.sets.given.has(element.gid)) this.#outOfScope.add(element.gid);
          continue;
        }
        yield element;
        this.sets.given.add(element.gid);
        this.sets.seen.add(element.changeNumber);
        if (row.readCn != null) this.sets.read.add(this.replicas.cnToGid(row.readCn));
      }
      if (!leavesNoGap) continue;
      told = page.at(-1)?.row.cn ?? told;
      this.sets.seen = this.sets.seen.union(this.replicas.cnsUpTo(told));
    }
  }

  /** Pages of messages that changed, each read in one transaction with all that is told of them. */
  async *#pages(
    folder: FolderRow,
    floor: number,
    upTo: number,
  ): AsyncIterable<readonly { readonly row: ContentsRow; readonly element: MessageChange }[]> {
    const limit = this.#request.pageSize ?? PAGE;
    const query = { folderId: folder.folderId, aboveCn: floor, upToCn: upTo, limit };
    for (let last: ContentsRow | undefined; ; ) {
      const page = await this.engine.state.read(async (tx) => {
        const rows =
          this.#request.order === 'delivery'
            ? await tx.changed.byDelivery({ ...query, ...(last !== undefined && { after: last }) })
            : await tx.changed.byChange({ ...query, aboveCn: last?.cn ?? floor });
        return this.#elements(tx, rows);
      });
      if (page.length > 0) yield page;
      if (page.length < limit) return;
      last = page.at(-1)?.row;
    }
  }

  async #elements(tx: StateTx, rows: readonly ContentsRow[]) {
    const versions = await versionsOf(
      tx,
      this.replicas,
      rows.map(({ itemId, cn }) => ({ objectId: itemId, cn })),
    );
    return rows.map((row) => ({
      row,
      element: messageElement(this.replicas, row, versions.get(row.itemId) as Version),
    }));
  }

  async *#deletions(folder: FolderRow): AsyncIterable<ContentsElement> {
    const given = this.#request.only === undefined ? this.sets.given : this.sets.given.intersect(this.#request.only);
    const outOfScope = this.#tellsLeavings ? this.#outOfScope : IdSet.empty();
    const deletions = await deletionsOf(this.engine, folder, given, outOfScope);
    if (deletions === undefined) return;
    yield deletions;
    const { hard, soft, moved, noLongerInScope } = deletions;
    for (const set of [hard, soft, moved, noLongerInScope]) this.sets.given = this.sets.given.subtract(set);
  }

  async *#readStates({ folder, upTo }: Start): AsyncIterable<ContentsElement> {
    const limit = this.#request.pageSize ?? PAGE;
    const known = this.replicas.cnsOf(this.sets.read);
    for (let aboveCn = this.floorOf(known); ; ) {
      const query = { folderId: folder.folderId, aboveCn, upToCn: upTo, limit };
      const rows = await this.engine.state.read((tx) => tx.changed.byReadState(query));
      const [read, unread, numbers] = [IdSet.empty(), IdSet.empty(), IdSet.empty()];
      for (const row of rows) {
        const number = this.replicas.cnToGid(row.readCn as number);
        const gid = this.replicas.idToGid(row.mid);
        // Who does not have the message, or got all of it just now, has nothing to change.
        if (this.sets.read.has(number) || !this.sets.given.has(gid) || !this.#isWanted(row.mid)) continue;
        (isSeen(row.flags) ? read : unread).add(gid);
        numbers.add(number);
      }
      if (!numbers.isEmpty) yield { kind: 'readStates', read, unread };
      this.sets.read = this.sets.read.union(numbers);
      if (rows.length < limit) return;
      aboveCn = rows.at(-1)?.readCn as number;
    }
  }

  #isWanted(mid: number): boolean {
    return this.#request.only?.has(this.replicas.idToGid(mid)) ?? true;
  }

  async #isInScope(row: ContentsRow): Promise<boolean> {
    const { where } = this.#request;
    return where === undefined || matchesRow(this.engine, where, row, new AbortController().signal);
  }
}

function cns(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
