import { MapistoreError } from '../errors/error.ts';
import { IdSet, type IdSetJson } from './id-set.ts';

/**
 * What a client has of a folder's contents, or of a hierarchy ([MS-OXCFXICS] 2.2.1.1), in plain JSON: the client keeps it
 * and gives it back. A part that is missing is empty; of a hierarchy there are only the first two.
 */
export interface SyncState {
  /** Ids of the messages or folders that the client has. */
  readonly idsetGiven?: IdSetJson;
  /** Change numbers whose changes are in what it has: of ordinary messages, or folders. */
  readonly cnsetSeen?: IdSetJson;
  /** The same of FAI messages. */
  readonly cnsetSeenFai?: IdSetJson;
  /** The same of read states. */
  readonly cnsetRead?: IdSetJson;
}

/** The sets of a state while a synchronisation works on them. */
export interface SyncSets {
  given: IdSet;
  seen: IdSet;
  seenFai: IdSet;
  read: IdSet;
}

/** @throws INVALID_ARGUMENT for what is no state */
export function setsOf(state: SyncState = {}): SyncSets {
  if (typeof state !== 'object' || state === null)
    throw new MapistoreError('INVALID_ARGUMENT', 'The state of a synchronisation is an object of sets of ids.');
  return {
    given: IdSet.fromJson(state.idsetGiven ?? {}),
    seen: IdSet.fromJson(state.cnsetSeen ?? {}),
    seenFai: IdSet.fromJson(state.cnsetSeenFai ?? {}),
    read: IdSet.fromJson(state.cnsetRead ?? {}),
  };
}

/** The state of a folder's contents. */
export function contentsState({ given, seen, seenFai, read }: SyncSets): Required<SyncState> {
  return {
    idsetGiven: given.toJSON(),
    cnsetSeen: seen.toJSON(),
    cnsetSeenFai: seenFai.toJSON(),
    cnsetRead: read.toJSON(),
  };
}

/** The state of a hierarchy. */
export function hierarchyState({ given, seen }: SyncSets): Pick<Required<SyncState>, 'idsetGiven' | 'cnsetSeen'> {
  return { idsetGiven: given.toJSON(), cnsetSeen: seen.toJSON() };
}
