import { type BackendEnv, type MapistoreError, type PageRequest, ROOT_FOLDER } from '@mapistore/core';
import { failure, mysqlError } from './errors.ts';
import type { Client, Row, Runner, Value } from './mysql/client.ts';
import type { Writer } from './mysql/transactions.ts';
import type { MysqlOptions } from './options.ts';
import type { Tables } from './schema/tables.ts';

/** An open mount, as every operation gets it. */
export interface Mount {
  readonly client: Client;
  readonly writer: Writer;
  readonly tables: Tables;
  readonly env: BackendEnv;
  readonly options: MysqlOptions;
  /** The number of the account: it stands in the condition of every statement. */
  readonly account: number;
  /** Tells this account from another life of it, such as one of a backup. */
  readonly life: string;
  /** Bytes that one statement may have, well below what the server takes. */
  readonly maxStatementBytes: number;
}

/** The number of the root among folders. */
export const ROOT_ID = 0;

/** Rows of one statement on its own. */
export async function ask<T extends Row>(
  mount: Mount,
  signal: AbortSignal,
  statement: string,
  values: readonly Value[],
): Promise<T[]> {
  try {
    return await mount.client.rows<T>(statement, values, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw mysqlError(error, 'Cannot read', mount.client.where);
  }
}

/** The number behind a key; undefined for a key that none can have. */
export function idOf(key: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(key) ? Number(key) : undefined;
}

/** The number of a folder that is there. @throws NOT_FOUND */
export async function folderId(mount: Mount, runner: Pick<Runner, 'rows'>, key: string): Promise<number> {
  if (key === ROOT_FOLDER) return ROOT_ID;
  const id = idOf(key);
  const found =
    id === undefined
      ? []
      : await runner.rows(`select id from ${mount.tables.folders} where account = ? and id = ?`, [mount.account, id]);
  if (id === undefined || found.length === 0) throw missingFolder(key);
  return id;
}

/** The same outside of a transaction. @throws NOT_FOUND */
export async function knownFolder(mount: Mount, key: string, signal: AbortSignal): Promise<number> {
  return folderId(mount, { rows: (statement, values = []) => ask(mount, signal, statement, values) }, key);
}

function missingFolder(key: string): MapistoreError {
  return failure('NOT_FOUND', `Folder "${printable(key)}" is not there (any more); list the folders again.`);
}

export function missingItem(key: string): MapistoreError {
  return failure('NOT_FOUND', `Item "${printable(key)}" is not there (any more).`, {
    context: { key: printable(key) },
  });
}

/** A key in a message: what somebody else made up stays one short line. */
function printable(key: string): string {
  return key.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100);
}

/** How many entries a page may have. */
export function limitOf({ limit }: Pick<PageRequest, 'limit'>): number {
  return Math.max(1, Math.min(limit, 1000));
}
