import { check, equal, refuses } from '../../assert.ts';
import type { ConformanceCase } from '../../case.ts';

/** Listing items. */
export const listCases: readonly ConformanceCase[] = [
  {
    id: 'items.list.empty-folder',
    title: 'an empty folder is one complete page with nothing',
    spec: 'completeness',
    requires: [],
    async run({ backend, folder, signal }) {
      const page = await backend.listItems({ folder, detail: 'revision', limit: 10, signal });
      equal([page.items, page.next, page.listing], [[], undefined, 'complete'], 'items, next and listing');
    },
  },
  {
    id: 'items.list.pages',
    title: 'every item appears exactly once, whatever the size of the page',
    spec: 'pages',
    requires: ['createItem'],
    async run(context) {
      const keys: string[] = [];
      for (let n = 0; n < 7; n++) keys.push((await context.create()).key);
      for (const limit of [1, 3, 6, 7, 8, 1000]) {
        const listed = (await context.list(context.folder, limit)).map(({ key }) => key);
        equal(listed.sort(), keys.sort(), `keys from pages of ${limit}`);
      }
    },
  },
  {
    id: 'items.list.ends-once',
    title: 'a page says how complete the listing is if and only if it is the last, and holds no more than asked for',
    spec: 'completeness',
    requires: ['createItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      for (let n = 0; n < 4; n++) await context.create();
      let cursor: string | undefined;
      do {
        const page = await backend.listItems({
          folder,
          detail: 'revision',
          limit: 2,
          signal,
          ...(cursor !== undefined && { cursor }),
        });
        check(page.items.length <= 2, `a page of 2 holds ${page.items.length} items`);
        equal(page.listing, page.next === undefined ? 'complete' : undefined, 'listing of a page');
        cursor = page.next;
      } while (cursor !== undefined);
    },
  },
  {
    id: 'items.list.missing-folder',
    title: 'a folder that is gone is NOT_FOUND, never an empty listing',
    spec: 'list-items',
    requires: ['createFolder', 'deleteFolder'],
    async run(context) {
      const { backend, signal } = context;
      const gone = await context.createFolder();
      await backend.deleteFolder({ folder: gone.key, signal });
      await context.settle();
      const call = backend.listItems({ folder: gone.key, detail: 'revision', limit: 10, signal });
      await refuses(call, 'NOT_FOUND', 'listing a folder that is gone');
    },
  },
  {
    id: 'items.list.stays-while-others-go',
    title: 'what is there from start to end appears exactly once while others come and go',
    spec: 'pages',
    requires: ['createItem', 'deleteItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      const keys: string[] = [];
      for (let n = 0; n < 6; n++) keys.push((await context.create({ name: `stay ${n}` })).key);
      const first = await backend.listItems({ folder, detail: 'revision', limit: 2, signal });
      const seen = first.items.map(({ key }) => key);
      // The first of those already listed goes, which shifts every later one for a backend that counts places.
      const gone = seen[0] ?? keys[0] ?? '';
      await backend.deleteItem({ folder, key: gone, signal });
      const come = (await context.create({ name: 'come' })).key;
      for (let cursor = first.next; cursor !== undefined; ) {
        const page = await backend.listItems({ folder, detail: 'revision', limit: 2, signal, cursor });
        seen.push(...page.items.map(({ key }) => key));
        cursor = page.next;
      }
      const stayed = seen.filter((key) => key !== gone && key !== come).sort();
      equal(stayed, keys.filter((key) => key !== gone).sort(), 'keys of those that stayed');
    },
  },
  {
    id: 'items.list.sizes-and-types',
    title: 'an entry tells media type, size and revision of what is stored',
    spec: 'item-entries',
    requires: ['createItem'],
    async run(context) {
      for (const mediaType of context.mediaTypes) {
        const { key } = await context.create({ mediaType });
        const entry = await context.entry(key);
        equal(entry.mediaType, mediaType, 'media type');
        check(entry.contentRevision !== '', 'the revision is empty');
        if (entry.size !== undefined) equal(entry.size, (await context.bytes(key)).byteLength, 'size');
      }
    },
  },
  {
    id: 'items.list.details-agree',
    title: 'both details of a listing and `readItem` tell the same revisions, flags and dates',
    spec: 'item-entries',
    requires: ['createItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { key } = await context.create();
      const [short] = await context.list(folder, 10, 'revision');
      const [long] = await context.list(folder, 10, 'head');
      const read = await backend.readItem({ folder, key, signal });
      const facts = (entry: typeof read | undefined): unknown => [
        entry?.key,
        entry?.contentRevision,
        entry?.flagsRevision,
        entry?.flags,
        entry?.received,
      ];
      equal(facts(long), facts(short), 'detail `head`, against `revision`');
      equal(facts(read), facts(short), '`readItem`, against the listing');
    },
  },
];
