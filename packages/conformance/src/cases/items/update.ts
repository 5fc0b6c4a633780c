import { bytesSource, collect } from '@mapistore/core';
import { check, equal, need, refuses } from '../../assert.ts';
import type { ConformanceCase } from '../../case.ts';

/** Replacing the bytes of items. */
export const updateCases: readonly ConformanceCase[] = [
  {
    id: 'items.update.replaces-bytes',
    title: 'the new bytes take the place of the old ones, and there is still one item',
    spec: 'update-item',
    requires: ['createItem', 'updateItem'],
    async run(context) {
      const { backend, folder, signal, mediaType } = context;
      const given = context.sample();
      const { key } = await context.create({ bytes: given });
      const bytes = context.revised(given);
      const written = await backend.updateItem({ folder, key, body: bytesSource(bytes, mediaType), signal });
      await context.settle();
      equal(await context.keys(), [written.key], 'keys');
      await context.holds(written.key, bytes, 'the updated item');
    },
  },
  {
    id: 'items.update.read-back',
    title: 'bytes that a backend says it read back are those that a reader gets',
    spec: 'update-item',
    requires: ['createItem', 'updateItem'],
    async run(context) {
      const { backend, folder, signal, mediaType } = context;
      const given = context.sample();
      const { key: before } = await context.create({ bytes: given });
      const body = bytesSource(context.revised(given), mediaType);
      const { key, stored } = await backend.updateItem({ folder, key: before, body, signal });
      if (stored === undefined) return;
      const found = await collect(await backend.openBody({ folder, key, signal }));
      check(Buffer.compare(stored, found) === 0, `"${key}" holds other bytes than it was said to`);
    },
  },
  {
    id: 'items.update.changes-revision',
    title: 'the content revision changes with the bytes, and the answer tells the new one',
    spec: 'revisions',
    requires: ['createItem', 'updateItem'],
    async run(context) {
      const { backend, folder, signal, mediaType } = context;
      const given = context.sample();
      const created = await context.create({ bytes: given });
      const body = bytesSource(context.revised(given), mediaType);
      const updated = await backend.updateItem({ folder, key: created.key, body, signal });
      await context.settle();
      check(
        updated.key !== created.key || updated.contentRevision !== created.contentRevision,
        'the revision is the old one',
      );
      equal((await context.entry(updated.key)).contentRevision, updated.contentRevision, 'revision in the listing');
    },
  },
  {
    id: 'items.update.keeps-flags-and-date',
    title: 'flags and date of an item stay when its bytes are replaced',
    spec: 'update-item',
    requires: ['createItem', 'updateItem'],
    async run(context) {
      const { backend, folder, signal, mediaType } = context;
      const bytes = context.sample();
      const { key } = await context.create({
        bytes,
        flags: ['$flagged'],
        received: new Date('2020-02-29T12:00:00Z'),
      });
      const before = await context.entry(key);
      const body = bytesSource(context.revised(bytes), mediaType);
      const updated = await backend.updateItem({ folder, key, body, signal });
      await context.settle();
      const after = await context.entry(updated.key);
      equal([after.flags, after.received], [before.flags, before.received], 'flags and date');
    },
  },
  {
    id: 'items.update.stale-revision-is-refused',
    title: 'an update with an old revision is refused and changes nothing; with the right one it is done',
    spec: 'revisions',
    requires: ['createItem', 'updateItem'],
    async run(context) {
      const { backend, folder, signal, mediaType } = context;
      const given = context.sample();
      const created = await context.create({ bytes: given });
      const bytes = context.revised(given);
      const source = bytesSource(bytes, mediaType);
      const ifRevision = { content: created.contentRevision };
      const updated = await backend.updateItem({ folder, key: created.key, body: source, ifRevision, signal });
      await context.settle();
      const body = bytesSource(context.revised(given), mediaType);
      const stale = backend.updateItem({
        folder,
        key: updated.key,
        body,
        ifRevision: { content: `${updated.contentRevision}-old` },
        signal,
      });
      await refuses(stale, 'PRECONDITION_FAILED', 'an update with an old revision');
      await context.holds(updated.key, bytes, 'the item after the refusal');
    },
  },
  {
    id: 'items.update.missing',
    title: 'an item that is gone is NOT_FOUND and does not come back',
    spec: 'update-item',
    requires: ['createItem', 'updateItem', 'deleteItem'],
    async run(context) {
      const { backend, folder, signal, mediaType } = context;
      const given = context.sample();
      const { key } = await context.create({ bytes: given });
      await backend.deleteItem({ folder, key, signal });
      await context.settle();
      const body = bytesSource(context.revised(given), mediaType);
      await refuses(
        backend.updateItem({ folder, key, body, signal }),
        'NOT_FOUND',
        'an update of an item that is gone',
      );
      equal(await context.keys(), [], 'keys afterwards');
      need(key, 'key');
    },
  },
];
