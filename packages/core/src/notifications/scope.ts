import type { Tree } from '../hierarchy/tree.ts';
import type { FolderEvent, MessageEvent } from './events.ts';

/** What a subscriber wants to hear of, in numbers. */
export type Scope =
  | { readonly of: 'store' }
  | { readonly of: 'item'; readonly itemId: number }
  /** A folder and what lies right in it; `deep` also what lies below. */
  | { readonly of: 'folder'; readonly folderId: number; readonly deep: boolean };

/** Whether an event is in a scope; `trees` are the hierarchy before and after it, since a folder may be in one of them only. */
export function inScope(scope: Scope, event: MessageEvent | FolderEvent, trees: readonly Tree[]): boolean {
  if (scope.of === 'store') return true;
  if (scope.of === 'item') return event.object === 'message' && numberOf(event.id) === scope.itemId;
  const places = [event.folder, event.old?.folder, event.object === 'folder' ? event.parent : undefined];
  return places.some((id) => id !== undefined && isAt(numberOf(id), scope, trees));
}

function isAt(folderId: number, scope: Extract<Scope, { of: 'folder' }>, trees: readonly Tree[]): boolean {
  if (folderId === scope.folderId) return true;
  return scope.deep && trees.some((tree) => isBelow(tree, folderId, scope.folderId));
}

function isBelow(tree: Tree, folderId: number, top: number): boolean {
  for (let at: number | null | undefined = folderId; at != null; at = tree.get(at)?.parentId)
    if (at === top) return true;
  return false;
}

function numberOf(id: string): number {
  return Number(id.slice(1));
}
