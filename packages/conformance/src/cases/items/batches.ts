import { collect } from '@mapistore/core';
import { check, equal } from '../../assert.ts';
import type { ConformanceCase } from '../../case.ts';

/** Many items in one call: the same answers as one by one. */
export const batchCases: readonly ConformanceCase[] = [
  {
    id: 'batches.get-items',
    title: '`getItems` gives what `readItem` gives, in the order of the keys, NOT_FOUND for the missing',
    spec: 'batches',
    requires: ['createItem', 'deleteItem', 'getItems'],
    async run(context) {
      const { backend, folder, signal } = context;
      const [one, gone, two] = [
        (await context.create()).key,
        (await context.create()).key,
        (await context.create()).key,
      ];
      await backend.deleteItem({ folder, key: gone, signal });
      await context.settle();
      const results = await backend.getItems({ folder, keys: [two, gone, one], signal });
      const got = results.map((result) => (result.ok ? result.value : result.error.code));
      const read = async (key: string): Promise<unknown> => backend.readItem({ folder, key, signal });
      equal(got, [await read(two), 'NOT_FOUND', await read(one)], 'results');
    },
  },
  {
    id: 'batches.open-bodies',
    title: '`openBodies` gives what `openBody` gives, each once; a missing key is left out',
    spec: 'batches',
    requires: ['createItem', 'deleteItem', 'openBodies'],
    async run(context) {
      const { backend, folder, signal } = context;
      const given = new Map<string, Uint8Array>();
      for (let n = 0; n < 3; n++) {
        const bytes = context.sample();
        given.set((await context.create({ bytes })).key, bytes);
      }
      const gone = (await context.create()).key;
      await backend.deleteItem({ folder, key: gone, signal });
      await context.settle();
      const seen: string[] = [];
      for await (const { key, body } of backend.openBodies({ folder, keys: [...given.keys(), gone], signal })) {
        seen.push(key);
        check(
          context.same(given.get(key) ?? new Uint8Array(), await collect(body)),
          `the body of "${key}" is another one`,
        );
      }
      equal(seen.sort(), [...given.keys()].sort(), 'keys that came');
    },
  },
  {
    id: 'batches.create-items',
    title: 'one bad item does not stop the rest, and each result stands in the place of its item',
    spec: 'batches',
    requires: ['createItem', 'createItems'],
    async run(context) {
      const { backend, folder, signal } = context;
      const bytes = [context.sample(), context.sample(), context.sample()];
      const bad = context.item({ mediaType: 'application/x-mapistore-unknown', bytes: Buffer.from('?') });
      const sound = bytes.map((each) =>
        context.item({ bytes: each, received: new Date('2021-03-04T05:06:07Z'), name: 'same' }),
      );
      const results = await backend.createItems({
        folder,
        items: [sound[0] ?? bad, bad, sound[1] ?? bad, sound[2] ?? bad],
        signal,
      });
      await context.settle();
      equal(
        results.map((result) => (result.ok ? 'stored' : result.error.code)),
        ['stored', 'INVALID_CONTENT', 'stored', 'stored'],
        'results',
      );
      const written = results.flatMap((result) => (result.ok ? [result.value] : []));
      for (const [index, { key, contentRevision }] of written.entries()) {
        await context.holds(key, bytes[index] ?? new Uint8Array(), `item ${index}`);
        const entry = await context.entry(key);
        equal(entry.contentRevision, contentRevision, 'revision in the listing');
        if (context.traits.keepsReceived)
          equal(entry.received, new Date('2021-03-04T05:06:07Z'), 'date in the listing');
      }
      equal(await context.keys(), written.map(({ key }) => key).sort(), 'keys');
    },
  },
  {
    id: 'batches.delete-items',
    title: 'each deletion has its own result, and one that is refused does not stop the rest',
    spec: 'batches',
    requires: ['createItem', 'deleteItem', 'deleteItems'],
    async run(context) {
      const { backend, folder, signal } = context;
      const [one, kept, gone, other] = [
        await context.create(),
        await context.create(),
        await context.create(),
        await context.create(),
      ];
      await backend.deleteItem({ folder, key: gone.key, signal });
      await context.settle();
      const items = [
        { key: one.key },
        { key: kept.key, ifRevision: { content: `${kept.contentRevision}-old` } },
        { key: gone.key },
      ];
      const results = await backend.deleteItems({ folder, items, signal });
      await context.settle();
      equal(
        results.map((result) => result.ok || result.error.code),
        [true, 'PRECONDITION_FAILED', true],
        'results',
      );
      equal(await context.keys(), [kept.key, other.key].sort(), 'keys that are left');
    },
  },
  {
    id: 'batches.nothing-asked',
    title: 'no keys give no results',
    spec: 'batches',
    requires: ['getItems'],
    async run({ backend, folder, signal }) {
      equal(await backend.getItems({ folder, keys: [], signal }), [], 'results for no keys');
    },
  },
];
