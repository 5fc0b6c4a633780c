/** What an arrival and an earlier place of an item are compared by. */
export interface Earlier {
  readonly fingerprint: string;
  readonly stableId: string | null;
  readonly storedSize: number | null;
  readonly received: number | null;
}

/** An arrival with the earlier item it is. */
export interface Pairing<A, E> {
  readonly arrival: A;
  readonly earlier: E;
}

/**
 * Pairs arrivals with earlier items: by the server's own id where both have one, else by fingerprint and size, those
 * with the same date first. Equal ones pair in order; each earlier item is used once; the surplus is new.
 */
export function pairUp<A extends Earlier, E extends Earlier>(
  arrivals: readonly A[],
  earlier: readonly E[],
): { readonly pairs: readonly Pairing<A, E>[]; readonly rest: readonly A[] } {
  const pairs: Pairing<A, E>[] = [];
  const used = new Set<E>();
  let rest: readonly A[] = arrivals;
  for (const same of [sameStableId, sameToTheSecond, sameItem]) {
    const byMark = Map.groupBy(earlier, same.mark);
    rest = rest.filter((arrival) => {
      const match = byMark
        .get(same.mark(arrival))
        ?.find((candidate) => !used.has(candidate) && same.test(arrival, candidate));
      if (match === undefined) return true;
      used.add(match);
      pairs.push({ arrival, earlier: match });
      return false;
    });
  }
  return { pairs, rest };
}

interface Rule {
  readonly mark: (of: Earlier) => string;
  readonly test: (a: Earlier, b: Earlier) => boolean;
}

const sameSize = (a: Earlier, b: Earlier): boolean =>
  a.storedSize === null || b.storedSize === null || a.storedSize === b.storedSize;
// Where both sides have an id of the server's and they differ, they are two items, however alike.
const notDifferent = (a: Earlier, b: Earlier): boolean =>
  a.stableId === null || b.stableId === null || a.stableId === b.stableId;

const sameStableId: Rule = {
  mark: (of) => of.stableId ?? '',
  test: (a, b) => a.stableId !== null && a.stableId === b.stableId,
};
const sameToTheSecond: Rule = {
  mark: (of) => of.fingerprint,
  test: (a, b) => a.received === b.received && sameSize(a, b) && a.stableId === b.stableId,
};
const sameItem: Rule = { mark: (of) => of.fingerprint, test: (a, b) => sameSize(a, b) && notDifferent(a, b) };
