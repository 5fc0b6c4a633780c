import { bodyFrom, MapistoreError, type Result } from '@mapistore/core';
import type { FullBackend } from '../context.ts';
import type { Mutant } from './mutant.ts';

/** Mutants that read bodies wrongly. */
export const bodyMutants: readonly Mutant[] = [
  {
    id: 'cuts-at-64k',
    breaks: 'A body ends after its first 65,536 bytes.',
    fails: ['bodies.sizes', 'items.create.odd-bytes', 'cancellation.mid-body'],
    break: (sound) => ({
      async openBody(request) {
        const body = await sound.openBody(request);
        async function* first(): AsyncIterable<Uint8Array> {
          for await (const chunk of body) {
            yield chunk;
            return;
          }
        }
        return bodyFrom(first(), { mediaType: body.mediaType });
      },
    }),
  },
  {
    id: 'wrong-body-size',
    breaks: 'A body says one byte more than it has.',
    fails: ['bodies.sizes'],
    break: (sound) => ({
      async openBody(request) {
        const body = await sound.openBody(request);
        return bodyFrom(body, { mediaType: body.mediaType, size: (body.size ?? 0) + 1 });
      },
    }),
  },
  {
    id: 'end-is-inclusive',
    breaks: 'The last byte of a range is the one at its end.',
    fails: ['bodies.ranges'],
    break: (sound) => ({
      openBody: ({ range, ...request }) =>
        sound.openBody({
          ...request,
          ...(range !== undefined && { range: range.end === undefined ? range : { ...range, end: range.end + 1 } }),
        }),
    }),
  },
  {
    id: 'finds-out-late',
    breaks: 'A missing item is told only when its body is read.',
    fails: ['bodies.missing'],
    break: (sound) => ({
      async openBody(request) {
        try {
          return await sound.openBody(request);
        } catch (error) {
          if (!MapistoreError.is(error)) throw error;
          async function* late(): AsyncIterable<Uint8Array> {
            yield* [];
            throw error;
          }
          return bodyFrom(late(), { mediaType: 'message/rfc822' });
        }
      },
    }),
  },
  {
    id: 'one-body-at-a-time',
    breaks: 'A body that was disposed of unread keeps the connection for ever.',
    fails: ['bodies.left-early'],
    break(sound) {
      // Per folder, so that one case does not stop all that follow.
      const blocked = new Set<string>();
      return {
        async openBody(request) {
          if (blocked.has(request.folder)) throw new MapistoreError('UNAVAILABLE', 'The connection is in use.');
          const body = await sound.openBody(request);
          let read = false;
          return {
            ...body,
            async *[Symbol.asyncIterator]() {
              read = true;
              yield* body;
            },
            [Symbol.asyncDispose]: async () => {
              if (!read) blocked.add(request.folder);
            },
          };
        },
      };
    },
  },
  {
    id: 'get-items-unordered',
    breaks: '`getItems` gives its results in the order of the folder.',
    fails: ['batches.get-items'],
    break: (sound) => ({ getItems: async (request) => sound.getItems({ ...request, keys: [...request.keys].sort() }) }),
  },
  {
    id: 'get-items-adds-one',
    breaks: '`getItems` gives a result where nothing was asked.',
    fails: ['batches.nothing-asked'],
    break: (sound) => ({
      async getItems(request) {
        request.signal.throwIfAborted();
        const missing = { ok: false, error: new MapistoreError('NOT_FOUND', 'Nothing.') } as const;
        return request.keys.length === 0 ? [missing] : sound.getItems(request);
      },
    }),
  },
  {
    id: 'open-bodies-swaps',
    breaks: '`openBodies` gives bodies under the keys of others.',
    fails: ['batches.open-bodies'],
    break: (sound) => ({
      async *openBodies(request) {
        for await (const { key, body } of sound.openBodies(request)) {
          const other = request.keys.find((each) => each !== key) ?? key;
          await body[Symbol.asyncDispose]();
          yield { key, body: await sound.openBody({ ...request, key: other }) };
        }
      },
    }),
  },
  {
    id: 'create-items-stops',
    breaks: '`createItems` stores nothing after the first bad item.',
    fails: ['batches.create-items'],
    break: (sound) => ({
      async createItems(request) {
        const results: Result<Awaited<ReturnType<FullBackend['createItem']>>>[] = [];
        for (const item of request.items) {
          const failed = results.find((result) => !result.ok);
          const [result] = failed === undefined ? await sound.createItems({ ...request, items: [item] }) : [failed];
          if (result !== undefined) results.push(result);
        }
        request.signal.throwIfAborted();
        return results;
      },
    }),
  },
  {
    id: 'delete-items-all-or-nothing',
    breaks: '`deleteItems` ignores revisions.',
    fails: ['batches.delete-items'],
    break: (sound) => ({
      deleteItems: (request) => sound.deleteItems({ ...request, items: request.items.map(({ key }) => ({ key })) }),
    }),
  },
  {
    id: 'copy-loses-flags',
    breaks: 'A copy has no flags.',
    fails: ['transfer.copy'],
    break: (sound) => ({
      async copyItems(request) {
        const results = await sound.copyItems(request);
        const keys = results.flatMap((result) => (result.ok ? [result.value.key] : []));
        await sound.setFlags({ folder: request.to, keys, add: [], remove: ['$flagged'], signal: request.signal });
        return results;
      },
    }),
  },
  {
    id: 'copy-is-a-link',
    breaks: 'A copy in the same folder is the item itself.',
    fails: ['transfer.copy-is-another-item'],
    break: (sound) => ({
      copyItems: (request) => (request.folder === request.to ? sound.moveItems(request) : sound.copyItems(request)),
    }),
  },
  {
    id: 'move-copies',
    breaks: 'A moved item stays in its source as well.',
    fails: ['transfer.move', 'model.random-operations'],
    break: (sound) => ({
      moveItems: (request) => (request.folder === request.to ? sound.moveItems(request) : sound.copyItems(request)),
    }),
  },
  {
    id: 'move-replaces',
    breaks: 'A move empties the target first.',
    fails: ['transfer.move-to-taken-name', 'model.random-operations'],
    break: (sound) => ({
      async moveItems(request) {
        const { to: folder, signal } = request;
        if (folder === request.folder) return sound.moveItems(request);
        const { items } = await sound.listItems({ folder, detail: 'revision', limit: 100_000, signal });
        for (const { key } of items) await sound.deleteItem({ folder, key, signal });
        return sound.moveItems(request);
      },
    }),
  },
  {
    id: 'move-deletes-first',
    breaks: 'A move takes the item from its source before it looks for the target.',
    fails: ['transfer.missing-target'],
    break: (sound) => ({
      async moveItems(request) {
        const { folders } = await sound.listFolders({ limit: 100_000, signal: request.signal });
        if (!folders.some(({ key }) => key === request.to)) {
          for (const key of request.keys) await sound.deleteItem({ ...request, key });
        }
        return sound.moveItems(request);
      },
    }),
  },
];
