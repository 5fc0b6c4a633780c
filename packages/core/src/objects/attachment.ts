import { bytesSource } from '../bytes/sources.ts';
import type { BodySource } from '../contract/body.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Item } from '../item/item.ts';
import { PropertyBag, type PropertyEntry } from '../properties/bag.ts';
import * as tags from '../properties/tags.ts';
import type { Property } from '../properties/types.ts';
import { OBJECT_TYPES } from './computed.ts';
import { COMPUTED_OF_ATTACHMENTS } from './computed-names.ts';
import type { DraftAttachment } from './draft.ts';
import type { MessageObject } from './message.ts';
import { type PropertyProblem, problem } from './problems.ts';
import { type ContentsRequest, PropertyObject } from './property-object.ts';
import type { Spill } from './spill.ts';

/** PidTagAttachMethod ([MS-OXCMSG] 2.2.2.9). */
export const ATTACH_METHODS = {
  afNone: 0,
  afByValue: 1,
  afByReference: 2,
  afByReferenceOnly: 4,
  afEmbeddedMessage: 5,
  afStorage: 6,
  afByWebReference: 7,
} as const;

/** What an attachment needs of the message that it belongs to. */
export interface AttachmentHost {
  readonly message: MessageObject;
  now(): Date;
  /** Takes a saved attachment over into the message. */
  put(attachment: DraftAttachment): void;
  /** Keeps bytes in temporary files for as long as the message is open. */
  hold(what: { readonly content?: BodySource | undefined; readonly item?: Item | undefined }): void;
  /** Opens the message that an attachment embeds; `save` takes it over. */
  openEmbedded(attachment: AttachmentObject, item: Item | undefined, isWritable: boolean): MessageObject;
}

/**
 * An attachment of an open message. What is set is there at once in this object, in the message after `saveChanges`, and
 * stored when the message is saved then.
 */
export class AttachmentObject extends PropertyObject {
  override readonly kind = 'attachment';
  override readonly isWritable: boolean;
  /** PidTagAttachNumber: which one it is in its message. */
  readonly number: number;
  readonly #host: AttachmentHost;
  readonly #properties: PropertyBag;
  #content: BodySource | undefined;
  #item: Item | undefined;
  #native: number | undefined;

  constructor(
    host: AttachmentHost,
    { number, properties, content, item, native }: DraftAttachment,
    isWritable: boolean,
  ) {
    super();
    this.#host = host;
    this.number = number;
    this.isWritable = isWritable;
    this.#properties = PropertyBag.of(properties);
    this.#content = content;
    this.#item = item;
    this.#native = native;
  }

  /** The message it belongs to. */
  get message(): MessageObject {
    return this.#host.message;
  }

  /** Takes the changes over into the message, where they wait for it to be saved. @throws FORBIDDEN */
  async saveChanges(): Promise<void> {
    this.checkWritable();
    this.#host.put({
      number: this.number,
      properties: PropertyBag.of(this.#properties).set(tags.PidTagLastModificationTime, this.#host.now()),
      ...(this.#content !== undefined && { content: this.#content }),
      ...(this.#item !== undefined && { item: this.#item }),
      ...(this.#native !== undefined && { native: this.#native }),
    });
  }

  /**
   * Opens the message that it embeds; `create` makes an empty one where it embeds none. Saving that message takes it over
   * into this object. @throws NOT_FOUND, FORBIDDEN
   */
  async openEmbeddedMessage(mode: 'read' | 'readWrite' | 'create' = 'read'): Promise<MessageObject> {
    if (mode !== 'read') this.checkWritable();
    if (this.#item === undefined && mode !== 'create')
      throw new MapistoreError('NOT_FOUND', `Attachment ${this.number} embeds no message.`);
    return this.#host.openEmbedded(this, this.#item, mode !== 'read');
  }

  /** Takes an embedded message over. */
  embed(item: Item): void {
    this.#host.hold({ item });
    this.#item = item;
    this.#content = undefined;
    this.#native = undefined;
    this.#properties.set(tags.PidTagAttachMethod, ATTACH_METHODS.afEmbeddedMessage);
    const subject = item.properties.get(tags.PidTagSubject);
    if (!this.#properties.has(tags.PidTagDisplayName)) this.#properties.set(tags.PidTagDisplayName, subject);
  }

  override isInside(other: PropertyObject): boolean {
    return this === other || this.message.isInside(other);
  }

  protected override async stored(): Promise<PropertyBag> {
    return this.#properties;
  }

  protected override async derived(): Promise<PropertyBag> {
    return new PropertyBag();
  }

  protected override async computed(): Promise<PropertyBag> {
    const key = await this.message.get(tags.PidTagSearchKey);
    const number = Buffer.alloc(4);
    number.writeUInt32LE(this.number);
    return new PropertyBag()
      .set(tags.PidTagObjectType, OBJECT_TYPES.attachment)
      .set(tags.PidTagAccessLevel, this.isWritable ? 1 : 0)
      .set(tags.PidTagAttachNumber, this.number)
      .set(tags.PidTagAttachSize, Math.min(this.#content?.size ?? 0, 0x7fff_ffff))
      .set(tags.PidTagRecordKey, new Uint8Array(Buffer.concat([key ?? new Uint8Array(0), number])));
  }

  protected override refusal(property: Property): PropertyProblem | undefined {
    return COMPUTED_OF_ATTACHMENTS.has(property.name) ? problem(property, 'COMPUTED') : undefined;
  }

  protected override async assign(entries: readonly PropertyEntry[]): Promise<void> {
    for (const { property, value } of entries) {
      if (isContent(property)) this.#putContent(bytesSource(value as Uint8Array, this.#mediaType()));
      else this.#properties.set(property, value);
    }
  }

  protected override async unassign(names: readonly string[]): Promise<void> {
    for (const name of names) {
      this.#properties.delete(name);
      if (name === tags.PidTagAttachDataBinary.name || name === tags.PidTagAttachDataObject.name)
        this.#putContent(undefined);
    }
  }

  protected override hasContent(property: Property): boolean {
    return isContent(property) && (this.#content !== undefined || this.#item !== undefined);
  }

  /** The bytes go by one name or the other, as the method says ([MS-OXCMSG] 2.2.2.7 and 2.2.2.8). */
  protected override content(property: Property): BodySource | undefined {
    if (!isContent(property)) return undefined;
    const method = this.#properties.get(tags.PidTagAttachMethod);
    const isObject = method === ATTACH_METHODS.afStorage || method === ATTACH_METHODS.afEmbeddedMessage;
    return isObject === (property.name === tags.PidTagAttachDataObject.name) ? this.#content : undefined;
  }

  protected override async setContent(property: Property, spill: Spill): Promise<boolean> {
    if (!isContent(property)) return false;
    this.#putContent(spill.source(this.#mediaType()));
    return true;
  }

  protected override async copyContents(
    to: PropertyObject,
    { isWanted, noOverwrite }: ContentsRequest,
  ): Promise<() => Promise<void>> {
    const target = to as AttachmentObject;
    const hasOwn = target.#content !== undefined || target.#item !== undefined;
    if (!isWanted(tags.PidTagAttachDataBinary) && !isWanted(tags.PidTagAttachDataObject)) return async () => undefined;
    if (noOverwrite && hasOwn) return async () => undefined;
    if (this.#item !== undefined) target.embed(this.#item);
    if (this.#content !== undefined) target.#putContent(this.#content, this.#item);
    return async () => {
      this.#item = undefined;
      this.#putContent(undefined);
    };
  }

  #putContent(content: BodySource | undefined, item?: Item): void {
    this.#host.hold({ content, item });
    this.#content = content;
    this.#item = item;
    this.#native = undefined;
    const method = this.#properties.get(tags.PidTagAttachMethod) ?? ATTACH_METHODS.afNone;
    if (content !== undefined && method === ATTACH_METHODS.afNone)
      this.#properties.set(tags.PidTagAttachMethod, ATTACH_METHODS.afByValue);
  }

  #mediaType(): string {
    return this.#properties.get(tags.PidTagAttachMimeTag)?.toLowerCase() ?? 'application/octet-stream';
  }
}

function isContent({ name }: Property): boolean {
  return name === tags.PidTagAttachDataBinary.name || name === tags.PidTagAttachDataObject.name;
}
