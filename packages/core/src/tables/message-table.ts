import type { Engine } from '../engine/engine.ts';
import { readProperties } from '../read/properties.ts';
import type { MessageTable } from '../restriction/restriction.ts';
import type { ContentsRow } from '../state/rows.ts';
import { noSuchItem } from '../store/ids.ts';
import { PROPERTIES_OF_ROWS } from './columns.ts';
import { ROW_TYPE } from './contents-row.ts';
import { type HeldRow, heldSource } from './held-rows.ts';
import type { SourceRequest, TableModel } from './model.ts';
import type { RowSource } from './source.ts';

/** The number of a row in its message ([MS-OXCMSG] 2.2.2.6, PidTagRowid). */
const NUMBERS: Readonly<Record<MessageTable, string>> = {
  recipients: 'PidTagRowid',
  attachments: 'PidTagAttachNumber',
};

/** The recipients or attachments of a message, in its order. */
export class MessageModel implements TableModel {
  readonly kind: MessageTable;
  readonly title: string;
  readonly #engine: Engine;
  readonly #row: ContentsRow;
  /** Read once for each state of the item. */
  #read: { readonly cn: number; readonly rows: Promise<readonly HeldRow[]> } | undefined;

  constructor(engine: Engine, row: ContentsRow, kind: MessageTable) {
    this.#engine = engine;
    this.#row = row;
    this.kind = kind;
    this.title = `the ${kind} of m${row.itemId}`;
  }

  async source({ where, signal }: SourceRequest): Promise<RowSource> {
    return heldSource(() => this.#rows(signal), where);
  }

  async columns(): Promise<readonly string[]> {
    const { rows } = await this.#item(new AbortController().signal);
    const names = rows.flatMap(({ properties }) => [...properties].map(({ property }) => property.name));
    return [...new Set([NUMBERS[this.kind], ...names, ...PROPERTIES_OF_ROWS])];
  }

  async #rows(signal: AbortSignal): Promise<readonly HeldRow[]> {
    const { cn } = await this.#now();
    if (this.#read?.cn !== cn) {
      const rows = this.#held(signal);
      this.#read = { cn, rows };
      rows.catch(() => {
        if (this.#read?.rows === rows) this.#read = undefined;
      });
    }
    return this.#read.rows;
  }

  async #held(signal: AbortSignal): Promise<readonly HeldRow[]> {
    const { rows } = await this.#item(signal);
    return rows.map(({ properties }, number) => {
      const own = new Map<string, number>([
        [NUMBERS[this.kind], number],
        ['PidTagInstID', number],
        ['PidTagInstanceNum', 0],
        ['PidTagRowType', ROW_TYPE.leaf],
        ['PidTagDepth', 0],
      ]);
      return {
        id: String(number),
        mid: number,
        subject: { value: (name) => own.get(name) ?? properties.get(name), hasFlag: () => false },
      };
    });
  }

  async #item(signal: AbortSignal): Promise<{ readonly rows: readonly { readonly properties: Bag }[] }> {
    return { rows: (await readProperties(this.#engine, await this.#now(), signal))[this.kind] };
  }

  /** @throws NOT_FOUND where the item was deleted since */
  async #now(): Promise<ContentsRow> {
    const [row] = await this.#engine.state.read((tx) => tx.contents.byItems([this.#row.itemId]));
    if (row === undefined) throw noSuchItem(`m${this.#row.itemId}`);
    return row;
  }
}

type Bag = Awaited<ReturnType<typeof readProperties>>['properties'];
