import {
  type FolderEntry,
  type FolderPage,
  type FolderRole,
  MapistoreError,
  type PageRequest,
  ROOT_FOLDER,
} from '@mapistore/core';
import type { Connection } from './imap/connection.ts';
import { type ListRow, listMailboxes, nameOf, type StatusRow } from './imap/list.ts';
import { folderKeyOf, type Mount, missingFolder } from './mount.ts';

/** The attributes of RFC 6154 in the words of RFC 8621. */
const ROLES: ReadonlyMap<string, FolderRole> = new Map([
  ['\\all', 'all'],
  ['\\archive', 'archive'],
  ['\\drafts', 'drafts'],
  ['\\flagged', 'flagged'],
  ['\\junk', 'junk'],
  ['\\sent', 'sent'],
  ['\\trash', 'trash'],
]);

/** Lists the folders; see {@link Backend.listFolders}. */
export async function listFolders(mount: Mount, request: PageRequest): Promise<FolderPage> {
  const folders = await mount.pool.lend(request.signal, undefined, (connection) =>
    readFolders(mount, connection, request.signal),
  );
  // LIST has no pages. A cursor is the last key given, so that a folder made meanwhile moves nothing.
  const start =
    request.cursor === undefined
      ? 0
      : folders.findIndex((folder) => isAfter(mount, folder.key, request.cursor as string));
  const page = start < 0 ? [] : folders.slice(start, start + Math.max(1, request.limit));
  const last = page.at(-1);
  const more = start >= 0 && start + page.length < folders.length;
  return { folders: page, ...(more && last !== undefined ? { next: last.key } : { listing: 'complete' as const }) };
}

/** The folder of one mailbox; undefined where it is not there. */
export async function readFolder(
  mount: Mount,
  connection: Connection,
  path: string,
  signal: AbortSignal,
): Promise<FolderEntry | undefined> {
  const rows = await listMailboxes(connection, { signal, pattern: path, ...statusItems(mount) });
  const row = rows.find((candidate) => candidate.path === path && !candidate.attributes.has('\\nonexistent'));
  return row === undefined ? undefined : entryOf(mount, row);
}

async function readFolders(mount: Mount, connection: Connection, signal: AbortSignal): Promise<FolderEntry[]> {
  const rows = new Map<string, ListRow>();
  const add = (found: readonly ListRow[]): void => {
    for (const row of found) if (isInside(mount, row.path)) rows.set(row.path, row);
  };
  if (mount.root !== '') {
    add(await listMailboxes(connection, { signal, pattern: mount.root, ...statusItems(mount) }));
    const root = rows.get(mount.root);
    if (root === undefined || root.attributes.has('\\nonexistent')) throw missingFolder(mount, mount.root);
  }
  if (mount.root === '' || mount.delimiter !== undefined) {
    const pattern = mount.root === '' ? '*' : `${mount.root}${mount.delimiter}*`;
    add(await listMailboxes(connection, { signal, pattern, ...statusItems(mount) }));
  }
  if (mount.root === '' && rows.size === 0) {
    // Every account has an INBOX (RFC 3501 s.5.1): no mailbox at all is a server that does not tell now.
    throw new MapistoreError('UNAVAILABLE', `${mount.where} lists no mailbox at all.`, { backend: 'imap' });
  }
  addParents(mount, rows);
  const entries = [...rows.values()]
    .filter((row) => !row.attributes.has('\\nonexistent') || hasChildren(mount, rows, row.path))
    .sort((a, b) => compare(mount, a.path, b.path))
    .map((row) => entryOf(mount, row));
  return mount.root === '' ? [accountRoot(), ...entries] : entries;
}

/** Servers may list `a/b` and not `a` (RFC 3501 s.6.3.8): the parents in between hold folders only. */
function addParents(mount: Mount, rows: Map<string, ListRow>): void {
  for (const path of [...rows.keys()]) {
    for (
      let parent = parentOf(mount, path);
      parent !== undefined && isInside(mount, parent);
      parent = parentOf(mount, parent)
    ) {
      if (rows.has(parent)) break;
      rows.set(parent, { path: parent, attributes: new Set(['\\noselect']) });
    }
  }
}

function hasChildren(mount: Mount, rows: ReadonlyMap<string, ListRow>, path: string): boolean {
  const below = `${path}${mount.delimiter ?? ''}`;
  return mount.delimiter !== undefined && [...rows.keys()].some((other) => other.startsWith(below));
}

function isInside(mount: Mount, path: string): boolean {
  if (mount.root === '' || path === mount.root) return true;
  return mount.delimiter !== undefined && path.startsWith(mount.root + mount.delimiter);
}

/** The mailbox above; undefined at the top level. */
export function parentOf(mount: Mount, path: string): string | undefined {
  const at = mount.delimiter === undefined ? -1 : path.lastIndexOf(mount.delimiter);
  return at <= 0 ? undefined : path.slice(0, at);
}

function compare(mount: Mount, a: string, b: string): number {
  const left = levels(mount, a);
  const right = levels(mount, b);
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const one = left[at] as string;
    const other = right[at] as string;
    if (one !== other) return one < other ? -1 : 1;
  }
  return left.length - right.length;
}

function isAfter(mount: Mount, key: string, cursor: string): boolean {
  if (key === ROOT_FOLDER) return false;
  return cursor === ROOT_FOLDER || compare(mount, key, cursor) > 0;
}

function levels(mount: Mount, path: string): readonly string[] {
  return mount.delimiter === undefined ? [path] : path.split(mount.delimiter);
}

function accountRoot(): FolderEntry {
  return { key: ROOT_FOLDER, name: '', holdsItems: false, holdsFolders: true, kinds: ['mail'] };
}

function entryOf(mount: Mount, row: ListRow): FolderEntry {
  const { attributes, path } = row;
  const holdsItems = !attributes.has('\\noselect') && !attributes.has('\\nonexistent');
  const role =
    path === 'INBOX'
      ? 'inbox'
      : [...attributes].map((attribute) => ROLES.get(attribute)).find((found) => found !== undefined);
  const revision = row.status === undefined ? undefined : revisionOf(row.status);
  const isRoot = path === mount.root;
  return {
    key: folderKeyOf(mount, path),
    ...(!isRoot && { parent: folderKeyOf(mount, parentOf(mount, path) ?? '') }),
    name: isRoot ? '' : nameOf(path, mount.delimiter),
    holdsItems,
    holdsFolders: mount.delimiter !== undefined && !attributes.has('\\noinferiors'),
    kinds: ['mail'],
    ...(role !== undefined && { role }),
    ...(revision !== undefined && { revision }),
  };
}

const STATUS_ITEMS = 'UIDVALIDITY UIDNEXT MESSAGES HIGHESTMODSEQ';

/**
 * Without HIGHESTMODSEQ a change of flags would not show, so then nothing is asked. Never MAILBOXID (RFC 8474): Cyrus 3.6
 * gives bytes of freed memory for it, other ones each time, and UIDVALIDITY tells a mailbox from its namesake as well.
 */
function statusItems(mount: Mount): { status?: string } {
  return mount.features.listStatus && mount.features.condstore ? { status: STATUS_ITEMS } : {};
}

function revisionOf(status: StatusRow): string | undefined {
  const modseq = status.get('HIGHESTMODSEQ');
  // 0 is a mailbox without mod-sequences (RFC 7162 s.3.1.2.2).
  if (modseq === undefined || modseq === '0') return undefined;
  const parts = [status.get('UIDVALIDITY'), status.get('UIDNEXT'), status.get('MESSAGES'), modseq];
  return parts.map((part) => part ?? '').join('.');
}
