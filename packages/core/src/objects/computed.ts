import { createHash } from 'node:crypto';
import type { Version } from '../ics/version.ts';
import { xidBytes } from '../ics/xid.ts';
import { folderEntryId, messageEntryId } from '../identity/entry-ids.ts';
import { guidBytes } from '../identity/mapi-ids.ts';
import type { Replicas } from '../identity/replicas.ts';
import { PropertyBag } from '../properties/bag.ts';
import * as tags from '../properties/tags.ts';
import { splitWords } from '../read/words.ts';
import { conversationId } from './conversation.ts';
import type { Draft } from './draft.ts';
import { MESSAGE_FLAGS, messageFlagsOf } from './message-flags.ts';
import { subjectParts } from './subject.ts';

/** PidTagObjectType ([MS-OXCPRPT] 2.2.1.7). */
export const OBJECT_TYPES = { message: 5, attachment: 7 } as const;
/** PidTagAccess ([MS-OXCPRPT] 2.2.1.1) of an owner: modify, read, delete. */
const ACCESS_OF_OWNER = 0x7;
/** English (United States), where a message names no language. */
const DEFAULT_LOCALE = 0x0409;
/** Which recipients each list names: primary, copy, blind copy ([MS-OXCMSG] 2.2.3.1.2). */
const DISPLAY_LISTS = [
  [tags.PidTagDisplayTo, 1],
  [tags.PidTagDisplayCc, 2],
  [tags.PidTagDisplayBcc, 3],
] as const;

/** Where a saved message lies, and which state of it this is. */
export interface Saved {
  readonly itemId: number;
  readonly mid: number;
  readonly folderId: number;
  readonly createdCn: number;
  readonly cn: number;
  /** In the words of RFC 8621, separated by a space. */
  readonly flags: string;
  readonly received: number;
  readonly size: number;
  readonly fingerprint: string;
  readonly mediaType: string;
  readonly modifiedAt: number;
  readonly version: Version;
}

/** What the computed properties of a message are made from. */
export interface MessageFacts {
  readonly replicas: Replicas;
  readonly draft: Draft;
  readonly saved: Saved | undefined;
  /** The folder it lies in or will; undefined for an embedded message. */
  readonly folderId: number | undefined;
  readonly isAssociated: boolean;
  readonly isWritable: boolean;
  readonly createdAt: Date;
  readonly searchKey: Uint8Array | undefined;
  /** PidTagMessageFlags as the client set it on a message that is not saved yet. */
  readonly clientFlags: number;
  readonly status: number;
}

/** The properties that the store derives of a message. */
export function computedOfMessage(facts: MessageFacts): PropertyBag {
  const { draft, saved } = facts;
  const { properties } = draft;
  const hasAttachments = draft.attachments.length > 0;
  const bag = new PropertyBag()
    .set(tags.PidTagObjectType, OBJECT_TYPES.message)
    .set(tags.PidTagAccess, ACCESS_OF_OWNER)
    .set(tags.PidTagAccessLevel, facts.isWritable ? 1 : 0)
    .set(tags.PidTagHasAttachments, hasAttachments)
    .set(
      tags.PidTagHasNamedProperties,
      [...properties].some(({ property }) => 'set' in property),
    )
    .set(tags.PidTagAssociated, facts.isAssociated)
    .set(tags.PidTagCreationTime, facts.createdAt)
    .set(tags.PidTagLastModificationTime, saved === undefined ? facts.createdAt : new Date(saved.modifiedAt))
    .set(tags.PidTagMessageSize, Math.min(saved?.size ?? estimatedSize(draft), 0x7fff_ffff))
    .set(tags.PidTagMessageSizeExtended, BigInt(saved?.size ?? estimatedSize(draft)))
    .set(tags.PidTagStoreRecordKey, guidBytes(facts.replicas.store))
    .set(tags.PidTagSearchKey, facts.searchKey ?? searchKeyOf(saved?.fingerprint ?? ''));
  for (const [property, type] of DISPLAY_LISTS) bag.set(property, displayList(draft, type));
  setSubject(bag, properties);
  setConversation(bag, properties);
  setFlags(bag, facts, hasAttachments);
  if (!properties.has(tags.PidTagMessageLocaleId)) bag.set(tags.PidTagMessageLocaleId, DEFAULT_LOCALE);
  if (!properties.has(tags.PidTagLocaleId))
    bag.set(tags.PidTagLocaleId, properties.get(tags.PidTagMessageLocaleId) ?? DEFAULT_LOCALE);
  if (!properties.has(tags.PidTagTrustSender)) bag.set(tags.PidTagTrustSender, 1);
  if (facts.folderId !== undefined)
    bag
      .set(tags.PidTagFolderId, facts.replicas.mapiId(facts.folderId))
      .set(tags.PidTagParentEntryId, folderEntryId(facts.replicas, facts.folderId))
      .set(tags.PidTagParentSourceKey, facts.replicas.key(facts.folderId));
  if (saved !== undefined) setPlace(bag, facts.replicas, saved);
  return bag;
}

function setPlace(bag: PropertyBag, replicas: Replicas, saved: Saved): void {
  const { sourceKey, changeKey, predecessors } = saved.version;
  const entryId = messageEntryId(replicas, saved.folderId, saved.mid);
  bag
    .set(tags.PidTagMid, replicas.mapiId(saved.mid))
    .set(tags.PidTagChangeNumber, replicas.mapiCn(saved.cn))
    .set(tags.PidTagSourceKey, sourceKey === undefined ? replicas.key(saved.mid) : xidBytes(sourceKey))
    .set(tags.PidTagChangeKey, xidBytes(changeKey))
    .set(tags.PidTagPredecessorChangeList, predecessors.toBytes())
    .set(tags.PidTagEntryId, entryId)
    .set(tags.PidTagRecordKey, entryId)
    .set(tags.PidTagInstanceKey, replicas.key(saved.mid))
    .set(tags.PidTagInstID, replicas.mapiId(saved.mid))
    .set(tags.PidTagInstanceNum, 0)
    .set(tags.PidTagMessageDeliveryTime, new Date(saved.received))
    .set(tags.PidTagLocalCommitTime, new Date(saved.modifiedAt));
}

function setSubject(bag: PropertyBag, properties: PropertyBag): void {
  const parts = subjectParts(properties);
  if (parts === undefined) return;
  bag
    .set(tags.PidTagSubject, parts.subject)
    .set(tags.PidTagSubjectPrefix, parts.prefix)
    .set(tags.PidTagNormalizedSubject, parts.normalized);
}

function setConversation(bag: PropertyBag, properties: PropertyBag): void {
  const topic = properties.get(tags.PidTagConversationTopic) ?? subjectParts(properties)?.normalized;
  const tracked = properties.get(tags.PidTagConversationIndexTracking);
  bag
    .set(tags.PidTagConversationTopic, topic)
    .set(tags.PidTagConversationId, conversationId(properties.get(tags.PidTagConversationIndex), tracked, topic));
}

function setFlags(
  bag: PropertyBag,
  { draft, saved, isAssociated, clientFlags, status }: MessageFacts,
  hasAttachments: boolean,
): void {
  const flags = splitWords(saved?.flags ?? '');
  const isRead = saved === undefined ? (clientFlags & MESSAGE_FLAGS.mfRead) !== 0 : flags.includes('$seen');
  const { properties } = draft;
  bag
    .set(
      tags.PidTagMessageFlags,
      messageFlagsOf({
        isRead,
        isUnsent: saved === undefined ? (clientFlags & MESSAGE_FLAGS.mfUnsent) !== 0 : flags.includes('$draft'),
        isResend: (clientFlags & MESSAGE_FLAGS.mfResend) !== 0,
        isUnmodified: saved !== undefined && saved.cn === saved.createdCn,
        isAssociated,
        hasAttachments,
        wantsReadReceipt: properties.get(tags.PidTagReadReceiptRequested) === true,
        wantsUnreadReceipt: properties.get(tags.PidTagNonReceiptNotificationRequested) === true,
        isInternet: saved?.mediaType === 'message/rfc822' && properties.has(tags.PidTagTransportMessageHeaders),
      }) & (saved === undefined ? ~MESSAGE_FLAGS.mfEverRead : -1),
    )
    .set(tags.PidTagRead, isRead)
    .set(tags.PidTagMessageStatus, status);
}

/** Names of the recipients of a type as people see them ([MS-OXOMSG]), in the order of the rows. */
function displayList({ recipients }: Draft, type: number): string {
  return recipients
    .filter(({ properties }) => ((properties.get(tags.PidTagRecipientType) ?? 1) & 0xf) === type)
    .map(
      ({ properties }) =>
        properties.get(tags.PidTagDisplayName) ??
        properties.get(tags.PidTagRecipientDisplayName) ??
        properties.get(tags.PidTagSmtpAddress) ??
        properties.get(tags.PidTagEmailAddress) ??
        '',
    )
    .join('; ');
}

/** Bytes of a message that nobody has written yet, about. */
function estimatedSize({ properties, attachments }: Draft): number {
  let size = 0;
  for (const { value } of properties)
    size += typeof value === 'string' ? value.length : value instanceof Uint8Array ? value.byteLength : 8;
  for (const { content } of attachments) size += content?.size ?? 0;
  return size;
}

/** PidTagSearchKey where nobody gave one: the same for a copy, since it has the same head. */
function searchKeyOf(fingerprint: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(`search key ${fingerprint}`).digest().subarray(0, 16));
}
