import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteState } from '@mapistore/state-sql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';

describe.each(['sqlite', 'mysql'] as const)('a state on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await databases[kind]();
  });
  afterAll(() => database[Symbol.asyncDispose]());

  it('keeps nothing of a transaction that failed', async () => {
    await using state = await (await database.place())();
    const failure = state.write(async (tx) => {
      await tx.take('cn', 5);
      await tx.meta.set('colour', 'red');
      throw new Error('half way');
    });
    await expect(failure).rejects.toThrow('half way');
    expect(await state.read((tx) => tx.meta.get('colour'))).toBeUndefined();
    expect(await state.write((tx) => tx.take('cn', 1))).toBe(1);
  });

  it('gives two programs on one file numbers that never meet', async () => {
    const open = await database.place();
    await using first = await open();
    await using second = await open();
    const taken: number[] = [];
    for (let round = 0; round < 20; round++) {
      for (const state of [first, second]) taken.push(await state.write((tx) => tx.take('cn', 3)));
    }
    expect(taken).toEqual(Array.from({ length: 40 }, (_, index) => index * 3 + 1));
  });

  it('refuses a state of a later version', async () => {
    const open = await database.place();
    await using state = await open();
    await state.write((tx) => tx.meta.set('schema', '999'));
    await expect(open()).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
  });

  it('hands a lease to one holder at a time, with a higher token for each new one', async () => {
    await using state = await (await database.place())();
    const acquire = (who: string, now: number) => state.write((tx) => tx.leases.acquire('sync:1', who, now + 10, now));
    expect(await acquire('a', 0)).toBe(1);
    expect(await acquire('b', 5)).toBeUndefined();
    expect(await acquire('b', 11)).toBe(2);
    expect(await state.read((tx) => tx.leases.holds('sync:1', 1))).toBe(false);
  });
});

describe('the embedded state', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mapistore-state-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('says that a file is no state, and leaves it alone', async () => {
    const file = join(folder, 'state.sqlite');
    await writeFile(file, 'this is not a database, but a letter to my aunt, and a long one at that. '.repeat(20));
    await expect(openSqliteState({ file })).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
  });

  it('says where a state cannot be made', async () => {
    await expect(openSqliteState({ file: join(folder, 'missing', 'state.sqlite') })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});
