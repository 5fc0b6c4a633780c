import type { Engine } from '../engine/engine.ts';
import type { ContentsRow } from '../state/rows.ts';

/** What the rows of some items were right after each write, in the same transaction. */
export interface Observed {
  readonly engine: Engine;
  /** By item: what the last write that changed it left. */
  readonly rows: ReadonlyMap<number, ContentsRow>;
}

/**
 * An engine for one operation: after each of its writes it reads the rows of the items that are worked on. Read later, the
 * numbers could be those of somebody else's change, which the client has not got.
 */
export function observing(engine: Engine, itemIds: readonly number[]): Observed {
  const rows = new Map<number, ContentsRow>();
  const before = new Map<number, string>();
  const { state } = engine;
  return {
    rows,
    engine: {
      ...engine,
      state: {
        read: (work) => state.read(work),
        write: async (work) => {
          const { result, found } = await state.write(async (tx) => {
            const marks = await tx.contents.byItems(itemIds);
            for (const row of marks) before.set(row.itemId, markOf(row));
            return { result: await work(tx), found: await tx.contents.byItems(itemIds) };
          });
          for (const row of found) if (before.get(row.itemId) !== markOf(row)) rows.set(row.itemId, row);
          return result;
        },
        [Symbol.asyncDispose]: () => state[Symbol.asyncDispose](),
      },
    },
  };
}

function markOf({ mid, cn, readCn }: ContentsRow): string {
  return `${mid} ${cn} ${readCn}`;
}
