import type { QueryItems, QueryPage, RelOp, Restriction, SortKey } from '@mapistore/core';
import { failure } from './errors.ts';
import { ask, knownFolder, limitOf, type Mount } from './mount.ts';
import type { Value } from './mysql/client.ts';
import { isFlag } from './rows.ts';

/** A condition in SQL, and whether it says all that the restriction does or only lets nothing be missed. */
interface Condition {
  readonly sql: string;
  readonly values: readonly Value[];
  readonly exact: boolean;
}

/** Columns that hold just what a property says, for items of every kind. */
const EXACT: Readonly<Record<string, string>> = {
  PidTagMessageSize: 'i.size',
  PidTagMessageDeliveryTime: 'i.received',
};

/** Times on the wall of some zone: within a day of what the property says. */
const WALL_CLOCK: Readonly<Record<string, string>> = {
  PidLidTaskDueDate: 'i.due',
  PidLidTaskStartDate: 'i.start',
  PidLidCommonStart: 'i.start',
};

const OPERATORS: ReadonlySet<RelOp> = new Set(['<', '<=', '>', '>=', '=', '!=']);
const DAY_MS = 86_400_000;
const EARLIEST = Date.UTC(1000, 0, 2);
const LATEST = Date.UTC(9999, 11, 30);

/**
 * Finds by flags, sizes and dates, and names what it left to the caller: texts are compared by the caller's rules of case and
 * accents, which no collation has; see {@link Backend.query}.
 */
export async function query(mount: Mount, request: QueryItems): Promise<QueryPage> {
  const { signal } = request;
  const folder = await knownFolder(mount, request.folder, signal);
  const { condition, remainder } = split(request.restriction);
  const order = orderOf(request.sort ?? []);
  const limit = limitOf(request);
  const after = request.cursor === undefined ? undefined : readCursor(request.cursor);
  const behind = after === undefined ? undefined : behindOf(order ?? [], after);
  const places = (order ?? []).map(({ column }, index) => `, ${column} as place${index}`).join('');
  const rows = await ask<{ id: number; [place: string]: unknown }>(
    mount,
    signal,
    `select i.id${places} from ${mount.tables.items} i where i.account = ? and i.folder = ?
     ${condition === undefined ? '' : `and ${condition.sql}`} ${behind === undefined ? '' : `and ${behind.sql}`}
     order by ${[...(order ?? []).map(({ column, down }) => `${column}${down ? ' desc' : ''}`), 'i.id'].join(', ')} limit ?`,
    [mount.account, folder, ...(condition?.values ?? []), ...(behind?.values ?? []), limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    keys: page.map(({ id }) => String(id)),
    ...(rows.length > limit &&
      last !== undefined && {
        next: JSON.stringify([...(order ?? []).map((_, index) => last[`place${index}`]), last.id]),
      }),
    ...(remainder !== undefined && { remainder }),
    sorted: order !== undefined,
  };
}

/** What of a restriction can be said in SQL; of a conjunction its parts, of anything else all or nothing. */
function split(restriction: Restriction | undefined): {
  readonly condition?: Condition;
  readonly remainder?: Restriction;
} {
  if (restriction === undefined) return {};
  const parts = restriction.type === 'and' ? restriction.of : [restriction];
  const conditions: Condition[] = [];
  const rest: Restriction[] = [];
  for (const part of parts) {
    const condition = conditionOf(part);
    if (condition !== undefined) conditions.push(condition);
    if (condition?.exact !== true) rest.push(part);
  }
  return {
    ...(conditions.length > 0 && { condition: joined(conditions, 'and') }),
    ...(rest.length > 0 && { remainder: restriction.type === 'and' ? { type: 'and', of: rest } : restriction }),
  };
}

function conditionOf(restriction: Restriction): Condition | undefined {
  switch (restriction.type) {
    case 'and':
    case 'or': {
      const parts = restriction.of.map(conditionOf);
      if (parts.length === 0 || !parts.every((part) => part !== undefined)) return undefined;
      return joined(parts, restriction.type);
    }
    case 'not': {
      const part = conditionOf(restriction.of);
      // The opposite of "nothing is missed" would miss things.
      return part?.exact === true ? { ...part, sql: `not coalesce(${part.sql}, false)` } : undefined;
    }
    case 'flag':
      // What no item can have.
      if (!isFlag(restriction.flag)) return { sql: 'false', values: [], exact: true };
      return {
        sql: "instr(concat(' ', i.flags, ' '), concat(' ', ?, ' ')) > 0",
        values: [restriction.flag.toLowerCase()],
        exact: true,
      };
    case 'property':
      return propertyCondition(restriction.property, restriction.op, restriction.value);
    default:
      return undefined;
  }
}

function propertyCondition(property: string, op: RelOp, value: unknown): Condition | undefined {
  if (!OPERATORS.has(op)) return undefined;
  const exact = EXACT[property];
  if (exact !== undefined) {
    if (property === 'PidTagMessageSize')
      return typeof value === 'number' && Number.isFinite(value)
        ? { sql: `${exact} ${op} ?`, values: [value], exact: true }
        : undefined;
    return isDate(value) ? { sql: `${exact} ${op} ?`, values: [text(value)], exact: true } : undefined;
  }
  const wall = WALL_CLOCK[property];
  if (wall === undefined || !isDate(value) || op === '!=') return undefined;
  const [from, to] = [text(new Date(value.getTime() - DAY_MS)), text(new Date(value.getTime() + DAY_MS))];
  // What has no value in its column may have one that the column could not hold.
  if (op === '=') return { sql: `(${wall} between ? and ? or ${wall} is null)`, values: [from, to], exact: false };
  const upward = op.startsWith('>');
  return { sql: `(${wall} ${op} ? or ${wall} is null)`, values: [upward ? from : to], exact: false };
}

function joined(parts: readonly Condition[], word: 'and' | 'or'): Condition {
  return {
    sql: `(${parts.map(({ sql }) => sql).join(` ${word} `)})`,
    values: parts.flatMap(({ values }) => values),
    exact: parts.every(({ exact }) => exact),
  };
}

interface Order {
  readonly column: string;
  readonly down: boolean;
}

/** The columns to sort by; undefined where one of them is none of ours, and the caller sorts. */
function orderOf(sort: readonly SortKey[]): readonly Order[] | undefined {
  const order = sort.map(({ property, descending }) => ({ column: EXACT[property], down: descending === true }));
  return order.every((each): each is Order => each.column !== undefined) ? order : undefined;
}

/** Behind the last row of the page before, in that order. */
function behindOf(order: readonly Order[], after: readonly Value[]): Pick<Condition, 'sql' | 'values'> {
  const columns = [...order, { column: 'i.id', down: false }];
  const parts: string[] = [];
  const values: Value[] = [];
  for (const [index, { column, down }] of columns.entries()) {
    const equal = columns.slice(0, index).map((each) => `${each.column} = ?`);
    parts.push(`(${[...equal, `${column} ${down ? '<' : '>'} ?`].join(' and ')})`);
    values.push(...after.slice(0, index + 1));
  }
  return { sql: `(${parts.join(' or ')})`, values };
}

function readCursor(cursor: string): readonly Value[] {
  try {
    const place: unknown = JSON.parse(cursor);
    if (Array.isArray(place) && place.every((each) => typeof each === 'string' || typeof each === 'number'))
      return place;
  } catch {
    // Said below.
  }
  throw failure('INVALID_ARGUMENT', 'That is no cursor of this query.');
}

/** Whether MySQL has that time: it counts years from 1000 to 9999. */
function isDate(value: unknown): value is Date {
  return value instanceof Date && value.getTime() >= EARLIEST && value.getTime() <= LATEST;
}

function text(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
