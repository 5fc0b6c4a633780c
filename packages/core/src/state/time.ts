import type { StateTx } from './store.ts';

/**
 * What time it is for sessions and leases, in milliseconds since 1970: by the clock of the state, where it has one that
 * programs on several machines share. Their own clocks may be minutes apart.
 */
export async function timeOf(tx: StateTx, clock: () => Date): Promise<number> {
  return tx.now === undefined ? clock().getTime() : tx.now();
}
