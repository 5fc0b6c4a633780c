import { MapistoreError } from '@mapistore/core';
import type { Mutant } from './mutant.ts';

/** Mutants that go wrong under load, over time or when opened again. */
export const restMutants: readonly Mutant[] = [
  {
    id: 'loses-at-once',
    breaks: 'Of items stored at the same time, only some stay.',
    fails: ['concurrency.creates'],
    break(sound) {
      let running = 0;
      return {
        async createItem(request) {
          const others = running++;
          const written = await sound.createItem(request).finally(() => running--);
          if (others > 10) await sound.deleteItem({ ...request, key: written.key });
          return written;
        },
      };
    },
  },
  {
    id: 'twins-at-once',
    breaks: 'A name of a folder that was taken a moment ago is not seen as taken.',
    fails: ['concurrency.folders'],
    break(sound) {
      const making = new Map<string, ReturnType<typeof sound.createFolder>>();
      return {
        createFolder(request) {
          const name = `${request.parent}/${request.name}`;
          const other = making.get(name);
          if (other !== undefined) return other;
          const made = sound.createFolder(request).finally(() => making.delete(name));
          making.set(name, made);
          made.catch(() => {});
          return made;
        },
      };
    },
  },
  {
    id: 'forgets-when-closed',
    breaks: 'Each opening begins with nothing.',
    fails: ['lifecycle.reopened'],
    forgets: true,
  },
  {
    id: 'closes-once',
    breaks: 'Closing a second time is an error.',
    fails: ['lifecycle.closed-twice'],
    break() {
      let closed = false;
      return {
        [Symbol.asyncDispose]: async () => {
          if (closed) throw new MapistoreError('UNEXPECTED', 'It is closed.');
          closed = true;
        },
      };
    },
  },
  {
    id: 'tires-of-updates',
    breaks: 'The third update of an item is answered and not done.',
    fails: ['model.random-operations'],
    break(sound) {
      const updates = new Map<string, number>();
      return {
        async updateItem(request) {
          if (request.ifRevision !== undefined) return sound.updateItem(request);
          const name = `${request.folder} ${request.key}`;
          const count = (updates.get(name) ?? 0) + 1;
          updates.set(name, count);
          if (count < 3) return sound.updateItem(request);
          const { key, contentRevision } = await sound.readItem(request);
          return { key, contentRevision };
        },
      };
    },
  },
];
