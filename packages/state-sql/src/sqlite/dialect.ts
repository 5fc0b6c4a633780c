import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Dialect, SqliteDialect } from 'kysely';

/** Prepared statements kept for reuse; the statements of this package are few, those with lists of keys vary. */
const MAX_STATEMENTS = 256;

interface Prepared {
  readonly reader: boolean;
  all(parameters: readonly unknown[]): unknown[];
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>;
}

/** Kysely's SQLite dialect on the SQLite that Node brings along. */
export function sqliteDialect(file: string): Dialect {
  const open = (): DatabaseSync => {
    const database = new DatabaseSync(file, { timeout: 15_000 });
    // WAL lets readers and one writer work at once; FULL keeps change numbers that were seen over a power cut.
    database.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -16384',
    );
    return database;
  };
  return new SqliteDialect({
    database: async () => {
      const database = open();
      const statements = new Map<string, Prepared>();
      return {
        close: () => database.close(),
        prepare(sql: string) {
          const known = statements.get(sql);
          if (known !== undefined) return known as never;
          if (statements.size >= MAX_STATEMENTS) statements.clear();
          const prepared = adapt(database.prepare(sql));
          statements.set(sql, prepared);
          return prepared as never;
        },
      };
    },
  });
}

function adapt(statement: StatementSync): Prepared {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as never[])),
    run: (parameters) => statement.run(...(parameters as never[])),
    iterate: (parameters) => statement.iterate(...(parameters as never[])),
  };
}
