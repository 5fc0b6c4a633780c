import type { Engine } from '../engine/engine.ts';
import { checkRestriction, propertiesOf } from '../restriction/check.ts';
import { type Compiled, compile } from '../restriction/compile.ts';
import { matchesRow } from '../restriction/item-subject.ts';
import type { Restriction } from '../restriction/restriction.ts';
import type { ListingCondition, ListingScope, ListingSort, Place } from '../state/listing.ts';
import type { ContentsRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { type Candidates, candidatesOf } from './pushdown.ts';

/** Rows of one read, where nobody knows how many will be wanted. */
const PAGE = 500;

/** What rows of a folder, and in which order. */
export interface FolderRowsRequest {
  readonly folderId: number;
  /** The folder is a search folder. */
  readonly found?: boolean;
  readonly sort: readonly ListingSort[];
  readonly where?: Restriction;
  /** Beside `where`, in the words of the state. */
  readonly condition?: ListingCondition;
  readonly signal?: AbortSignal;
  /** Remembers what was found of rows, for as long as they do not change. */
  readonly verdicts?: Verdicts;
}

/** Answers by mid, each for the change number of its row. */
export type Verdicts = Map<number, { readonly cn: number; readonly meets: boolean }>;

interface FromRequest {
  /** Rows that will be wanted at the most. */
  readonly atOnce?: number;
  readonly backwards?: boolean;
  readonly inclusive?: boolean;
}

/** A row with its place in the order asked for. */
export interface PlacedRow {
  readonly row: ContentsRow;
  readonly place: Place;
}

/** The rows of a folder that meet a restriction, in an order, a page at a time. */
export class FolderRows {
  readonly #engine: Engine;
  readonly #request: FolderRowsRequest;
  readonly #signal: AbortSignal;

  /** @throws INVALID_ARGUMENT for a restriction that is none */
  constructor(engine: Engine, request: FolderRowsRequest) {
    if (request.where !== undefined) checkRestriction(request.where);
    this.#engine = engine;
    this.#request = request;
    this.#signal = request.signal ?? new AbortController().signal;
  }

  /**
   * The rows behind a place (`inclusive`: and at it), or from the first on; `backwards` those before it, the nearest
   * first. What the state can
   * tell by itself it does; the rest is asked of the backend where that saves reading items, and of the items.
   * @throws UNAVAILABLE where an item has to be read and cannot be
   */
  async *from(
    beyond: Place | undefined,
    { atOnce = PAGE, backwards = false, inclusive = false }: FromRequest = {},
  ): AsyncIterable<PlacedRow> {
    const { folderId, found = false, sort } = this.#request;
    const { condition, remainder } = await this.#compiled();
    const all = allOf(this.#request.condition, condition);
    const scope = { folderId, found, ...(all !== undefined && { where: all }) };
    const limit = remainder === undefined ? Math.min(PAGE, atOnce) : PAGE;
    const candidates =
      remainder === undefined ? undefined : await candidatesOf(this.#engine, folderId, remainder, this.#signal);
    const order = { sort, backwards };
    for (let last = beyond; ; ) {
      const behind = last !== undefined && { beyond: last, inclusive: inclusive && last === beyond };
      const places = { ...scope, ...order, limit, ...behind };
      const rows = await this.#engine.state.read((tx) => placedRows(tx, places));
      for (const placed of rows) {
        last = placed.place;
        this.#signal.throwIfAborted();
        if (remainder === undefined || (await this.#meets(remainder, placed.row, candidates))) yield placed;
      }
      if (rows.length < limit) return;
    }
  }

  async #meets(remainder: Restriction, row: ContentsRow, candidates: Candidates | undefined): Promise<boolean> {
    const { verdicts } = this.#request;
    const known = verdicts?.get(row.mid);
    if (known?.cn === row.cn) return known.meets;
    const may = candidates === undefined || (await candidates.has(row));
    const meets = may && (await matchesRow(this.#engine, remainder, row, this.#signal));
    verdicts?.set(row.mid, { cn: row.cn, meets });
    return meets;
  }

  async #compiled(): Promise<Compiled> {
    const { where } = this.#request;
    return where === undefined ? {} : this.#engine.state.read((tx) => compileFor(tx, this.#request, where));
  }
}

/** Says a restriction for the rows of one folder: exactly, where all of them tell what it asks. */
export async function compileFor(
  tx: StateTx,
  { folderId, found = false }: Pick<ListingScope, 'folderId' | 'found'>,
  where: Restriction,
): Promise<Compiled> {
  const compiled = compile(where);
  if (compiled.remainder === undefined || !asksForAttachments(where)) return compiled;
  const untold: ListingCondition = { type: 'not', of: { type: 'set', column: 'hasAttachments' } };
  const [one] = await tx.listing.places({ folderId, found, where: untold, sort: [], limit: 1 });
  return one === undefined ? compile(where, { attachmentsKnown: true }) : compiled;
}

/** Whether a restriction is about what not every row tells. */
export function asksForAttachments(where: Restriction): boolean {
  return ATTACHMENTS.some((name) => propertiesOf(where).has(name));
}

const ATTACHMENTS: readonly string[] = ['PidTagHasAttachments', 'PidTagMessageFlags'];

/** All of these conditions together. */
export function allOf(...conditions: readonly (ListingCondition | undefined)[]): ListingCondition | undefined {
  const of = conditions.filter((condition) => condition !== undefined);
  return of.length < 2 ? of[0] : { type: 'and', of };
}

/** Rows of places, in their order. One that is gone in between is left out. */
async function placedRows(
  tx: StateTx,
  query: Parameters<StateTx['listing']['places']>[0],
): Promise<readonly PlacedRow[]> {
  const places = await tx.listing.places(query);
  const rows = new Map((await tx.contents.byMids(places.map(({ mid }) => mid))).map((row) => [row.mid, row]));
  return places.flatMap((place) => {
    const row = rows.get(place.mid);
    return row === undefined ? [] : [{ row, place }];
  });
}
