import { randomBytes } from 'node:crypto';
import {
  type Backend,
  type BackendDefinition,
  type BackendEnv,
  CONTRACT_VERSION,
  defineBackend,
  type OpenMount,
} from '@mapistore/core';
import { backendOf } from './backend.ts';
import { CAPABILITIES, KINDS, MEDIA_TYPES, traitsOf } from './capabilities.ts';
import { endpointOf } from './endpoint.ts';
import { failure, mysqlError } from './errors.ts';
import type { Mount } from './mount.ts';
import { Client, type Held } from './mysql/client.ts';
import { type MysqlOptions, optionsSchema } from './options.ts';
import { type Tables, tablesOf } from './schema/tables.ts';
import { prepareTables } from './schema/versions.ts';
import { tidy } from './tidy.ts';

/** The most that one statement has, whatever the server would take. */
const MAX_STATEMENT_BYTES = 4_194_304;
/** A piece of an item, and what is around it, must fit a packet. */
const MIN_PACKET_BYTES = 1_048_576;

/** The MySQL backend: tables of a database, shared by any number of accounts, as a mount for one of them. */
export const definition: BackendDefinition<MysqlOptions> = defineBackend({
  name: 'mysql',
  schemes: ['mysql'],
  contract: CONTRACT_VERSION,
  options: optionsSchema,
  open,
});

async function open(request: OpenMount<MysqlOptions>, env: BackendEnv): Promise<Backend> {
  const { uri, options, signal, create } = request;
  const endpoint = await endpointOf(uri, options);
  const secret = await env.secret();
  if (secret !== undefined && secret.kind !== 'password')
    throw failure('CONFIG_INVALID', 'A database wants a password and no token; name another secret of the mount.');
  const client = new Client(endpoint, secret?.password);
  const tables = tablesOf(options.prefix);
  try {
    return await client.with(signal, async (_, connection) => {
      const server = await look(connection);
      if (!server.durable)
        env.log.warn('this server loses what it confirmed in a power cut', {
          server: endpoint.where,
          setting: 'innodb_flush_log_at_trx_commit',
        });
      await prepareTables(connection, tables, create);
      const { id: account, life } = await accountOf(connection, tables, endpoint.account, create);
      const mount: Mount = {
        client,
        writer: { client, tables, account, id: randomBytes(16).toString('hex'), seq: 0 },
        tables,
        env,
        options,
        account,
        life,
        maxStatementBytes: Math.min(MAX_STATEMENT_BYTES, server.packetBytes / 2),
      };
      await tidy(mount, connection);
      const description = {
        name: 'mysql',
        product: server.product,
        kinds: KINDS,
        accepts: MEDIA_TYPES,
        capabilities: CAPABILITIES,
        traits: traitsOf(options),
      };
      return backendOf(mount, description, () => client.close());
    });
  } catch (error) {
    await client.close();
    signal.throwIfAborted();
    throw mysqlError(error, 'Cannot open the mount', endpoint.where);
  }
}

async function look(connection: Held) {
  const [row] = await connection.rows<{ version: string; packet: number; comment: string }>(
    'select version() as version, @@max_allowed_packet as packet, @@version_comment as comment',
  );
  const packetBytes = Number(row?.packet ?? 0);
  if (packetBytes < MIN_PACKET_BYTES)
    throw failure(
      'CONFIG_INVALID',
      `The server takes packets of ${packetBytes} bytes only; set max_allowed_packet to ${MIN_PACKET_BYTES} or more.`,
    );
  const flush = await connection
    .rows<{ flush: number | string }>('select @@innodb_flush_log_at_trx_commit as flush')
    // Servers with another engine have no such thing.
    .catch(() => []);
  const mariadb = /mariadb/i.test(`${row?.version} ${row?.comment}`);
  return {
    product: `${mariadb ? 'MariaDB' : 'MySQL'} ${row?.version.split('-')[0]}`,
    packetBytes,
    durable: flush.length === 0 || Number(flush[0]?.flush) === 1,
  };
}

/** The account's number, made where an administrator adds the mount. @throws UNAVAILABLE where it is not there */
async function accountOf(
  connection: Held,
  tables: Tables,
  name: string,
  create: boolean,
): Promise<{ readonly id: number; readonly life: string }> {
  const find = () =>
    connection.rows<{ id: number; life: string }>(`select id, life from ${tables.accounts} where name = ?`, [name]);
  const [found] = await find();
  if (found !== undefined) return found;
  if (!create)
    throw failure(
      'UNAVAILABLE',
      'The account of this mount is not in the database; is it the right database and prefix?',
    );
  // Of two at once the second one finds the name taken.
  for (let attempt = 0; ; attempt++) {
    try {
      await connection.change(
        `insert into ${tables.accounts} (id, name, life, step, nextId) select coalesce(max(id), 0) + 1, ?, ?, 0, 1 from ${tables.accounts}`,
        [name, randomBytes(4).toString('hex')],
      );
    } catch (error) {
      const { code } = error as { code?: unknown };
      if ((code !== 'ER_DUP_ENTRY' && code !== 'ER_LOCK_DEADLOCK') || attempt >= 20) throw error;
    }
    const [made] = await find();
    if (made !== undefined) return made;
  }
}
