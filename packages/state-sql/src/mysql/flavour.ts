import { sql } from 'kysely';
import type { Flavour } from '../schema/flavour.ts';

/** Error numbers of MySQL for a table, a column or an index that is there already. */
const DONE: ReadonlySet<unknown> = new Set([1050, 1060, 1061]);

/** MySQL and what speaks like it. */
export const mysqlFlavour: Flavour = {
  columnType(type) {
    // utf8mb4_bin ignores spaces at the end, and keys of backends may differ in just that. Bytes are compared as they
    // are, and sorted as SQLite sorts. A character has up to four.
    const text = /^(?<kind>var)?char\((?<length>\d+)\)$/u.exec(type)?.groups;
    if (text !== undefined) return `varbinary(${Number(text['length']) * (text['kind'] === undefined ? 1 : 4)})`;
    if (type === 'text') return 'mediumtext';
    return type === 'blob' ? 'mediumblob' : type;
  },
  finish: (table) =>
    table.modifyEnd(sql`engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_bin`),
  bytes: (text) => sql`cast(${text} as binary)`,
  isDone: (error) => DONE.has((error as { errno?: unknown } | null)?.errno),
  // "insert ignore" would also cut what is too long. A key set to itself changes nothing.
  orKeep: (insert, [key = '']) => insert.onDuplicateKeyUpdate({ [key]: given(key) } as never),
  orReplace: (insert, _key, columns) =>
    insert.onDuplicateKeyUpdate(Object.fromEntries(columns.map((column) => [column, given(column)])) as never),
  now: 'cast(unix_timestamp(now(3)) * 1000 as signed)',
};

/** The value that the insert wanted to give. MySQL 8 has a newer way to say so; this one all of them know. */
function given(column: string) {
  return sql`values(${sql.ref(column)})`;
}
