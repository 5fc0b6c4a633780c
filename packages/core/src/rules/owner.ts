import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { StateTx } from '../state/store.ts';

const OWNER = 'owner';

/** Whose store it is: replies and forwarded messages are theirs. */
export interface Owner {
  readonly name: string;
  /** SMTP address. */
  readonly address: string;
}

/** Who the owner is. */
export interface OwnerInfo {
  get(): Promise<Owner | undefined>;
  /** @throws INVALID_ARGUMENT for what is no address */
  set(owner: Owner): Promise<void>;
}

/** The owner of a store. */
export function ownerOf({ state }: Engine): OwnerInfo {
  return {
    get: () => state.read(readOwner),
    async set({ name, address }) {
      if (!/^[^\s@<>]+@[^\s@<>]+$/u.test(address))
        throw new MapistoreError('INVALID_ARGUMENT', `"${address}" is no address.`);
      await state.write((tx) => tx.meta.set(OWNER, JSON.stringify({ name, address })));
    },
  };
}

/** The owner as it stands in a transaction. */
export async function readOwner(tx: StateTx): Promise<Owner | undefined> {
  const text = await tx.meta.get(OWNER);
  return text === undefined ? undefined : (JSON.parse(text) as Owner);
}
