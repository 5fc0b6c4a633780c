import { type ItemWritten, MapistoreError, type UpdateItem } from '@mapistore/core';
import { expungeItems } from './deletes.ts';
import { flagsOf, flagsRevisionOf } from './flags.ts';
import { rowsOfKeys } from './items.ts';
import { inMailbox, type Mount, missingItem } from './mount.ts';
import { createItem } from './writes.ts';

/**
 * Replaces the bytes of an item; see {@link Backend.updateItem}. A message never changes (RFC 3501 s.2.3.1.1): the new
 * one is appended with the flags and date of the old one, and only then the old one is deleted.
 */
export async function updateItem(mount: Mount, request: UpdateItem): Promise<ItemWritten> {
  const { signal, folder, key, ifRevision } = request;
  const row = await inMailbox(mount, request, 'noop', async (connection, selected) => {
    const items = 'UID FLAGS INTERNALDATE';
    return (await rowsOfKeys(connection, selected, [key], items, signal)).values().next().value;
  });
  if (row?.flags === undefined) throw ifRevision === undefined ? missingItem(key) : changed(key);
  const flags = flagsOf(row.flags);
  const revision = flagsRevisionOf(flags);
  if (ifRevision?.content !== undefined && ifRevision.content !== key) throw changed(key);
  if (ifRevision?.flags !== undefined && ifRevision.flags !== revision) throw changed(key);
  const item = { body: request.body, flags, ...(row.received !== undefined && { received: row.received }) };
  const written = await createItem(mount, { signal, folder, item });
  await inMailbox(mount, request, 'select', async (connection, selected) => {
    const old = {
      key,
      ifRevision: { content: key, ...(ifRevision?.flags !== undefined && { flags: ifRevision.flags }) },
    };
    const [deleted] = await expungeItems(connection, selected, [old], signal);
    if (deleted === undefined || deleted.ok) return;
    // The old one changed or went while the new one was written: it stays what it is, and the new one goes.
    await expungeItems(connection, selected, [{ key: written.key }], signal);
    throw deleted.error;
  });
  return written;
}

function changed(key: string): MapistoreError {
  return new MapistoreError(
    'PRECONDITION_FAILED',
    `Item ${key} changed or went since it was read. Read it again and retry.`,
    {
      backend: 'imap',
    },
  );
}
