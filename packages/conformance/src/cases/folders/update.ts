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
      const below = await context.createFolder('Below', old.key);
      const bytes = context.sample();
      const written = await context.create({ folder: below.key, bytes });
      const { folder, rekeyed } = await context.backend.updateFolder({
        folder: old.key,
        name: 'New',
        signal: context.signal,
      });
      await context.settle();
      const now = (key: string): string => rekeyed.find(({ from }) => from === key)?.to ?? key;
      equal([folder.name, folder.key], ['New', now(old.key)], 'name and key that were answered');
      const listed = await context.folders();
      equal(listed.find(({ key }) => key === folder.key)?.name, 'New', 'name in the listing');
      equal(listed.find(({ key }) => key === now(below.key))?.parent, folder.key, 'parent of the folder below');
      check(
        !listed.some(({ name, parent }) => name === 'Old' && parent === context.folder),
        'the old name is still listed',
      );
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
      const call = context.backend.updateFolder({ folder: one.key, name: 'Two', signal: context.signal });
      await refuses(call, 'ALREADY_EXISTS', 'a rename to the name of an empty folder');
      const keys = (await context.folders()).filter(({ parent }) => parent === context.folder).map(({ key }) => key);
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
      const inner = await context.createFolder('Inner', outer.key);
      const call = context.backend.updateFolder({ folder: outer.key, parent: inner.key, signal: context.signal });
      await refuses(call, ['INVALID_ARGUMENT', 'INVALID_NAME'], 'a move of a folder into one below it');
      const keys = (await context.folders()).map(({ key }) => key);
      check(keys.includes(outer.key) && keys.includes(inner.key), 'a folder is lost');
    },
  },
];
