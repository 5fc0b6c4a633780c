// Rows of the tables behind messages, folders and properties as objects; plain values as in `rows.ts`.

/** A named property and the id that the store maps it to ([MS-OXCPRPT] 3.2.5.10). */
export interface NamedPropertyRow {
  /** 0x8000 to 0xFFFE. */
  readonly propertyId: number;
  /** GUID of the set, lower case. */
  readonly set: string;
  /** `#string`, or `@` and the number in decimal digits. */
  readonly key: string;
}

/** A property of a folder that somebody set. */
export interface FolderPropertyRow {
  readonly folderId: number;
  /** Canonical property name. */
  readonly property: string;
  readonly type: string;
  /** JSON of the typed value. */
  readonly value: string;
}

/** The folder that has a role in the store; each role has one. */
export interface SpecialFolderRow {
  readonly role: string;
  readonly folderId: number;
}

/** Where new messages of a class go ([MS-OXCSTOR] 2.2.1.3). */
export interface ReceiveFolderRow {
  /** Lower case; empty for all classes. */
  readonly messageClass: string;
  /** As it was written. */
  readonly shownClass: string;
  readonly folderId: number;
  readonly changedAt: number;
}

/** A folder associated information (FAI) message: in no backend, its content in the blob area. */
export interface AssociatedRow {
  readonly mid: number;
  readonly folderId: number;
  readonly messageClass: string;
  readonly subject: string;
  /** SHA-256 of its content, the canonical item as JSON. */
  readonly blob: string;
  readonly size: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly createdCn: number;
  readonly cn: number;
  /** When it was soft deleted. */
  readonly deletedAt: number | null;
}

/** An item that was soft deleted: what its membership was, and its bytes in the blob area. */
export interface RecoverableRow {
  readonly itemId: number;
  readonly mid: number;
  readonly folderId: number;
  readonly mountId: number;
  readonly blob: string;
  readonly received: number;
  readonly storedSize: number | null;
  readonly deletedAt: number;
  readonly cn: number;
}
