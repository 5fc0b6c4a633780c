import { createHmac, timingSafeEqual } from 'node:crypto';
import { MapistoreError } from '../errors/error.ts';
import type { StateTx } from '../state/store.ts';
import { startIncarnation } from './incarnation.ts';
import type { Replicas } from './replicas.ts';

/** What a token says of the present state. */
export type TokenMeaning =
  /** It goes on from this change number. */
  | { readonly since: number }
  /** It is from a future that was lost when a backup was put back: only a full comparison helps. */
  | { readonly since: undefined; readonly noticed: boolean };

/** A token: the life it is of, a change number, and a mark that only who knows this state can make. */
export async function formatChangeToken(tx: StateTx, replicas: Replicas, cn: number): Promise<string> {
  const text = `${replicas.ofCn(cn).guid.slice(0, 8)}.${cn}`;
  return `${text}.${await markOf(tx, text)}`;
}

/**
 * What a token means; `last` is the last change number. One from a time that this state never saw proves that a backup was
 * put back: `noticed` says that nobody had noticed before.
 * @throws INVALID_ARGUMENT, SYNC_TOKEN_EXPIRED (of another store)
 */
export async function readChangeToken(
  tx: StateTx,
  replicas: Replicas,
  token: string,
  last: number,
): Promise<TokenMeaning> {
  const match = /^(([0-9a-f]{8})\.(\d{1,15}))(?:\.([0-9a-f]{16}))?$/u.exec(token);
  const [, text = '', prefix, digits, mark] = match ?? [];
  if (match === null || (mark !== undefined && !(await isMark(tx, text, mark))))
    throw new MapistoreError('INVALID_ARGUMENT', `"${token}" is no token of "changes"; leave it out to start afresh.`);
  const cn = Number(digits);
  const row = replicas.withPrefix(prefix as string);
  if (row === undefined) throw tokenExpired(token);
  if (cn <= (row.lastCn ?? last)) return { since: cn };
  // Without its mark a token proves nothing: anybody can write a large number.
  if (mark === undefined) throw tokenExpired(token);
  return { since: undefined, noticed: row.lastCn === null };
}

/** Begins a new life if nobody did since a token from a lost future was read; `last` was the last change number then. */
export async function noticeLoss(tx: StateTx, replicas: Replicas, now: number): Promise<void> {
  const { replicaId } = replicas.current;
  await replicas.refresh(tx);
  if (replicas.current.replicaId === replicaId) await startIncarnation(tx, now);
  await replicas.refresh(tx);
}

async function markOf(tx: StateTx, text: string): Promise<string> {
  const key = (await tx.meta.get('tokenKey')) as string;
  return createHmac('sha256', key).update(text).digest('hex').slice(0, 16);
}

async function isMark(tx: StateTx, text: string, mark: string): Promise<boolean> {
  return timingSafeEqual(Buffer.from(await markOf(tx, text)), Buffer.from(mark));
}

function tokenExpired(token: string): MapistoreError {
  return new MapistoreError(
    'SYNC_TOKEN_EXPIRED',
    `The token "${token}" is from another store, or from another copy of this one; leave it out to start afresh.`,
  );
}
