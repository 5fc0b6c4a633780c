import { isUtf8 } from 'node:buffer';
import { bytesSource, collect, type ItemKind, ROOT_FOLDER } from '@mapistore/core';
import type { FullBackend } from '../context.ts';
import { caught } from './caught.ts';
import type { Mutant } from './mutant.ts';

/** A backend that writes calendar objects and vCards anew, and gets something wrong at it. */
const rewrites =
  (change: (text: string) => string) =>
  (sound: FullBackend): Partial<FullBackend> => ({
    async createItem(request) {
      const { body } = request.item;
      if (body.mediaType !== 'text/calendar' && body.mediaType !== 'text/vcard') return sound.createItem(request);
      const text = Buffer.from(await collect(body.open({ signal: request.signal }))).toString('latin1');
      const changed = bytesSource(Buffer.from(change(text), 'latin1'), body.mediaType);
      return sound.createItem({ ...request, item: { ...request.item, body: changed } });
    },
  });

/** Mutants that mind kinds, or what stands in calendar objects and vCards, wrongly. */
export const kindMutants: readonly Mutant[] = [
  {
    id: 'kind-is-ignored',
    breaks: 'A folder is made for mail, whatever it was asked for.',
    fails: ['kinds.folder-of-a-kind'],
    break: (sound) => ({
      createFolder: (request) =>
        sound.createFolder(request.kind === undefined ? request : { ...request, kind: 'mail' }),
    }),
  },
  {
    id: 'kind-is-only-said',
    breaks: 'A folder says that it holds one kind, and takes all.',
    fails: ['kinds.other-is-refused'],
    break(sound) {
      const kinds = new Map<string, readonly ItemKind[]>();
      return {
        async createFolder({ kind, ...request }) {
          const made = await sound.createFolder(request);
          if (kind === undefined) return made;
          kinds.set(made.key, [kind]);
          return { ...made, kinds: [kind] };
        },
        async listFolders(request) {
          const page = await sound.listFolders(request);
          return {
            ...page,
            folders: page.folders.map((each) => ({ ...each, kinds: kinds.get(each.key) ?? each.kinds })),
          };
        },
      };
    },
  },
  {
    id: 'tasks-have-no-state',
    breaks: 'The state of a task is lost.',
    fails: ['kinds.is-kept', 'kinds.same-uid', 'kinds.long-lines', 'kinds.unknown-properties', 'kinds.languages'],
    break: rewrites((text) => text.replaceAll('STATUS:NEEDS-ACTION\r\n', '')),
  },
  {
    id: 'uid-replaces',
    breaks: 'An item takes the place of the one that has its UID.',
    fails: ['kinds.same-uid'],
    break: (sound) => ({
      async createItem(request) {
        const { body } = request.item;
        if (body.mediaType !== 'text/calendar') return sound.createItem(request);
        const uidOf = (bytes: Uint8Array): string | undefined =>
          /^UID:.*$/m.exec(Buffer.from(bytes).toString('latin1'))?.[0];
        const uid = uidOf(await collect(body.open({ signal: request.signal })));
        const { folder, signal } = request;
        const { items } = await sound.listItems({ folder, detail: 'head', limit: 100_000, signal });
        const same = items.find(({ head }) => uid !== undefined && head !== undefined && uidOf(head) === uid);
        return same === undefined
          ? sound.createItem(request)
          : sound.updateItem({ folder, key: same.key, body, signal });
      },
    }),
  },
  {
    id: 'floating-is-utc',
    breaks: 'A floating time becomes one in UTC.',
    fails: ['kinds.times'],
    break: rewrites((text) => text.replaceAll(/^DTSTART:(2026\d{4}T\d{6})\r$/gm, 'DTSTART:$1Z\r')),
  },
  {
    id: 'exceptions-are-rules',
    breaks: 'A date that a series leaves out comes back.',
    fails: ['kinds.series'],
    break: rewrites((text) => text.replaceAll(/^EXDATE.*\r\n/gm, '')),
  },
  {
    id: 'cuts-long-values',
    breaks: 'A description ends after 1,000 characters.',
    fails: ['kinds.long-lines'],
    break: rewrites((text) =>
      text
        .replaceAll('\r\n ', '')
        .replaceAll(/^((?:DESCRIPTION|NOTE):[^\r]{1000})[^\r]*/gm, '$1')
        .replaceAll(/(.{70})(?=.)/g, '$1\r\n '),
    ),
    options: { bytes: 'normalising' },
  },
  {
    id: 'knows-better',
    breaks: 'A property that it does not know is left out.',
    fails: ['kinds.unknown-properties'],
    break: rewrites((text) => text.replaceAll(/^X-MAPISTORE-ONE.*\r\n/gm, '')),
  },
  {
    id: 'composes-text',
    breaks: 'Text is composed (NFC) on its way.',
    fails: ['kinds.languages'],
    break: rewrites((text) => {
      const bytes = Buffer.from(text, 'latin1');
      return isUtf8(bytes) ? Buffer.from(bytes.toString('utf8').normalize()).toString('latin1') : text;
    }),
  },
  {
    id: 'stores-in-the-root',
    breaks: 'A root that holds folders only takes an item all the same.',
    fails: ['items.create.folder-of-folders'],
    break: (sound) => ({
      async listFolders(request) {
        const page = await sound.listFolders(request);
        return { ...page, folders: page.folders.map((each) => ({ ...each, holdsItems: each.key !== ROOT_FOLDER })) };
      },
    }),
  },
  {
    id: 'lifts-folders',
    breaks: 'Where folders have one level, a folder for another one is made beside it.',
    fails: ['folders.create.one-level'],
    options: { folders: 'one-level' },
    break: (sound) => ({
      createFolder: caught(sound.createFolder, 'UNSUPPORTED', (request) =>
        sound.createFolder({ ...request, parent: ROOT_FOLDER }),
      ),
    }),
  },
];
