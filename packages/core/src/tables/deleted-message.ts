import type { Engine } from '../engine/engine.ts';
import type { PropertyValue } from '../properties/types.ts';
import { splitWords } from '../read/words.ts';
import type { ListingColumn, ListingValue } from '../state/listing.ts';
import type { ContentsRow } from '../state/rows.ts';
import { ContentsTableRow } from './contents-row.ts';
import type { HeldMessage } from './held-contents.ts';
import { listingValue } from './sort.ts';

const PAGE = 500;

type DeletedRow = ContentsRow & { readonly deletedAt: number };

/** The soft-deleted messages of a folder. */
export async function deletedMessages(
  engine: Engine,
  folderId: number,
  signal: AbortSignal,
): Promise<readonly HeldMessage[]> {
  const messages: HeldMessage[] = [];
  for (let afterItem = 0; ; ) {
    signal.throwIfAborted();
    const rows = await engine.state.read((tx) => tx.recoverable.page({ folderId, afterItem, limit: PAGE }));
    messages.push(...rows.map((row) => new DeletedMessage(engine, row, signal)));
    const last = rows.at(-1);
    if (rows.length < PAGE || last === undefined) return messages;
    afterItem = last.itemId;
  }
}

/** A row of a soft-deleted contents table: as it stood in the folder, and when it was deleted. */
class DeletedMessage extends ContentsTableRow implements HeldMessage {
  readonly #row: DeletedRow;

  constructor(engine: Engine, row: DeletedRow, signal: AbortSignal) {
    super(engine, row, signal);
    this.#row = row;
  }

  get cn(): number {
    return this.#row.cn;
  }

  get unread(): boolean {
    return !splitWords(this.#row.flags).includes('$seen');
  }

  override async value(property: string): Promise<PropertyValue | undefined> {
    return property === 'PidTagDeletedOn' ? new Date(this.#row.deletedAt) : super.value(property);
  }

  async key(column: ListingColumn): Promise<ListingValue> {
    return listingValue(this.#row, column);
  }
}
