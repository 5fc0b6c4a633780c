import { createMemoryBackend } from '@mapistore/backend-memory';
import { bytesSource, foldLineEnds, type ItemKind, ROOT_FOLDER } from '@mapistore/core';
import { ConformanceFailure, equal } from '../assert.ts';
import type { ConformanceCase } from '../case.ts';
import { CaseContext } from '../context.ts';

const STEPS = 120;

/** Random sequences of operations, against the memory backend as the model of what must come out. */
export const modelCases: readonly ConformanceCase[] = [
  {
    id: 'model.random-operations',
    title: 'after random operations the backend holds what the memory backend holds',
    spec: 'model',
    requires: ['createItem', 'updateItem', 'deleteItem', 'createFolder'],
    async run(context) {
      const seed = context.harness.seed ?? Math.floor(Math.random() * 2 ** 31);
      try {
        await compare(context, randomFrom(seed));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new ConformanceFailure(`with seed ${seed}: ${reason}; give the harness this seed to repeat it`, {
          cause: error,
        });
      }
    },
  },
];

/** One item in both: its keys, and which of the two folders it is in. */
interface Pair {
  real: string;
  model: string;
  at: number;
  readonly bytes: Uint8Array;
}

const EVERY_KIND: readonly ItemKind[] = ['mail', 'event', 'task', 'note', 'contact', 'journal'];

async function compare(real: CaseContext, random: (below: number) => number): Promise<void> {
  const root = { key: ROOT_FOLDER, holdsFolders: true, kinds: EVERY_KIND };
  const model = new CaseContext({ backend: createMemoryBackend(), harness: real.harness, place: root });
  const folders = [
    [real.folder, (await real.createFolder()).key],
    [model.folder, (await model.createFolder()).key],
  ] as const;
  const place = (side: 0 | 1, at: number): string => folders[side][at] ?? '';
  const { capabilities } = real.backend.description;
  const { signal, mediaType } = real;
  const pairs: Pair[] = [];

  const steps: readonly ((pair: Pair) => Promise<void>)[] = [
    async (pair) => {
      const body = bytesSource(real.revised(pair.bytes), mediaType);
      pair.real = (await real.backend.updateItem({ folder: place(0, pair.at), key: pair.real, body, signal })).key;
      pair.model = (await model.backend.updateItem({ folder: place(1, pair.at), key: pair.model, body, signal })).key;
    },
    async (pair) => {
      await real.backend.deleteItem({ folder: place(0, pair.at), key: pair.real, signal });
      await model.backend.deleteItem({ folder: place(1, pair.at), key: pair.model, signal });
      pairs.splice(pairs.indexOf(pair), 1);
    },
    async (pair) => {
      if (!capabilities.setFlags) return;
      const change = {
        add: random(2) === 0 ? ['$seen'] : ['$flagged'],
        remove: random(2) === 0 ? ['$flagged'] : [],
        signal,
      };
      await real.backend.setFlags({ folder: place(0, pair.at), keys: [pair.real], ...change });
      await model.backend.setFlags({ folder: place(1, pair.at), keys: [pair.model], ...change });
    },
    async (pair) => {
      if (!capabilities.moveItems) return;
      const to = 1 - pair.at;
      const [moved] = await real.backend.moveItems({
        folder: place(0, pair.at),
        keys: [pair.real],
        to: place(0, to),
        signal,
      });
      const [expected] = await model.backend.moveItems({
        folder: place(1, pair.at),
        keys: [pair.model],
        to: place(1, to),
        signal,
      });
      if (moved?.ok !== true || expected?.ok !== true) throw new ConformanceFailure('a move failed');
      Object.assign(pair, { real: moved.value.key, model: expected.value.key, at: to });
    },
  ];

  for (let step = 0; step < STEPS; step++) {
    const pair = pairs[random(pairs.length)];
    if (pair === undefined || (pairs.length < 6 && random(4) === 0)) {
      const at = random(2);
      const wishes = { bytes: real.sample(), flags: random(2) === 0 ? ['$seen'] : [], name: `name ${random(3)}` };
      const created = await real.create({ ...wishes, folder: place(0, at) });
      pairs.push({
        real: created.key,
        model: (await model.create({ ...wishes, folder: place(1, at), mediaType })).key,
        at,
        bytes: wishes.bytes,
      });
    } else {
      // Updates are the most likely, deletions the least.
      await steps[[0, 0, 0, 1, 2, 2, 3][random(7)] ?? 0]?.(pair);
    }
    if (step % 20 !== 19 && step !== STEPS - 1) continue;
    await real.settle();
    for (const at of [0, 1]) {
      const flags = capabilities.setFlags;
      equal(
        await contents(real, place(0, at), flags),
        await contents(model, place(1, at), flags),
        `contents of folder ${at} after step ${step}`,
      );
    }
  }
}

/** What a folder holds, without what differs between backends. */
async function contents(context: CaseContext, folder: string, withFlags: boolean): Promise<readonly string[]> {
  const items = await context.list(folder, 7);
  const lines: string[] = [];
  for (const { key, flags } of items) {
    const text = Buffer.from(foldLineEnds(await context.bytes(key, folder))).toString('latin1');
    // A server may write an item anew: what tells its version is in it wherever it stands.
    const ids = [...text.matchAll(/sample[- ](\d+)|-(\d{12})/gi)].map(([id]) => id.toLowerCase()).sort();
    lines.push(`${ids.length > 0 ? ids.join(' ') : text} ${withFlags ? (flags ?? []).join(' ') : ''}`);
  }
  return lines.sort();
}

/** A small generator (mulberry32): the same numbers for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}
