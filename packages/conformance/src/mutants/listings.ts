import { MAX_HEAD_BYTES } from '@mapistore/core';
import type { Mutant } from './mutant.ts';

/** Mutants that describe or list wrongly. */
export const listingMutants: readonly Mutant[] = [
  {
    id: 'undeclared-method',
    breaks: 'It has a method that it does not declare.',
    fails: ['description.capabilities-match-methods'],
    options: { without: ['quota'] },
    break: () => ({ quota: async () => ({ usedBytes: 0 }) }),
  },
  {
    id: 'not-json',
    breaks: 'Its description holds a value that JSON has not.',
    fails: ['description.is-plain-json'],
    break: ({ description }) => ({
      description: { ...description, traits: { ...description.traits, maxBodyBytes: Number.POSITIVE_INFINITY } },
    }),
  },
  {
    id: 'learns-limits',
    breaks: 'Its description changes when it is used.',
    fails: ['description.is-constant'],
    break(sound) {
      const traits = { ...sound.description.traits };
      return {
        description: { ...sound.description, traits },
        listItems: (request) => {
          Object.assign(traits, { maxBatchItems: (traits.maxBatchItems ?? 0) + 1 });
          return sound.listItems(request);
        },
      };
    },
  },
  {
    id: 'parameters-in-media-types',
    breaks: 'It accepts a media type with a parameter.',
    fails: ['description.media-types-are-normal'],
    break: ({ description }) => ({
      description: { ...description, accepts: [...description.accepts, 'text/plain; charset=utf-8'] },
    }),
  },
  {
    id: 'children-first',
    breaks: 'Folders come before their parents.',
    fails: ['folders.list.parents-first'],
    break: (sound) => ({
      async listFolders(request) {
        const page = await sound.listFolders(request);
        return { ...page, folders: [...page.folders].reverse() };
      },
    }),
  },
  {
    id: 'loses-a-folder-per-page',
    breaks: 'Small pages of folders lose their last entry.',
    fails: ['folders.list.pages-agree'],
    break: (sound) => ({
      async listFolders(request) {
        const page = await sound.listFolders(request);
        return {
          ...page,
          folders: page.next === undefined || request.limit > 3 ? page.folders : page.folders.slice(0, -1),
        };
      },
    }),
  },
  {
    id: 'folders-always-complete',
    breaks: 'Every page of folders says it is complete.',
    fails: ['folders.list.ends-once'],
    break: (sound) => ({
      listFolders: async (request) => ({ ...(await sound.listFolders(request)), listing: 'complete' }),
    }),
  },
  {
    id: 'empty-is-partial',
    breaks: 'An empty folder is a partial listing.',
    fails: ['items.list.empty-folder'],
    break: (sound) => ({
      async listItems(request) {
        const page = await sound.listItems(request);
        return page.items.length === 0 && page.next === undefined ? { ...page, listing: 'partial' as const } : page;
      },
    }),
  },
  {
    id: 'items-always-complete',
    breaks: 'Every page of items says it is complete.',
    fails: ['items.list.ends-once'],
    break: (sound) => ({
      listItems: async (request) => ({ ...(await sound.listItems(request)), listing: 'complete' }),
    }),
  },
  {
    id: 'counts-places',
    breaks: 'Its cursor is a number of entries, so that a deletion makes it skip one.',
    fails: ['items.list.stays-while-others-go'],
    break: (sound) => ({
      async listItems(request) {
        const { cursor, ...rest } = request;
        const all = await sound.listItems({ ...rest, limit: 100_000 });
        const [place, token] = cursor?.split('@') ?? ['0', all.token];
        const end = Number(place) + request.limit;
        const items = all.items.slice(Number(place), end);
        return end < all.items.length
          ? { items, next: `${end}@${token}` }
          : { ...all, items, ...(token !== undefined && { token }) };
      },
    }),
  },
  {
    id: 'repeats-at-pages',
    breaks: 'The first entry of a later page is the last of the one before.',
    fails: ['items.list.pages'],
    break(sound) {
      const last = new Map<string, Awaited<ReturnType<typeof sound.listItems>>['items'][number]>();
      return {
        async listItems(request) {
          const page = await sound.listItems(request);
          const before = request.cursor === undefined || request.limit !== 6 ? undefined : last.get(request.folder);
          const end = page.items.at(-1);
          if (end !== undefined) last.set(request.folder, end);
          return before === undefined ? page : { ...page, items: [before, ...page.items] };
        },
      };
    },
  },
  {
    id: 'missing-is-empty',
    breaks: 'A folder that is gone is an empty listing.',
    fails: ['items.list.missing-folder'],
    break: (sound) => ({
      listItems: (request) =>
        sound.listItems(request).catch((error: unknown) => {
          request.signal.throwIfAborted();
          void error;
          return { items: [], listing: 'complete' as const };
        }),
    }),
  },
  {
    id: 'wrong-size',
    breaks: 'Listings tell one byte more than there is.',
    fails: ['items.list.sizes-and-types', 'items.create.answer-is-listed'],
    break: (sound) => ({
      async listItems(request) {
        const page = await sound.listItems(request);
        return { ...page, items: page.items.map((item) => ({ ...item, size: (item.size ?? 0) + 1 })) };
      },
    }),
  },
  {
    id: 'revision-by-detail',
    breaks: 'Listings with heads tell other revisions.',
    fails: ['items.list.details-agree'],
    break: (sound) => ({
      async listItems(request) {
        const page = await sound.listItems(request);
        if (request.detail === 'revision') return page;
        return {
          ...page,
          items: page.items.map((item) => ({ ...item, contentRevision: `${item.contentRevision}+head` })),
        };
      },
    }),
  },
  {
    id: 'head-without-empty-line',
    breaks: 'The head of a mail ends before its empty line.',
    fails: ['items.read.head'],
    break: (sound) => ({
      async readItem(request) {
        const entry = await sound.readItem(request);
        return entry.mediaType === 'message/rfc822' && entry.head !== undefined
          ? { ...entry, head: entry.head.slice(0, -2) }
          : entry;
      },
      getItems: (request) =>
        sound.getItems(request).then((results) =>
          results.map((result) => {
            if (!result.ok || result.value.mediaType !== 'message/rfc822' || result.value.head === undefined)
              return result;
            return { ok: true as const, value: { ...result.value, head: result.value.head.slice(0, -2) } };
          }),
        ),
    }),
  },
  {
    id: 'unbounded-head',
    breaks: 'The head of what is no mail is all of it.',
    fails: ['items.read.head-is-bounded'],
    break: (sound) => ({
      async readItem(request) {
        const entry = await sound.readItem(request);
        return entry.head?.byteLength === MAX_HEAD_BYTES ? { ...entry, head: new Uint8Array(entry.size ?? 0) } : entry;
      },
    }),
  },
];
