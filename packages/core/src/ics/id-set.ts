import { MapistoreError } from '../errors/error.ts';
import { checkCounter, checkGuid, type Gid } from './gid.ts';
import { type IdRange, Ranges } from './ranges.ts';

/** A set of ids in plain JSON: ranges, both ends among them, by GUID of the replica that gave them out. */
export type IdSetJson = Readonly<Record<string, readonly IdRange[]>>;

/**
 * A set of ids or change numbers over all replicas ([MS-OXCFXICS] 2.2.2.4): an IDSET or a CNSET as a value. `add` changes the
 * set; everything else leaves it as it is.
 */
export class IdSet {
  readonly #replicas: Map<string, Ranges>;

  private constructor(replicas: Map<string, Ranges>) {
    this.#replicas = replicas;
  }

  static empty(): IdSet {
    return new IdSet(new Map());
  }

  static of(ids: Iterable<Gid>): IdSet {
    const set = IdSet.empty();
    for (const id of ids) set.add(id);
    return set;
  }

  /** The set of one replica. */
  static ofRanges(replica: string, ranges: Iterable<IdRange>): IdSet {
    return IdSet.#from([[replica, Ranges.of(ranges)]]);
  }

  /** @throws INVALID_ARGUMENT for what `toJSON` cannot have given */
  static fromJson(json: unknown): IdSet {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) throw notASet();
    const replicas = Object.entries(json).map(([guid, ranges]): [string, Ranges] => {
      if (!Array.isArray(ranges)) throw notASet();
      return [checkGuid(guid), Ranges.of(ranges.map(checkRange))];
    });
    return IdSet.#from(replicas);
  }

  // Replicas without ids are left out, so that equal sets look the same.
  static #from(replicas: Iterable<readonly [string, Ranges]>): IdSet {
    return new IdSet(new Map([...replicas].filter(([, ranges]) => !ranges.isEmpty)));
  }

  clone(): IdSet {
    return IdSet.#from([...this.#replicas].map(([guid, ranges]) => [guid, ranges.clone()]));
  }

  get isEmpty(): boolean {
    return this.#replicas.size === 0;
  }

  /** How many ids it has. */
  get size(): number {
    let size = 0;
    for (const ranges of this.#replicas.values()) size += ranges.size;
    return size;
  }

  has({ replica, counter }: Gid): boolean {
    return this.#replicas.get(replica)?.has(counter) ?? false;
  }

  add({ replica, counter }: Gid, last: number = counter): void {
    const ranges = this.#replicas.get(replica);
    if (ranges !== undefined) ranges.add(counter, last);
    else this.#replicas.set(replica, Ranges.of([[counter, last]]));
  }

  union(other: IdSet): IdSet {
    return this.#with(other, [...this.#replicas.keys(), ...other.#replicas.keys()], (a, b) => a.union(b));
  }

  /** What is in this one and not in the other. */
  subtract(other: IdSet): IdSet {
    return this.#with(other, this.#replicas.keys(), (a, b) => a.subtract(b));
  }

  /** What is in both. */
  intersect(other: IdSet): IdSet {
    return this.#with(other, this.#replicas.keys(), (a, b) => a.intersect(b));
  }

  equals(other: IdSet): boolean {
    return (
      this.#replicas.size === other.#replicas.size &&
      [...this.#replicas].every(([guid, ranges]) => other.#replicas.get(guid)?.equals(ranges) ?? false)
    );
  }

  /** The numbers of one replica. */
  ranges(replica: string): Ranges {
    return this.#replicas.get(replica)?.clone() ?? Ranges.empty();
  }

  /** The same without the numbers of some replicas. */
  without(replicas: ReadonlySet<string>): IdSet {
    return IdSet.#from([...this.#replicas].filter(([guid]) => !replicas.has(guid)).map(([g, r]) => [g, r.clone()]));
  }

  /** GUIDs of the replicas it has ids of. */
  get replicas(): readonly string[] {
    return [...this.#replicas.keys()];
  }

  /** Every id; of a set with wide ranges these are many. */
  *[Symbol.iterator](): Iterator<Gid> {
    for (const [replica, ranges] of this.#replicas)
      for (const [first, last] of ranges)
        for (let counter = first; counter <= last; counter++) yield { replica, counter };
  }

  toJSON(): IdSetJson {
    const sorted = [...this.#replicas].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([guid, ranges]) => [guid, [...ranges]]));
  }

  #with(other: IdSet, guids: Iterable<string>, combine: (a: Ranges, b: Ranges) => Ranges): IdSet {
    const of = (set: IdSet, guid: string): Ranges => set.#replicas.get(guid) ?? Ranges.empty();
    return IdSet.#from([...new Set(guids)].map((guid) => [guid, combine(of(this, guid), of(other, guid))]));
  }
}

function checkRange(range: unknown): IdRange {
  if (!Array.isArray(range) || range.length !== 2) throw notASet();
  const [first, last] = [checkCounter(range[0]), checkCounter(range[1])];
  if (first > last) throw notASet();
  return [first, last];
}

function notASet(): MapistoreError {
  return new MapistoreError(
    'INVALID_ARGUMENT',
    'A set of ids is an object of GUIDs, each with pairs of a first and a last number.',
  );
}
