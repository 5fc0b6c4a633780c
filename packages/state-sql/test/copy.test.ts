import type { StateStore } from '@mapistore/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { copyState } from '../src/index.ts';
import { databases, type TestDatabase } from './databases.ts';
import { row } from './support.ts';

vi.setConfig({ testTimeout: 180_000 });

const both: TestDatabase[] = [];
beforeAll(async () => {
  for (const kind of ['sqlite', 'mysql'] as const) both.push(await databases[kind]());
});
afterAll(async () => {
  for (const each of both) await each[Symbol.asyncDispose]();
});

/** Something in every kind of column: text of all planes, bytes, nothing, large numbers, spaces at the end. */
async function fill(state: StateStore, items = 1_200): Promise<void> {
  await state.write(async (tx) => {
    const first = await tx.take('cn', items);
    await tx.contents.insert(
      Array.from({ length: items }, (_, index) =>
        row(
          index + 1,
          { subject: `Grüße 🗂 ${index} `, sent: index % 3 === 0 ? null : -index, size: 2 ** 40 + index },
          { cn: first + index, backendKey: `key ${index} ` },
        ),
      ),
    );
    await tx.journal.append(
      Array.from({ length: items }, (_, index) => ({
        cn: first + index,
        folderId: 1,
        itemId: index + 1,
        mid: index + 1,
        change: 'created' as const,
        otherFolderId: null,
        at: index,
      })),
    );
    for (let piece = 0; piece < 20; piece++) await tx.blobs.append('upload', piece, Buffer.alloc(100_000, piece));
    await tx.blobs.finish('upload', 'digest', 2_000_000);
    await tx.secrets.put('name', new Uint8Array([0, 255, 10]));
    await tx.contents.markSeen(1, ['a', 'a ', 'A'], 7);
    await tx.overlay.put([
      { itemId: 1, property: 'PidTagSubject', op: 'set', value: '"x"', type: null, overSha256: null },
    ]);
  });
}

describe.each([
  [0, 1],
  [1, 0],
])('a state', (from, to) => {
  const open = async (which: number) => (await (both[which] as TestDatabase).place())();

  it(`is copied from ${['SQLite', 'MySQL'][from]} to ${['SQLite', 'MySQL'][to]} with every row`, async () => {
    await using source = await open(from);
    await using target = await open(to);
    await fill(source);
    let switched = 0;
    const copied = await copyState(source, target, {
      switchOver: async () => {
        switched++;
      },
    });
    expect(switched).toBe(1);
    expect(copied).toMatchObject({ items: 1_200, memberships: 1_200, journal: 1_200, blobPieces: 20, seen: 3 });
    const replicas = await Promise.all([source, target].map((each) => each.read((tx) => tx.meta.get('replica'))));
    expect(replicas[0]).toBe(replicas[1]);
    expect(await target.write((tx) => tx.take('cn', 1))).toBe(1_201);
    const find = (state: StateStore) => state.read((tx) => tx.contents.byKeys(1, ['key 7 ', 'key 7']));
    expect(await find(target)).toEqual(await find(source));
    // And back, to one more: the target is now a state like any other.
    await using third = await open(from);
    await copyState(target, third, { switchOver: async () => undefined });
  });

  it('that was copied half is copied again from its beginning', async () => {
    await using source = await open(from);
    await using target = await open(to);
    await fill(source, 30);
    const stop = new AbortController();
    const half = copyState(source, target, {
      signal: stop.signal,
      progress: ({ table }) => {
        if (table === 'memberships') stop.abort();
      },
      switchOver: () => Promise.reject(new Error('never')),
    });
    await expect(half).rejects.toThrow(/abort/u);
    await expect(copyState(target, source, { switchOver: async () => undefined })).rejects.toMatchObject({
      code: 'STATE_CORRUPT',
    });
    // What cannot be switched to is copied again too.
    const refused = copyState(source, target, { switchOver: () => Promise.reject(new Error('read only')) });
    await expect(refused).rejects.toThrow('read only');
    await copyState(source, target, { switchOver: async () => undefined });
    expect((await target.read((tx) => tx.contents.count(1))).items).toBe(30);
  });
});

describe('a copy', () => {
  it('is refused where there is a state already, where others are at work, and onto itself', async () => {
    const place = await (both[0] as TestDatabase).place();
    await using source = await place();
    await using target = await (await (both[1] as TestDatabase).place())();
    const copy = () => copyState(source, target, { switchOver: async () => undefined });
    await target.write((tx) => tx.take('id', 1));
    await expect(copy()).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    await source.write((tx) =>
      tx.leases.beat({ sessionId: 's', host: 'elsewhere', pid: 1, expiresAt: Date.now() + 60_000 }),
    );
    await expect(copy()).rejects.toMatchObject({ code: 'BUSY' });
    await source.write((tx) => tx.leases.end('s'));
    await using again = await place();
    await expect(copyState(source, again, { switchOver: async () => undefined })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    expect(await target.write((tx) => tx.take('id', 1))).toBe(2);
  });

  it('is not switched to where the source changed meanwhile', async () => {
    await using source = await (await (both[0] as TestDatabase).place())();
    await using target = await (await (both[1] as TestDatabase).place())();
    await fill(source, 5);
    let isSwitched = false;
    let changing: Promise<void> | undefined;
    const copy = copyState(source, target, {
      progress: ({ step }) => {
        if (step === 'verifying') changing ??= source.write((tx) => tx.meta.set('late', 'x'));
      },
      switchOver: async () => {
        isSwitched = true;
      },
    });
    await expect(copy).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
    await changing;
    expect(isSwitched).toBe(false);
  });
});
