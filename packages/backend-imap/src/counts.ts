import { type FolderRequest, MapistoreError, type Quota, type Request, ROOT_FOLDER } from '@mapistore/core';
import { Refusal, refusalError } from './errors.ts';
import type { Connection } from './imap/connection.ts';
import { findMailbox, type StatusRow, statusOfMailbox } from './imap/list.ts';
import { quote } from './imap/names.ts';
import { listOf, numberOf, textOf } from './imap/tokens.ts';
import { inMailbox, type Mount, mailboxOf, missingFolder } from './mount.ts';
import { keyOf } from './uids.ts';

/** UIDVALIDITY and UIDNEXT; see {@link Backend.checkpoint}. */
export async function checkpoint(mount: Mount, request: FolderRequest): Promise<string> {
  if (mount.root === '' && request.folder === ROOT_FOLDER) return keyOf('0', 1);
  return await inMailbox(mount, request, 'select', async (_connection, selected) =>
    keyOf(selected.uidValidity, selected.uidNext),
  );
}

/** Items and unseen ones by STATUS; see {@link Backend.count}. */
export async function count(
  mount: Mount,
  request: FolderRequest,
): Promise<{ readonly items: number; readonly unseen?: number }> {
  if (mount.root === '' && request.folder === ROOT_FOLDER) return { items: 0, unseen: 0 };
  const path = mailboxOf(mount, request.folder);
  const status = await mount.pool.lend(request.signal, undefined, async (connection): Promise<StatusRow> => {
    try {
      return await statusOfMailbox(connection, path, 'MESSAGES UNSEEN', request.signal);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if ((await findMailbox(connection, path, request.signal)) === undefined) throw missingFolder(mount, path);
      throw refusalError(error, 'Cannot count the items of this folder', 'other');
    }
  });
  const items = Number(status.get('MESSAGES') ?? Number.NaN);
  const unseen = Number(status.get('UNSEEN') ?? Number.NaN);
  if (Number.isNaN(items))
    throw new MapistoreError('UNAVAILABLE', `${mount.where} did not count the items.`, { backend: 'imap' });
  return { items, ...(!Number.isNaN(unseen) && { unseen }) };
}

/** STORAGE of the quota root of the mount (RFC 9208 s.4.2); see {@link Backend.quota}. */
export async function quota(mount: Mount, request: Request): Promise<Quota> {
  const found = await mount.pool.lend(request.signal, undefined, async (connection) => {
    try {
      return await storageQuota(connection, mount.root, request.signal);
    } catch (error) {
      throw error instanceof Refusal ? refusalError(error, 'Cannot ask for the quota', 'other') : error;
    }
  });
  if (found !== undefined) return found;
  throw new MapistoreError('UNSUPPORTED', `${mount.where} keeps no storage quota for this account any more.`, {
    backend: 'imap',
  });
}

/**
 * The tightest storage quota of a mailbox, or of INBOX for a whole account; undefined where there is none: a server may
 * know of quotas and have none for this account. @throws {@link Refusal}
 */
export async function storageQuota(
  connection: Connection,
  root: string,
  signal: AbortSignal,
): Promise<Required<Quota> | undefined> {
  const found: Required<Quota>[] = [];
  await connection.run('GETQUOTAROOT', quote(root === '' ? 'INBOX' : root), {
    signal,
    untagged: {
      QUOTA: (answer) => {
        const tokens = listOf(answer.attributes?.[1]);
        for (let at = 0; at + 2 < tokens.length; at += 3) {
          if (textOf(tokens[at])?.toUpperCase() !== 'STORAGE') continue;
          const [used, limit] = [numberOf(tokens[at + 1]), numberOf(tokens[at + 2])];
          // Units of 1024 octets (RFC 9208 s.5.1).
          if (used !== undefined && limit !== undefined)
            found.push({ usedBytes: used * 1024, limitBytes: limit * 1024 });
        }
      },
    },
  });
  return found.sort((a, b) => a.limitBytes - a.usedBytes - (b.limitBytes - b.usedBytes))[0];
}
