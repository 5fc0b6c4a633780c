import type { StateStore } from '../state/store.ts';

/** Wakes who waits for changes when this program has written something. Others are found by asking. */
export class Hints {
  #heard = Promise.withResolvers<void>();

  /** Settles at the next write. */
  get next(): Promise<void> {
    return this.#heard.promise;
  }

  /** The same state; each write that is committed is a hint. */
  of(state: StateStore): StateStore {
    return {
      read: (work) => state.read(work),
      ...(state.home !== undefined && { home: () => (state.home as () => Promise<string | undefined>)() }),
      write: async (work) => {
        const result = await state.write(work);
        this.#heard.resolve();
        this.#heard = Promise.withResolvers();
        return result;
      },
      [Symbol.asyncDispose]: () => state[Symbol.asyncDispose](),
    };
  }
}
