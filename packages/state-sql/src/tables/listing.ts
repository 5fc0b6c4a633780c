import type {
  ListingColumn,
  ListingCondition,
  ListingGroup,
  ListingScope,
  ListingSort,
  ListingTable,
  ListingValue,
  Place,
} from '@mapistore/core';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { conditionSql, isServed, narrow, needsTexts, unindexed } from './condition.ts';

const MID = narrow('mid');

/** Rows that fill a screen. */
const SCREEN = 100;

type Ref = (column: ListingColumn) => RawBuilder<unknown>;

/** Contents tables by conditions; nothing but the listing is read. */
export function listing(db: Db, flavour: Flavour): ListingTable {
  const scope = ({ folderId, found, where }: ListingScope): RawBuilder<unknown> => {
    const texts = needsTexts(where)
      ? sql`inner join ${sql.table('listingTexts')} on ${sql.ref('listingTexts.folderId')} = ${sql.ref('listing.folderId')} and ${sql.ref('listingTexts.mid')} = ${MID}`
      : sql``;
    const condition = where === undefined ? sql`` : sql`and (${conditionSql(where, flavour)})`;
    const rows =
      found === true
        ? sql`from ${sql.table('searchHits')}
          inner join ${sql.table('memberships')} on ${sql.ref('memberships.mid')} = ${sql.ref('searchHits.mid')}
          inner join ${sql.table('listing')} on ${sql.ref('listing.folderId')} = ${sql.ref('memberships.folderId')} and ${MID} = ${sql.ref('memberships.mid')}`
        : sql`from ${sql.table('listing')}`;
    const folder = sql.ref(found === true ? 'searchHits.folderId' : 'listing.folderId');
    return sql`${rows} ${texts} where ${folder} = ${folderId} ${condition}`;
  };
  return {
    async places({ sort, beyond, inclusive = false, backwards = false, offset = 0, limit, ...rest }) {
      const order = backwards ? sort.map(({ column, descending }) => ({ column, descending: !descending })) : sort;
      const down = midDescends(sort) !== backwards;
      // For a screen of rows that may be few and far between, the folder is read through once, which takes the same time
      // whatever is found. Who reads on and on is better served by an index.
      const ref = limit <= SCREEN && rest.where !== undefined ? refFor(rest.where, sort) : narrow;
      const keys = order.map(({ column }, index) => sql`${narrow(column)} as ${sql.ref(`key${index}`)}`);
      const by = order.map(({ column, descending }) => sql`${ref(column)} ${direction(descending)}`);
      const behind =
        beyond === undefined ? sql`` : sql`and ${behindSql({ sort: order, ref }, down, beyond, inclusive)}`;
      const { rows } = await sql<
        Record<string, ListingValue>
      >`select ${sql.join([...keys, sql`${MID} as ${sql.ref('mid')}`])} ${scope(rest)} ${behind}
        order by ${sql.join([...by, sql`${MID} ${direction(down)}`])} limit ${limit} offset ${offset}`.execute(db);
      return rows.map((row) => ({
        values: sort.map((_, index) => row[`key${index}`] ?? null),
        mid: Number(row['mid']),
      }));
    },
    async count({ before, ...rest }) {
      const ahead = before === undefined ? sql`` : sql`and ${aheadSql(before.sort, before.place, rest.where)}`;
      const { rows } = await sql<{
        rows: number;
      }>`select count(*) as ${sql.ref('rows')} ${scope(rest)} ${ahead}`.execute(db);
      return Number(rows[0]?.rows ?? 0);
    },
    async groups({ by, largest = [], ...rest }) {
      const keys = by.map((column, index) => sql`${narrow(column)} as ${sql.ref(`key${index}`)}`);
      const maxima = largest.map((column, index) => sql`max(${narrow(column)}) as ${sql.ref(`max${index}`)}`);
      const rows = sql`count(*) as ${sql.ref('rows')}`;
      const grouped = async (
        columns: readonly RawBuilder<unknown>[],
        also: RawBuilder<unknown>,
        ref: Ref,
      ): Promise<readonly Record<string, ListingValue>[]> =>
        (
          await sql<Record<string, ListingValue>>`select ${sql.join([...keys, ...columns])} ${scope(rest)} ${also}
            group by ${sql.join(by.map(ref))}`.execute(db)
        ).rows;
      const valuesOf = (row: Record<string, ListingValue>): readonly ListingValue[] =>
        by.map((_, index) => row[`key${index}`] ?? null);
      const groupOf = (row: Record<string, ListingValue>, unread: unknown): ListingGroup => ({
        values: valuesOf(row),
        largest: largest.map((_, index) => row[`max${index}`] ?? null),
        rows: Number(row['rows']),
        unread: Number(unread),
        mid: Number(row['mid']),
      });
      const first = sql`min(${MID}) as ${sql.ref('mid')}`;
      const isInIndex = by.length === 1 && maxima.length === 0 && rest.where === undefined && rest.found !== true;
      if (!isInIndex) {
        const unread = sql`sum(1 - ${narrow('seen')}) as ${sql.ref('unread')}`;
        const found = await grouped([...maxima, rows, unread, first], sql``, narrow);
        return found.map((row) => groupOf(row, row['unread']));
      }
      // All but the unread stands in the index of the column; to look up each row for that costs more than both together.
      const found = await grouped([rows, first], sql``, narrow);
      const unseen = await grouped([rows], sql`and ${unindexed('seen')} = 0`, unindexed);
      const unread = new Map(unseen.map((row) => [JSON.stringify(valuesOf(row)), row['rows']]));
      return found.map((row) => groupOf(row, unread.get(JSON.stringify(valuesOf(row))) ?? 0));
    },
  };
}

/** How the columns of an order are named beside a condition. */
function refFor(where: ListingCondition, sort: readonly ListingSort[]): Ref {
  return isServed(where, sort[0]?.column) ? narrow : unindexed;
}

/** Between equals the mid decides, in the direction of the last key: so an index serves both ways. */
function midDescends(sort: readonly ListingSort[]): boolean {
  return sort.at(-1)?.descending === true;
}

function direction(descending: boolean): RawBuilder<unknown> {
  return sql.raw(descending ? 'desc' : 'asc');
}

/** The rows that stand behind a place in an order. */
function behindSql(
  { sort, ref: refOf }: { readonly sort: readonly ListingSort[]; readonly ref: Ref },
  midDescending: boolean,
  { values, mid }: Place,
  inclusive: boolean,
): RawBuilder<unknown> {
  const alternatives: RawBuilder<unknown>[] = [];
  const equal: RawBuilder<unknown>[] = [];
  for (const [index, { column, descending }] of sort.entries()) {
    const [ref, value] = [refOf(column), values[index] ?? null];
    const greater = behindValue(ref, value, descending);
    if (greater !== undefined) alternatives.push(sql`(${sql.join([...equal, greater], sql` and `)})`);
    equal.push(value === null ? sql`${ref} is null` : sql`${ref} = ${value}`);
  }
  const relation = `${midDescending ? '<' : '>'}${inclusive ? '=' : ''}`;
  const last = sql`${MID} ${sql.raw(relation)} ${mid}`;
  alternatives.push(sql`(${sql.join([...equal, last], sql` and `)})`);
  const bound = refOf === narrow ? firstBound(sort[0], values[0] ?? null) : sql``;
  return sql`${bound} (${sql.join(alternatives, sql` or `)})`;
}

/** Nulls come first, going up. */
function behindValue(
  ref: RawBuilder<unknown>,
  value: ListingValue,
  descending: boolean,
): RawBuilder<unknown> | undefined {
  if (value === null) return descending ? undefined : sql`${ref} is not null`;
  return descending ? sql`(${ref} < ${value} or ${ref} is null)` : sql`${ref} > ${value}`;
}

/** Says again what follows from the rest, in a form by which a database enters an index. */
function firstBound(first: ListingSort | undefined, value: ListingValue): RawBuilder<unknown> {
  if (first === undefined || value === null || first.descending) return sql``;
  return sql`${narrow(first.column)} >= ${value} and`;
}

/** The rows that stand before a place: behind it in the opposite order. */
function aheadSql(
  sort: readonly ListingSort[],
  place: Place,
  where: ListingCondition | undefined,
): RawBuilder<unknown> {
  const ref = where === undefined ? narrow : refFor(where, sort);
  const opposite = sort.map(({ column, descending }) => ({ column, descending: !descending }));
  return behindSql({ sort: opposite, ref }, !midDescends(sort), place, false);
}
