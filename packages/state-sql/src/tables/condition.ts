import type { FoldedColumn, ListingColumn, ListingCondition, NumberColumn, PlainColumn } from '@mapistore/core';
import { type RawBuilder, sql } from 'kysely';
import type { Flavour } from '../schema/flavour.ts';

type Sql = RawBuilder<boolean>;

/** Folded columns whose key is in the narrow table, beside what was cut off it. */
const KEYED: ReadonlySet<string> = new Set<FoldedColumn>(['subject', 'topic', 'name']);
/** Columns of the table of texts. */
const WIDE: ReadonlySet<string> = new Set<FoldedColumn | PlainColumn>([
  'address',
  'from',
  'displayTo',
  'displayCc',
  'messageId',
  'uid',
]);
/** A key is cut no shorter than this. */
const SHORTEST_CUT = 254;
const LAST_CODE_POINT = 0x10ffff;

/** A condition in SQL. It is never null, but where nothing stands above it that would tell null from false. */
export function conditionSql(condition: ListingCondition, flavour: Flavour): Sql {
  switch (condition.type) {
    case 'and':
    case 'or': {
      const parts = condition.of.map((part) => sql`(${conditionSql(part, flavour)})`);
      if (parts.length === 0) return condition.type === 'and' ? sql`1 = 1` : sql`1 = 0`;
      return sql`${sql.join(parts, condition.type === 'and' ? sql` and ` : sql` or `)}`;
    }
    case 'not':
      return sql`not coalesce(${conditionSql(condition.of, flavour)}, false)`;
    case 'number':
      return sql`${number(condition.column)} ${sql.raw(operator(condition.op))} ${condition.value}`;
    case 'numbers':
      return sql`${number(condition.left)} ${sql.raw(operator(condition.op))} ${number(condition.right)}`;
    case 'set':
      return sql`${columnSql(condition.column)} is not null`;
    case 'key':
      return condition.value === null
        ? sql`${narrow(condition.column)} is null`
        : sql`${narrow(condition.column)} = ${condition.value}`;
    case 'flag':
      return sql`instr(concat(' ', ${narrow('flags')}, ' '), ${` ${condition.flag} `}) > 0`;
    case 'plain': {
      const column = columnSql(condition.column);
      return condition.match === 'full' ? sql`${column} = ${condition.value}` : startsWith(column, condition.value);
    }
    case 'folded':
      return KEYED.has(condition.column) ? keyedSql(condition) : wideSql(condition, flavour);
  }
}

/** Whether a condition needs the table of texts beside the narrow one. */
export function needsTexts(condition: ListingCondition | undefined): boolean {
  if (condition === undefined) return false;
  if (condition.type === 'and' || condition.type === 'or') return condition.of.some(needsTexts);
  if (condition.type === 'not') return needsTexts(condition.of);
  return 'column' in condition && WIDE.has(condition.column);
}

/** Whether a condition is on the text of a column in a way that an index on it serves. */
export function isServed(condition: ListingCondition | undefined, column: ListingColumn | undefined): boolean {
  if (condition?.type === 'and') return condition.of.some((part) => isServed(part, column));
  return condition?.type === 'folded' && condition.column === column && condition.match !== 'substring';
}

/**
 * Half of a folder is larger than something, or younger. SQLite would take an index for that, and then find each row by
 * itself: the sign keeps it from doing so. Other databases do not see it.
 */
function number(column: NumberColumn): RawBuilder<unknown> {
  return column === 'mid' ? narrow(column) : unindexed(column);
}

/** A column that no index is taken for, so that rows are read one beside the other. */
export function unindexed(column: ListingColumn): RawBuilder<unknown> {
  return sql`+${narrow(column)}`;
}

/** A column of the narrow table. */
export function narrow(column: ListingColumn | 'flags' | `${'subject' | 'topic' | 'name'}Long`): RawBuilder<unknown> {
  return sql.ref(`listing.${column}`);
}

function columnSql(column: NumberColumn | PlainColumn): RawBuilder<unknown> {
  return WIDE.has(column) ? wide(column) : narrow(column as NumberColumn);
}

function wide(column: string): RawBuilder<unknown> {
  return sql.ref(`listingTexts.${column}`);
}

function operator(op: string): string {
  if (!['<', '<=', '>', '>=', '=', '!='].includes(op)) throw new TypeError(`There is no relation ${op}.`);
  return op;
}

type Folded = Extract<ListingCondition, { type: 'folded' }>;

/** By the key as far as that goes, so that an index on it serves, and by the whole text where the key was cut. */
function keyedSql({ column, match, value }: Folded): Sql {
  const [key, long] = [narrow(column as 'subject'), narrow(`${column as 'subject'}Long`)];
  if (match === 'substring') return sql`instr(coalesce(${long}, ${key}), ${value}) > 0`;
  if (value.length < SHORTEST_CUT) return match === 'full' ? sql`${key} = ${value}` : startsWith(key, value);
  const whole = sql`coalesce(${long}, ${key})`;
  return match === 'prefix'
    ? sql`instr(${whole}, ${value}) = 1`
    : sql`instr(${whole}, ${value}) = 1 and length(${whole}) = length(${value})`;
}

function wideSql({ column, match, value }: Folded, flavour: Flavour): Sql {
  const text = wide(column);
  if (match === 'substring') return sql`instr(${text}, ${value}) > 0`;
  if (match === 'prefix') return sql`instr(${text}, ${value}) = 1`;
  return sql`${flavour.bytes(text)} = ${flavour.bytes(sql`${value}`)}`;
}

/** The texts between the prefix and the first that is greater than all that begin so. */
function startsWith(column: RawBuilder<unknown>, prefix: string): Sql {
  if (prefix === '') return sql`${column} is not null`;
  const end = behindAll(prefix);
  return end === undefined ? sql`${column} >= ${prefix}` : sql`(${column} >= ${prefix} and ${column} < ${end})`;
}

/** The first text behind all that begin with a prefix, by code points; undefined where there is none. */
function behindAll(prefix: string): string | undefined {
  const characters = Array.from(prefix, (character) => character.codePointAt(0) as number);
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    if (last === LAST_CODE_POINT) continue;
    // Between the two there are halves of characters only.
    const next = last === 0xd7ff ? 0xe000 : last + 1;
    return String.fromCodePoint(...characters, next);
  }
  return undefined;
}
