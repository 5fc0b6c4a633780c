import type { Tree } from '../hierarchy/tree.ts';
import type { Replicas } from '../identity/replicas.ts';
import { splitWords } from '../read/words.ts';
import type { ContentsRow, JournalRow } from '../state/rows.ts';
import { folderId, itemId } from '../store/ids.ts';
import { isSeen } from '../write/flag-stamp.ts';
import type { Before, MessageEvent } from './events.ts';

/** What is needed to tell of entries of the journal. */
export interface Background {
  readonly replicas: Replicas;
  readonly tree: Tree;
  /** Items as they are now; those that are gone are not among them. */
  readonly items: ReadonlyMap<number, ContentsRow>;
  /** Folders that new mail comes into. */
  readonly inboxes: ReadonlySet<number>;
}

/** Flags that are properties of their own. */
const FLAG_PROPERTIES = ['PidTagFlagStatus', 'PidTagLastVerbExecuted', 'PS_PUBLIC_STRINGS#Keywords'] as const;

/** What an entry of the journal is to those who listen. A move is told once, with where it came from. */
export function messageEvents(background: Background, row: JournalRow): readonly MessageEvent[] {
  switch (row.change) {
    case 'created': {
      if (row.otherMid != null) return [event(background, row, 'objectCopied', old(background, row))];
      const created = event(background, row, 'objectCreated');
      return [created, ...newMail(background, row, created)];
    }
    case 'updated':
      return [event(background, row, 'objectModified')];
    case 'flagged':
      return [event(background, row, 'objectModified', { properties: ['PidTagMessageFlags', ...FLAG_PROPERTIES] })];
    case 'read':
      return [event(background, row, 'objectModified', { properties: ['PidTagMessageFlags'] })];
    case 'deleted':
      return [event(background, row, 'objectDeleted')];
    case 'moved':
      return [event(background, row, 'objectMoved', old(background, row))];
    case 'left':
      return [];
  }
}

/** An unread mail, no draft and no copy, that came into an inbox. */
function newMail({ items, inboxes }: Background, row: JournalRow, created: MessageEvent): readonly MessageEvent[] {
  const item = items.get(row.itemId);
  if (item === undefined || item.kind !== 'mail' || !inboxes.has(row.folderId)) return [];
  const flags = splitWords(item.flags);
  if (isSeen(item.flags) || flags.includes('$draft')) return [];
  return [{ ...created, kind: 'newMail', class: item.messageClass, flags }];
}

function event(
  { replicas, tree }: Background,
  row: JournalRow,
  kind: MessageEvent['kind'],
  more: Pick<MessageEvent, 'old' | 'properties'> = {},
): MessageEvent {
  const folder = tree.get(row.folderId);
  return {
    kind,
    object: 'message',
    id: itemId(row.itemId),
    gid: replicas.idToGid(row.mid),
    folder: folderId(row.folderId),
    folderGid: replicas.idToGid(row.folderId),
    ...(folder !== undefined && { path: tree.path(folder) }),
    at: new Date(row.at),
    ...more,
  };
}

function old({ replicas, tree }: Background, { otherFolderId, otherMid }: JournalRow): { readonly old?: Before } {
  if (otherFolderId === null || otherMid == null) return {};
  const folder = tree.get(otherFolderId);
  return {
    old: {
      folder: folderId(otherFolderId),
      folderGid: replicas.idToGid(otherFolderId),
      ...(folder !== undefined && { path: tree.path(folder) }),
      gid: replicas.idToGid(otherMid),
    },
  };
}
