import type { StateStore, StateTx } from '../state/store.ts';

/** Entries of the journal that are looked through; after more of them anything may have changed. */
const LOOKED_AT = 1_000;

/** What changed in a folder: the items of its rows by mid, or undefined where too much did. */
export type Touched = ReadonlyMap<number, number> | undefined;

/** What became of the rows of a folder since a change number; without a folder, of all. */
export async function touchedSince(tx: StateTx, folderId: number | undefined, cn: number): Promise<Touched> {
  const rows = await tx.journal.since({ cn, limit: LOOKED_AT });
  if (rows.length === LOOKED_AT) return undefined;
  return new Map(
    rows.flatMap((row) =>
      folderId === undefined || row.folderId === folderId ? [[row.mid, row.itemId] as const] : [],
    ),
  );
}

/** Counts the times that something in a folder changed, as far as anybody looked. */
export class FolderClock {
  readonly #state: StateStore;
  readonly #folderId: number;
  readonly #found: boolean;
  #seen = -1;
  #ticks = 0;

  /** `found`: of a search folder, which may change whenever anybody follows what it looks for. */
  constructor(state: StateStore, folderId: number, found = false) {
    this.#state = state;
    this.#folderId = folderId;
    this.#found = found;
  }

  /** Is another number whenever the folder may have changed since the last call. */
  async now(): Promise<number> {
    if (this.#found) return ++this.#ticks;
    const [last, touched] = await this.#state.read(async (tx) => {
      const now = await tx.journal.last();
      if (now === this.#seen) return [now, new Map<number, number>()] as const;
      return [now, this.#seen < 0 ? undefined : await touchedSince(tx, this.#folderId, this.#seen)] as const;
    });
    if (touched === undefined || touched.size > 0) this.#ticks++;
    this.#seen = last;
    return this.#ticks;
  }
}
