import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { readItem } from '../restriction/item-subject.ts';
import type { ContentsRow } from '../state/rows.ts';
import type { ItemWords } from '../state/words.ts';
import { itemWords } from './item-words.ts';

/** Items that are entered in one transaction. */
const BATCH = 50;

/** Which items to look into. */
export interface FillRequest {
  /** Missing: all folders. */
  readonly folderIds?: readonly number[];
  readonly signal: AbortSignal;
}

/**
 * Looks into all items whose words are not in the index, and enters them. What is out of reach now is left for another
 * time; gives how many those are.
 */
export async function fillWords(engine: Engine, { folderIds, signal }: FillRequest): Promise<number> {
  let left = 0;
  const silent = new Set<number>();
  for (let belowMid: number | undefined; ; ) {
    const query = {
      limit: BATCH,
      ...(folderIds !== undefined && { folderIds }),
      ...(belowMid !== undefined && { belowMid }),
    };
    const rows = await engine.state.read(async (tx) => tx.contents.byMids(await tx.words.missing(query)));
    if (rows.length === 0) return left;
    belowMid = Math.min(...rows.map(({ mid }) => mid));
    const found: Looked[] = [];
    for (const row of rows) {
      signal.throwIfAborted();
      const words = silent.has(row.mountId) ? undefined : await look(engine, row, signal);
      if (words !== undefined) found.push({ row, words });
      else {
        // Its server will not answer for the next one either.
        silent.add(row.mountId);
        left++;
      }
    }
    await enter(engine, found);
  }
}

interface Looked {
  readonly row: ContentsRow;
  readonly words: ItemWords;
}

async function look(engine: Engine, row: ContentsRow, signal: AbortSignal): Promise<ItemWords | undefined> {
  try {
    return itemWords(row, await readItem(engine, row, signal));
  } catch (error) {
    signal.throwIfAborted();
    if (MapistoreError.is(error)) return undefined;
    throw error;
  }
}

/** What changed while it was read is looked into again. */
async function enter(engine: Engine, found: readonly Looked[]): Promise<void> {
  if (found.length === 0) return;
  await engine.state.write(async (tx) => {
    const now = new Map((await tx.contents.byMids(found.map(({ row }) => row.mid))).map((row) => [row.mid, row.cn]));
    await tx.words.put(found.filter(({ row }) => now.get(row.mid) === row.cn).map(({ words }) => words));
  });
}
