import { type BackendEnv, MapistoreError, type Request, ROOT_FOLDER } from '@mapistore/core';
import type { Features } from './capabilities.ts';
import { Refusal, refusalError } from './errors.ts';
import type { Connection, Freshness, Selected } from './imap/connection.ts';
import { findMailbox, nameOf } from './imap/list.ts';
import type { Pool } from './imap/pool.ts';
import type { ImapOptions } from './options.ts';

/** The one media type of this backend. */
export const MAIL = 'message/rfc822';

/** An open mount, as every operation gets it. */
export interface Mount {
  readonly pool: Pool;
  /**
   * The one connection for messages that stream to the server. Their source may be a body of this very mount, read
   * through `pool`, so it must not be one of those.
   */
  readonly uploads: Pool;
  readonly features: Features;
  readonly options: ImapOptions;
  readonly env: BackendEnv;
  /** Host and port, for errors. */
  readonly where: string;
  /** The mailbox the mount is rooted at, as on the wire; empty for the whole account. */
  readonly root: string;
  /** Absent on a server without hierarchy. */
  readonly delimiter?: string;
  /** What new top level mailboxes begin with, such as `INBOX.` (RFC 2342). */
  readonly prefix: string;
  /** Aborts when the mount is closed. */
  readonly closing: AbortSignal;
  /** A connection beside the pool, for IDLE. */
  connect(signal: AbortSignal): Promise<Connection>;
}

/**
 * The mailbox behind a folder key; empty for the root of a whole account.
 * @throws OUTSIDE_MOUNT for a mailbox that is not below the root
 */
export function pathOf(mount: Mount, folder: string): string {
  if (folder === ROOT_FOLDER) return mount.root;
  const inside =
    mount.root === '' || (mount.delimiter !== undefined && folder.startsWith(mount.root + mount.delimiter));
  if (inside && !/[\r\n\0]/.test(folder)) return folder;
  throw new MapistoreError('OUTSIDE_MOUNT', `Folder "${printable(folder)}" is not in this IMAP mount.`, {
    backend: 'imap',
  });
}

/** The key of a mailbox; the root's is {@link ROOT_FOLDER}. */
export function folderKeyOf(mount: Mount, path: string): string {
  return path === mount.root ? ROOT_FOLDER : path;
}

/** A mailbox that can hold items. @throws UNSUPPORTED for the root of a whole account */
export function mailboxOf(mount: Mount, folder: string): string {
  const path = pathOf(mount, folder);
  if (path !== '') return path;
  throw new MapistoreError('UNSUPPORTED', 'The root of a whole IMAP account holds folders only.', { backend: 'imap' });
}

/** A folder key or name fit to be shown. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be shown.
  const clean = text.replace(/[\x00-\x1f\x7f]/g, '\ufffd');
  return clean.length > 100 ? `${clean.slice(0, 100)}…` : clean;
}

/** What an operation on the items of a folder needs. */
export interface FolderAccess extends Request {
  readonly folder: string;
}

/**
 * Runs `use` with the folder's mailbox selected on a connection of its own. What writes asks for `select`; with `noop`
 * and `any` it must be safe to run `use` again.
 * @throws NOT_FOUND where the mailbox does not exist; UNAVAILABLE where that cannot be told, or the root is missing
 */
export async function inMailbox<T>(
  mount: Mount,
  access: FolderAccess,
  freshness: Freshness,
  use: (connection: Connection, selected: Selected) => Promise<T>,
): Promise<T> {
  const path = mailboxOf(mount, access.folder);
  const { signal } = access;
  for (let attempt = 0; ; attempt++) {
    let selected: Selected | undefined;
    try {
      return await mount.pool.lend(signal, path, async (connection) => {
        selected = await openMailbox(mount, connection, path, signal, attempt === 0 ? freshness : 'select');
        return await use(connection, selected);
      });
    } catch (error) {
      // Servers end a session whose mailbox was deleted or renamed, some only when something is asked of it. Each
      // connection that was left over may be such a one; a new one tells what is really there.
      const mayRepeat = attempt < mount.options.connections && (selected === undefined || freshness !== 'select');
      // Others keep the session, and refuse what is asked of a mailbox that is gone: selecting it anew tells that as well.
      const isStale = MapistoreError.is(error, 'UNAVAILABLE') || (error instanceof Refusal && attempt === 0);
      if (!mayRepeat || signal.aborted || !isStale) throw error;
    }
  }
}

/** Selects a mailbox and tells a missing one from one that cannot be opened. */
export async function openMailbox(
  mount: Mount,
  connection: Connection,
  path: string,
  signal: AbortSignal,
  freshness: Freshness,
): Promise<Selected> {
  try {
    return await connection.select(path, signal, freshness);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Many servers say NO without a code; the list tells whether the mailbox is there.
    const row = await findMailbox(connection, path, signal);
    const name = nameOf(path, mount.delimiter);
    if (row === undefined || row.attributes.has('\\noselect')) throw missingFolder(mount, path);
    throw refusalError(error, `Cannot open folder "${name}" at ${mount.where}`, 'other');
  }
}

/** The error for a mailbox that is not there: a missing root must never look like an empty one. */
export function missingFolder(mount: Mount, path: string): MapistoreError {
  const name = printable(nameOf(path, mount.delimiter));
  const details = { backend: 'imap', context: { server: mount.where } };
  if (path === mount.root) {
    return new MapistoreError(
      'UNAVAILABLE',
      `The mailbox "${name}" that this mount is rooted at is not there now.`,
      details,
    );
  }
  return new MapistoreError('NOT_FOUND', `There is no folder "${name}".`, details);
}

/** The error for an item that is not there. */
export function missingItem(key: string): MapistoreError {
  return new MapistoreError('NOT_FOUND', `There is no item ${printable(key)} in this folder (any more).`, {
    backend: 'imap',
  });
}
