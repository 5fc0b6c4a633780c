/** Ids from `first` to `last`, both among them. */
export type IdRange = readonly [first: number, last: number];

/**
 * A set of numbers as ranges in ascending order that neither touch nor overlap: the GLOBSET of [MS-OXCFXICS] 2.2.2.5 as a
 * value. Adding in ascending order costs nothing; anything else costs a search.
 */
export class Ranges {
  /** First and last of each range in turn. */
  readonly #bounds: number[];

  private constructor(bounds: number[]) {
    this.#bounds = bounds;
  }

  static empty(): Ranges {
    return new Ranges([]);
  }

  /** Ranges in any order, also overlapping ones. */
  static of(ranges: Iterable<IdRange>): Ranges {
    const set = Ranges.empty();
    for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) set.add(first, last);
    return set;
  }

  clone(): Ranges {
    return new Ranges([...this.#bounds]);
  }

  get isEmpty(): boolean {
    return this.#bounds.length === 0;
  }

  /** The greatest number in it; undefined where there is none. */
  get last(): number | undefined {
    return this.#bounds.at(-1);
  }

  /** How many numbers it has. */
  get size(): number {
    let size = 0;
    for (const [first, last] of this) size += last - first + 1;
    return size;
  }

  has(number: number): boolean {
    const at = this.#rangeFrom(number);
    return at < this.#bounds.length && (this.#bounds[at] as number) <= number;
  }

  add(first: number, last: number = first): void {
    const bounds = this.#bounds;
    const end = bounds.at(-1);
    if (end === undefined || first > end + 1) {
      bounds.push(first, last);
      return;
    }
    // The ranges that touch the new one become one with it.
    const from = this.#rangeFrom(first - 1);
    let to = from;
    let [low, high] = [first, last];
    while (to < bounds.length && (bounds[to] as number) <= last + 1) {
      low = Math.min(low, bounds[to] as number);
      high = Math.max(high, bounds[to + 1] as number);
      to += 2;
    }
    bounds.splice(from, to - from, low, high);
  }

  union(other: Ranges): Ranges {
    return Ranges.of([...this, ...other]);
  }

  /** What is in this one and not in the other. */
  subtract(other: Ranges): Ranges {
    const bounds: number[] = [];
    const taken = [...other];
    let next = 0;
    for (const [first, last] of this) {
      let low = first;
      while (next < taken.length && (taken[next] as IdRange)[1] < low) next++;
      for (let at = next; at < taken.length && (taken[at] as IdRange)[0] <= last; at++) {
        const [from, to] = taken[at] as IdRange;
        if (from > low) bounds.push(low, from - 1);
        low = to + 1;
      }
      if (low <= last) bounds.push(low, last);
    }
    return new Ranges(bounds);
  }

  /** What is in both. */
  intersect(other: Ranges): Ranges {
    return this.subtract(this.subtract(other));
  }

  equals(other: Ranges): boolean {
    return this.#bounds.length === other.#bounds.length && this.#bounds.every((bound, i) => bound === other.#bounds[i]);
  }

  *[Symbol.iterator](): Iterator<IdRange> {
    for (let at = 0; at < this.#bounds.length; at += 2)
      yield [this.#bounds[at] as number, this.#bounds[at + 1] as number];
  }

  /** Where the first range begins that ends at a number or behind it. */
  #rangeFrom(number: number): number {
    let [low, high] = [0, this.#bounds.length / 2];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#bounds[middle * 2 + 1] as number) < number) low = middle + 1;
      else high = middle;
    }
    return low * 2;
  }
}
