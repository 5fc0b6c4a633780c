import type { StateStore } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';

/** Transactions on the tables of an open state, below what core sees of them. */
export interface TableAccess {
  readonly flavour: Flavour;
  /** For messages: the file, or the address without secrets. */
  readonly where: string;
  write<T>(work: (db: Db) => Promise<T>): Promise<T>;
  read<T>(work: (db: Db) => Promise<T>): Promise<T>;
}

const accesses = new WeakMap<StateStore, TableAccess>();

/** Notes how to get at the tables of a state that was opened here. */
export function withAccess(state: StateStore, access: TableAccess): StateStore {
  accesses.set(state, access);
  return state;
}

export function accessTo(state: StateStore): TableAccess {
  const access = accesses.get(state);
  if (access === undefined) throw new TypeError('Only states that @mapistore/state-sql opened can be copied.');
  return access;
}
