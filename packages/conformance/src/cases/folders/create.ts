import { MapistoreError } from '@mapistore/core';
import { check, equal, refuses } from '../../assert.ts';
import type { ConformanceCase } from '../../case.ts';
import type { CaseContext } from '../../context.ts';

const ODD_NAMES = [
  'Grüße',
  '日本語',
  '🗂 things',
  'two  spaces',
  'a&b',
  'a*b?',
  '"quoted"',
  'per%20cent',
  '%2F',
  'back\\slash',
  'a/b',
  'a.b',
  '.hidden',
  '~',
  '#1',
  'CON',
  'trailing.',
  "it's",
  '(1)',
  '-rf',
  'tab\tname',
];

/** Making folders. */
export const createFolderCases: readonly ConformanceCase[] = [
  {
    id: 'folders.create.is-listed',
    title: 'a new folder is listed as it was answered, empty',
    spec: 'create-folder',
    requires: ['createFolder'],
    async run(context) {
      const made = await context.createFolder('Letters');
      const listed = (await context.folders()).find(({ key }) => key === made.key);
      equal(
        listed && [listed.name, listed.parent],
        ['Letters', context.parent],
        'name and parent of the new folder in the listing',
      );
      equal(await context.keys(made.key), [], 'items of a new folder');
    },
  },
  {
    id: 'folders.create.taken-name',
    title: 'a name that is taken is refused and its folder left alone',
    spec: 'create-folder',
    requires: ['createFolder', 'createItem'],
    async run(context) {
      const first = await context.createFolder('Twice');
      const written = await context.create({ folder: first.key });
      await refuses(context.createFolder('Twice'), 'ALREADY_EXISTS', 'a second folder of the same name');
      equal(await context.keys(first.key), [written.key], 'items of the first folder');
    },
  },
  {
    id: 'folders.create.missing-parent',
    title: 'a parent that does not exist is NOT_FOUND',
    spec: 'create-folder',
    requires: ['createFolder', 'deleteFolder'],
    async run(context) {
      const gone = await context.createFolder();
      await context.backend.deleteFolder({ folder: gone.key, signal: context.signal });
      await context.settle();
      // Where folders have one level only, there is no need to look whether the parent is there.
      const codes = gone.holdsFolders ? (['NOT_FOUND'] as const) : (['NOT_FOUND', 'UNSUPPORTED'] as const);
      await refuses(context.createFolder('child', gone.key), codes, 'a folder in a folder that is gone');
    },
  },
  {
    id: 'folders.create.one-level',
    title: 'a folder that says it holds no folders takes none: UNSUPPORTED',
    spec: 'create-folder',
    requires: ['createFolder'],
    async run(context) {
      if (context.place.holdsFolders) return;
      const before = (await context.folders()).map(({ key }) => key);
      await refuses(context.createFolder('below', context.folder), 'UNSUPPORTED', 'a folder where none can be');
      equal(
        (await context.folders()).map(({ key }) => key),
        before,
        'folders afterwards',
      );
    },
  },
  {
    id: 'folders.create.impossible-names',
    title: 'an empty name and one with a NUL are refused',
    spec: 'folder-names',
    requires: ['createFolder'],
    async run(context) {
      for (const name of ['', 'a\0b'])
        await refuses(context.createFolder(name), 'INVALID_NAME', `the name ${JSON.stringify(name)}`);
    },
  },
  {
    id: 'folders.create.odd-names',
    title: 'a name is kept as it is or refused, never changed',
    spec: 'folder-names',
    requires: ['createFolder'],
    async run(context) {
      const made = new Map<string, string>();
      for (const name of ODD_NAMES) {
        const key = await keyOrRefused(context, name);
        if (key !== undefined) made.set(key, name);
      }
      check(made.size > 0, 'every name was refused');
      const listed = await context.children();
      equal(new Map(listed.map(({ key, name }) => [key, name])), made, 'folders that were made');
    },
  },
  {
    id: 'folders.create.twins',
    title: 'names that differ in case or composition are two folders or refused, never one',
    spec: 'folder-names',
    requires: ['createFolder', 'createItem'],
    async run(context) {
      for (const [one, two] of [
        ['Archive', 'ARCHIVE'],
        ['caf\u00e9', 'cafe\u0301'],
      ] as const) {
        const first = await context.createFolder(one);
        const second = await keyOrRefused(context, two, ['ALREADY_EXISTS', 'INVALID_NAME']);
        if (context.traits.caseSensitiveNames && one === 'Archive')
          check(second, 'case tells names apart here, yet the twin was refused');
        if (second === undefined) continue;
        await context.create({ folder: second });
        equal(await context.keys(first.key), [], 'items of the twin that got none');
      }
    },
  },
  {
    id: 'folders.create.too-long',
    title: 'a name longer than the declared limit is refused',
    spec: 'folder-names',
    requires: ['createFolder'],
    async run(context) {
      const { maxNameBytes } = context.traits;
      if (maxNameBytes === undefined) return;
      await refuses(
        context.createFolder('x'.repeat(maxNameBytes + 1)),
        'INVALID_NAME',
        'a name one byte over the limit',
      );
      const wide = 'é'.repeat(Math.ceil((maxNameBytes + 1) / 2));
      await refuses(context.createFolder(wide), 'INVALID_NAME', 'a name over the limit in bytes, not in characters');
    },
  },
];

async function keyOrRefused(
  context: CaseContext,
  name: string,
  codes: readonly string[] = ['INVALID_NAME'],
): Promise<string | undefined> {
  try {
    const made = await context.createFolder(name);
    equal(made.name, name, 'name of the folder that was answered');
    return made.key;
  } catch (error) {
    if (MapistoreError.is(error) && codes.includes(error.code)) return undefined;
    throw error;
  }
}
