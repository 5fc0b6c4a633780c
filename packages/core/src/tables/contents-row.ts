import type { Engine } from '../engine/engine.ts';
import type { PropertyValue } from '../properties/types.ts';
import { rowSubject } from '../restriction/columns.ts';
import { decide, evaluate, type Subject, UNKNOWN } from '../restriction/evaluate.ts';
import { itemSubject, readItem } from '../restriction/item-subject.ts';
import type { Restriction } from '../restriction/restriction.ts';
import type { ContentsRow } from '../state/rows.ts';
import { itemId } from '../store/ids.ts';
import type { LeafRow } from './source.ts';

/** PidTagRowType of [MS-OXCTABL] 2.2.1.3. */
export const ROW_TYPE = { leaf: 1, empty: 2, expanded: 3, collapsed: 4 } as const;

/** A row of a contents table. The item itself is read at most once, and only for what its index row does not tell. */
export class ContentsTableRow implements LeafRow {
  readonly #engine: Engine;
  readonly #row: ContentsRow;
  readonly #signal: AbortSignal;
  #subject: Promise<Subject> | undefined;

  constructor(engine: Engine, row: ContentsRow, signal: AbortSignal) {
    this.#engine = engine;
    this.#row = row;
    this.#signal = signal;
  }

  get id(): string {
    return itemId(this.#row.itemId);
  }

  get mid(): number {
    return this.#row.mid;
  }

  async value(property: string): Promise<PropertyValue | undefined> {
    // Of the row, not of the item: [MS-OXCTABL] 2.2.1.
    if (property === 'PidTagInstID') return this.#engine.replicas.mapiId(this.#row.mid);
    if (property === 'PidTagInstanceNum') return 0;
    if (property === 'PidTagRowType') return ROW_TYPE.leaf;
    const known = rowSubject(this.#row, this.#engine.replicas).value(property);
    return known === UNKNOWN ? (await this.#whole()).value(property) : known;
  }

  async matches(restriction: Restriction): Promise<boolean> {
    const known = decide(restriction, rowSubject(this.#row, this.#engine.replicas));
    return known ?? evaluate(restriction, await this.#whole());
  }

  #whole(): Promise<Subject> {
    this.#subject ??= readItem(this.#engine, this.#row, this.#signal).then((item) =>
      itemSubject(this.#engine, this.#row, item),
    );
    return this.#subject;
  }
}
