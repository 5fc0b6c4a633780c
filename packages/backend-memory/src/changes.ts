import type { ChangePage, FolderHint, ListChanges, WatchFolders } from '@mapistore/core';
import { failure } from './errors.ts';
import { entryOf } from './items.ts';
import { folderOf, keyOf, type Mount, makeToken, pageLimit } from './mount.ts';

/** What changed since a token. The last page's token is of when the first page was asked for. */
export async function changes(mount: Mount, request: ListChanges): Promise<ChangePage> {
  request.signal.throwIfAborted();
  const folder = folderOf(mount, request.folder, 'changes');
  const [life, since] = splitToken(request.token);
  if (life !== folder.life || since === undefined || since < folder.forgotten || since > mount.data.step) {
    throw failure(
      'changes',
      'SYNC_TOKEN_EXPIRED',
      `Cannot tell what changed in "${folder.name}" since that token; list it afresh.`,
    );
  }
  const { after, until } =
    request.cursor === undefined
      ? { after: since, until: mount.data.step }
      : (JSON.parse(request.cursor) as { after: number; until: number });
  const within = (step: number): boolean => step > after && step <= until;
  const events = [
    ...[...folder.items.values()].map((item) => ({ step: item.changed, item, key: item.key })),
    ...[...folder.removed].map(([key, step]) => ({ step, item: undefined, key })),
  ]
    .filter(({ step }) => within(step))
    .sort((a, b) => a.step - b.step);
  const page = events.slice(0, pageLimit(mount, request));
  const answer = {
    changed: page.flatMap(({ item }) => (item === undefined ? [] : [entryOf(mount, item, 'head')])),
    removed: page.flatMap(({ item, key }) => (item === undefined ? [key] : [])),
  };
  const last = page.at(-1);
  if (last === undefined || page.length === events.length) return { ...answer, token: makeToken(folder, until) };
  return { ...answer, next: JSON.stringify({ after: last.step, until }) };
}

/** Hints, one per folder until it is taken, so that a slow listener costs no memory. */
export async function* watch(mount: Mount, request: WatchFolders): AsyncIterable<FolderHint> {
  const waiting = new Set<string | undefined>();
  let wake = (): void => {};
  const stop = mount.data.listen(({ of }) => {
    const key = of === undefined ? undefined : keyOf(mount, of);
    if (key !== undefined && !request.folders.includes(key)) return;
    waiting.add(key);
    wake();
  });
  const onAbort = (): void => wake();
  request.signal.addEventListener('abort', onAbort);
  try {
    while (!request.signal.aborted) {
      if (waiting.size === 0) await new Promise<void>((resolve) => (wake = resolve));
      for (const key of [...waiting]) {
        waiting.delete(key);
        yield key === undefined ? {} : { folder: key };
      }
    }
  } finally {
    stop();
    request.signal.removeEventListener('abort', onAbort);
  }
}

function splitToken(token: string): [string, number | undefined] {
  const dot = token.lastIndexOf('.');
  const step = Number(token.slice(dot + 1));
  return [token.slice(0, dot), dot < 0 || !Number.isSafeInteger(step) ? undefined : step];
}
