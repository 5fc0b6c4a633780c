import { headOf, MAX_HEAD_BYTES } from '@mapistore/core';
import { check, equal, need, refuses } from '../../assert.ts';
import type { ConformanceCase } from '../../case.ts';

/** Reading one item's entry. */
export const readCases: readonly ConformanceCase[] = [
  {
    id: 'items.read.head',
    title: 'the head is the header block of a mail with its empty line, or the start of anything else',
    spec: 'heads',
    requires: ['createItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      for (const mediaType of context.mediaTypes) {
        const { key } = await context.create({ mediaType });
        const { head } = await backend.readItem({ folder, key, signal });
        const expected = headOf(await context.bytes(key), mediaType);
        check(
          Buffer.compare(need(head, 'the head is missing'), expected) === 0,
          `the head of ${mediaType} is not the start of its bytes`,
        );
        check(
          (await context.list(folder, 10, 'head')).every((entry) => entry.head !== undefined),
          'an entry has no head',
        );
      }
    },
  },
  {
    id: 'items.read.head-is-bounded',
    title: 'the head of what is no mail ends at the limit, however large the item',
    spec: 'heads',
    requires: ['createItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      if (!context.mediaTypes.includes('text/markdown')) return;
      const bytes = Buffer.alloc(MAX_HEAD_BYTES + 1, 'note\n');
      const { key } = await context.create({ mediaType: 'text/markdown', bytes });
      const { head } = await backend.readItem({ folder, key, signal });
      equal(head?.byteLength, MAX_HEAD_BYTES, 'length of the head');
    },
  },
  {
    id: 'items.read.missing',
    title: 'an item that is gone is NOT_FOUND, and the error says by whom and where',
    spec: 'errors',
    requires: ['createItem', 'deleteItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { key } = await context.create();
      await backend.deleteItem({ folder, key, signal });
      await context.settle();
      const error = await refuses(
        backend.readItem({ folder, key, signal }),
        'NOT_FOUND',
        'reading an item that is gone',
      );
      equal(error.details.operation, 'readItem', 'operation in the error');
      check(error.details.backend, 'the error does not name its backend');
      check(error.message.length > 0, 'the error has no message');
    },
  },
];
