import type { CreateTableBuilder, InsertQueryBuilder, RawBuilder } from 'kysely';
import type { Database } from './database.ts';

// biome-ignore lint/suspicious/noExplicitAny: what an insert answers is of no matter here, and its table any.
type Insert = InsertQueryBuilder<Database, any, any>;
type Create = CreateTableBuilder<string, string>;

/** Where the databases differ: everything else of this package is the same for all of them. */
export interface Flavour {
  /** The column type of this database for one of the schema's, such as `varchar(64)`. */
  columnType(type: string): string;
  /** What stands behind the columns of each table; `clustered`: its rows are to lie in the order of their key. */
  finish(table: Create, clustered: boolean): Create;
  /** Text as its bytes, so that it is equal to nothing but itself. */
  bytes(text: RawBuilder<unknown>): RawBuilder<unknown>;
  /** Whether an error says that a step of the schema was taken before: the table, column or index is there. */
  isDone(error: unknown): boolean;
  /** Leaves a row as it is where the key is there already. */
  orKeep(insert: Insert, key: readonly string[]): Insert;
  /** Replaces columns of a row where the key is there already. */
  orReplace(insert: Insert, key: readonly string[], columns: readonly string[]): Insert;
  /** Milliseconds since 1970 by the clock of the database; missing where that is the one of the program. */
  readonly now?: string;
}
