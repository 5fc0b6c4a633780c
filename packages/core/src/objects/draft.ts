import type { BodySource } from '../contract/body.ts';
import type { Attachment, Item } from '../item/item.ts';
import { nativePlace } from '../item/stored.ts';
import { PropertyBag } from '../properties/bag.ts';
import { PidTagAttachNumber, PidTagRowid } from '../properties/tags.ts';
import { COMPUTED_OF_ATTACHMENTS, COMPUTED_OF_MESSAGES } from './computed-names.ts';
import { type Spill, spillOf } from './spill.ts';

/** What of an attachment is made anew whenever it is asked for; its times are stored. */
const DERIVED: ReadonlySet<string> = new Set(
  [...COMPUTED_OF_ATTACHMENTS].filter((name) => !/^PidTag(?:Creation|LastModification)Time$/u.test(name)),
);

/** A row of the recipient table of an open message. */
export interface DraftRecipient {
  /** PidTagRowid. */
  readonly rowId: number;
  readonly properties: PropertyBag;
}

/** An attachment of an open message. */
export interface DraftAttachment {
  /** PidTagAttachNumber: stays while the message is open. */
  readonly number: number;
  readonly properties: PropertyBag;
  readonly content?: BodySource;
  readonly item?: Item;
  /** Which attachment of the native bytes it is, content and all; undefined once something else was put there. */
  readonly native?: number;
}

/** An open message: what it says now, and what of that was changed since it was opened. Nothing of it is stored yet. */
export class Draft {
  readonly properties: PropertyBag;
  /** Names of properties that were set, and taken out. */
  readonly set: Set<string> = new Set();
  readonly removed: Set<string> = new Set();
  recipients: readonly DraftRecipient[];
  attachments: readonly DraftAttachment[];
  recipientsChanged = false;
  attachmentsChanged = false;
  readonly #spills = new Set<Spill>();
  #nextNumber: number;

  constructor(item: Item) {
    this.properties = without(item.properties, COMPUTED_OF_MESSAGES);
    this.recipients = item.recipients.map(({ properties }, index) => ({
      rowId: properties.get(PidTagRowid) ?? index,
      properties: without(properties, new Set([PidTagRowid.name])),
    }));
    this.attachments = item.attachments.map(draftAttachment);
    this.#nextNumber = Math.max(-1, ...this.attachments.map(({ number }) => number)) + 1;
  }

  /** Whether there is anything to save. */
  get isChanged(): boolean {
    return this.set.size + this.removed.size > 0 || this.recipientsChanged || this.attachmentsChanged;
  }

  /** A number that no attachment of this message has had. */
  takeNumber(): number {
    return this.#nextNumber++;
  }

  /** Puts an attachment in the place of the one of its number, or behind all others. */
  putAttachment(attachment: DraftAttachment): void {
    const others = this.attachments.filter(({ number }) => number !== attachment.number);
    const index = this.attachments.findIndex(({ number }) => number === attachment.number);
    this.attachments = index < 0 ? [...others, attachment] : others.toSpliced(index, 0, attachment);
    this.attachmentsChanged = true;
    this.hold(attachment);
  }

  /** Keeps bytes in temporary files for as long as the message is open: those of an attachment, and of what lies in it. */
  hold({ content, item }: { readonly content?: BodySource | undefined; readonly item?: Item | undefined }): void {
    const spill = spillOf(content);
    if (spill !== undefined && !this.#spills.has(spill)) this.#spills.add(spill.retain());
    for (const inner of item?.attachments ?? []) this.hold(inner);
  }

  /** The message as an item. Row ids and attachment numbers are properties there. */
  item(): Item {
    return {
      properties: PropertyBag.of(this.properties),
      recipients: this.recipients.map((row) => ({
        properties: PropertyBag.of(row.properties).set(PidTagRowid, row.rowId),
      })),
      attachments: this.attachments.map(({ number, properties, content, item }) => ({
        properties: PropertyBag.of(properties).set(PidTagAttachNumber, number),
        ...(content !== undefined && { content }),
        ...(item !== undefined && { item }),
      })),
      problems: [],
    };
  }

  /** What was changed is stored now. */
  settle(): void {
    this.set.clear();
    this.removed.clear();
    this.recipientsChanged = false;
    this.attachmentsChanged = false;
  }

  async release(): Promise<void> {
    for (const spill of this.#spills) await spill.release();
    this.#spills.clear();
  }
}

function draftAttachment(attachment: Attachment, index: number): DraftAttachment {
  const { properties, content, item } = attachment;
  const native = nativePlace(attachment);
  return {
    number: properties.get(PidTagAttachNumber) ?? index,
    properties: without(properties, DERIVED),
    ...(content !== undefined && { content }),
    ...(item !== undefined && { item }),
    ...(native !== undefined && { native }),
  };
}

function without(bag: PropertyBag, names: ReadonlySet<string>): PropertyBag {
  return PropertyBag.of([...bag].filter(({ property }) => !names.has(property.name)));
}
