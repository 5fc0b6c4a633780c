// Rows of the state store: plain values that any SQL database can hold. Times are milliseconds since 1970, booleans
// are 0 and 1, sets are text. Ids and change numbers are 48-bit counters ([MS-OXCDATA] 2.2.1) and fit a number.

/** A mount: where a top folder lies. */
export interface MountRow {
  readonly mountId: number;
  /** Path in the store, such as `/Archive`. */
  readonly path: string;
  readonly uri: string;
  /** JSON object of options beyond the URI. */
  readonly options: string;
  /** `env:NAME`, `file:PATH` or `store:NAME`; never the secret itself. */
  readonly secretRef: string | null;
  /** Counts changes of backend; a membership of another epoch is not of this backend. */
  readonly epoch: number;
}

/** A folder of the one tree. */
export interface FolderRow {
  readonly folderId: number;
  /** Null for the root of the store. */
  readonly parentId: number | null;
  readonly name: string;
  /** The name as it is compared among siblings: NFC, and case folded where the backend does so. */
  readonly nameKey: string;
  /** Null for a folder that only leads to mounts. */
  readonly mountId: number | null;
  readonly backendKey: string | null;
  readonly holdsItems: number;
  readonly holdsFolders: number;
  /** Item kinds, comma-separated. */
  readonly kinds: string;
  readonly role: string | null;
  /** The backend's folder revision when it was last synchronised to the end. */
  readonly revision: string | null;
  readonly token: string | null;
  readonly syncedAt: number | null;
  readonly createdCn: number;
  readonly cn: number;
}

/** What an item is, in the columns that lists need. */
export interface ItemRow {
  readonly itemId: number;
  readonly kind: string;
  readonly mediaType: string;
  /** SHA-256 (hex) of the original bytes, once core has seen them all. */
  readonly sha256: string | null;
  /** Bytes of the original. */
  readonly size: number | null;
  readonly fingerprint: string;
  readonly messageClass: string;
  readonly subject: string;
  readonly normalizedSubject: string;
  /** Collation key of the normalised subject. */
  readonly subjectKey: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly fromKey: string;
  readonly displayTo: string;
  readonly displayCc: string;
  readonly sent: number | null;
  readonly importance: number;
  readonly sensitivity: number;
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  /** Message-IDs, separated by a space. */
  readonly references: string;
  readonly hasAttachments: number | null;
  /** When it begins and ends; of a series, its first instance. Floating times and whole days as UTC. */
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly allDay: number;
  /** PidLidRecurrencePattern, for a series. */
  readonly recurrence: string | null;
  /** Between these lie all its instances; null is without bound. Both are null for what has no time. */
  readonly clipStart: number | null;
  readonly clipEnd: number | null;
  /** UID of an iCalendar object or a vCard. */
  readonly uid: string | null;
  /** Who made it, where that was not the owner: a member as permissions name one, lower case. */
  readonly creator: string | null;
  /** Normalised flags, separated by a space. */
  readonly flags: string;
  /** Those of the flags that the backend does not hold, so core does. */
  readonly coreFlags: string;
}

/** An item's place: one folder, one backend key. */
export interface MembershipRow {
  readonly mid: number;
  readonly itemId: number;
  readonly folderId: number;
  readonly mountId: number;
  readonly epoch: number;
  /** Null where core itself keeps the bytes, in the blob area. */
  readonly backendKey: string | null;
  /** SHA-256 of the bytes in the blob area, for such an item. */
  readonly blob: string | null;
  readonly contentRevision: string;
  readonly flagsRevision: string | null;
  readonly stableId: string | null;
  readonly received: number;
  readonly storedSize: number | null;
  readonly createdCn: number;
  readonly cn: number;
  /** The change number of the last change of the read state alone; null where there was none since it came here. */
  readonly readCn?: number | null | undefined;
}

/** A row of a contents table: the membership with its item. */
export type ContentsRow = MembershipRow & Omit<ItemRow, 'itemId'>;

/** What a deleted membership was, so that an arrival may be known for the same item. */
export interface TombstoneRow {
  readonly mid: number;
  readonly itemId: number;
  readonly folderId: number;
  readonly mountId: number;
  readonly fingerprint: string;
  readonly stableId: string | null;
  readonly storedSize: number | null;
  readonly received: number;
  readonly deletedAt: number;
  readonly cn: number;
}

/**
 * What happened. `moved` stands in the journal of the folder it came into, `left` in that of the one it left. `read` is a
 * change of the read state alone, `flagged` one of other flags.
 */
export type JournalChange = 'created' | 'updated' | 'flagged' | 'read' | 'deleted' | 'moved' | 'left';

/** One entry of the journal. Its change number is its place in the order of commits. */
export interface JournalRow {
  readonly cn: number;
  readonly folderId: number;
  readonly itemId: number;
  readonly mid: number;
  readonly change: JournalChange;
  /** The folder it came from or went to. */
  readonly otherFolderId: number | null;
  /** Of a move the id there; of what was `created` as a copy the id of the source, whose folder is the other one then. */
  readonly otherMid?: number | null | undefined;
  readonly at: number;
}

/** A write that was begun: enough to tell later whether it happened, and to end it. */
export interface IntentRow {
  readonly intentId: number;
  readonly sessionId: string;
  readonly kind: 'create' | 'move';
  readonly mountId: number;
  readonly folderId: number;
  readonly checkpoint: string | null;
  /** Of the item's head. */
  readonly fingerprint: string;
  /** Of the original; empty for a move that the server does itself. */
  readonly sha256: string;
  readonly size: number;
  /** The line ends of the original; see `LineEnds`. */
  readonly lineEnds: Uint8Array;
  /** `writing`: it may or may not be there. `written`: it is there under `backendKey`, verified. */
  readonly phase: 'writing' | 'written';
  readonly backendKey: string | null;
  readonly sourceMid: number | null;
  readonly sourceFolderId: number | null;
  readonly sourceKey: string | null;
  /** JSON of the rows to commit. */
  readonly payload: string;
  readonly at: number;
}

/** An unknown key found by a synchronisation, kept until it is known what became of the missing ones. */
export interface ArrivalRow {
  readonly mountId: number;
  readonly folderId: number;
  readonly backendKey: string;
  readonly contentRevision: string;
  readonly flagsRevision: string | null;
  readonly stableId: string | null;
  readonly flags: string | null;
  readonly received: number | null;
  readonly storedSize: number | null;
  readonly mediaType: string;
  readonly fingerprint: string;
  /** JSON of the head's columns. */
  readonly head: string;
}

/** What turns the stored bytes of a membership into the original. */
export interface ResidueRow {
  readonly mid: number;
  /** The content revision it was verified for. */
  readonly contentRevision: string;
  readonly storedSha256: string;
  readonly originalSha256: string;
  readonly originalSize: number;
  /** `lines`: `data` holds the original's line ends. `blob`: the original lies in the blob area. */
  readonly mode: 'lines' | 'blob';
  readonly data: Uint8Array;
}

/** A property that is kept beside the native bytes. */
export interface OverlayRow {
  readonly itemId: number;
  /** Canonical property name. */
  readonly property: string;
  readonly op: 'set' | 'delete';
  /** JSON of the typed value, for `set`. */
  readonly value: string | null;
  /** Its type, where that is not the one of the canonical name. */
  readonly type: string | null;
  /** SHA-256 of the bytes it was written over. */
  readonly overSha256: string | null;
}

/** A search folder: the folder that shows it, and how far it is. */
export interface SearchRow {
  readonly folderId: number;
  /** JSON of what it looks for; null where nobody has said so yet. */
  readonly criteria: string | null;
  /** Numbers of the folders it looked into, with commas. */
  readonly scope: string;
  /** Where filling it has come to; null when it is filled. */
  readonly filledTo: string | null;
  /** The change number up to which it knows the journal. */
  readonly cn: number;
  readonly stopped: number;
}

/** A running program that holds intents or leases. */
export interface SessionRow {
  readonly sessionId: string;
  readonly host: string;
  readonly pid: number;
  readonly expiresAt: number;
}
