import { MapistoreError } from '../errors/error.ts';
import { EMPTY_ITEM } from '../item/item.ts';
import { PropertyBag, type PropertyEntry } from '../properties/bag.ts';
import * as tags from '../properties/tags.ts';
import type { Property, PropertyValue } from '../properties/types.ts';
import { type ItemId, itemId } from '../store/ids.ts';
import type { AttachmentHost } from './attachment.ts';
import { Attachments } from './attachments.ts';
import { bodyStep, derivedBody, htmlBytes } from './bodies.ts';
import { computedOfMessage, type Saved } from './computed.ts';
import { COMPUTED_OF_MESSAGES } from './computed-names.ts';
import { Draft } from './draft.ts';
import { CLIENT_FLAGS } from './message-flags.ts';
import {
  embeddedHost,
  type MessageHost,
  type MessageSummary,
  type OpenedMessage,
  type SaveRequest,
} from './message-host.ts';
import { type PropertyProblem, problem } from './problems.ts';
import { PropertyObject } from './property-object.ts';
import { Recipients } from './recipients.ts';
import type { ContentsRequest } from './requests.ts';
import { changedSubject, SUBJECT_NAMES, subjectParts } from './subject.ts';

/**
 * An open message: a transaction of its own. Nothing of it reaches a backend, or another object over the same message,
 * before `saveChanges`. Dispose of it to let go of large values.
 */
export class MessageObject extends PropertyObject implements AsyncDisposable {
  override readonly kind = 'message';
  readonly recipients: Recipients;
  readonly attachments: Attachments;
  readonly #host: MessageHost;
  readonly #draft: Draft;
  readonly #createdAt: Date;
  readonly #searchKey: Uint8Array | undefined;
  #isWritable: boolean;
  #isSaving = false;
  #saved: Saved | undefined;
  #clientFlags = 0;
  readonly #status: number;

  constructor(host: MessageHost, { item, isWritable, saved, createdAt, searchKey }: OpenedMessage) {
    super();
    this.#host = host;
    this.#draft = new Draft(item);
    this.#isWritable = isWritable;
    this.#saved = saved;
    this.#createdAt = createdAt;
    this.#searchKey = searchKey;
    this.#status = item.properties.get(tags.PidTagMessageStatus) ?? 0;
    if (saved === undefined) this.#clientFlags = item.properties.get(tags.PidTagMessageFlags) ?? 0;
    this.#draft.properties.delete(tags.PidTagMessageFlags);
    const check = (): void => this.checkWritable();
    this.recipients = new Recipients(this.#draft, check);
    this.attachments = new Attachments(this.#draft, this.#attachmentHost(), check);
  }

  /** Its id, once it is saved; an embedded message has none. */
  get id(): ItemId | undefined {
    return this.#saved === undefined || this.#host.inside !== undefined ? undefined : itemId(this.#saved.itemId);
  }

  override get isWritable(): boolean {
    return this.#isWritable;
  }

  /** Whether it is a folder associated information message. */
  get isAssociated(): boolean {
    return this.#host.isAssociated;
  }

  /** Whether something waits to be saved. */
  get isChanged(): boolean {
    return this.#draft.isChanged;
  }

  /** What opening told, as it is now ([MS-OXCMSG] 2.2.3.7). */
  summary(): MessageSummary {
    const parts = subjectParts(this.#draft.properties);
    return {
      hasNamedProperties: [...this.#draft.properties].some(({ property }) => 'set' in property),
      subjectPrefix: parts?.prefix ?? '',
      normalizedSubject: parts?.normalized ?? '',
      recipientCount: this.recipients.count,
    };
  }

  /**
   * Stores the message, all of it or nothing. Where that fails the object stays as it is, and may be saved again.
   * @throws CONFLICT where somebody else saved the message since it was opened, unless forced; BUSY where a save of this object
   *   is under way, in which nothing of it may be changed either; FORBIDDEN where it was opened to read; NOT_FOUND where it was deleted meanwhile; what the backend throws
   */
  async saveChanges(request: SaveRequest = {}): Promise<void> {
    this.checkWritable();
    this.#isSaving = true;
    try {
      this.#saved = await this.#host.save(
        {
          draft: this.#draft,
          createdAt: this.#createdAt,
          searchKey: this.#searchKey,
          clientFlags: this.#clientFlags,
          saved: this.#saved,
        },
        request,
      );
    } finally {
      this.#isSaving = false;
    }
    this.#draft.settle();
    if (request.keepOpen === 'read') this.#isWritable = false;
  }

  /**
   * Marks the message as read or unread, at once and without a save ([MS-OXCMSG] 2.2.3.11); gives whether it was otherwise
   * before. @throws UNSUPPORTED for a message that is not saved
   */
  async setRead(isRead: boolean): Promise<boolean> {
    if (this.#saved === undefined)
      throw new MapistoreError(
        'UNSUPPORTED',
        'A message is marked as read once it is saved; set PidTagMessageFlags before.',
      );
    const changed = await this.#host.setRead(this.#saved, isRead);
    if (changed !== undefined) this.#saved = changed;
    return changed !== undefined;
  }

  override isInside(other: PropertyObject): boolean {
    return this === other || (this.#host.inside?.isInside(other) ?? false);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#draft.release();
  }

  protected override checkWritable(): void {
    super.checkWritable();
    if (this.#isSaving) throw new MapistoreError('BUSY', 'The message is being saved; change it when that is done.');
  }

  protected override async stored(): Promise<PropertyBag> {
    return this.#draft.properties;
  }

  protected override async computed(): Promise<PropertyBag> {
    return computedOfMessage({
      replicas: this.#host.replicas,
      draft: this.#draft,
      saved: this.#saved,
      folderId: this.#host.folderId,
      isAssociated: this.#host.isAssociated,
      isWritable: this.#isWritable,
      createdAt: this.#createdAt,
      searchKey: this.#searchKey,
      clientFlags: this.#clientFlags,
      status: this.#status,
    });
  }

  protected override async derived(): Promise<PropertyBag> {
    return derivedBody(this.#draft.properties);
  }

  protected override refusal(property: Property): PropertyProblem | undefined {
    if (COMPUTED_OF_MESSAGES.has(property.name)) return problem(property, 'COMPUTED');
    // Once saved they are changed by calls of their own ([MS-OXCMSG] 2.2.1.6), and a delivery time is a fact.
    const isFixed =
      property.name === tags.PidTagMessageFlags.name || property.name === tags.PidTagMessageDeliveryTime.name;
    return isFixed && this.#saved !== undefined ? problem(property, 'ACCESS_DENIED') : undefined;
  }

  protected override async assign(given: readonly PropertyEntry[]): Promise<void> {
    const entries = given.flatMap((entry) =>
      entry.property.name === tags.PidTagBodyHtml.name ? htmlBytes(entry.value as string) : [entry],
    );
    const names = new Set(entries.map(({ property }) => property.name));
    for (const { property, value } of entries) {
      if (property.name === tags.PidTagMessageFlags.name) this.#clientFlags = (value as number) & CLIENT_FLAGS;
      else if (!SUBJECT_NAMES.has(property.name)) this.#put(property, value);
    }
    if ([...names].some((name) => SUBJECT_NAMES.has(name))) this.#setSubject(entries);
    const step = bodyStep(names);
    if (step === undefined) return;
    this.#drop(step.stale);
    if (!names.has(tags.PidTagNativeBody.name)) this.#put(tags.PidTagNativeBody, step.native);
  }

  protected override async unassign(names: readonly string[]): Promise<void> {
    this.#drop(names);
    // A subject without its parts has none.
    if (names.includes(tags.PidTagSubject.name)) this.#drop([...SUBJECT_NAMES]);
  }

  protected override hasContent(property: Property): boolean {
    return property.name === tags.PidTagMessageRecipients.name || property.name === tags.PidTagMessageAttachments.name;
  }

  protected override async copyContents(to: PropertyObject, request: ContentsRequest): Promise<() => Promise<void>> {
    const { isWanted, noOverwrite, subObjects } = request;
    if (!subObjects) return async () => undefined;
    const target = (to as MessageObject).#draft;
    const rows = isWanted(tags.PidTagMessageRecipients) && !(noOverwrite && target.recipients.length > 0);
    const files = isWanted(tags.PidTagMessageAttachments) && !(noOverwrite && target.attachments.length > 0);
    if (rows) {
      target.recipients = this.#draft.recipients.map(({ rowId, properties }) => ({
        rowId,
        properties: PropertyBag.of(properties),
      }));
      target.recipientsChanged = true;
    }
    if (files) {
      for (const { properties, content, item } of this.#draft.attachments)
        target.putAttachment({
          number: target.takeNumber(),
          properties: PropertyBag.of(properties),
          ...(content !== undefined && { content }),
          ...(item !== undefined && { item }),
        });
    }
    return async () => {
      if (rows) this.recipients.removeAll();
      if (files) for (const { number } of this.attachments.list()) this.attachments.delete(number);
    };
  }

  #setSubject(entries: readonly PropertyEntry[]): void {
    const value = (property: Property): string | undefined =>
      entries.find((entry) => entry.property.name === property.name)?.value as string | undefined;
    const [subject, prefix, normalized] = [
      value(tags.PidTagSubject),
      value(tags.PidTagSubjectPrefix),
      value(tags.PidTagNormalizedSubject),
    ];
    const parts = changedSubject(subjectParts(this.#draft.properties), {
      ...(subject !== undefined && { subject }),
      ...(prefix !== undefined && { prefix }),
      ...(normalized !== undefined && { normalized }),
    });
    this.#put(tags.PidTagSubject, parts.subject);
    this.#put(tags.PidTagSubjectPrefix, parts.prefix);
    this.#put(tags.PidTagNormalizedSubject, parts.normalized);
  }

  #put(property: Property, value: PropertyValue): void {
    this.#draft.properties.set(property, value);
    this.#draft.set.add(property.name);
    this.#draft.removed.delete(property.name);
  }

  #drop(names: readonly string[]): void {
    for (const name of names) {
      if (!this.#draft.properties.delete(name)) continue;
      this.#draft.set.delete(name);
      this.#draft.removed.add(name);
    }
  }

  #attachmentHost(): AttachmentHost {
    const host = this.#host;
    return {
      message: this,
      now: () => host.now(),
      put: (attachment) => {
        this.checkWritable();
        this.#draft.putAttachment(attachment);
      },
      hold: (what) => this.#draft.hold(what),
      openEmbedded: (attachment, item, isWritable) => {
        const createdAt = item?.properties.get(tags.PidTagCreationTime);
        return new MessageObject(embeddedHost(host, attachment), {
          item: item ?? EMPTY_ITEM,
          isWritable,
          saved: undefined,
          createdAt: createdAt instanceof Date ? createdAt : host.now(),
          searchKey: item?.properties.get(tags.PidTagSearchKey),
        });
      },
    };
  }
}
