import type { StateStore, StateTx } from '../../src/state/store.ts';

/** The tables that secrets need, in memory. */
export interface FewTables {
  readonly sealed: Map<string, Uint8Array>;
  readonly state: StateStore;
}

export function fewTables(): FewTables {
  const sealed = new Map<string, Uint8Array>();
  const held = new Map<string, { readonly holder: string; readonly token: number }>();
  let tokens = 0;
  const secrets = {
    get: async (name: string) => sealed.get(name),
    put: async (name: string, bytes: Uint8Array) => void sealed.set(name, bytes),
  };
  const leases = {
    async acquire(name: string, holder: string) {
      const other = held.get(name);
      if (other !== undefined && other.holder !== holder) return undefined;
      tokens += 1;
      held.set(name, { holder, token: tokens });
      return tokens;
    },
    release: async (name: string, token: number) => {
      if (held.get(name)?.token === token) held.delete(name);
    },
  };
  const run = <T>(work: (tx: StateTx) => Promise<T>): Promise<T> => work({ secrets, leases } as never);
  return { sealed, state: { read: run, write: run, [Symbol.asyncDispose]: async () => undefined } };
}
