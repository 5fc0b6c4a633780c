import { MapistoreError } from '@mapistore/core';
import { caught } from './caught.ts';
import type { Mutant } from './mutant.ts';

/** Mutants that make, rename or delete folders wrongly. */
export const folderMutants: readonly Mutant[] = [
  {
    id: 'another-name',
    breaks: 'A new folder has its name in capitals in the listing.',
    fails: ['folders.create.is-listed'],
    break: (sound) => ({
      async listFolders(request) {
        const page = await sound.listFolders(request);
        return {
          ...page,
          folders: page.folders.map((folder) => (folder.name === 'Letters' ? { ...folder, name: 'LETTERS' } : folder)),
        };
      },
    }),
  },
  {
    id: 'create-or-get',
    breaks: 'A folder whose name is taken is answered instead of a refusal.',
    fails: ['folders.create.taken-name', 'concurrency.folders'],
    break: (sound) => ({
      createFolder: caught(sound.createFolder, 'ALREADY_EXISTS', async ({ parent, name, signal }) => {
        const { folders } = await sound.listFolders({ limit: 100_000, signal });
        const found = folders.find((folder) => folder.parent === parent && folder.name === name);
        if (found === undefined) throw new Error('the name is taken by nobody');
        return found;
      }),
    }),
  },
  {
    id: 'orphans-to-root',
    breaks: 'A folder whose parent is gone is made in the root.',
    fails: ['folders.create.missing-parent'],
    break: (sound) => ({
      createFolder: caught(sound.createFolder, 'NOT_FOUND', (request) =>
        sound.createFolder({ ...request, parent: '' }),
      ),
    }),
  },
  {
    id: 'strips-nul',
    breaks: 'A NUL in a folder name is left out without a word.',
    fails: ['folders.create.impossible-names'],
    break: (sound) => ({
      createFolder: (request) => sound.createFolder({ ...request, name: request.name.replaceAll('\0', '') }),
    }),
  },
  {
    id: 'cleans-names',
    breaks: 'A slash in a folder name becomes a dash.',
    fails: ['folders.create.odd-names'],
    break: (sound) => ({
      createFolder: (request) => sound.createFolder({ ...request, name: request.name.replaceAll('/', '-') }),
    }),
  },
  {
    id: 'swallows-twins',
    breaks: 'A folder whose name differs only in its composition is the one that is there.',
    fails: ['folders.create.twins'],
    break: (sound) => ({
      async createFolder(request) {
        const { folders } = await sound.listFolders({ limit: 100_000, signal: request.signal });
        const twin = folders.find(
          ({ parent, name }) =>
            parent === request.parent && name !== request.name && name.normalize() === request.name.normalize(),
        );
        return twin === undefined ? sound.createFolder(request) : { ...twin, name: request.name };
      },
    }),
  },
  {
    id: 'counts-characters',
    breaks: 'The limit of a name counts characters and not bytes.',
    fails: ['folders.create.too-long'],
    options: { maxNameBytes: 600 },
    break: ({ description, ...sound }) => ({
      description: { ...description, traits: { ...description.traits, maxNameBytes: 300 } },
      async createFolder(request) {
        if (request.name.length > 300) throw new MapistoreError('INVALID_NAME', 'Too long.');
        return sound.createFolder(request);
      },
    }),
  },
  {
    id: 'rename-tells-nothing',
    breaks: 'A rename does not tell the keys that changed with it.',
    fails: ['folders.update.rename'],
    options: { folderKeys: 'path' },
    break: (sound) => ({ updateFolder: async (request) => ({ ...(await sound.updateFolder(request)), rekeyed: [] }) }),
  },
  {
    id: 'never-moves',
    breaks: 'A new parent is ignored.',
    fails: ['folders.update.move', 'folders.update.into-itself'],
    break: (sound) => ({ updateFolder: ({ parent: _, ...request }) => sound.updateFolder(request) }),
  },
  {
    id: 'rename-replaces',
    breaks: 'A rename deletes an empty folder that has the name.',
    fails: ['folders.update.taken-name'],
    break: (sound) => ({
      updateFolder: caught(sound.updateFolder, 'ALREADY_EXISTS', async (request) => {
        const { folders } = await sound.listFolders({ limit: 100_000, signal: request.signal });
        const own = folders.find(({ key }) => key === request.folder);
        const taken = folders.find(({ parent, name }) => parent === own?.parent && name === request.name);
        await sound.deleteFolder({ folder: taken?.key ?? '', signal: request.signal });
        return sound.updateFolder(request);
      }),
    }),
  },
  {
    id: 'loop-is-success',
    breaks: 'A move of a folder into itself is answered as done.',
    fails: ['folders.update.into-itself'],
    break: (sound) => ({
      updateFolder: caught(sound.updateFolder, 'INVALID_ARGUMENT', async (request) => {
        const { folders } = await sound.listFolders({ limit: 100_000, signal: request.signal });
        const folder = folders.find(({ key }) => key === request.folder);
        if (folder === undefined) throw new Error('no such folder');
        return { folder, rekeyed: [] };
      }),
    }),
  },
  {
    id: 'deletes-no-folder',
    breaks: 'A deleted folder is still listed.',
    fails: ['folders.delete.is-gone'],
    break(sound) {
      const gone = new Set<string>();
      const ghosts = new Map<string, Awaited<ReturnType<typeof sound.createFolder>>>();
      return {
        async createFolder(request) {
          const made = await sound.createFolder(request);
          ghosts.set(made.key, made);
          return made;
        },
        async deleteFolder(request) {
          await sound.deleteFolder(request);
          const ghost = ghosts.get(request.folder);
          // Only folders of cases: else the ghosts of each case would stand in the way of the next.
          if (ghost?.name.startsWith('folder-') === true) gone.add(request.folder);
        },
        async listFolders(request) {
          const page = await sound.listFolders(request);
          if (page.next !== undefined) return page;
          const known = new Set(page.folders.map(({ key }) => key));
          const listed = [...gone]
            .flatMap((key) => ghosts.get(key) ?? [])
            .filter(({ parent }) => parent !== undefined && known.has(parent));
          return { ...page, folders: [...page.folders, ...listed] };
        },
      };
    },
  },
  {
    id: 'missing-folder-is-error',
    breaks: 'Deleting a folder that is gone is NOT_FOUND.',
    fails: ['folders.delete.missing-is-success'],
    break: (sound) => ({
      async deleteFolder(request) {
        const { folders } = await sound.listFolders({ limit: 100_000, signal: request.signal });
        if (!folders.some(({ key }) => key === request.folder))
          throw new MapistoreError('NOT_FOUND', 'No such folder.');
        return sound.deleteFolder(request);
      },
    }),
  },
  {
    id: 'deletes-items-with-folder',
    breaks: 'A folder is deleted with its items.',
    fails: ['folders.delete.holds-items'],
    break: (sound) => ({
      deleteFolder: caught(sound.deleteFolder, 'NOT_EMPTY', async (request) => {
        const { items } = await sound.listItems({ ...request, detail: 'revision', limit: 100_000 });
        for (const { key } of items) await sound.deleteItem({ ...request, key });
        return sound.deleteFolder(request);
      }),
    }),
  },
  {
    id: 'deletes-folders-with-folder',
    breaks: 'A folder is deleted with the folders in it.',
    fails: ['folders.delete.holds-folders'],
    break: (sound) => ({
      deleteFolder: caught(sound.deleteFolder, 'NOT_EMPTY', async (request) => {
        const { folders } = await sound.listFolders({ limit: 100_000, signal: request.signal });
        for (const { key, parent } of folders)
          if (parent === request.folder) await sound.deleteFolder({ ...request, folder: key });
        return sound.deleteFolder(request);
      }),
    }),
  },
];
