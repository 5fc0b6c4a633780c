import { MAX_FLAGS, MAX_NAME_BYTES, MAX_OPERATIONS } from './limits.ts';

/** Bytes of a segment's decompressed stream: the segment's number, where they begin, how many they are. */
export type Place = readonly [segment: number, start: number, length: number];

/** A folder, new or changed. Folder 0 is the root; it is there without being made. */
export interface FolderPut {
  readonly op: 'folder';
  readonly folder: number;
  readonly parent: number;
  readonly name: string;
  /** The kinds of items it was made for; left out where it is for all. */
  readonly kinds?: readonly string[];
}

interface FolderGone {
  readonly op: 'folder-gone';
  readonly folder: number;
}

/** Bytes of an item: written once, and never changed. */
export interface ContentPut {
  readonly op: 'content';
  readonly content: number;
  /** Hex. */
  readonly sha256: string;
  readonly size: number;
  readonly type: string;
  /** Where its recipe and head are. */
  readonly at: Place;
}

/** Bytes that several contents may share, such as an attachment. */
export interface PartPut {
  readonly op: 'part';
  readonly sha256: string;
  readonly at: Place;
}

/** An item, new, moved or changed: all of it is said each time. */
export interface ItemPut {
  readonly op: 'item';
  readonly item: number;
  readonly folder: number;
  readonly content: number;
  readonly flags: readonly string[];
  /** Seconds since 1970, UTC. */
  readonly received: number;
  /** The commit that changed it; left out where that is the one this stands in. */
  readonly changed?: number;
}

interface ItemGone {
  readonly op: 'item-gone';
  readonly item: number;
  readonly folder: number;
}

/** A named, unchangeable listing of folders and items. The content holds it; see {@link SnapshotLine}. */
interface SnapshotPut {
  readonly op: 'snapshot';
  readonly snapshot: string;
  readonly created: number;
  readonly content: number;
}

interface SnapshotGone {
  readonly op: 'snapshot-gone';
  readonly snapshot: string;
}

/** The end of a compaction: everything is in the segments since the first of this generation. */
interface Compacted {
  readonly op: 'compacted';
  readonly generation: number;
  readonly segments: readonly number[];
}

/** A change of the archive, as a commit has it: one line of JSON each. */
export type ArchiveOperation =
  | FolderPut
  | FolderGone
  | ContentPut
  | PartPut
  | ItemPut
  | ItemGone
  | SnapshotPut
  | SnapshotGone
  | Compacted;

/** The first line of a commit. */
export interface CommitHead {
  /** Commits count from 1 without a gap. */
  readonly commit: number;
  /** Seconds since 1970, UTC. */
  readonly time: number;
  /** The number that the next folder, item or content gets. */
  readonly next: number;
  /** How many lines follow. */
  readonly operations: number;
}

export interface Commit extends CommitHead {
  readonly changes: readonly ArchiveOperation[];
}

/** The bytes of a commit record. */
export function formatCommit(head: Omit<CommitHead, 'operations'>, changes: readonly ArchiveOperation[]): Buffer {
  const lines = [
    JSON.stringify({ ...head, operations: changes.length }),
    ...changes.map((each) => JSON.stringify(each)),
  ];
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** Reads a commit; undefined where a line is not what the format has. */
export function parseCommit(bytes: Buffer): Commit | undefined {
  try {
    const [first = '', ...lines] = bytes.toString('utf8').split('\n');
    if (lines.pop() !== '' || lines.length > MAX_OPERATIONS) return undefined;
    const head = JSON.parse(first) as CommitHead;
    if (![head.commit, head.time, head.next].every(isNumber) || head.operations !== lines.length) return undefined;
    const changes = lines.map((line) => JSON.parse(line) as ArchiveOperation);
    return changes.every(isOperation) ? { ...head, changes } : undefined;
  } catch {
    return undefined;
  }
}

const CHECKS: { readonly [K in ArchiveOperation['op']]: (value: Extract<ArchiveOperation, { op: K }>) => boolean } = {
  folder: ({ folder, parent, name, kinds = [] }) =>
    isNumber(folder) &&
    isNumber(parent) &&
    isName(name) &&
    Array.isArray(kinds) &&
    kinds.length < 100 &&
    kinds.every(isName),
  'folder-gone': ({ folder }) => isNumber(folder),
  content: ({ content, sha256, size, type, at }) =>
    isNumber(content) && isDigest(sha256) && isNumber(size) && isName(type) && isPlace(at),
  part: ({ sha256, at }) => isDigest(sha256) && isPlace(at),
  item: ({ item, folder, content, flags, received, changed = 0 }) =>
    [item, folder, content, changed].every(isNumber) && Number.isSafeInteger(received) && isFlags(flags),
  'item-gone': ({ item, folder }) => isNumber(item) && isNumber(folder),
  snapshot: ({ snapshot, created, content }) => isName(snapshot) && isNumber(created) && isNumber(content),
  'snapshot-gone': ({ snapshot }) => isName(snapshot),
  compacted: ({ generation, segments }) => isNumber(generation) && Array.isArray(segments) && segments.every(isNumber),
};

function isOperation(value: ArchiveOperation): boolean {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(CHECKS, value.op)) return false;
  return (CHECKS[value.op] as (value: ArchiveOperation) => boolean)(value);
}

/** Whether this is three numbers that can name bytes of a segment. */
export function isPlace(value: unknown): value is Place {
  return Array.isArray(value) && value.length === 3 && value.every(isNumber);
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= MAX_NAME_BYTES;
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isFlags(value: unknown): boolean {
  return Array.isArray(value) && value.length <= MAX_FLAGS && value.every(isName);
}
