// The whole public surface of @mapistore/core. Exports only.

// bytes
export { type ContentLine, contentLines, foldLine, type LineParameter, lineParts } from './bytes/content-lines.ts';
export { fingerprintOf, foldLineEnds, headerBlockEnd, headOf } from './bytes/head.ts';
export { inPieces } from './bytes/pieces.ts';
export { bodyFrom, bytesSource, collect, cut, sliceSource } from './bytes/sources.ts';
// calendars
export type { Agenda, AgendaEntry, AgendaRequest } from './calendar/agenda.ts';
export type { FreeBusy, Span } from './calendar/free-busy.ts';
export { freeBusyProperties } from './calendar/free-busy-properties.ts';
// the store
export type { CheckRequest, Disagreement } from './check/check.ts';
// the backend contract
export type * from './contract/backend.ts';
export type { Body, BodySource, ByteRange, OpenSource } from './contract/body.ts';
export {
  ACCELERATORS,
  type Capabilities,
  type Capability,
  NO_CAPABILITIES,
  type Traits,
} from './contract/capabilities.ts';
export {
  type BackendDefinition,
  type BackendEnv,
  CONTRACT_VERSION,
  checkCapabilities,
  defineBackend,
  type Logger,
  type OpenMount,
  type Secret,
} from './contract/definition.ts';
export {
  type BodyPart,
  type Flags,
  type FolderEntry,
  type FolderRole,
  type ItemEntry,
  type ItemKind,
  MAX_HEAD_BYTES,
  ROOT_FOLDER,
} from './contract/entries.ts';
export { changeFlags, normaliseFlags, SYSTEM_FLAGS, sameFlags } from './contract/flags.ts';
// formats and the canonical item
export type * from './contract/format.ts';
export { type Operations, operationsOf } from './contract/operations.ts';
export type * from './contract/query.ts';
// who is at work on a state
export { aliveSessions } from './engine/session.ts';
// errors
export { type CodeRow, ERROR_CODES, type ErrorCode, type Retry } from './errors/codes.ts';
export { type ErrorDetails, MapistoreError } from './errors/error.ts';
// for programs that put a store together
export { Formats, OPAQUE_HEAD } from './formats/registry.ts';
// change sync
export type { Gid } from './ics/gid.ts';
export { IdSet, type IdSetJson } from './ics/id-set.ts';
export { type Comparison, PredecessorChangeList } from './ics/predecessors.ts';
export type { IdRange } from './ics/ranges.ts';
export type { SyncState } from './ics/sync-state.ts';
export { gidOf, type Xid, xidOf } from './ics/xid.ts';
export { type Call, type Interceptor, intercept, type Operation } from './interceptors/intercept.ts';
export { limit } from './interceptors/limit.ts';
export { log, type Measurement, metrics } from './interceptors/observe.ts';
export { type RetryOptions, retry } from './interceptors/retry.ts';
export { timeout } from './interceptors/timeout.ts';
export type { Attachment, Item, Recipient } from './item/item.ts';
export { backendPackage, knownSchemes } from './mounts/known.ts';
export { isLoopback } from './mounts/loopback.ts';
export type { BackendResolver } from './mounts/open-mounts.ts';
export type { StorePath } from './mounts/paths.ts';
// notifications
export type * from './notifications/events.ts';
export type { Notifications, SubscribeRequest } from './notifications/notifications.ts';
export type { Subscription } from './notifications/subscription.ts';
export { ATTACH_METHODS, type AttachmentObject } from './objects/attachment.ts';
export type { AttachmentRow, Attachments } from './objects/attachments.ts';
export type { FolderObject } from './objects/folder.ts';
export type { MailboxObject } from './objects/mailbox.ts';
export type { MessageObject } from './objects/message.ts';
export { MESSAGE_FLAGS } from './objects/message-flags.ts';
export type { MessageSummary, SaveRequest } from './objects/message-host.ts';
export { PROBLEM_CODES, type ProblemCode, type PropertyProblem, type PropertyResult } from './objects/problems.ts';
export type { PropertyObject } from './objects/property-object.ts';
export type { ReadFlags } from './objects/read-flags.ts';
export type { RecipientModification, RecipientRow, Recipients } from './objects/recipients.ts';
export type { CopyRequest, CopyToRequest, GetRequest } from './objects/requests.ts';
export { MAX_STREAM_BYTES, type PropertyStream, type StreamMode } from './objects/stream.ts';
// permissions
export type { Logon } from './permissions/access.ts';
export type {
  FreeBusyOption,
  NewPermission,
  Permission,
  PermissionChange,
  Permissions,
} from './permissions/permissions.ts';
export { formatRights, parseRights, RIGHTS, type Right, ROLES, type Role } from './permissions/rights.ts';
export { PropertyBag, type PropertyEntry } from './properties/bag.ts';
export {
  type LidName,
  named,
  propertyByName,
  propertyOfName,
  propertyOfTag,
  stringNamed,
  type TagName,
  tagged,
} from './properties/lookup.ts';
export { PROPERTY_SETS, type PropertySet } from './properties/sets.ts';
export {
  type NamedProperty,
  PROPERTY_TYPES,
  type Property,
  type PropertyType,
  type PropertyValue,
  type PropertyValues,
  type TaggedProperty,
  type TimeValue,
  type ValueOf,
} from './properties/types.ts';
export { fits, isMultiple, isValueOf, sameValue, singleType } from './properties/values.ts';
// quotas
export type { QuotaLimits, QuotaStatus, Quotas } from './quotas/quotas.ts';
// change sync with clients
export type { ContentsCollector } from './replication/collector.ts';
export type { ContentsDownload, ContentsRequest } from './replication/contents.ts';
export type * from './replication/elements.ts';
export type { HierarchyDownload } from './replication/hierarchy.ts';
export type { HierarchyCollector, ImportedFolder, ImportedFolderChange } from './replication/hierarchy-collector.ts';
export type { ImportedContent, ImportedHeader, ImportedMessage, OnConflict } from './replication/import-message.ts';
export type { ImportedMove, Moved } from './replication/import-move.ts';
export type { FolderReference } from './replication/reference.ts';
export type { CollectorRequest, Incarnation, Replication } from './replication/replication.ts';
export { checkRestriction } from './restriction/check.ts';
export { columnNames } from './restriction/columns.ts';
export { evaluate, type Subject } from './restriction/evaluate.ts';
export { parseRestriction } from './restriction/parse.ts';
// restrictions
export type {
  Fuzzy,
  MessageTable,
  RelOp,
  Restriction,
  RestrictionValue,
} from './restriction/restriction.ts';
export { foldText, textKey } from './restriction/text.ts';
// rules
export type { RuleAction, RuleRecipient } from './rules/actions.ts';
export type { TemplateItem } from './rules/bags.ts';
export type { DeferredActions, DeferredMessage } from './rules/deferred.ts';
export type { Delivered, DeliverSource } from './rules/deliver.ts';
export type { Outgoing, OutgoingQueue } from './rules/outgoing.ts';
export type { Owner, OwnerInfo } from './rules/owner.ts';
export type { PropertyTableRequest } from './rules/property-table.ts';
export { ruleProperties } from './rules/rule-properties.ts';
export type { NewRule, Rule, RuleChange, Rules } from './rules/rules.ts';
export { RULE_STATES } from './rules/states.ts';
export type { Templates } from './rules/templates.ts';
// search folders
export type { SearchCriteria } from './searches/criteria.ts';
export type { Searches, SearchInfo } from './searches/searches.ts';
// secrets
export type { OAuth2Grant, Renewal, RenewGrant, StoredSecret } from './secrets/grant.ts';
export { type SecretStore, sealedSecrets } from './secrets/sealed.ts';
export {
  checkSecretReference,
  type SecretSource,
  type SecretSourceOptions,
  secretSource,
} from './secrets/source.ts';
// snapshots
export type {
  FoundDigest,
  SnapshotBody,
  SnapshotEntry,
  SnapshotFolder,
  SnapshotItem,
  SnapshotProperty,
  Snapshots,
} from './snapshot/snapshots.ts';
// the state store that core keeps identity, index and journal in
export type * from './state/listing.ts';
export type * from './state/object-rows.ts';
export type * from './state/object-tables.ts';
export type * from './state/replication-rows.ts';
export type * from './state/replication-tables.ts';
export type * from './state/rights-rows.ts';
export type * from './state/rows.ts';
export type * from './state/rule-rows.ts';
export type * from './state/rule-tables.ts';
export type { StateStore, StateTx } from './state/store.ts';
export type * from './state/tables.ts';
export { type ItemWords, type WantedWord, WORD_FIELDS, type WordsQuery, type WordsTable } from './state/words.ts';
export type { Calendar } from './store/calendar.ts';
export type { Change, Changes } from './store/changes.ts';
export type { CreateFolderRequest, FolderInfo, Folders } from './store/folders.ts';
export type { FolderId, ItemId } from './store/ids.ts';
export type { ItemInfo, ItemTime } from './store/item-info.ts';
export type { ItemList, Items, ListRequest } from './store/items.ts';
export type { AssociatedInfo, CreateRequest, Messages, OpenRequest } from './store/messages.ts';
export type { MountInfo, MountRequest, Mounts } from './store/mounts.ts';
export type { MappedName, NamedProperties, NamedPropertyQuery, PropertyName } from './store/named-properties.ts';
export { openStore, type StoreOptions } from './store/open.ts';
export type { ReceiveFolder, ReceiveFolders } from './store/receive-folders.ts';
export type { DeletedInfo, Recoverable } from './store/recoverable.ts';
export type { TransferResult } from './store/results.ts';
export type { SearchField, SearchPage, SearchRequest } from './store/search.ts';
export { SPECIAL_ROLES, type SpecialFolder, type SpecialFolders, type SpecialRole } from './store/special-folders.ts';
export type { Imported, Store, SyncOutcome } from './store/store.ts';
export type { ContentsTableRequest, Tables } from './store/tables.ts';
export type { WatchStore } from './store/watch.ts';
export type { KeepSynced, SyncReport } from './sync/keep-synced.ts';
export type { MountSync } from './sync/sync-mount.ts';
export type { Bookmark } from './tables/bookmarks.ts';
export type { TableSort, TableSortKey } from './tables/order.ts';
export type * from './tables/table.ts';
export type { ImportSource } from './transfer/import.ts';
