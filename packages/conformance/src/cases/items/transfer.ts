import { check, equal, refuses } from '../../assert.ts';
import type { ConformanceCase } from '../../case.ts';
import type { CaseContext } from '../../context.ts';

const RECEIVED = new Date('2015-06-07T08:09:10Z');

/** Copies and moves within a mount. */
export const transferCases: readonly ConformanceCase[] = [
  {
    id: 'transfer.copy',
    title: 'a copy has bytes, flags and date of its source, which stays',
    spec: 'copy-items',
    requires: ['createItem', 'createFolder', 'deleteItem', 'copyItems'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { target, source, bytes, gone } = await prepare(context);
      const results = await backend.copyItems({ folder, keys: [gone, source], to: target, signal });
      await context.settle();
      await transferred(context, results, target, bytes);
      equal(await context.keys(), [source], 'keys of the source folder');
      await context.holds(source, bytes, 'the source');
    },
  },
  {
    id: 'transfer.copy-is-another-item',
    title: 'a copy in the same folder is an item of its own',
    spec: 'copy-items',
    requires: ['createItem', 'deleteItem', 'copyItems'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { key } = await context.create();
      const [result] = await backend.copyItems({ folder, keys: [key], to: folder, signal });
      await context.settle();
      check(result?.ok === true, 'the copy failed');
      await backend.deleteItem({ folder, key, signal });
      await context.settle();
      equal(await context.keys(), [result.value.key], 'keys after the source was deleted');
    },
  },
  {
    id: 'transfer.move',
    title: 'a moved item is in the target with bytes, flags and date, and not in the source',
    spec: 'move-items',
    requires: ['createItem', 'createFolder', 'deleteItem', 'moveItems'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { target, source, bytes, gone } = await prepare(context);
      const results = await backend.moveItems({ folder, keys: [gone, source], to: target, signal });
      await context.settle();
      await transferred(context, results, target, bytes);
      equal(await context.keys(), [], 'keys of the source folder');
    },
  },
  {
    id: 'transfer.move-to-taken-name',
    title: 'a move never costs an item that is in the target already',
    spec: 'move-items',
    requires: ['createItem', 'createFolder', 'moveItems'],
    async run(context) {
      const { backend, folder, signal } = context;
      const target = await context.createFolder();
      const [here, there] = [context.sample(), context.sample()];
      const { key } = await context.create({ name: 'same', bytes: here });
      const other = await context.create({ name: 'same', bytes: there, folder: target.key });
      const [result] = await backend.moveItems({ folder, keys: [key], to: target.key, signal });
      await context.settle();
      check(result?.ok === true, 'the move failed');
      await context.holds(result.value.key, here, 'the moved item', target.key);
      await context.holds(other.key, there, 'the item that was there', target.key);
    },
  },
  {
    id: 'transfer.missing-target',
    title: 'a target that is gone is NOT_FOUND, and what was to be moved is still where it was',
    spec: 'move-items',
    requires: ['createItem', 'createFolder', 'deleteFolder', 'moveItems'],
    async run(context) {
      const { backend, folder, signal } = context;
      const target = await context.createFolder();
      await backend.deleteFolder({ folder: target.key, signal });
      await context.settle();
      const bytes = context.sample();
      const { key } = await context.create({ bytes });
      await refuses(
        backend.moveItems({ folder, keys: [key], to: target.key, signal }),
        'NOT_FOUND',
        'a move to a folder that is gone',
      );
      await context.holds(key, bytes, 'the source');
    },
  },
];

async function prepare(
  context: CaseContext,
): Promise<{ readonly target: string; readonly source: string; readonly gone: string; readonly bytes: Uint8Array }> {
  const target = (await context.createFolder()).key;
  const bytes = context.sample();
  const source = (await context.create({ bytes, flags: ['$flagged'], received: RECEIVED, name: 'travels' })).key;
  const gone = (await context.create()).key;
  await context.backend.deleteItem({ folder: context.folder, key: gone, signal: context.signal });
  await context.settle();
  return { target, source, gone, bytes };
}

async function transferred(
  context: CaseContext,
  results: Awaited<ReturnType<CaseContext['backend']['copyItems']>>,
  target: string,
  bytes: Uint8Array,
): Promise<void> {
  const [missing, done] = results;
  equal(missing?.ok === false && missing.error.code, 'NOT_FOUND', 'result of the missing key');
  check(done?.ok === true, 'the item was not transferred');
  equal(await context.keys(target), [done.value.key], 'keys of the target');
  await context.holds(done.value.key, bytes, 'the item in the target', target);
  const entry = await context.entry(done.value.key, target);
  equal(entry.contentRevision, done.value.contentRevision, 'revision in the target');
  if (context.backend.description.capabilities.setFlags) equal(entry.flags, ['$flagged'], 'flags in the target');
  if (context.traits.keepsReceived) equal(entry.received, RECEIVED, 'date in the target');
}
