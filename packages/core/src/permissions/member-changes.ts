import type { Engine } from '../engine/engine.ts';
import type { Change, Changes } from '../store/changes.ts';
import { parseItemId } from '../store/ids.ts';
import type { Access } from './access.ts';
import { rowsOf } from './member-items.ts';

/**
 * Changes as somebody hears of them. What they do not see now is told as deleted, by its id alone: they may have seen it
 * before, and a client must not keep it.
 */
export async function memberChanges(
  engine: Engine,
  access: Access,
  path: string,
  { changes, token }: Changes,
  isFirst: boolean,
): Promise<Changes> {
  const rows = await rowsOf(engine, changes);
  const told = changes.flatMap((change): readonly Change[] => {
    const row = rows.get(parseItemId(change.id));
    if (row === undefined || !access.sees(row) || !isVisible(access, change.path)) {
      const gone = { id: change.id, change: 'deleted', path } as const;
      return isFirst || change.change === 'created' ? [] : [gone];
    }
    if (change.from === undefined || isVisible(access, change.from)) return [change];
    return [{ id: change.id, change: 'created', path: change.path }];
  });
  return { changes: told, token };
}

function isVisible(access: Access, path: string): boolean {
  const folder = access.tree.find(path);
  return folder !== undefined && access.may(folder, 'folderVisible');
}
