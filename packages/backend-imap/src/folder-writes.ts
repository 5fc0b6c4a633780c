import {
  type CreateFolder,
  type FolderEntry,
  type FolderRequest,
  type FolderUpdated,
  MapistoreError,
  ROOT_FOLDER,
  type UpdateFolder,
} from '@mapistore/core';
import { Refusal, refusalError } from './errors.ts';
import { parentOf, readFolder } from './folders.ts';
import type { Connection } from './imap/connection.ts';
import { findMailbox, listMailboxes, nameOf, statusOfMailbox } from './imap/list.ts';
import { encodeName, normaliseInbox, quote } from './imap/names.ts';
import { type Mount, missingFolder, pathOf, printable } from './mount.ts';

/** Makes a mailbox; see {@link Backend.createFolder}. */
export async function createFolder(mount: Mount, request: CreateFolder): Promise<FolderEntry> {
  const { signal } = request;
  const parent = pathOf(mount, request.parent);
  return await mount.pool.lend(signal, undefined, async (connection) => {
    // CREATE makes missing parents on the way (RFC 3501 s.6.3.3), which nobody asked for.
    if (parent !== '' && (await findMailbox(connection, parent, signal)) === undefined)
      throw missingFolder(mount, parent);
    const path = childPath(mount, parent, request.name);
    await refuseExisting(mount, connection, path, signal);
    await asFolder(
      `Cannot create folder "${printable(request.name)}"`,
      () => connection.run('CREATE', quote(path), { signal }),
      () => refuseExisting(mount, connection, path, signal),
    );
    return await written(mount, connection, path, signal);
  });
}

/** Renames or moves a mailbox; see {@link Backend.updateFolder}. */
export async function updateFolder(mount: Mount, request: UpdateFolder): Promise<FolderUpdated> {
  const { signal } = request;
  const from = pathOf(mount, request.folder);
  refuseSpecial(mount, from, 'renamed');
  const parent = request.parent === undefined ? (parentOf(mount, from) ?? '') : pathOf(mount, request.parent);
  const name = request.name ?? nameOf(from, mount.delimiter);
  return await mount.pool.lend(signal, undefined, async (connection) => {
    if ((await findMailbox(connection, from, signal)) === undefined) throw missingFolder(mount, from);
    if (parent !== '' && (await findMailbox(connection, parent, signal)) === undefined)
      throw missingFolder(mount, parent);
    const to = childPath(mount, parent, name);
    if (to === from) return { folder: await written(mount, connection, from, signal), rekeyed: [] };
    const below = `${from}${mount.delimiter ?? ''}`;
    if (to.startsWith(below)) {
      throw new MapistoreError('INVALID_ARGUMENT', 'A folder cannot be moved into itself.', { backend: 'imap' });
    }
    await refuseExisting(mount, connection, to, signal);
    const rows = mount.delimiter === undefined ? [] : await listMailboxes(connection, { signal, pattern: `${below}*` });
    await asFolder(
      `Cannot rename folder "${printable(nameOf(from, mount.delimiter))}"`,
      () => connection.run('RENAME', `${quote(from)} ${quote(to)}`, { signal }),
      () => refuseExisting(mount, connection, to, signal),
    );
    dropSelections(mount, from);
    const paths = [from, ...rows.map((row) => row.path).filter((path) => path.startsWith(below))];
    return {
      folder: await written(mount, connection, to, signal),
      rekeyed: paths.map((path) => ({ from: path, to: to + path.slice(from.length) })),
    };
  });
}

/** Removes an empty mailbox; see {@link Backend.deleteFolder}. */
export async function deleteFolder(mount: Mount, request: FolderRequest): Promise<void> {
  const { signal } = request;
  const path = pathOf(mount, request.folder);
  refuseSpecial(mount, path, 'deleted');
  const name = printable(nameOf(path, mount.delimiter));
  await mount.pool.lend(signal, undefined, async (connection) => {
    const row = await findMailbox(connection, path, signal);
    if (row === undefined) return;
    // DELETE of a mailbox takes its messages along; that they are none is asked right before.
    const children =
      mount.delimiter === undefined
        ? []
        : await listMailboxes(connection, { signal, pattern: `${path}${mount.delimiter}%` });
    const isChild = (child: string): boolean => child.startsWith(`${path}${mount.delimiter ?? ''}`);
    if (children.some((child) => isChild(child.path))) throw notEmpty(name, 'folders');
    if (!row.attributes.has('\\noselect')) {
      const status = await asFolder(`Cannot look into folder "${name}"`, () =>
        statusOfMailbox(connection, path, 'MESSAGES', signal),
      );
      if (status.get('MESSAGES') !== '0') throw notEmpty(name, 'items');
    }
    try {
      await connection.run('DELETE', quote(path), { signal });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code !== 'NONEXISTENT') throw refusalError(error, `Cannot delete folder "${name}"`, 'other');
    }
    dropSelections(mount, path);
  });
}

function dropSelections(mount: Mount, path: string): void {
  const isGone = (selected: string): boolean =>
    selected === path || selected.startsWith(`${path}${mount.delimiter ?? ''}`);
  mount.pool.dropSelections(isGone);
  mount.uploads.dropSelections(isGone);
}

function notEmpty(name: string, what: string): MapistoreError {
  return new MapistoreError('NOT_EMPTY', `Folder "${name}" still holds ${what}.`, { backend: 'imap' });
}

/** RENAME of INBOX moves its messages and leaves it there, DELETE is an error (RFC 3501 s.6.3.4 and s.6.3.5). */
function refuseSpecial(mount: Mount, path: string, done: string): void {
  if (path === mount.root)
    throw new MapistoreError('INVALID_ARGUMENT', `The root of a mount cannot be ${done}.`, { backend: 'imap' });
  if (path === 'INBOX') throw new MapistoreError('FORBIDDEN', `INBOX cannot be ${done}.`, { backend: 'imap' });
}

async function refuseExisting(mount: Mount, connection: Connection, path: string, signal: AbortSignal): Promise<void> {
  const row = await findMailbox(connection, path, signal);
  if (row === undefined) return;
  throw new MapistoreError(
    'ALREADY_EXISTS',
    `There is a folder "${printable(nameOf(path, mount.delimiter))}" already.`,
    {
      backend: 'imap',
    },
  );
}

/** The name on the wire of a mailbox below another. @throws INVALID_NAME */
function childPath(mount: Mount, parent: string, name: string): string {
  const { delimiter } = mount;
  const invalid = (why: string): MapistoreError =>
    new MapistoreError('INVALID_NAME', `"${printable(name)}" cannot be the name of an IMAP folder: ${why}.`, {
      backend: 'imap',
    });
  if (name === '') throw invalid('it is empty');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  if (/[\x00-\x1f\x7f]/.test(name)) throw invalid('it holds control characters');
  if (!name.isWellFormed()) throw invalid('it is no well-formed Unicode');
  if (delimiter !== undefined && name.includes(delimiter))
    throw invalid(`"${delimiter}" separates folders on this server`);
  if (parent !== '' && delimiter === undefined) throw invalid('this server has no folders in folders');
  const wire = encodeName(name);
  return parent === ''
    ? normaliseInbox(mount.root === ROOT_FOLDER ? topLevel(mount, wire) : wire)
    : `${parent}${delimiter}${wire}`;
}

function topLevel(mount: Mount, wire: string): string {
  return wire.toUpperCase() === 'INBOX' ? wire : `${mount.prefix}${wire}`;
}

async function written(mount: Mount, connection: Connection, path: string, signal: AbortSignal): Promise<FolderEntry> {
  const folder = await readFolder(mount, connection, path, signal);
  if (folder !== undefined) return folder;
  throw new MapistoreError(
    'INVALID_NAME',
    `The server keeps the folder "${printable(nameOf(path, mount.delimiter))}" under another name.`,
    {
      backend: 'imap',
    },
  );
}

/** `explain` may throw what a refusal without a response code was about, as many servers give none (RFC 5530 is optional). */
async function asFolder<T>(what: string, act: () => Promise<T>, explain?: () => Promise<void>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === undefined) await explain?.();
    throw refusalError(error, what, 'folder');
  }
}
