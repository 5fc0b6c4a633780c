import { equal } from '../assert.ts';
import type { ConformanceCase } from '../case.ts';

/** Opening, closing and opening again. */
export const lifecycleCases: readonly ConformanceCase[] = [
  {
    id: 'lifecycle.reopened',
    title: 'a second opening sees the same keys, revisions and bytes',
    spec: 'keys',
    requires: ['createItem'],
    async run(context) {
      const { folder, harness, signal } = context;
      const bytes = context.sample();
      const { key } = await context.create({ bytes });
      const before = await context.list();
      const second = await harness.open();
      const page = await second.listItems({ folder, detail: 'revision', limit: 10, signal });
      equal(
        page.items.map((item) => [item.key, item.contentRevision, item.flagsRevision]),
        before.map((item) => [item.key, item.contentRevision, item.flagsRevision]),
        'items of the second opening',
      );
      equal(page.items[0]?.key, key, 'key');
      await second[Symbol.asyncDispose]();
    },
  },
  {
    id: 'lifecycle.closed-twice',
    title: 'closing twice does no harm, and closes no other opening',
    spec: 'lifecycle',
    requires: [],
    async run(context) {
      const second = await context.harness.open();
      await second[Symbol.asyncDispose]();
      await second[Symbol.asyncDispose]();
      await context.keys();
    },
  },
];
