import { type BodySource, collect, MapistoreError } from '@mapistore/core';
import { ConformanceFailure, check, equal, refuses } from '../../assert.ts';
import type { ConformanceCase } from '../../case.ts';
import { oddBytes } from '../../samples/odd.ts';

const HOSTILE_NAMES = [
  '../../etc/passwd',
  '/absolute',
  '..',
  '.',
  '.hidden',
  'a\0b',
  'line\nend',
  'CON',
  'x'.repeat(300),
  '日'.repeat(200),
  'trailing. ',
  '\ud800',
  '\u202egnp.exe',
  'same',
  'same',
];

/** Storing items. */
export const createCases: readonly ConformanceCase[] = [
  {
    id: 'items.create.bytes-come-back',
    title: 'what is stored comes back as the backend promises, for each media type it accepts',
    spec: 'bytes',
    requires: ['createItem'],
    async run(context) {
      for (const mediaType of context.mediaTypes) {
        const bytes = context.sample(mediaType);
        const { key } = await context.create({ mediaType, bytes });
        await context.holds(key, bytes, mediaType);
      }
    },
  },
  {
    id: 'items.create.odd-bytes',
    title: 'bytes that nobody would choose are kept or refused, never changed unsaid',
    spec: 'bytes',
    requires: ['createItem'],
    async run(context) {
      // All of them are tried, for there are many and each tells something else.
      const wrong: string[] = [];
      for (const mediaType of context.mediaTypes) {
        for (const [what, bytes] of oddBytes(mediaType, context.sample(mediaType))) {
          try {
            const { key } = await context.create({ mediaType, bytes });
            await context.holds(key, bytes, `${mediaType} with ${what}`);
          } catch (error) {
            if (!MapistoreError.is(error, 'INVALID_CONTENT'))
              wrong.push(error instanceof ConformanceFailure ? error.message : `${mediaType} with ${what}: ${error}`);
          }
        }
      }
      if (wrong.length > 0) throw new ConformanceFailure(wrong.join('; '));
    },
  },
  {
    id: 'items.create.answer-is-listed',
    title: 'key, revisions and size of the answer are those of the listing',
    spec: 'create-item',
    requires: ['createItem'],
    async run(context) {
      const written = await context.create();
      const entry = await context.entry(written.key);
      equal(written.contentRevision, entry.contentRevision, 'content revision');
      equal(written.flagsRevision, entry.flagsRevision, 'flags revision');
      if (written.size !== undefined && entry.size !== undefined) equal(written.size, entry.size, 'size');
    },
  },
  {
    id: 'items.create.read-back',
    title: 'bytes that a backend says it read back are those that a reader gets',
    spec: 'create-item',
    requires: ['createItem'],
    async run(context) {
      const { backend, folder, signal, mediaType } = context;
      // One as it is, and one that XML or a parser changes.
      const plain = context.sample();
      const text = Buffer.from(plain).toString('latin1').replaceAll('\r\n', '\n');
      for (const bytes of [plain, Buffer.from(text.replaceAll(/^(UID|Message-ID):/gim, '$1:other-'), 'latin1')]) {
        const { key, stored } = await context.create({ mediaType, bytes }).catch((error: unknown) => {
          if (MapistoreError.is(error, 'INVALID_CONTENT')) return { key: '', stored: undefined };
          throw error;
        });
        if (stored === undefined) continue;
        const found = await collect(await backend.openBody({ folder, key, signal }));
        check(Buffer.compare(stored, found) === 0, `"${key}" holds other bytes than it was said to`);
      }
    },
  },
  {
    id: 'items.create.equal-items-are-two',
    title: 'the same item stored twice is two items',
    spec: 'create-item',
    requires: ['createItem'],
    async run(context) {
      // A calendar or address book may refuse a second item of the same UID; a mailbox may not.
      const mediaType = context.mediaTypes.find((type) => type === 'message/rfc822' || type === 'text/markdown');
      if (mediaType === undefined) return;
      const bytes = context.sample(mediaType);
      const keys = [(await context.create({ mediaType, bytes })).key, (await context.create({ mediaType, bytes })).key];
      equal(await context.keys(), keys.sort(), 'keys');
      check(keys[0] !== keys[1], 'both have the same key');
    },
  },
  {
    id: 'items.create.missing-folder',
    title: 'a folder that is gone is NOT_FOUND and nothing is stored elsewhere',
    spec: 'create-item',
    requires: ['createItem', 'createFolder', 'deleteFolder'],
    async run(context) {
      const gone = await context.createFolder();
      await context.backend.deleteFolder({ folder: gone.key, signal: context.signal });
      await context.settle();
      await refuses(context.create({ folder: gone.key }), 'NOT_FOUND', 'an item for a folder that is gone');
      equal(await context.keys(), [], 'items of the folder above');
    },
  },
  {
    id: 'items.create.folder-of-folders',
    title: 'a folder that holds folders only is an empty, complete listing, and takes no item',
    spec: 'list-items',
    requires: ['createItem'],
    async run(context) {
      const { backend, signal } = context;
      for (const { key: folder, holdsItems } of await context.folders(1000)) {
        if (holdsItems) continue;
        const call = backend.createItem({ folder, item: context.item(), signal });
        await refuses(call, 'UNSUPPORTED', 'an item for a folder that holds none');
        const page = await backend.listItems({ folder, detail: 'revision', limit: 10, signal });
        equal([page.items, page.listing], [[], 'complete'], 'items and listing of a folder that holds none');
      }
    },
  },
  {
    id: 'items.create.unaccepted-type',
    title: 'a media type that is not accepted is INVALID_CONTENT',
    spec: 'create-item',
    requires: ['createItem'],
    async run(context) {
      const item = context.item({ mediaType: 'application/x-mapistore-unknown', bytes: Buffer.from('?') });
      const call = context.backend.createItem({ folder: context.folder, item, signal: context.signal });
      await refuses(call, 'INVALID_CONTENT', 'a media type that is not accepted');
    },
  },
  {
    id: 'items.create.failing-source',
    title: 'a source that fails in its middle leaves nothing behind',
    spec: 'create-item',
    requires: ['createItem'],
    async run(context) {
      const bytes = context.sample();
      const body: BodySource = {
        mediaType: context.mediaType,
        async *open() {
          yield bytes.subarray(0, Math.floor(bytes.byteLength / 2));
          throw new MapistoreError('UNAVAILABLE', 'The other side went away.');
        },
      };
      await refuses(context.create({ body }), 'UNAVAILABLE', 'a source that fails');
      equal(await context.keys(), [], 'items afterwards');
    },
  },
  {
    id: 'items.create.wrong-size',
    title: 'a source that is shorter or longer than it says is refused and leaves nothing behind',
    spec: 'create-item',
    requires: ['createItem'],
    async run(context) {
      for (const difference of [1, -1]) {
        const bytes = context.sample();
        const { body } = context.item({ bytes });
        const call = context.create({ body: { ...body, size: bytes.byteLength + difference } });
        await refuses(call, 'INVALID_CONTENT', `a source that says ${difference} more bytes than it gives`);
      }
      equal(await context.keys(), [], 'items afterwards');
    },
  },
  {
    id: 'items.create.any-chunks',
    title: 'a source of unknown size may come in any pieces, also from a buffer that is used again',
    spec: 'body-sources',
    requires: ['createItem'],
    async run(context) {
      for (const piece of [1, 7]) {
        const bytes = context.sample();
        const body: BodySource = {
          mediaType: context.mediaType,
          async *open() {
            const buffer = new Uint8Array(piece);
            for (let at = 0; at < bytes.byteLength; at += piece) {
              const part = bytes.subarray(at, at + piece);
              buffer.set(part);
              yield buffer.subarray(0, part.byteLength);
              yield new Uint8Array(0);
            }
          },
        };
        const { key } = await context.create({ body });
        await context.holds(key, bytes, `pieces of ${piece}`);
      }
    },
  },
  {
    id: 'items.create.keeps-flags',
    title: 'flags of a new item are kept or named as refused',
    spec: 'flags',
    requires: ['createItem', 'setFlags'],
    async run(context) {
      const flags = ['$flagged', '$seen', 'mapistore-keyword'];
      const written = await context.create({ flags });
      const entry = await context.entry(written.key);
      const kept = [...(entry.flags ?? []), ...(written.refused ?? [])].filter((flag) => flags.includes(flag));
      equal(kept.sort(), flags, 'flags that are kept, and those that are refused');
      if (context.traits.keywords === 'any')
        equal(written.refused ?? [], [], 'refused by a backend that keeps any keyword');
    },
  },
  {
    id: 'items.create.keeps-received',
    title: 'the date an item came is kept to the second, where the backend says so',
    spec: 'dates',
    requires: ['createItem'],
    async run(context) {
      if (!context.traits.keepsReceived) return;
      for (const received of [new Date('1999-12-31T23:59:59Z'), new Date('2026-03-29T01:30:07Z')]) {
        const { key } = await context.create({ received });
        equal((await context.entry(key)).received, received, 'received');
      }
    },
  },
  {
    id: 'items.create.hostile-names',
    title: 'a wish for a name is made safe or ignored, and never costs another item',
    spec: 'item-names',
    requires: ['createItem'],
    async run(context) {
      const stored = new Map<string, Uint8Array>();
      for (const name of HOSTILE_NAMES) {
        const bytes = context.sample();
        stored.set((await context.create({ name, bytes })).key, bytes);
      }
      equal(await context.keys(), [...stored.keys()].sort(), 'keys');
      equal(stored.size, HOSTILE_NAMES.length, 'number of items');
      for (const [key, bytes] of stored) await context.holds(key, bytes, key);
    },
  },
  {
    id: 'items.create.keys-are-new',
    title: 'the key of a deleted item is not given to another',
    spec: 'keys',
    requires: ['createItem', 'deleteItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      const first = await context.create({ name: 'again' });
      await backend.deleteItem({ folder, key: first.key, signal });
      await context.settle();
      const second = await context.create({ name: 'again' });
      if (first.key === second.key) throw new ConformanceFailure(`the key "${first.key}" is used again`);
    },
  },
];
