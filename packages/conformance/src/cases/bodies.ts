import { collect } from '@mapistore/core';
import { check, equal, refuses } from '../assert.ts';
import type { ConformanceCase } from '../case.ts';
import { sizedBytes } from '../samples/sized.ts';

/** Sizes around the buffers that programs use. */
const SIZES = [4095, 4096, 4097, 8192, 65_535, 65_536, 65_537, 262_145, 1_048_577];

/** Reading bodies. */
export const bodyCases: readonly ConformanceCase[] = [
  {
    id: 'bodies.sizes',
    title: 'bodies around the sizes of usual buffers come back whole, and say their size',
    spec: 'open-body',
    requires: ['createItem'],
    async run(context) {
      const { mediaType } = context;
      for (const size of SIZES) {
        if (size > (context.traits.maxBodyBytes ?? size)) continue;
        const bytes = sizedBytes(size, mediaType, context.sample());
        const { key } = await context.create({ mediaType, bytes });
        const body = await context.backend.openBody({ folder: context.folder, key, signal: context.signal });
        equal(body.mediaType, mediaType, 'media type');
        const stored = await collect(body);
        check(context.same(bytes, stored), `a body of ${size} bytes came back as ${stored.byteLength} others`);
        if (body.size !== undefined) equal(body.size, stored.byteLength, 'the size it said');
      }
    },
  },
  {
    id: 'bodies.ranges',
    title: 'a range gives exactly its bytes, and what there is of it past the end',
    spec: 'open-body',
    requires: ['createItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { key } = await context.create();
      const whole = await context.bytes(key);
      const all = whole.byteLength;
      for (const [start, end] of [
        [0, 1],
        [1, 2],
        [3, 10],
        [0, all],
        [5, undefined],
        [all - 1, undefined],
        [all - 3, all + 50],
        [all, undefined],
        [all + 9, all + 20],
        [4, 4],
      ] as const) {
        const range = end === undefined ? { start } : { start, end };
        const part = await collect(await backend.openBody({ folder, key, range, signal }));
        check(
          Buffer.compare(part, whole.subarray(start, end)) === 0,
          `bytes ${start} to ${end ?? 'the end'} of ${all} are others`,
        );
      }
    },
  },
  {
    id: 'bodies.missing',
    title: 'a missing item is NOT_FOUND before its first byte',
    spec: 'open-body',
    requires: ['createItem', 'deleteItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { key } = await context.create();
      await backend.deleteItem({ folder, key, signal });
      await context.settle();
      await refuses(backend.openBody({ folder, key, signal }), 'NOT_FOUND', 'opening the body of an item that is gone');
    },
  },
  {
    id: 'bodies.left-early',
    title: 'a body that is left early or never read blocks nothing',
    spec: 'open-body',
    requires: ['createItem'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { key } = await context.create();
      for (let n = 0; n < 3; n++) {
        const unread = await backend.openBody({ folder, key, signal });
        await unread[Symbol.asyncDispose]();
        await unread[Symbol.asyncDispose]();
        for await (const _ of await backend.openBody({ folder, key, signal })) break;
      }
      const bytes = await context.within(context.bytes(key), 'reading after bodies were left early');
      check(bytes.byteLength > 0, 'the body is empty');
    },
  },
];
