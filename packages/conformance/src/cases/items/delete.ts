import { check, equal, refuses } from '../../assert.ts';
import type { ConformanceCase } from '../../case.ts';

/** Deleting items. */
export const deleteCases: readonly ConformanceCase[] = [
  {
    id: 'items.delete.only-the-one',
    title: 'the item is gone, and no other with it',
    spec: 'delete-item',
    requires: ['createItem', 'deleteItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      const keys: string[] = [];
      for (let n = 0; n < 3; n++) keys.push((await context.create()).key);
      await backend.deleteItem({ folder, key: keys[1] ?? '', signal });
      await context.settle();
      equal(await context.keys(), [keys[0], keys[2]].sort(), 'keys that are left');
    },
  },
  {
    id: 'items.delete.missing-is-success',
    title: 'deleting an item that is gone succeeds, so that a repeat does no harm',
    spec: 'delete-item',
    requires: ['createItem', 'deleteItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { key } = await context.create();
      await backend.deleteItem({ folder, key, signal });
      await context.settle();
      await backend.deleteItem({ folder, key, signal });
    },
  },
  {
    id: 'items.delete.missing-with-revision',
    title: 'deleting an item that is gone is refused where a revision was named',
    spec: 'delete-item',
    requires: ['createItem', 'deleteItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { key, contentRevision } = await context.create();
      await backend.deleteItem({ folder, key, signal });
      await context.settle();
      const call = backend.deleteItem({ folder, key, ifRevision: { content: contentRevision }, signal });
      await refuses(call, 'PRECONDITION_FAILED', 'a deletion with a revision of what is gone');
    },
  },
  {
    id: 'items.delete.stale-revision-is-refused',
    title: 'a deletion with an old revision is refused and the item stays; with the right one it is done',
    spec: 'revisions',
    requires: ['createItem', 'deleteItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { key, contentRevision } = await context.create();
      const stale = backend.deleteItem({ folder, key, ifRevision: { content: `${contentRevision}-old` }, signal });
      await refuses(stale, 'PRECONDITION_FAILED', 'a deletion with an old revision');
      equal(await context.keys(), [key], 'keys after the refusal');
      await backend.deleteItem({ folder, key, ifRevision: { content: contentRevision }, signal });
      await context.settle();
      check((await context.keys()).length === 0, 'the item is still there');
    },
  },
];
