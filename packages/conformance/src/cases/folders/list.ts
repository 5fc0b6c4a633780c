import { ROOT_FOLDER } from '@mapistore/core';
import { check, equal } from '../../assert.ts';
import type { ConformanceCase } from '../../case.ts';

/** Listing folders. */
export const listFolderCases: readonly ConformanceCase[] = [
  {
    id: 'folders.list.parents-first',
    title: 'the root comes first, each folder behind its parent, each key once',
    spec: 'list-folders',
    requires: ['createFolder'],
    async run(context) {
      const child = await context.createFolder();
      if (child.holdsFolders) await context.createFolder('below', child.key);
      const folders = await context.folders();
      const [root] = folders;
      equal(
        [root?.key, root?.name, root?.parent],
        [ROOT_FOLDER, '', undefined],
        'key, name and parent of the first folder',
      );
      const seen = new Set<string>();
      for (const folder of folders) {
        check(!seen.has(folder.key), `"${folder.key}" is listed twice`);
        if (folder.key !== ROOT_FOLDER)
          check(folder.parent !== undefined && seen.has(folder.parent), `"${folder.key}" comes before its parent`);
        seen.add(folder.key);
      }
    },
  },
  {
    id: 'folders.list.pages-agree',
    title: 'small pages give the same folders as a large one',
    spec: 'pages',
    requires: ['createFolder'],
    async run(context) {
      for (let n = 0; n < 4; n++) await context.createFolder();
      const keys = async (limit: number): Promise<readonly string[]> =>
        (await context.children(limit)).map(({ key }) => key).sort();
      const large = await keys(1000);
      equal(large.length, 4, 'number of folders on a large page');
      equal(await keys(1), large, 'folders from pages of one');
      equal(await keys(3), large, 'folders from pages of three');
    },
  },
  {
    id: 'folders.list.ends-once',
    title: 'a page says how complete the listing is if and only if it is the last',
    spec: 'completeness',
    requires: ['createFolder'],
    async run(context) {
      const { backend, signal } = context;
      await context.createFolder('one');
      const pages: { next?: string; listing?: string }[] = [];
      for (let cursor: string | undefined; pages.length === 0 || cursor !== undefined; ) {
        const page = await backend.listFolders({ limit: 2, signal, ...(cursor !== undefined && { cursor }) });
        pages.push(page);
        cursor = page.next;
      }
      for (const page of pages)
        equal(page.listing === undefined, page.next !== undefined, 'whether a page with `next` has no `listing`');
      equal(pages.at(-1)?.listing, 'complete', 'completeness of the last page');
    },
  },
];
