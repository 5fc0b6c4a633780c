import { check, equal, refuses } from '../../assert.ts';
import type { ConformanceCase } from '../../case.ts';

/** Deleting folders. */
export const deleteFolderCases: readonly ConformanceCase[] = [
  {
    id: 'folders.delete.is-gone',
    title: 'a deleted folder is not listed and cannot be listed',
    spec: 'delete-folder',
    requires: ['createFolder', 'deleteFolder'],
    async run(context) {
      const made = await context.createFolder();
      await context.backend.deleteFolder({ folder: made.key, signal: context.signal });
      await context.settle();
      check(!(await context.folders()).some(({ key }) => key === made.key), 'the folder is still listed');
    },
  },
  {
    id: 'folders.delete.missing-is-success',
    title: 'deleting a folder that is gone succeeds',
    spec: 'delete-folder',
    requires: ['createFolder', 'deleteFolder'],
    async run(context) {
      const made = await context.createFolder();
      await context.backend.deleteFolder({ folder: made.key, signal: context.signal });
      await context.settle();
      await context.backend.deleteFolder({ folder: made.key, signal: context.signal });
    },
  },
  {
    id: 'folders.delete.holds-items',
    title: 'a folder with an item is NOT_EMPTY and keeps it',
    spec: 'delete-folder',
    requires: ['createFolder', 'deleteFolder', 'createItem'],
    async run(context) {
      const made = await context.createFolder();
      const written = await context.create({ folder: made.key });
      await refuses(
        context.backend.deleteFolder({ folder: made.key, signal: context.signal }),
        'NOT_EMPTY',
        'a folder with an item',
      );
      equal(await context.keys(made.key), [written.key], 'its items afterwards');
    },
  },
  {
    id: 'folders.delete.holds-folders',
    title: 'a folder with a folder is NOT_EMPTY and keeps it',
    spec: 'delete-folder',
    requires: ['createFolder', 'deleteFolder'],
    async run(context) {
      const made = await context.createFolder();
      if (!made.holdsFolders) return;
      const below = await context.createFolder('below', made.key);
      await refuses(
        context.backend.deleteFolder({ folder: made.key, signal: context.signal }),
        'NOT_EMPTY',
        'a folder with a folder',
      );
      check(
        (await context.folders()).some(({ key }) => key === below.key),
        'the folder below is gone',
      );
    },
  },
];
