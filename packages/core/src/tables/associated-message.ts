import type { Engine } from '../engine/engine.ts';
import type { PropertyBag } from '../properties/bag.ts';
import type { PropertyValue } from '../properties/types.ts';
import { column, sortedProperty } from '../restriction/columns.ts';
import { evaluate } from '../restriction/evaluate.ts';
import type { Restriction } from '../restriction/restriction.ts';
import { textKey } from '../restriction/text.ts';
import type { ListingColumn, ListingValue } from '../state/listing.ts';
import type { AssociatedRow } from '../state/object-rows.ts';
import { itemId } from '../store/ids.ts';
import { openAssociated } from '../store/messages.ts';
import { ROW_TYPE } from './contents-row.ts';
import type { HeldMessage } from './held-contents.ts';

/** Columns whose texts are sorted as keys; the rest as they are. */
const KEYS: ReadonlySet<ListingColumn> = new Set(['subject', 'topic', 'name', 'sender']);

/** The FAI messages of a folder, those that are there or the soft-deleted ones. */
export async function associatedMessages(
  engine: Engine,
  folderId: number,
  softDeleted: boolean,
): Promise<readonly HeldMessage[]> {
  const rows = await engine.state.read((tx) => tx.associated.ofFolder(folderId, softDeleted));
  return rows.map((row) => new AssociatedMessage(engine, row));
}

/** A row of an FAI contents table. The message is read once, when it is first asked for anything. */
class AssociatedMessage implements HeldMessage {
  readonly unread = false;
  readonly #engine: Engine;
  readonly #row: AssociatedRow;
  #properties: Promise<PropertyBag> | undefined;

  constructor(engine: Engine, row: AssociatedRow) {
    this.#engine = engine;
    this.#row = row;
  }

  get id(): string {
    return itemId(this.#row.mid);
  }

  get mid(): number {
    return this.#row.mid;
  }

  get cn(): number {
    return this.#row.cn;
  }

  async value(property: string): Promise<PropertyValue | undefined> {
    return propertyOf(await this.#all(), property);
  }

  async matches(restriction: Restriction): Promise<boolean> {
    const all = await this.#all();
    return evaluate(restriction, { value: (name) => propertyOf(all, name), hasFlag: (flag) => flag === '$seen' });
  }

  async key(by: ListingColumn): Promise<ListingValue> {
    if (by === 'mid') return this.mid;
    const value = propertyOf(await this.#all(), sortedProperty(by));
    if (value instanceof Date) return value.getTime();
    if (typeof value === 'string') return KEYS.has(by) ? textKey(value) : value;
    return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : null;
  }

  #all(): Promise<PropertyBag> {
    this.#properties ??= openAssociated(this.#engine, this.#row, false).then((message) => message.getAll());
    return this.#properties;
  }
}

function propertyOf(all: PropertyBag, name: string): PropertyValue | undefined {
  const property = column(name)?.property ?? name;
  return property === 'PidTagRowType' ? ROW_TYPE.leaf : all.get(property);
}
