import { check, equal, refuses } from '../../assert.ts';
import type { ConformanceCase } from '../../case.ts';

/** Renaming and moving folders. */
export const updateFolderCases: readonly ConformanceCase[] = [
  {
    id: 'folders.update.rename',
    title: 'a renamed folder keeps its items under their keys, and every changed folder key is told',
    spec: 'update-folder',
    requires: ['createFolder', 'updateFolder', 'createItem'],
    async run(context) {
      const old = await context.createFolder('Old');
      // Where folders have one level only, the item lies in the folder itself.
      const below = old.holdsFolders ? await context.createFolder('Below', old.key) : old;
      const bytes = context.sample();
      const written = await context.create({ folder: below.key, bytes });
      const { folder, rekeyed } = await context.renameFolder(old.key, 'New');
      const now = (key: string): string => rekeyed.find(({ from }) => from === key)?.to ?? key;
      equal([folder.name, folder.key], ['New', now(old.key)], 'name and key that were answered');
      const listed = await context.folders();
      equal(listed.find(({ key }) => key === folder.key)?.name, 'New', 'name in the listing');
      if (below !== old)
        equal(listed.find(({ key }) => key === now(below.key))?.parent, folder.key, 'parent of the folder below');
      check(!(await context.children()).some(({ name }) => name === 'Old'), 'the old name is still listed');
      await context.holds(written.key, bytes, 'the item below', now(below.key));
    },
  },
  {
    id: 'folders.update.move',
    title: 'a moved folder is under its new parent with all that is in it',
    spec: 'update-folder',
    requires: ['createFolder', 'updateFolder', 'createItem'],
    async run(context) {
      const [from, to] = [await context.createFolder('From'), await context.createFolder('To')];
      if (!from.holdsFolders) {
        const call = context.backend.updateFolder({ folder: from.key, parent: to.key, signal: context.signal });
        await refuses(call, 'UNSUPPORTED', 'a move into another folder where folders have one level');
        return;
      }
      const moving = await context.createFolder('Moving', from.key);
      const written = await context.create({ folder: moving.key });
      const { folder } = await context.backend.updateFolder({
        folder: moving.key,
        parent: to.key,
        signal: context.signal,
      });
      await context.settle();
      const listed = (await context.folders())
        .filter(({ name }) => name === 'Moving')
        .filter(({ parent }) => parent === from.key || parent === to.key);
      equal(
        listed.map(({ key, parent }) => [key, parent]),
        [[folder.key, to.key]],
        'where the moved folder is listed',
      );
      equal(await context.keys(folder.key), [written.key], 'items of the moved folder');
    },
  },
  {
    id: 'folders.update.taken-name',
    title: 'a name that is taken is refused and nothing replaced',
    spec: 'update-folder',
    requires: ['createFolder', 'updateFolder'],
    async run(context) {
      const [one, two] = [await context.createFolder('One'), await context.createFolder('Two')];
      await refuses(context.renameFolder(one.key, 'Two'), 'ALREADY_EXISTS', 'a rename to the name of an empty folder');
      const keys = (await context.children()).map(({ key }) => key);
      equal(keys.sort(), [one.key, two.key].sort(), 'folders afterwards');
    },
  },
  {
    id: 'folders.update.into-itself',
    title: 'a folder cannot be moved into itself or below',
    spec: 'update-folder',
    requires: ['createFolder', 'updateFolder'],
    async run(context) {
      const outer = await context.createFolder('Outer');
      const inner = outer.holdsFolders ? await context.createFolder('Inner', outer.key) : outer;
      const call = context.backend.updateFolder({ folder: outer.key, parent: inner.key, signal: context.signal });
      const codes = [
        'INVALID_ARGUMENT',
        'INVALID_NAME',
        ...(inner === outer ? (['UNSUPPORTED'] as const) : []),
      ] as const;
      await refuses(call, codes, 'a move of a folder into itself or one below it');
      const keys = (await context.folders()).map(({ key }) => key);
      check(keys.includes(outer.key) && keys.includes(inner.key), 'a folder is lost');
    },
  },
];
