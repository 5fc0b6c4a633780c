import type { MapistoreError } from '../errors/error.ts';
import type { Body, BodySource, ByteRange } from './body.ts';
import type { Capabilities, Traits } from './capabilities.ts';
import type { Flags, FolderEntry, ItemEntry, ItemKind } from './entries.ts';
import type { QueryItems, QueryPage } from './query.ts';

/** What every call carries. Reject with `signal.reason` itself when it aborts; only `watch` ends without an error. */
export interface Request {
  readonly signal: AbortSignal;
}

/** A request for one page. Hand `next` of the last answer back as `cursor`; it is the backend's own. */
export interface PageRequest extends Request {
  readonly cursor?: string;
  /** The most entries the caller wants; the backend may give fewer, and none on a page that is not the last. */
  readonly limit: number;
}

/** Who a backend is, what it holds and what it can do. Constant after open. */
export interface BackendDescription {
  /** The backend's name, such as `imap`; the same in logs, errors and metrics. */
  readonly name: string;
  /** What the other side says of itself, such as `Dovecot`. */
  readonly product?: string;
  readonly kinds: readonly ItemKind[];
  /** Media types it takes, the best liked first. Core converts; the backend never does. */
  readonly accepts: readonly string[];
  readonly capabilities: Capabilities;
  readonly traits: Traits;
}

/**
 * What a storage author implements: it moves bytes with a media type and flags, and tells what changed. It knows
 * nothing of MAPI ids, change numbers, properties or conversions. Every failure is a {@link MapistoreError}.
 */
export interface Backend extends AsyncDisposable {
  readonly description: BackendDescription;

  // ---- required
  /**
   * All folders of the mount, the root first, parents before their children.
   * - A folder that cannot be read is left out and the last page says `partial`.
   * @throws UNAVAILABLE where the root cannot be reached: never an empty list
   */
  listFolders(request: PageRequest): Promise<FolderPage>;
  /**
   * The items of one folder.
   * - No order is promised; an item that is there from start to end appears exactly once.
   * - An item that comes or goes meanwhile may or may not appear.
   * - An item that is there but cannot be described now is named in `unreadable`; where not even its key is known, the
   *   last page says `partial`.
   * - A folder with `holdsItems: false` is an empty, complete listing.
   * @throws NOT_FOUND where the folder does not exist and its parent could be asked; UNAVAILABLE otherwise
   */
  listItems(request: ListItems): Promise<ItemPage>;
  /** One item with its head. @throws NOT_FOUND */
  readItem(request: ItemRequest): Promise<ItemEntry>;
  /**
   * The bytes of an item, or of a range of them, exactly as they are stored.
   * - A range past the end gives the bytes there are, possibly none.
   * - Of an item that is replaced meanwhile it goes on with the old bytes or fails with UNAVAILABLE: never a mixture.
   * @throws NOT_FOUND before the first byte
   */
  openBody(request: OpenBody): Promise<Body>;

  // ---- writes: each present if and only if its capability is declared
  /**
   * Makes a folder; with `kind` one that holds items of that kind, where folders are for one kind or a few.
   * @throws ALREADY_EXISTS, INVALID_NAME, NOT_FOUND (the parent), UNSUPPORTED (a parent with `holdsFolders: false`, a kind
   * that it has no folders for)
   */
  createFolder?(request: CreateFolder): Promise<FolderEntry>;
  /**
   * Renames or moves a folder with all that is in it. Where folders have one level only, a new parent is UNSUPPORTED.
   * @throws ALREADY_EXISTS, INVALID_NAME, NOT_FOUND; INVALID_ARGUMENT for the root, and for a place in the folder itself
   */
  updateFolder?(request: UpdateFolder): Promise<FolderUpdated>;
  /**
   * Removes an empty folder. A folder that is not there is a success.
   * @throws NOT_EMPTY where it holds items or folders: core empties it first; INVALID_ARGUMENT for the root
   */
  deleteFolder?(request: FolderRequest): Promise<void>;
  /**
   * Stores an item durably: when it resolves, a power cut does not lose it; when it rejects, no part of the item is
   * visible to others, except after UNAVAILABLE, TIMEOUT or an abort, when it may have been stored all the same.
   * - INVALID_CONTENT: a media type it does not accept, a source that is not as long as it says, bytes it cannot keep. An
   *   item of no bytes is kept, or refused so.
   * @throws NOT_FOUND (the folder), INVALID_CONTENT, TOO_LARGE, QUOTA_EXCEEDED, UNSUPPORTED (`holdsItems: false`)
   */
  createItem?(request: CreateItem): Promise<ItemWritten>;
  /**
   * Replaces the bytes of an item by others of the same media type; the answer may name a new key. Flags and date stay.
   * @throws NOT_FOUND, PRECONDITION_FAILED, INVALID_CONTENT (another media type too), TOO_LARGE, QUOTA_EXCEEDED
   */
  updateItem?(request: UpdateItem): Promise<ItemWritten>;
  /**
   * Deletes one item for good, and no other: no call gives it back, whatever the other side keeps for itself. A missing
   * item is a success without `ifRevision`; where its folder is gone too, NOT_FOUND says the same, since telling the two
   * apart may cost a request.
   * @throws PRECONDITION_FAILED where it changed since `ifRevision`, or is missing
   */
  deleteItem?(request: DeleteItem): Promise<void>;
  /**
   * Adds and removes flags, a result per key in the order of the keys; flags that are as asked already are no change.
   * - A keyword that cannot be stored is named in `refused`; the others are stored.
   * - A missing item has NOT_FOUND in its result.
   */
  setFlags?(request: SetFlags): Promise<readonly Result<FlagsWritten>[]>;

  // ---- fast paths: the same rule; core gives the same answers without them
  /** What changed in a folder since a token. @throws SYNC_TOKEN_EXPIRED */
  changes?(request: ListChanges): Promise<ChangePage>;
  /** Hints that a folder should be asked for changes. Lost or doubled hints do no harm. When aborted it ends, without an error. */
  watch?(request: WatchFolders): AsyncIterable<FolderHint>;
  /** Finds items; gives back the part of the restriction it did not apply. */
  query?(request: QueryItems): Promise<QueryPage>;
  /** Many items with their heads, a result per key in their order; NOT_FOUND for the missing. */
  getItems?(request: ItemsRequest): Promise<readonly Result<ItemEntry>[]>;
  /** Many bodies, in any order. Each must be consumed before the next; a missing key is left out. */
  openBodies?(request: ItemsRequest): AsyncIterable<KeyedBody>;
  /**
   * Stores many items, a result per item in their order; one bad item does not stop the rest. Where the folder is gone it
   * throws NOT_FOUND or says so of each item.
   */
  createItems?(request: CreateItems): Promise<readonly Result<ItemWritten>[]>;
  /** Deletes many items, a result per item; each as {@link Backend.deleteItem}. */
  deleteItems?(request: DeleteItems): Promise<readonly Result<void>[]>;
  /**
   * Copies within the mount, flags and dates included; a result per key, each with the key of the copy.
   * @throws NOT_FOUND where the target folder is gone
   */
  copyItems?(request: CopyItems): Promise<readonly Result<ItemWritten>[]>;
  /**
   * Moves within the mount; a result per key. What fails is still where it was.
   * @throws NOT_FOUND where the target folder is gone
   */
  moveItems?(request: CopyItems): Promise<readonly Result<ItemWritten>[]>;
  /** A mark for `listItems({ after })`: what calls that begin later store is past it (IMAP: UIDNEXT). */
  checkpoint?(request: FolderRequest): Promise<string>;
  quota?(request: Request): Promise<Quota>;
  /** Number of items and of those without `$seen`. */
  count?(request: FolderRequest): Promise<{ readonly items: number; readonly unseen?: number }>;
}

/** The outcome for one item of many. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: MapistoreError };

/**
 * Set on the last page. `complete`: everything is listed, and what core knows beyond it is gone. `partial`: something
 * could not be read; nothing may be taken for deleted.
 */
export type Completeness = 'complete' | 'partial';

export interface FolderPage {
  readonly folders: readonly FolderEntry[];
  readonly next?: string;
  /** Set if and only if `next` is not. */
  readonly listing?: Completeness;
}

export interface FolderRequest extends Request {
  readonly folder: string;
}

export interface ListItems extends PageRequest {
  readonly folder: string;
  /** `revision`: key, revisions, flags, size, dates. `head`: also the head and, for mail, the structure. */
  readonly detail: 'revision' | 'head';
  /** Only items stored after this checkpoint; given only where `checkpoint` is declared. */
  readonly after?: string;
}

export interface ItemPage {
  readonly items: readonly ItemEntry[];
  /** Keys that are there and could not be described now. They count as listed: what core knows of them stays. */
  readonly unreadable?: readonly string[];
  readonly next?: string;
  /** Set if and only if `next` is not. */
  readonly listing?: Completeness;
  /** On the last page, where `changes` is declared: everything up to this listing's start is in it. */
  readonly token?: string;
}

export interface ItemRequest extends FolderRequest {
  readonly key: string;
}

export interface ItemsRequest extends FolderRequest {
  readonly keys: readonly string[];
}

export interface OpenBody extends ItemRequest {
  readonly range?: ByteRange;
}

export interface KeyedBody {
  readonly key: string;
  readonly body: Body;
}

export interface CreateFolder extends Request {
  readonly parent: string;
  readonly name: string;
  readonly kind?: ItemKind;
}

export interface UpdateFolder extends FolderRequest {
  readonly name?: string;
  readonly parent?: string;
}

export interface FolderUpdated {
  readonly folder: FolderEntry;
  /** Keys of this folder and those below it that changed with it. Item keys in them stay as they are. */
  readonly rekeyed: readonly { readonly from: string; readonly to: string }[];
}

/** An item to be stored. */
export interface NewItem {
  readonly body: BodySource;
  readonly flags: Flags;
  readonly received?: Date;
  /** A wish for a readable name, such as the subject; the backend makes it safe and unique, or ignores it. */
  readonly name?: string;
}

export interface CreateItem extends FolderRequest {
  readonly item: NewItem;
}

export interface CreateItems extends FolderRequest {
  readonly items: readonly NewItem[];
}

/** What a write made of an item. */
export interface ItemWritten {
  readonly key: string;
  readonly contentRevision: string;
  /** There if and only if the backend keeps flags, and then what the next listing says. */
  readonly flagsRevision?: string;
  /** Bytes as stored, where the backend knows. */
  readonly size?: number;
  /**
   * The bytes as they lie there, where the backend itself read them back after it had written them: what `openBody` gives.
   * Core then compares these, and does not ask for them again.
   */
  readonly stored?: Uint8Array;
  readonly stableId?: string;
  /** Keywords that could not be stored. */
  readonly refused?: Flags;
}

/** What the caller knows an item to be; a part that is left out is not checked. */
export interface IfRevision {
  readonly content?: string;
  /** Not checked where the backend keeps no flags. */
  readonly flags?: string;
}

export interface UpdateItem extends ItemRequest {
  readonly body: BodySource;
  readonly ifRevision?: IfRevision;
}

export interface DeleteItem extends ItemRequest {
  readonly ifRevision?: IfRevision;
}

export interface DeleteItems extends FolderRequest {
  readonly items: readonly { readonly key: string; readonly ifRevision?: IfRevision }[];
}

export interface SetFlags extends ItemsRequest {
  readonly add: Flags;
  readonly remove: Flags;
}

export interface FlagsWritten {
  /** All flags the item has now. */
  readonly flags: Flags;
  readonly flagsRevision?: string;
  readonly refused?: Flags;
}

export interface CopyItems extends ItemsRequest {
  /** The target folder's key. */
  readonly to: string;
}

export interface ListChanges extends PageRequest {
  readonly folder: string;
  readonly token: string;
}

/** A page of what changed. An item may appear though nothing changed, never the other way round. */
export interface ChangePage {
  /** New and changed items; heads may be missing, core asks for those it needs. */
  readonly changed: readonly ItemEntry[];
  readonly removed: readonly string[];
  readonly next?: string;
  /** Set if and only if `next` is not. */
  readonly token?: string;
}

export interface WatchFolders extends Request {
  /** The folders that matter most, in that order; a backend with few connections watches the first ones. */
  readonly folders: readonly string[];
}

/** "Ask again": a folder, or the whole hierarchy where no folder is named. */
export interface FolderHint {
  readonly folder?: string;
}

export interface Quota {
  readonly usedBytes: number;
  /** Absent where there is no limit. */
  readonly limitBytes?: number;
}
