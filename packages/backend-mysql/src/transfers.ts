import { randomInt } from 'node:crypto';
import type { CopyItems, ItemWritten, Result } from '@mapistore/core';
import { COLUMNS } from './columns/fields.ts';
import { forgetGone, logChanged, logGone } from './log.ts';
import { join } from './members.ts';
import { folderId, type Mount, missingItem } from './mount.ts';
import { type Tx, write } from './mysql/transactions.ts';
import { contentRevision, flagsRevision, type ItemRow } from './rows.ts';
import { lockItem } from './writes.ts';

/** Copies within the database; see {@link Backend.copyItems}. */
export async function copyItems(mount: Mount, request: CopyItems): Promise<readonly Result<ItemWritten>[]> {
  return write(mount.writer, request.signal, async (tx) => {
    const from = await folderId(mount, tx, request.folder);
    const to = await folderId(mount, tx, request.to);
    const results: Result<ItemWritten>[] = [];
    const made: number[] = [];
    for (const key of request.keys) {
      const row = await lockItem(mount, tx, from, key);
      if (row === undefined) {
        results.push({ ok: false, error: missingItem(key) });
        continue;
      }
      const id = await copyRow(mount, tx, row, to);
      made.push(id);
      results.push({ ok: true, value: writtenOf({ ...row, id, version: tx.step }) });
    }
    await join(mount, tx, to, made);
    return results;
  });
}

async function copyRow(
  { tables, account }: Mount,
  tx: Tx,
  row: ItemRow & { readonly body: number | null },
  to: number,
): Promise<number> {
  const id = tx.takeIds(1);
  const body = row.body === null ? null : randomInt(1, 2 ** 47);
  if (body !== null)
    await tx.change(
      `insert into ${tables.pieces} (account, body, seq, data) select account, ?, seq, data from ${tables.pieces} where account = ? and body = ?`,
      [body, account, row.body],
    );
  const same = ['kind', 'mediaType', ...COLUMNS, 'flags', 'received', 'size', 'known', 'shape', 'first']
    .map((name) => `\`${name}\``)
    .join(', ');
  await tx.change(
    `insert into ${tables.items} (account, id, folder, version, step, body, ${same}) select account, ?, ?, ?, ?, ?, ${same} from ${tables.items} where account = ? and id = ?`,
    [id, to, tx.step, tx.step, body, account, row.id],
  );
  return id;
}

/** Moves within the database; the key stays; see {@link Backend.moveItems}. */
export async function moveItems(mount: Mount, request: CopyItems): Promise<readonly Result<ItemWritten>[]> {
  const { tables, account } = mount;
  return write(mount.writer, request.signal, async (tx) => {
    const from = await folderId(mount, tx, request.folder);
    const to = await folderId(mount, tx, request.to);
    const results: Result<ItemWritten>[] = [];
    const moved: number[] = [];
    for (const key of request.keys) {
      const row = await lockItem(mount, tx, from, key);
      if (row === undefined) {
        results.push({ ok: false, error: missingItem(key) });
        continue;
      }
      results.push({ ok: true, value: writtenOf(row) });
      if (from === to) continue;
      await tx.change(`update ${tables.items} set folder = ? where account = ? and id = ?`, [to, account, row.id]);
      moved.push(row.id);
    }
    await logGone(mount, tx, from, moved);
    await forgetGone(mount, tx, to, moved);
    await join(mount, tx, to, moved);
    await logChanged(mount, tx, moved);
    return results;
  });
}

function writtenOf(row: ItemRow): ItemWritten {
  return {
    key: String(row.id),
    contentRevision: contentRevision(row),
    flagsRevision: flagsRevision(row.flags),
    ...(row.size !== null && { size: row.size }),
  };
}
