import { type FolderEntry, type FolderPage, type PageRequest, ROOT_FOLDER } from '@mapistore/core';
import { KINDS } from './capabilities.ts';
import { ask, limitOf, type Mount, ROOT_ID } from './mount.ts';
import type { Runner } from './mysql/client.ts';
import { notice } from './notice.ts';

/** A folder's row. */
export interface FolderRow {
  readonly [column: string]: unknown;
  readonly id: number;
  readonly parent: number | null;
  readonly name: string;
}

/** All folders, parents before their children; see {@link Backend.listFolders}. */
export async function listFolders(mount: Mount, request: PageRequest): Promise<FolderPage> {
  const { signal } = request;
  const { tables, account } = mount;
  // What others changed by SQL must show in the revisions.
  if (request.cursor === undefined) await notice(mount, undefined, signal);
  const rows = await ask<FolderRow>(
    mount,
    signal,
    `select id, parent, name from ${tables.folders} where account = ? order by id`,
    [account],
  );
  const last = await lastSteps(mount, { rows: (statement, values = []) => ask(mount, signal, statement, values) });
  const ordered = inOrder(rows);
  const from = request.cursor === undefined ? 0 : ordered.findIndex(({ id }) => id === Number(request.cursor)) + 1;
  const limit = limitOf(request);
  const page = ordered.slice(from, from + limit);
  const more = ordered.length > from + limit;
  return {
    folders: page.map((row) => ({ ...folderEntry(row), revision: `${mount.life}.${last.get(row.id) ?? 0}` })),
    ...(more ? { next: String(page.at(-1)?.id) } : { listing: 'complete' }),
  };
}

/** The last change in each folder that had one. */
export async function lastSteps(
  { tables, account }: Mount,
  runner: Pick<Runner, 'rows'>,
  folder?: number,
): Promise<ReadonlyMap<number, number>> {
  const one = folder === undefined ? '' : ' and folder = ?';
  const values = folder === undefined ? [account] : [account, folder];
  const rows = await runner.rows<{ folder: number; step: number }>(
    `select folder, max(step) as step from ${tables.items} where account = ?${one} group by folder
     union all select folder, max(step) from ${tables.gone} where account = ?${one} group by folder`,
    [...values, ...values],
  );
  const last = new Map<number, number>();
  for (const row of rows) last.set(row.folder, Math.max(row.step, last.get(row.folder) ?? 0));
  return last;
}

/** The root, then each folder behind its parent. */
function inOrder(rows: readonly FolderRow[]): readonly FolderRow[] {
  const children = Map.groupBy(rows, ({ parent }) => parent ?? ROOT_ID);
  const ordered: FolderRow[] = [{ id: ROOT_ID, parent: null, name: '' }];
  for (let at = 0; at < ordered.length; at++) ordered.push(...(children.get((ordered[at] as FolderRow).id) ?? []));
  return ordered;
}

export function folderEntry({ id, parent, name }: FolderRow): FolderEntry {
  return {
    key: id === ROOT_ID ? ROOT_FOLDER : String(id),
    ...(id !== ROOT_ID && { parent: parent === null || parent === ROOT_ID ? ROOT_FOLDER : String(parent) }),
    name,
    holdsItems: true,
    holdsFolders: true,
    kinds: KINDS,
  };
}
