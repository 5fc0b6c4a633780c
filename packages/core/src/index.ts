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
export { named, propertyByName, stringNamed, tagged } from './properties/lookup.ts';
export { PROPERTY_SETS } from './properties/named.ts';
export {
  type NamedProperty,
  PROPERTY_TYPES,
  type Property,
  type PropertyType,
  type PropertyValue,
  type TaggedProperty,
} from './properties/types.ts';
// quotas
export type { QuotaLimits, QuotaStatus, Quotas } from './quotas/quotas.ts';
export { columnNames } from './restriction/columns.ts';
export { evaluate, type Subject } from './restriction/evaluate.ts';
export { parseRestriction } from './restriction/parse.ts';
// restrictions
export type { Fuzzy, RelOp, Restriction, RestrictionValue } from './restriction/restriction.ts';
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
// secrets
export type { OAuth2Grant, Renewal, RenewGrant, StoredSecret } from './secrets/grant.ts';
export { type SecretStore, sealedSecrets } from './secrets/sealed.ts';
export {
  checkSecretReference,
  type SecretSource,
  type SecretSourceOptions,
  secretSource,
} from './secrets/source.ts';
// the state store that core keeps identity, index and journal in
export type * from './state/rights-rows.ts';
export type * from './state/rows.ts';
export type * from './state/rule-rows.ts';
export type * from './state/rule-tables.ts';
export type { StateStore, StateTx } from './state/store.ts';
export type * from './state/tables.ts';
export type { Calendar } from './store/calendar.ts';
export type { Change, Changes } from './store/changes.ts';
export type { FolderInfo, Folders } from './store/folders.ts';
export type { FolderId, ItemId } from './store/ids.ts';
export type { ItemInfo, ItemTime } from './store/item-info.ts';
export type { ItemList, Items, ListRequest } from './store/items.ts';
export type { MountInfo, MountRequest, Mounts } from './store/mounts.ts';
export { openStore, type StoreOptions } from './store/open.ts';
export type { TransferResult } from './store/results.ts';
export type { Imported, Store, SyncOutcome } from './store/store.ts';
export type { WatchStore } from './store/watch.ts';
export type { KeepSynced, SyncReport } from './sync/keep-synced.ts';
export type { MountSync } from './sync/sync-mount.ts';
export type { ImportSource } from './transfer/import.ts';
