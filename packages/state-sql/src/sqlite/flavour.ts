import { sql } from 'kysely';
import type { Flavour } from '../schema/flavour.ts';

/** SQLite. It takes the schema's types as they are, and its steps are one transaction. */
export const sqliteFlavour: Flavour = {
  columnType: (type) => type,
  finish: (table, clustered) => (clustered ? table.modifyEnd(sql`without rowid`) : table),
  bytes: (text) => text,
  isDone: () => false,
  orKeep: (insert, key) => insert.onConflict((c) => c.columns([...key] as never).doNothing()),
  orReplace: (insert, key, columns) =>
    insert.onConflict((c) =>
      c
        .columns([...key] as never)
        .doUpdateSet((eb) =>
          Object.fromEntries(columns.map((column) => [column, eb.ref(`excluded.${column}` as never)])),
        ),
    ),
};
