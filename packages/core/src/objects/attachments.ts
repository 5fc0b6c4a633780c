import { MapistoreError } from '../errors/error.ts';
import { PropertyBag } from '../properties/bag.ts';
import * as tags from '../properties/tags.ts';
import { ATTACH_METHODS, type AttachmentHost, AttachmentObject } from './attachment.ts';
import type { Draft } from './draft.ts';

/** PidTagRenderingPosition of an attachment that is shown at no place in the text. */
const NOT_IN_TEXT = 0xffff_ffff;

/** A row of the attachment table. */
export interface AttachmentRow {
  /** PidTagAttachNumber. */
  readonly number: number;
  readonly properties: PropertyBag;
}

/** The attachments of an open message; a change is stored when the message is saved. */
export class Attachments {
  readonly #draft: Draft;
  readonly #host: AttachmentHost;
  readonly #check: () => void;

  constructor(draft: Draft, host: AttachmentHost, checkWritable: () => void) {
    this.#draft = draft;
    this.#host = host;
    this.#check = checkWritable;
  }

  get count(): number {
    return this.#draft.attachments.length;
  }

  /** All of them in the order of the message, with their size and number ([MS-OXCMSG] 3.2.5.17). */
  list(): readonly AttachmentRow[] {
    return this.#draft.attachments.map(({ number, properties, content }) => ({
      number,
      properties: PropertyBag.of(properties)
        .set(tags.PidTagAttachNumber, number)
        .set(tags.PidTagAttachSize, content?.size ?? 0),
    }));
  }

  /** Makes one, to be saved into the message ([MS-OXCMSG] 3.2.5.13). @throws FORBIDDEN */
  create(): AttachmentObject {
    this.#check();
    const createdAt = this.#host.now();
    const properties = new PropertyBag()
      .set(tags.PidTagAttachMethod, ATTACH_METHODS.afNone)
      .set(tags.PidTagRenderingPosition, NOT_IN_TEXT)
      .set(tags.PidTagCreationTime, createdAt)
      .set(tags.PidTagLastModificationTime, createdAt);
    return new AttachmentObject(this.#host, { number: this.#draft.takeNumber(), properties }, true);
  }

  /** Opens one. @throws NOT_FOUND, FORBIDDEN */
  open(number: number, mode: 'read' | 'readWrite' = 'read'): AttachmentObject {
    if (mode !== 'read') this.#check();
    const found = this.#draft.attachments.find((one) => one.number === number);
    if (found === undefined) throw missing(number);
    return new AttachmentObject(this.#host, found, mode === 'readWrite');
  }

  /** Takes one out. @throws NOT_FOUND, FORBIDDEN */
  delete(number: number): void {
    this.#check();
    if (!this.#draft.attachments.some((one) => one.number === number)) throw missing(number);
    this.#draft.attachments = this.#draft.attachments.filter((one) => one.number !== number);
    this.#draft.attachmentsChanged = true;
  }
}

function missing(number: number): MapistoreError {
  return new MapistoreError('NOT_FOUND', `The message has no attachment ${number}.`);
}
