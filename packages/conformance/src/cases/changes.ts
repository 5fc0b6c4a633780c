import { bytesSource, type ChangePage } from '@mapistore/core';
import { check, equal, need, refuses } from '../assert.ts';
import type { ConformanceCase } from '../case.ts';
import type { CaseContext } from '../context.ts';

/** What changed, and hints that something did. */
export const changeCases: readonly ConformanceCase[] = [
  {
    id: 'changes.tells-new-and-updated',
    title: 'new and updated items are told since the token of a listing',
    spec: 'changes',
    requires: ['createItem', 'updateItem', 'changes'],
    async run(context) {
      const { backend, folder, signal, mediaType } = context;
      const given = context.sample();
      const old = await context.create({ bytes: given });
      const token = await tokenOf(context);
      const fresh = await context.create();
      const updated = await backend.updateItem({
        folder,
        key: old.key,
        body: bytesSource(context.revised(given), mediaType),
        signal,
      });
      await context.settle();
      const { changed } = await allChanges(context, token);
      check(changed.includes(fresh.key), 'the new item is not told');
      check(changed.includes(updated.key), 'the updated item is not told');
    },
  },
  {
    id: 'changes.tells-removed',
    title: 'removed items are told since the token of a listing',
    spec: 'changes',
    requires: ['createItem', 'deleteItem', 'changes'],
    async run(context) {
      const { backend, folder, signal } = context;
      const [gone, stays] = [await context.create(), await context.create()];
      const token = await tokenOf(context);
      await backend.deleteItem({ folder, key: gone.key, signal });
      await context.settle();
      const { removed } = await allChanges(context, token);
      check(removed.includes(gone.key), 'the removed item is not told');
      check(!removed.includes(stays.key), 'an item that is there is told as removed');
    },
  },
  {
    id: 'changes.tells-flags',
    title: 'changed flags are told with the flags of now',
    spec: 'changes',
    requires: ['createItem', 'setFlags', 'changes'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { key } = await context.create();
      const token = await tokenOf(context);
      await backend.setFlags({ folder, keys: [key], add: ['$flagged'], remove: [], signal });
      await context.settle();
      const page = await backend.changes({ folder, token, limit: 100, signal });
      equal(page.changed.find((item) => item.key === key)?.flags, ['$flagged'], 'flags of the changed item');
    },
  },
  {
    id: 'changes.pages',
    title: 'small pages tell the same as a large one, with a token on the last page only',
    spec: 'changes',
    requires: ['createItem', 'deleteItem', 'changes'],
    async run(context) {
      const { backend, folder, signal } = context;
      const gone = await context.create();
      const token = await tokenOf(context);
      for (let n = 0; n < 4; n++) await context.create();
      await backend.deleteItem({ folder, key: gone.key, signal });
      await context.settle();
      const large = await allChanges(context, token, 100);
      const small = await allChanges(context, token, 1);
      equal([small.changed, small.removed], [large.changed, large.removed], 'changes from pages of one');
      const after = await allChanges(context, small.token, 1);
      equal(after.removed, [], 'removed items since the last token');
    },
  },
  {
    id: 'changes.unknown-token',
    title: 'a token that is too old or makes no sense is SYNC_TOKEN_EXPIRED',
    spec: 'changes',
    requires: ['changes'],
    async run({ backend, folder, signal }) {
      for (const token of ['', 'mapistore-no-token', '0']) {
        await refuses(
          backend.changes({ folder, token, limit: 10, signal }),
          'SYNC_TOKEN_EXPIRED',
          `the token "${token}"`,
        );
      }
    },
  },
  {
    id: 'changes.token-is-of-the-start',
    title: 'what happens during a listing is in the changes since its token',
    spec: 'sync-tokens',
    requires: ['createItem', 'deleteItem', 'changes'],
    async run(context) {
      const { backend, folder, signal } = context;
      for (let n = 0; n < 3; n++) await context.create();
      const first = await backend.listItems({ folder, detail: 'revision', limit: 2, signal });
      const listed = need(first.items[0], 'the first page is empty').key;
      await backend.deleteItem({ folder, key: listed, signal });
      await context.settle();
      let token = first.token;
      for (let cursor = first.next; cursor !== undefined; ) {
        const page = await backend.listItems({ folder, detail: 'revision', limit: 2, signal, cursor });
        ({ next: cursor, token } = { next: page.next, token: page.token });
      }
      const { removed } = await allChanges(context, need(token, 'the last page has no token'));
      check(removed.includes(listed), 'an item that was removed after it was listed is not told');
    },
  },
  {
    id: 'watch.hints',
    title: 'a change in a watched folder gives a hint',
    spec: 'watch',
    requires: ['createItem', 'watch'],
    async run(context) {
      const { backend, folder } = context;
      const abort = new AbortController();
      const hints = backend.watch({ folders: [folder], signal: abort.signal })[Symbol.asyncIterator]();
      try {
        const first = hints.next();
        // Watching may take a moment to begin, so something happens again and again until the hint is there.
        let done = false;
        void first.finally(() => (done = true)).catch(() => {});
        const stir = async (): Promise<void> => {
          while (!done) {
            await context.create();
            await new Promise((resolve) => setTimeout(resolve, Math.min(200, context.timeoutMs / 4)));
          }
        };
        const stirring = stir();
        const hint = await context.within(first, 'a hint').finally(() => (done = true));
        await stirring;
        check(hint.done !== true, 'watching ended by itself');
        check(hint.value?.folder === undefined || hint.value.folder === folder, 'the hint names another folder');
      } finally {
        abort.abort();
        await context.within(Promise.resolve(hints.return?.()), 'the end of watching');
      }
    },
  },
  {
    id: 'watch.ends',
    title: 'watching ends without an error when it is aborted',
    spec: 'watch',
    requires: ['watch'],
    async run(context) {
      const abort = new AbortController();
      const hints = context.backend.watch({ folders: [context.folder], signal: abort.signal })[Symbol.asyncIterator]();
      const end = (async () => {
        while ((await hints.next()).done !== true);
      })();
      setTimeout(() => abort.abort(), 20);
      await context.within(end, 'the end of watching');
    },
  },
  {
    id: 'checkpoint.later-items',
    title: 'items stored after a checkpoint are past it, and those before are not',
    spec: 'checkpoint',
    requires: ['createItem', 'checkpoint'],
    async run(context) {
      const { backend, folder, signal } = context;
      const before = await context.create();
      const after = await backend.checkpoint({ folder, signal });
      const later = await context.create();
      const page = await backend.listItems({ folder, detail: 'revision', limit: 10, after, signal });
      const keys = page.items.map(({ key }) => key);
      check(keys.includes(later.key), 'an item stored later is not past the checkpoint');
      check(!keys.includes(before.key), 'an item stored before is past the checkpoint');
    },
  },
];

async function tokenOf(context: CaseContext): Promise<string> {
  const { backend, folder, signal } = context;
  const page = await backend.listItems({ folder, detail: 'revision', limit: 1000, signal });
  return need(page.token, 'the last page of a listing has no token');
}

async function allChanges(
  context: CaseContext,
  since: string,
  limit = 100,
): Promise<{ readonly changed: readonly string[]; readonly removed: readonly string[]; readonly token: string }> {
  const { backend, folder, signal } = context;
  const changed = new Set<string>();
  const removed = new Set<string>();
  let page: ChangePage;
  let cursor: string | undefined;
  do {
    page = await backend.changes({ folder, token: since, limit, signal, ...(cursor !== undefined && { cursor }) });
    equal(page.token === undefined, page.next !== undefined, 'whether a page with `next` has no token');
    for (const item of page.changed) changed.add(item.key);
    for (const key of page.removed) removed.add(key);
    cursor = page.next;
  } while (cursor !== undefined);
  return { changed: [...changed].sort(), removed: [...removed].sort(), token: need(page.token, 'the token') };
}
