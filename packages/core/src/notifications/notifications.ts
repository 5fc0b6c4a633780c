import { MapistoreError } from '../errors/error.ts';
import type { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import { type ItemId, parseItemId } from '../store/ids.ts';
import type { EventKind } from './events.ts';
import type { NotificationHub } from './hub.ts';
import type { Scope } from './scope.ts';
import type { Subscription } from './subscription.ts';

/** What to listen to: the whole store, unless a folder or an item is named. */
export interface SubscribeRequest {
  /** Default: all. */
  readonly kinds?: readonly EventKind[];
  /** Only this folder and what lies right in it. */
  readonly path?: StorePath;
  /** With `path`: also what lies below. */
  readonly deep?: boolean;
  /** Only this item, wherever it goes. */
  readonly id?: ItemId;
  /** How many events may wait before they are dropped for one `overflow`; default 1,000. */
  readonly capacity?: number;
  /** Ends the subscription. */
  readonly signal?: AbortSignal;
}

/** Events of the store, after they are committed, whoever made them happen ([MS-OXCNOTIF]). */
export interface Notifications {
  /**
   * Begins to listen: what is committed after this resolves is told. Run over the subscription to hear it.
   * @throws NOT_FOUND (the folder), INVALID_ARGUMENT
   */
  subscribe(request?: SubscribeRequest): Promise<Subscription>;
}

const KINDS: readonly EventKind[] = [
  'newMail',
  'objectCreated',
  'objectModified',
  'objectDeleted',
  'objectMoved',
  'objectCopied',
  'searchComplete',
];
const CAPACITY = 1_000;

/** Notifications of a store. */
export function notificationsOf(hub: NotificationHub): Notifications {
  return {
    async subscribe({ kinds = KINDS, capacity = CAPACITY, signal, ...where } = {}) {
      for (const kind of kinds)
        if (!KINDS.includes(kind))
          throw new MapistoreError('INVALID_ARGUMENT', `There are no events "${kind}"; there are ${KINDS.join(', ')}.`);
      if (!Number.isSafeInteger(capacity) || capacity < 1)
        throw new MapistoreError('INVALID_ARGUMENT', 'At least one event must be able to wait.');
      const subscription = await hub.listen(new Set(kinds), (tree) => scopeOf(tree, where), capacity);
      if (signal?.aborted) subscription.close();
      else signal?.addEventListener('abort', () => subscription.close(), { once: true });
      return subscription;
    },
  };
}

function scopeOf(tree: Tree, { path, deep = false, id }: SubscribeRequest): Scope {
  if (path !== undefined && id !== undefined)
    throw new MapistoreError('INVALID_ARGUMENT', 'Listen to a folder or to an item, not to both at once.');
  if (id !== undefined) return { of: 'item', itemId: parseItemId(id) };
  return path === undefined ? { of: 'store' } : { of: 'folder', folderId: tree.need(path).folderId, deep };
}
