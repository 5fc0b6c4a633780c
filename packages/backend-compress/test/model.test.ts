import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Backend, bytesSource, collect, type ItemEntry, MapistoreError } from '@mapistore/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMount } from './mounts.ts';
import { signal, temporaryFolder, withArchive } from './support.ts';

const FULL = process.env['MAPISTORE_TEST_FULL'] === '1';
const folder = temporaryFolder();
let archives = 0;

/** What should be there: by key, in each of two folders. */
type Model = readonly [Map<string, string>, Map<string, string>];

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constant('create' as const),
      side: fc.nat(1),
      text: fc.nat(20),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constantFrom('update' as const, 'flag' as const, 'delete' as const, 'copy' as const, 'move' as const),
      side: fc.nat(1),
      pick: fc.nat(50),
      text: fc.nat(20),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constantFrom('compact' as const, 'reopen' as const, 'lose index' as const, 'repair' as const),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function body(text: number) {
  const part = Buffer.from(`part ${text % 4} `.repeat(700))
    .toString('base64')
    .replaceAll(/.{76}/g, '$&\r\n');
  return bytesSource(
    Buffer.from(
      `Subject: ${text}\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n${text}\r\n--x\r\n\r\n${part}\r\n--x--\r\n`,
    ),
    'message/rfc822',
  );
}

/** What an item is, in a word: its bytes and its flags. */
function word(bytes: Uint8Array, flags: readonly string[] = []): string {
  return `${createHash('sha256').update(bytes).digest('hex')} ${flags.join(' ')}`;
}

class Run {
  readonly place: string = join(folder, String(archives++));
  readonly model: Model = [new Map(), new Map()];
  readonly #query: string;
  readonly #folders: [string, string] = ['', ''];
  #backend: Backend | undefined;

  constructor(query: string) {
    this.#query = query;
  }

  get backend(): Backend {
    return this.#backend as Backend;
  }

  async begin(): Promise<void> {
    await this.#open();
    this.#folders[1] = (await this.backend.createFolder?.({ parent: '', name: 'Other', signal }))?.key ?? '';
  }

  async #open(): Promise<void> {
    await this.#backend?.[Symbol.asyncDispose]();
    this.#backend = await openMount({ folder: this.place, query: this.#query });
  }

  async end(): Promise<void> {
    await this.compare();
    await this.#backend?.[Symbol.asyncDispose]();
    await withArchive({ folder: this.place }, async (archive) => {
      for await (const problem of archive.check({ signal })) expect(problem).toBeUndefined();
    });
  }

  async compare(): Promise<void> {
    for (const side of [0, 1] as const) {
      const found = new Map<string, string>();
      const { items } = await this.backend.listItems({
        folder: this.#folders[side],
        detail: 'revision',
        limit: 1000,
        signal,
      });
      for (const item of items) found.set(item.key, await this.#word(side, item));
      expect(found).toEqual(this.model[side]);
    }
  }

  async #word(side: 0 | 1, { key, flags }: Pick<ItemEntry, 'key' | 'flags'>): Promise<string> {
    return word(await collect(await this.backend.openBody({ folder: this.#folders[side], key, signal })), flags);
  }

  async do(each: Step): Promise<void> {
    switch (each.op) {
      case 'create': {
        const side = each.side as 0 | 1;
        const bodies = Array.from({ length: each.count }, (_, at) => body(each.text + at));
        const items = bodies.map((source) => ({ body: source, flags: ['$seen'] }));
        const results = await this.backend.createItems?.({ folder: this.#folders[side], items, signal });
        for (const [index, result] of (results ?? []).entries())
          if (result.ok) this.model[side].set(result.value.key, word(bodies[index]?.bytes as Uint8Array, ['$seen']));
        return;
      }
      case 'reopen':
        return this.#open();
      case 'lose index':
        await this.#backend?.[Symbol.asyncDispose]();
        for (const suffix of ['', '-wal', '-shm']) rmSync(join(this.place, `index.sqlite${suffix}`), { force: true });
        return this.#open();
      case 'compact':
      case 'repair':
        await withArchive({ folder: this.place }, async (archive) => {
          if (each.op === 'repair') expect((await archive.repair({ signal })).problems).toEqual([]);
          else await archive.compact({ signal, packing: { level: 1, headLevel: 1 } });
        });
        return;
      default:
        return this.#change(each.op, each.side as 0 | 1, each.pick, each.text);
    }
  }

  async #change(
    op: 'update' | 'flag' | 'delete' | 'copy' | 'move',
    side: 0 | 1,
    pick: number,
    text: number,
  ): Promise<void> {
    const keys = [...this.model[side].keys()];
    const key = keys[pick % Math.max(1, keys.length)];
    if (key === undefined) return;
    const [from, to] = [this.#folders[side], this.#folders[1 - side] as string];
    const before = this.model[side].get(key) ?? '';
    const flags = before.split(' ').slice(1);
    if (op === 'update') {
      const source = body(text);
      await this.backend.updateItem?.({ folder: from, key, body: source, signal });
      this.model[side].set(key, word(source.bytes as Uint8Array, flags));
    } else if (op === 'flag') {
      const [result] =
        (await this.backend.setFlags?.({
          folder: from,
          keys: [key],
          add: ['$flagged', `k${text}`],
          remove: ['$seen'],
          signal,
        })) ?? [];
      if (result?.ok !== true) throw result?.error ?? new Error('no result');
      this.model[side].set(key, `${before.split(' ')[0]} ${result.value.flags.join(' ')}`);
    } else if (op === 'delete') {
      await this.backend.deleteItem?.({ folder: from, key, signal });
      this.model[side].delete(key);
    } else {
      const work = op === 'copy' ? this.backend.copyItems : this.backend.moveItems;
      const [result] = (await work?.({ folder: from, keys: [key], to, signal })) ?? [];
      if (result?.ok !== true) throw result?.error ?? new MapistoreError('UNEXPECTED', 'no result');
      this.model[1 - side]?.set(result.value.key, before);
      if (op === 'move') this.model[side].delete(key);
    }
  }
}

test.each(['indexFrom=0', 'indexFrom=10000'])(
  'any sequence of writes, compactions, losses of the index and repairs keeps what there is (%s)',
  {
    timeout: 900_000,
  },
  async (query) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
        const run = new Run(query);
        await run.begin();
        for (const each of steps) await run.do(each);
        await run.end();
        if (query === 'indexFrom=10000') expect(existsSync(join(run.place, 'index.sqlite'))).toBe(false);
        rmSync(run.place, { recursive: true, force: true });
      }),
      { numRuns: FULL ? 100 : 12, ...(FULL ? {} : { seed: 20_260_302 }) },
    );
  },
);
