import { bytesSource, MapistoreError } from '@mapistore/core';
import { check, equal } from '../assert.ts';
import type { ConformanceCase } from '../case.ts';

/** Calls at the same time. */
export const concurrencyCases: readonly ConformanceCase[] = [
  {
    id: 'concurrency.creates',
    title: 'twenty items stored at once are twenty items with their own bytes',
    spec: 'concurrency',
    requires: ['createItem'],
    async run(context) {
      const all = Array.from({ length: 20 }, () => context.sample());
      const written = await Promise.all(all.map((bytes) => context.create({ bytes, name: 'at once' })));
      equal(await context.keys(), written.map(({ key }) => key).sort(), 'keys');
      for (const [index, { key }] of written.entries())
        await context.holds(key, all[index] ?? new Uint8Array(), `item ${index}`);
    },
  },
  {
    id: 'concurrency.updates',
    title: 'of updates at once with the same revision, an atomic backend does one; any leaves one of the bodies whole',
    spec: 'revisions',
    requires: ['createItem', 'updateItem'],
    async run(context) {
      const { backend, folder, signal, mediaType } = context;
      const given = context.sample();
      const { key, contentRevision } = await context.create({ bytes: given });
      const bodies = Array.from({ length: 5 }, () => context.revised(given));
      const ifRevision = { content: contentRevision };
      const calls = bodies.map((bytes) =>
        backend.updateItem({ folder, key, body: bytesSource(bytes, mediaType), ifRevision, signal }),
      );
      const results = await Promise.allSettled(calls);
      await context.settle();
      const done = results.filter(({ status }) => status === 'fulfilled').length;
      check(done >= 1, 'no update was done');
      if (context.traits.ifRevision === 'atomic') equal(done, 1, 'updates that were done');
      for (const result of results) {
        if (result.status === 'rejected')
          check(
            ['PRECONDITION_FAILED', 'NOT_FOUND'].includes(codeOf(result.reason)),
            `refused with ${codeOf(result.reason)}`,
          );
      }
      const [left] = await context.keys();
      const stored = await context.bytes(left ?? key);
      check(
        bodies.some((bytes) => context.same(bytes, stored)),
        'the item holds none of the bodies',
      );
    },
  },
  {
    id: 'concurrency.folders',
    title: 'of folders made at once with one name, exactly one is made',
    spec: 'create-folder',
    requires: ['createFolder'],
    async run(context) {
      const results = await Promise.allSettled(Array.from({ length: 5 }, () => context.createFolder('At once')));
      equal(results.filter(({ status }) => status === 'fulfilled').length, 1, 'folders that were made');
      for (const result of results)
        if (result.status === 'rejected') equal(codeOf(result.reason), 'ALREADY_EXISTS', 'refusal');
    },
  },
];

function codeOf(error: unknown): string {
  return MapistoreError.is(error) ? error.code : String(error);
}
