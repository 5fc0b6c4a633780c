import { type CreateTableBuilder, sql } from 'kysely';
import { miscounted, recount } from '../tables/usage.ts';
import type { Db } from './database.ts';
import type { Flavour } from './flavour.ts';

type Columns = Readonly<Record<string, string>>;

/** Makes tables. Each call may be repeated where the database cannot take a step back. */
export class SchemaBuilder {
  readonly #db: Db;
  readonly #flavour: Flavour;

  constructor(db: Db, flavour: Flavour) {
    this.#db = db;
    this.#flavour = flavour;
  }

  /**
   * Creates a table from `name: type` pairs; a type ending in `?` may be null. Rows of a `clustered` one lie in the order
   * of their key wherever the database has a choice.
   */
  async table(
    name: string,
    columns: Columns,
    key: readonly string[],
    { clustered = false }: { readonly clustered?: boolean } = {},
  ): Promise<void> {
    let builder: CreateTableBuilder<string, string> = this.#db.schema.createTable(name);
    for (const [column, type] of Object.entries(columns)) {
      const nullable = type.endsWith('?');
      builder = builder.addColumn(column, this.#type(nullable ? type.slice(0, -1) : type), (c) =>
        nullable ? c : c.notNull(),
      );
    }
    builder = builder.addPrimaryKeyConstraint(`${name}Key`, key as never);
    await this.#step(this.#flavour.finish(builder, clustered));
  }

  /** Adds columns to a table that is full already; a type that may not be null names its default behind it. */
  async addColumns(name: string, columns: Columns): Promise<void> {
    for (const [column, type] of Object.entries(columns)) {
      const [bare = '', value] = type.replace(/\?$/, '').split(' ');
      await this.#step(
        this.#db.schema
          .alterTable(name)
          .addColumn(column, this.#type(bare), (c) => (value === undefined ? c : c.notNull().defaultTo(Number(value)))),
      );
    }
  }

  async index(on: string, columns: readonly string[], unique = false): Promise<void> {
    const builder = this.#db.schema
      .createIndex(`${on}_${columns.map((c) => c.split(' ')[0]).join('_')}`)
      .on(on)
      .columns([...columns] as never);
    await this.#step(unique ? builder.unique() : builder);
  }

  /** Does work on rows that are there; it may be done again where the database cannot take a step back. */
  async fill(work: (db: Db, flavour: Flavour) => Promise<void>): Promise<void> {
    await work(this.#db, this.#flavour);
  }

  /** Makes a counter that begins with nothing given out. */
  async counter(name: string): Promise<void> {
    await this.#flavour.orKeep(this.#db.insertInto('counters').values({ name, value: 0 }), ['name']).execute();
  }

  /** Counts what folders hold in a state from before that was kept. */
  async count(): Promise<void> {
    await recount(this.#db, await miscounted(this.#db));
  }

  #type(type: string) {
    return sql.raw(this.#flavour.columnType(type)) as never;
  }

  async #step(step: { execute(): Promise<void> }): Promise<void> {
    try {
      await step.execute();
    } catch (error) {
      if (!this.#flavour.isDone(error)) throw error;
    }
  }
}
