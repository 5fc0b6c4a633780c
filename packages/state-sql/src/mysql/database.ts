import {
  Kysely,
  type KyselyPlugin,
  MysqlDialect,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  type RootOperationNode,
  type SchemableIdentifierNode,
  type UnknownRow,
} from 'kysely';
import type { Database } from '../schema/database.ts';
import type { Endpoint } from './endpoint.ts';
import { Connections } from './pool.ts';

/** A state on a server has one table more: what each program that has it open wrote last. */
export interface MysqlDatabase extends Database {
  writers: { id: string; sequence: number; at: number };
}

/** Two sets of connections to the same tables. */
export interface Connected {
  /** One connection. Each statement sees what others committed before it: those after the lock see the last writer's. */
  readonly writers: Kysely<MysqlDatabase>;
  /** A transaction here sees one moment. */
  readonly readers: Kysely<MysqlDatabase>;
}

export function connect(endpoint: Endpoint): Connected {
  const open = (limit: number, isolation: string): Kysely<MysqlDatabase> =>
    new Kysely<MysqlDatabase>({
      dialect: new MysqlDialect({ pool: new Connections(endpoint, { limit, isolation }) }),
      plugins: endpoint.prefix === '' ? [] : [new PrefixPlugin(endpoint.prefix)],
    });
  return { writers: open(1, 'read committed'), readers: open(endpoint.connections, 'repeatable read') };
}

/** Puts the prefix in front of the name of each table. */
class PrefixPlugin implements KyselyPlugin {
  readonly #transformer: PrefixTransformer;

  constructor(prefix: string) {
    this.#transformer = new PrefixTransformer(prefix);
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    return this.#transformer.transformNode(node, queryId);
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}

class PrefixTransformer extends OperationNodeTransformer {
  readonly #prefix: string;

  constructor(prefix: string) {
    super();
    this.#prefix = prefix;
  }

  protected override transformSchemableIdentifier(node: SchemableIdentifierNode): SchemableIdentifierNode {
    return { ...node, identifier: { ...node.identifier, name: this.#prefix + node.identifier.name } };
  }
}
