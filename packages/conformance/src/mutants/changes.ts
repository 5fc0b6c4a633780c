import { MapistoreError } from '@mapistore/core';
import { caught } from './caught.ts';
import type { Mutant } from './mutant.ts';

/** Mutants that tell of changes, flags and queries wrongly. */
export const changeMutants: readonly Mutant[] = [
  {
    id: 'forgets-new',
    breaks: 'New and updated items are not told.',
    fails: ['changes.tells-new-and-updated', 'changes.tells-flags'],
    break: (sound) => ({ changes: async (request) => ({ ...(await sound.changes(request)), changed: [] }) }),
  },
  {
    id: 'forgets-removed',
    breaks: 'Removed items are not told.',
    fails: ['changes.tells-removed', 'changes.token-is-of-the-start'],
    break: (sound) => ({ changes: async (request) => ({ ...(await sound.changes(request)), removed: [] }) }),
  },
  {
    id: 'old-flags-in-changes',
    breaks: 'Changed items are told without their flags.',
    fails: ['changes.tells-flags'],
    break: (sound) => ({
      async changes(request) {
        const page = await sound.changes(request);
        return { ...page, changed: page.changed.map(({ flags: _, ...item }) => item) };
      },
    }),
  },
  {
    id: 'token-on-every-page',
    breaks: 'Every page of changes has a token.',
    fails: ['changes.pages'],
    break: (sound) => ({ changes: async (request) => ({ token: request.token, ...(await sound.changes(request)) }) }),
  },
  {
    id: 'unknown-token-is-nothing',
    breaks: 'A token that is too old says that nothing changed.',
    fails: ['changes.unknown-token'],
    break: (sound) => ({
      changes: caught(sound.changes, 'SYNC_TOKEN_EXPIRED', async ({ token }) => ({ changed: [], removed: [], token })),
    }),
  },
  {
    id: 'token-of-the-end',
    breaks: 'The token of a listing is of its end.',
    fails: ['changes.token-is-of-the-start'],
    break: (sound) => ({
      async listItems(request) {
        const page = await sound.listItems(request);
        if (page.next !== undefined) return page;
        const { cursor: _, ...fresh } = request;
        const { token } = await sound.listItems({ ...fresh, limit: 100_000 });
        return { ...page, ...(token !== undefined && { token }) };
      },
    }),
  },
  {
    id: 'never-hints',
    breaks: 'Watching never tells anything.',
    fails: ['watch.hints'],
    break: () => ({
      async *watch({ signal }) {
        if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        yield* [];
      },
    }),
  },
  {
    id: 'watches-for-ever',
    breaks: 'Watching does not end when it is aborted.',
    fails: ['watch.ends'],
    break: (sound) => ({
      async *watch(request) {
        // Of hints it gives enough, so that only its end is wrong.
        let told = 0;
        for await (const hint of sound.watch(request)) {
          told++;
          yield hint;
        }
        if (told === 0) await new Promise(() => {});
      },
    }),
  },
  {
    id: 'no-checkpoint',
    breaks: 'A listing after a checkpoint begins at the beginning.',
    fails: ['checkpoint.later-items'],
    break: (sound) => ({ listItems: ({ after: _, ...request }) => sound.listItems(request) }),
  },
  {
    id: 'filters-nothing',
    breaks: 'A query leaves nothing to apply and applies nothing.',
    fails: ['query.finds-all-that-match'],
    break: (sound) => ({ query: ({ restriction: _, ...request }) => sound.query(request) }),
  },
  {
    id: 'query-knows-little',
    breaks: 'A query finds nothing where it does not know a kind of condition.',
    fails: ['query.finds-all-that-match'],
    break: (sound) => ({
      async query(request) {
        const page = await sound.query(request);
        return request.restriction?.type === 'comment' ? { ...page, keys: [] } : page;
      },
    }),
  },
  {
    id: 'query-repeats',
    breaks: 'A later page of a query begins with the last key of the one before.',
    fails: ['query.pages'],
    break(sound) {
      let last: string | undefined;
      return {
        async query(request) {
          const page = await sound.query(request);
          const before = request.cursor === undefined ? undefined : last;
          last = page.keys.at(-1);
          return before === undefined ? page : { ...page, keys: [before, ...page.keys] };
        },
      };
    },
  },
  {
    id: 'counts-one-more',
    breaks: 'It counts an item that is not listed.',
    fails: ['count.agrees'],
    break: (sound) => ({ count: async (request) => ({ items: (await sound.count(request)).items + 1 }) }),
  },
  {
    id: 'negative-quota',
    breaks: 'It says that less than nothing is used.',
    fails: ['quota.is-sensible'],
    break: (sound) => ({ quota: async (request) => ({ ...(await sound.quota(request)), usedBytes: -1 }) }),
  },
  {
    id: 'flag-results-unordered',
    breaks: 'Results of `setFlags` come in the opposite order.',
    fails: ['flags.set.add-and-remove'],
    break: (sound) => ({
      setFlags: async (request) =>
        [...(await sound.setFlags({ ...request, keys: [...request.keys].sort() }))].reverse(),
    }),
  },
  {
    id: 'same-flags-are-new',
    breaks: 'Flags that are as asked already get a new revision.',
    fails: ['flags.set.same-is-no-change'],
    break: (sound) => ({
      async setFlags(request) {
        const before = await sound.setFlags({ ...request, add: [], remove: ['mapistore-touch'] });
        const there = before.flatMap((result, index) => (result.ok ? [request.keys[index] ?? ''] : []));
        await sound.setFlags({ ...request, keys: there, add: ['mapistore-touch'], remove: [] });
        await sound.setFlags({ ...request, keys: there, add: [], remove: ['mapistore-touch'] });
        return sound.setFlags(request);
      },
    }),
  },
  {
    id: 'flags-are-content',
    breaks: 'New flags give a new content revision.',
    fails: ['flags.set.changes-flags-revision-only'],
    break(sound) {
      const mixed = <T extends { readonly contentRevision: string; readonly flags?: readonly string[] }>(item: T): T =>
        item.flags?.length === 1 && item.flags[0] === '$seen'
          ? { ...item, contentRevision: `${item.contentRevision}+seen` }
          : item;
      return {
        listItems: async (request) => {
          const page = await sound.listItems(request);
          return { ...page, items: page.items.map(mixed) };
        },
      };
    },
  },
  {
    id: 'drops-keywords',
    breaks: 'A keyword that is set is dropped and not named.',
    fails: ['flags.set.refused-are-named'],
    break: (sound) => ({
      setFlags: (request) => sound.setFlags({ ...request, add: request.add.filter((flag) => flag.startsWith('$')) }),
    }),
  },
  {
    id: 'flags-in-capitals',
    breaks: 'Listed flags are spelt as the server does.',
    fails: ['flags.listed.normal-form'],
    break: (sound) => ({
      async listItems(request) {
        const page = await sound.listItems(request);
        const shout = (flags: readonly string[]): readonly string[] =>
          flags.length === 3 ? ['$Seen', '$Flagged', '$Answered'] : flags;
        return {
          ...page,
          items: page.items.map((item) =>
            item.flags?.includes('$answered') ? { ...item, flags: shout(item.flags) } : item,
          ),
        };
      },
    }),
  },
  {
    id: 'plain-errors',
    breaks: 'A missing item is told without saying by whom and where.',
    fails: ['items.read.missing'],
    break: (sound) => ({
      readItem: caught(sound.readItem, 'NOT_FOUND', async () => {
        throw new MapistoreError('NOT_FOUND', 'Not found.');
      }),
    }),
  },
];
