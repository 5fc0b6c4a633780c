import { propertiesOf } from '../restriction/check.ts';
import { evaluate } from '../restriction/evaluate.ts';
import type { Restriction } from '../restriction/restriction.ts';
import type { Place } from '../state/listing.ts';
import type { Target } from './bookmarks.ts';
import { headerSubject } from './headers.ts';
import { type Category, type Layout, type RowKey, type Segment, type Spot, spotOf } from './layout.ts';
import type { TableOrder } from './order.ts';
import type { RowSource } from './source.ts';

/** A row that is shown. */
export type ShownRow =
  | { readonly kind: 'header'; readonly category: Category; readonly segment: number }
  | { readonly kind: 'leaf'; readonly place: Place; readonly segment: number };

/** Where a cursor stands: at an end, or before a row. */
export type Anchor =
  | { readonly kind: 'beginning' }
  | { readonly kind: 'end' }
  | { readonly kind: 'row'; readonly key: RowKey; readonly segment: number };

/** The anchor before a row. */
export function anchorOf(row: ShownRow): Anchor {
  const key: RowKey =
    row.kind === 'header' ? { kind: 'header', path: row.category.path } : { kind: 'leaf', place: row.place };
  return { kind: 'row', key, segment: row.segment };
}

/** Moves over the shown rows of a table as they are at one moment. */
export class Navigator {
  readonly #source: RowSource;
  readonly #order: TableOrder;
  readonly layout: Layout;

  constructor(source: RowSource, order: TableOrder, layout: Layout) {
    this.#source = source;
    this.#order = order;
    this.layout = layout;
  }

  spot(anchor: Anchor): Spot {
    if (anchor.kind === 'beginning') return { segment: 0 };
    if (anchor.kind === 'end') return { segment: this.layout.segments.length };
    return spotOf(this.layout, this.#order.levels.length, anchor.key, anchor.segment);
  }

  /** Where a bookmark points to now, and whether its row is not shown any more. */
  async resolve(target: Target): Promise<{ readonly spot: Spot; readonly gone: boolean }> {
    if (target.kind === 'end') return { spot: this.spot({ kind: 'end' }), gone: false };
    const { key, mid, segment } = target;
    const place = key.kind === 'leaf' ? await this.#source.placeOf(mid) : undefined;
    const now: RowKey = place === undefined ? key : { kind: 'leaf', place };
    const spot = spotOf(this.layout, this.#order.levels.length, now, segment);
    if (key.kind === 'leaf') return { spot, gone: place === undefined || spot.place === undefined };
    const shown = this.layout.segments[spot.segment];
    const isThere = shown?.kind === 'header' && JSON.stringify(shown.category.path) === JSON.stringify(key.path);
    return { spot, gone: !isThere };
  }

  /** How many rows stand before a spot. */
  async position({ segment, place }: Spot): Promise<number> {
    const at = this.layout.segments[segment];
    if (at === undefined) return this.layout.length;
    if (place === undefined || at.kind === 'header') return at.start;
    return at.start + (await this.#source.count({ category: at.path, before: place }));
  }

  /** The row at a position; undefined behind the last. */
  async at(position: number): Promise<ShownRow | undefined> {
    const segment = this.layout.segments.findLastIndex(({ start }) => start <= position);
    const at = this.layout.segments[segment];
    if (at === undefined || position >= this.layout.length) return undefined;
    if (at.kind === 'header') return { kind: 'header', category: at.category, segment };
    const [place] = await this.#source.places({ category: at.path, offset: position - at.start, limit: 1 });
    return place === undefined ? undefined : { kind: 'leaf', place, segment };
  }

  /** Up to so many rows from a spot on; backwards those before it, the nearest first. */
  async read(spot: Spot, limit: number, backwards = false): Promise<readonly ShownRow[]> {
    const rows: ShownRow[] = [];
    for (const { segment, index, place } of this.#walk(spot, backwards)) {
      if (rows.length >= limit) break;
      if (segment.kind === 'header') {
        rows.push({ kind: 'header', category: segment.category, segment: index });
        continue;
      }
      const beyond = place === undefined ? {} : { beyond: place, inclusive: !backwards };
      const page = { category: segment.path, limit: limit - rows.length, backwards, ...beyond };
      for (const found of await this.#source.places(page)) rows.push({ kind: 'leaf', place: found, segment: index });
    }
    return rows;
  }

  /** The next row from a spot on that meets a condition. */
  async find(spot: Spot, where: Restriction, backwards: boolean): Promise<ShownRow | undefined> {
    const names = [...propertiesOf(where)];
    const levels = this.#order.levels;
    const own = new Set([...HEADER_PROPERTIES, ...levels.map(({ property }) => property)]);
    const ofHeaders = names.length > 0 && names.every((name) => own.has(name));
    const paths =
      levels.length === 0
        ? undefined
        : new Set((await this.#source.groups(where)).map(({ values }) => JSON.stringify(values)));
    for (const { segment, index, place } of this.#walk(spot, backwards)) {
      if (segment.kind === 'header') {
        const { category } = segment;
        if (ofHeaders && evaluate(where, await this.#header(category)))
          return { kind: 'header', category, segment: index };
        continue;
      }
      if (paths?.has(JSON.stringify(segment.path)) === false) continue;
      const beyond = place === undefined ? {} : { beyond: place, inclusive: !backwards };
      const found = await this.#source.find({ where, category: segment.path, backwards, ...beyond });
      if (found !== undefined) return { kind: 'leaf', place: found, segment: index };
    }
    return undefined;
  }

  async #header(category: Category): ReturnType<typeof headerSubject> {
    const [sample] = await this.#source.rows([{ values: [], mid: category.mid }]);
    return headerSubject(category, this.#order.levels, sample);
  }

  /** Segments from a spot on; the first of them with the place in it. */
  *#walk(
    { segment: start, place }: Spot,
    backwards: boolean,
  ): Iterable<{ readonly segment: Segment; readonly index: number; readonly place: Place | undefined }> {
    const { segments } = this.layout;
    // Backwards, of the segment at the spot only what is before the place counts.
    const first = backwards && place === undefined ? start - 1 : start;
    for (let index = first; index >= 0 && index < segments.length; index += backwards ? -1 : 1)
      yield { segment: segments[index] as Segment, index, place: index === start ? place : undefined };
  }
}

/** What header rows have beside the values of their categories. */
const HEADER_PROPERTIES: readonly string[] = [
  'PidTagInstID',
  'PidTagInstanceNum',
  'PidTagRowType',
  'PidTagDepth',
  'PidTagContentCount',
  'PidTagContentUnreadCount',
];
