import type { StateStore } from '@mapistore/core';
import { withAccess } from '../copy/access.ts';
import { readOnlyTx, stateTx } from '../tables/tx.ts';
import { connect } from './database.ts';
import { endpointOf, type MysqlOptions } from './endpoint.ts';
import { mysqlFlavour } from './flavour.ts';
import { prepare } from './prepare.ts';
import { Transactions } from './transactions.ts';

/**
 * Opens a state in a database of a MySQL server, brings its schema up to date and gives it to core. Any number of
 * programs on any number of machines may have it open.
 * @throws CONFIG_INVALID, UNAUTHENTICATED, FORBIDDEN, TLS_UNTRUSTED, UNAVAILABLE, STATE_CORRUPT (also for a schema newer
 *   than this package), BUSY
 */
export async function openMysqlState(options: MysqlOptions): Promise<StateStore> {
  const endpoint = await endpointOf(options);
  const connected = connect(endpoint);
  const transactions = new Transactions(connected, endpoint.where);
  try {
    await prepare(connected, endpoint.where);
    await transactions.purge();
  } catch (error) {
    await transactions.dispose();
    throw error;
  }
  const state: StateStore = {
    write: (work) => transactions.write((db) => work(stateTx(db as never, mysqlFlavour))),
    read: (work) => transactions.read((db) => work(readOnlyTx(db as never, mysqlFlavour))),
    [Symbol.asyncDispose]: () => transactions.dispose(),
  };
  return withAccess(state, {
    flavour: mysqlFlavour,
    where: endpoint.where,
    write: (work) => transactions.write((db) => work(db as never)),
    read: (work) => transactions.read((db) => work(db as never)),
  });
}
