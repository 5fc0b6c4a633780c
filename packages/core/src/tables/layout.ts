import { createHash } from 'node:crypto';
import type { ListingGroup, ListingValue, Place } from '../state/listing.ts';
import type { CategoryLevel, TableOrder } from './order.ts';
import { compareValues } from './sort.ts';
import type { CategoryPath } from './source.ts';

/** A category: its header row and what is below it. */
export interface Category {
  /** The same in every table that has this category. */
  readonly id: string;
  readonly path: CategoryPath;
  /** 0 for the outermost. */
  readonly depth: number;
  /** Leaf rows in it, at any depth, whether they are shown or not. */
  readonly rows: number;
  readonly unread: number;
  /** One of its rows. */
  readonly mid: number;
  readonly expanded: boolean;
}

/** A stretch of shown rows: one header, or all leaf rows of an expanded innermost category (or of a flat table). */
export type Segment =
  | { readonly kind: 'header'; readonly category: Category; readonly start: number; readonly length: 1 }
  | { readonly kind: 'leaves'; readonly path: CategoryPath; readonly start: number; readonly length: number };

/** Says of a category whether it is expanded. */
export type IsExpanded = (id: string, depth: number) => boolean;

/** The shown rows of a table at one moment, as stretches. */
export interface Layout {
  readonly segments: readonly Segment[];
  readonly length: number;
  /** All categories, also those below collapsed ones, in order. */
  readonly categories: readonly Category[];
}

/** The layout of a table without categories. */
export function flatLayout(rows: number): Layout {
  const segments: Segment[] = rows === 0 ? [] : [{ kind: 'leaves', path: [], start: 0, length: rows }];
  return { segments, length: rows, categories: [] };
}

interface Node {
  readonly value: ListingValue;
  readonly children: Map<string, Node>;
  rows: number;
  unread: number;
  mid: number;
  largest: ListingValue;
}

/** Puts the innermost categories in order, and says which rows are shown. */
export function categorisedLayout(
  { levels }: TableOrder,
  groups: readonly ListingGroup[],
  isExpanded: IsExpanded,
): Layout {
  const root = node(null);
  for (const group of groups) addGroup(root, levels, group);
  const segments: Segment[] = [];
  const categories: Category[] = [];
  let length = 0;
  const lay = (parent: Node, above: CategoryPath, shown: boolean): void => {
    const depth = above.length;
    for (const child of sorted(parent, levels[depth] as CategoryLevel)) {
      const path = [...above, child.value];
      const id = categoryId(levels, path);
      const { rows, unread, mid } = child;
      const category: Category = { id, path, depth, rows, unread, mid, expanded: isExpanded(id, depth) };
      categories.push(category);
      if (shown) segments.push({ kind: 'header', category, start: length++, length: 1 });
      const opens = shown && category.expanded;
      if (depth + 1 < levels.length) lay(child, path, opens);
      else if (opens) {
        segments.push({ kind: 'leaves', path, start: length, length: rows });
        length += rows;
      }
    }
  };
  lay(root, [], true);
  return { segments, length, categories };
}

/** What a category is known by: a digest of what is the same in all its rows. */
function categoryId(levels: readonly CategoryLevel[], path: CategoryPath): string {
  const same = path.map((value, depth) => [levels[depth]?.property, value]);
  return `c${createHash('sha256').update(JSON.stringify(same)).digest('hex').slice(0, 15)}`;
}

/** PidTagInstID of a header row: its id as a number. */
export function categoryNumber(id: string): bigint {
  return BigInt(`0x${id.slice(1)}`);
}

function node(value: ListingValue): Node {
  return { value, children: new Map(), rows: 0, unread: 0, mid: Number.POSITIVE_INFINITY, largest: null };
}

function addGroup(root: Node, levels: readonly CategoryLevel[], group: ListingGroup): void {
  let at = root;
  let maximum = 0;
  for (const [depth, level] of levels.entries()) {
    const value = group.values[depth] ?? null;
    const key = JSON.stringify(value);
    const child = at.children.get(key) ?? node(value);
    at.children.set(key, child);
    child.rows += group.rows;
    child.unread += group.unread;
    child.mid = Math.min(child.mid, group.mid);
    if (level.maximum !== undefined) {
      const largest = group.largest[maximum++] ?? null;
      if (compareValues(largest, child.largest) > 0) child.largest = largest;
    }
    at = child;
  }
}

function sorted({ children }: Node, { descending, maximum }: CategoryLevel): readonly Node[] {
  return [...children.values()].sort((a, b) => {
    const byMaximum = maximum === undefined ? 0 : compareValues(a.largest, b.largest);
    const order = byMaximum === 0 ? compareValues(a.value, b.value) : byMaximum;
    return descending ? -order : order;
  });
}

/** A row that is shown, or was. */
export type RowKey =
  | { readonly kind: 'header'; readonly path: CategoryPath }
  | { readonly kind: 'leaf'; readonly place: Place };

/** A place between two rows: before the first of `segment`, or before the leaf row at or behind `place` in it. */
export interface Spot {
  /** Index among the segments; that behind the last is the end. */
  readonly segment: number;
  readonly place?: Place;
}

/**
 * Where the row of a key stands, or where it would; `fallback` is the segment it was in, for a category that is gone.
 */
export function spotOf({ segments }: Layout, levels: number, key: RowKey, fallback: number): Spot {
  const path = key.kind === 'header' ? key.path : key.place.values.slice(0, levels);
  const wanted = JSON.stringify(path);
  const kind = key.kind === 'header' ? 'header' : 'leaves';
  const at = segments.findIndex((segment) => segment.kind === kind && JSON.stringify(pathOf(segment)) === wanted);
  if (at >= 0) return key.kind === 'leaf' ? { segment: at, place: key.place } : { segment: at };
  // Below a collapsed header: the next row that is shown is the one behind that header.
  for (let depth = path.length; depth > 0; depth--) {
    const above = JSON.stringify(path.slice(0, depth));
    const header = segments.findIndex((each) => each.kind === 'header' && JSON.stringify(pathOf(each)) === above);
    if (header >= 0) return { segment: header + 1 };
  }
  return { segment: Math.min(fallback, segments.length) };
}

function pathOf(segment: Segment): CategoryPath {
  return segment.kind === 'header' ? segment.category.path : segment.path;
}
