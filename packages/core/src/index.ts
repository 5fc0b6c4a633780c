// The whole public surface of @mapistore/core. Exports only.

// errors
export { ERROR_CODES, type CodeRow, type ErrorCode, type Retry } from './errors/codes.ts';
export { type ErrorDetails, MapistoreError } from './errors/error.ts';

// the backend contract
export type * from './contract/backend.ts';
export type { Body, BodySource, ByteRange, OpenSource } from './contract/body.ts';
export { ACCELERATORS, type Capabilities, type Capability, NO_CAPABILITIES, type Traits } from './contract/capabilities.ts';
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
export type * from './contract/query.ts';

// formats and the canonical item
export type * from './contract/format.ts';
export type { Attachment, Item, Recipient } from './item/item.ts';
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

// bytes
export { fingerprintOf, foldLineEnds, headerBlockEnd, headOf } from './bytes/head.ts';
export { bodyFrom, bytesSource, collect, cut, sliceSource } from './bytes/sources.ts';

// restrictions
export type { Fuzzy, RelOp, Restriction, RestrictionValue } from './restriction/restriction.ts';

// the state store that core keeps identity, index and journal in
export type * from './state/rows.ts';
export type { StateStore, StateTx } from './state/store.ts';
export type * from './state/tables.ts';
