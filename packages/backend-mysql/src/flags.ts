import { changeFlags, type FlagsWritten, type Result, type SetFlags } from '@mapistore/core';
import { logChanged } from './log.ts';
import { folderId, idOf, type Mount, missingItem } from './mount.ts';
import { listsOf, places } from './mysql/statements.ts';
import { write } from './mysql/transactions.ts';
import { flagsOf, flagsRevision, flagsText } from './rows.ts';
import { storableFlags } from './writes.ts';

interface FlagsRow {
  readonly [column: string]: unknown;
  readonly id: number;
  readonly flags: string;
}

/** Adds and removes flags; what is as asked already is left alone; see {@link Backend.setFlags}. */
export async function setFlags(mount: Mount, request: SetFlags): Promise<readonly Result<FlagsWritten>[]> {
  const { tables, account } = mount;
  const add = storableFlags(request.add);
  return write(mount.writer, request.signal, async (tx) => {
    const folder = await folderId(mount, tx, request.folder);
    const now = new Map<string, string>();
    const touched = new Map<string, number[]>();
    for (const list of listsOf([...new Set(request.keys.flatMap((key) => idOf(key) ?? []))])) {
      const rows = await tx.rows<FlagsRow>(
        `select id, flags from ${tables.items} where account = ? and folder = ? and id in (${places(list.length)}) for update`,
        [account, folder, ...list],
      );
      for (const row of rows) {
        const flags = flagsText(changeFlags(flagsOf(row), { add, remove: request.remove }));
        now.set(String(row.id), flags);
        if (flags === row.flags) continue;
        const ids = touched.get(flags) ?? [];
        ids.push(row.id);
        touched.set(flags, ids);
      }
    }
    // Most of many items have the same flags in the end.
    for (const [flags, ids] of touched)
      for (const list of listsOf(ids))
        await tx.change(`update ${tables.items} set flags = ? where account = ? and id in (${places(list.length)})`, [
          flags,
          account,
          ...list,
        ]);
    await logChanged(mount, tx, [...touched.values()].flat());
    return request.keys.map((key): Result<FlagsWritten> => {
      const flags = now.get(key);
      return flags === undefined
        ? { ok: false, error: missingItem(key) }
        : { ok: true, value: { flags: flagsOf({ flags }), flagsRevision: flagsRevision(flags) } };
    });
  });
}
