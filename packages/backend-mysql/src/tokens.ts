import { failure } from './errors.ts';
import { ask, type Mount } from './mount.ts';

/** "Everything in this folder up to that change number is known." */
export function formatToken({ life }: Mount, folder: number, step: number): string {
  return `${life}.${folder}.${step}`;
}

/** The change number of a token. @throws SYNC_TOKEN_EXPIRED for one of another folder, account or life */
export async function readToken(mount: Mount, folder: number, token: string, signal: AbortSignal): Promise<number> {
  const match = /^([0-9a-f]{8})\.(\d{1,15})\.(\d{1,15})$/.exec(token);
  const [row] = await ask<{ step: number; forgotten: number }>(
    mount,
    signal,
    `select step, forgotten from ${mount.tables.accounts} where id = ?`,
    [mount.account],
  );
  const step = Number(match?.[3] ?? -1);
  const fits = match?.[1] === mount.life && Number(match?.[2]) === folder;
  if (row !== undefined && fits && step >= row.forgotten && step <= row.step) return step;
  throw failure('SYNC_TOKEN_EXPIRED', 'The sync token no longer holds: list the folder afresh.');
}

/** The last change number of the account that is committed. */
export async function stepNow(mount: Mount, signal: AbortSignal): Promise<number> {
  const [row] = await ask<{ step: number }>(mount, signal, `select step from ${mount.tables.accounts} where id = ?`, [
    mount.account,
  ]);
  if (row === undefined) throw failure('UNAVAILABLE', 'The account of this mount is not in the database any more.');
  return row.step;
}
