import type { Gid } from '../ics/gid.ts';
import { IdSet } from '../ics/id-set.ts';
import { type IdRange, Ranges } from '../ics/ranges.ts';
import type { ReplicaRow } from '../state/replication-rows.ts';
import type { StateTx } from '../state/store.ts';
import { globalId, mapiId } from './mapi-ids.ts';

/** Which of the two counters a number is of. */
type Counter = 'id' | 'cn';

/**
 * The lives of a state and the GUID of each. Ids and change numbers are plain counters inside of the store, and each life
 * goes on above all that the one before can have used, so that a number alone tells the GUID that it bears outside.
 */
export class Replicas {
  #rows: readonly ReplicaRow[];

  constructor(rows: readonly ReplicaRow[]) {
    this.#rows = rows;
  }

  /** Brings this up to what the state says: another program may have begun a new life. */
  async refresh(tx: StateTx): Promise<this> {
    this.#rows = await tx.replicas.all();
    return this;
  }

  /** Oldest first. */
  get all(): readonly ReplicaRow[] {
    return this.#rows;
  }

  /** The life that new numbers are of. */
  get current(): ReplicaRow {
    return this.#rows.at(-1) as ReplicaRow;
  }

  /** The GUID that names the store as a whole, whatever became of its state: that of its first life. */
  get store(): string {
    return (this.#rows[0] as ReplicaRow).guid;
  }

  /** A folder or message as a source key is written. */
  key(id: number): Uint8Array {
    return globalId(this.ofId(id).guid, id);
  }

  /** MID or FID. */
  mapiId(id: number): bigint {
    return mapiId(id, this.ofId(id).replicaId);
  }

  /** A change number of eight bytes. */
  mapiCn(cn: number): bigint {
    return mapiId(cn, this.ofCn(cn).replicaId);
  }

  /** The life that an id is of. */
  ofId(id: number): ReplicaRow {
    return this.#of('id', id);
  }

  /** The life that a change number is of. */
  ofCn(cn: number): ReplicaRow {
    return this.#of('cn', cn);
  }

  /** A folder or message to the world outside. */
  idToGid(id: number): Gid {
    return { replica: this.ofId(id).guid, counter: id };
  }

  /** A change number to the world outside. */
  cnToGid(cn: number): Gid {
    return { replica: this.ofCn(cn).guid, counter: cn };
  }

  /** The number of an id that this store gave out; undefined for one of others, or of a life that was lost. */
  gidToId({ replica, counter }: Gid): number | undefined {
    const row = this.byGuid(replica);
    return row !== undefined && counter >= row.firstId && counter <= (row.lastId ?? Number.POSITIVE_INFINITY)
      ? counter
      : undefined;
  }

  byGuid(guid: string): ReplicaRow | undefined {
    return this.#rows.find((row) => row.guid === guid);
  }

  /** The life whose GUID begins so; tokens are short. */
  withPrefix(prefix: string): ReplicaRow | undefined {
    return this.#rows.find(({ guid }) => guid.startsWith(prefix));
  }

  /** Lives from the one that a number of a counter is of to that of another, in order. */
  between(id: number, cn: number): readonly ReplicaRow[] {
    const [from, to] = [this.ofId(id).replicaId, this.ofCn(cn).replicaId];
    return this.#rows.filter(({ replicaId }) => replicaId >= from && replicaId <= to);
  }

  /** Every change number up to one, as the world outside names them. */
  cnsUpTo(last: number): IdSet {
    const set = IdSet.empty();
    for (const { guid, firstCn, lastCn } of this.#rows) {
      const end = Math.min(last, lastCn ?? last);
      if (firstCn <= end) set.add({ replica: guid, counter: firstCn }, end);
    }
    return set;
  }

  /** The numbers that this store knows among change numbers from outside. */
  cnsOf(set: IdSet): Ranges {
    const known: IdRange[] = [];
    for (const { guid, firstCn, lastCn } of this.#rows) {
      const life = Ranges.of([[firstCn, lastCn ?? Number.MAX_SAFE_INTEGER]]);
      known.push(...set.ranges(guid).intersect(life));
    }
    return Ranges.of(known);
  }

  /**
   * GUIDs of lives of which a set has numbers that the state does not know: they were used after the backup that was put
   * back. `last` is the last change number of the present life.
   */
  lost(set: IdSet, last: number): ReadonlySet<string> {
    const lost = this.#rows.filter(({ guid, lastCn }) => (set.ranges(guid).last ?? 0) > (lastCn ?? last));
    return new Set(lost.map(({ guid }) => guid));
  }

  #of(counter: Counter, number: number): ReplicaRow {
    const first = counter === 'id' ? 'firstId' : 'firstCn';
    return (this.#rows.findLast((row) => row[first] <= number) ?? this.#rows[0]) as ReplicaRow;
  }
}
