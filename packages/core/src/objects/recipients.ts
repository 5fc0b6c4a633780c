import { MapistoreError } from '../errors/error.ts';
import { PropertyBag } from '../properties/bag.ts';
import { PidTagRowid } from '../properties/tags.ts';
import type { Draft } from './draft.ts';

/** A row of the recipient table; columns of any kind are kept. */
export interface RecipientRow {
  /** PidTagRowid: which row it is. */
  readonly rowId: number;
  /** PidTagRecipientType (1 to, 2 cc, 3 bcc), PidTagDisplayName, PidTagSmtpAddress and any other. */
  readonly properties: PropertyBag;
}

/** A row to be written: new columns in place of all that were there, or none to take it out. */
export interface RecipientModification {
  readonly rowId: number;
  readonly properties?: PropertyBag;
}

/** The recipients of an open message; a change is stored when the message is saved. */
export class Recipients {
  readonly #draft: Draft;
  readonly #check: () => void;

  constructor(draft: Draft, checkWritable: () => void) {
    this.#draft = draft;
    this.#check = checkWritable;
  }

  get count(): number {
    return this.#draft.recipients.length;
  }

  /** All rows in order of their ids. */
  list(): readonly RecipientRow[] {
    return this.#draft.recipients.map(({ rowId, properties }) => ({ rowId, properties: PropertyBag.of(properties) }));
  }

  /**
   * Rows from one on ([MS-OXCMSG] 3.2.5.6); 0 is the first of all.
   * @throws NOT_FOUND where there is no such row, or none at all
   */
  read(from = 0): readonly RecipientRow[] {
    const rows = this.list();
    const found = from === 0 ? rows : rows.slice(rows.findIndex(({ rowId }) => rowId === from));
    if (found.length > 0 && (from === 0 || rows.some(({ rowId }) => rowId === from))) return found;
    throw new MapistoreError('NOT_FOUND', `The message has no recipient ${from}.`);
  }

  /** Adds, replaces and takes out rows ([MS-OXCMSG] 3.2.5.5). @throws FORBIDDEN, INVALID_ARGUMENT (the id) */
  modify(rows: readonly RecipientModification[]): void {
    this.#check();
    const now = new Map(this.#draft.recipients.map((row) => [row.rowId, row]));
    for (const { rowId, properties } of rows) {
      if (!Number.isInteger(rowId) || rowId < 0 || rowId > 0xffff_ffff)
        throw new MapistoreError('INVALID_ARGUMENT', `A row id is a number of 32 bits, not ${rowId}.`);
      if (properties === undefined) now.delete(rowId);
      else now.set(rowId, { rowId, properties: own(properties) });
    }
    this.#draft.recipients = [...now.values()].sort((a, b) => a.rowId - b.rowId);
    this.#draft.recipientsChanged = true;
  }

  /** Takes all rows out, be there any or not. @throws FORBIDDEN */
  removeAll(): void {
    this.#check();
    this.#draft.recipients = [];
    this.#draft.recipientsChanged = true;
  }
}

function own(properties: PropertyBag): PropertyBag {
  const bag = PropertyBag.of(properties);
  bag.delete(PidTagRowid);
  return bag;
}
