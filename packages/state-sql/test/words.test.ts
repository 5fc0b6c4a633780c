import { type StateStore, WORD_FIELDS } from '@mapistore/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { row } from './support.ts';

const { subject, body, addresses, attachments } = WORD_FIELDS;
const ALL = subject | body | addresses | attachments;

describe.each(['sqlite', 'mysql'] as const)('the index of words on %s', (kind) => {
  let database: TestDatabase;
  let state: StateStore;
  beforeAll(async () => {
    database = await databases[kind]();
  });
  afterAll(() => database[Symbol.asyncDispose]());
  beforeEach(async () => {
    state = await (await database.place())();
    await state.write((tx) =>
      tx.contents.insert([
        row(1, {}, { received: 5 }),
        row(2, {}, { received: 9 }),
        row(3, {}, { received: 5, folderId: 2 }),
      ]),
    );
    return () => state[Symbol.asyncDispose]();
  });

  const enter = (itemId: number, words: Readonly<Record<string, number>>): Promise<void> =>
    state.write((tx) => tx.words.put([{ itemId, words: new Map(Object.entries(words)) }]));
  const search = (
    text: string,
    rest: { folderIds?: readonly number[]; fields?: number } = {},
  ): Promise<readonly number[]> =>
    state.read((tx) =>
      tx.words.search({
        words: text.split(' ').map((word) => ({ word: word.replace('*', ''), isPrefix: word.endsWith('*') })),
        fields: ALL,
        limit: 10,
        ...rest,
      }),
    );
  const missing = (): Promise<readonly number[]> => state.read((tx) => tx.words.missing({ limit: 10 }));

  it('finds what has all words, in some folders or all, the newest first', async () => {
    await enter(1, { offer: subject, büro: body });
    await enter(2, { offer: body });
    await enter(3, { offering: body, 'büro ': body });
    expect(await search('offer')).toEqual([2, 1]);
    expect(await search('offer büro')).toEqual([1]);
    expect(await search('offer*')).toEqual([2, 3, 1]);
    expect(await search('offer*', { folderIds: [2] })).toEqual([3]);
    expect(await search('offer', { fields: subject })).toEqual([1]);
    expect(await search('buro')).toEqual([]);
  });

  it('tells what has no entry, and forgets an item whose content or overlay changes, or that goes', async () => {
    expect(await missing()).toEqual([3, 2, 1]);
    for (const itemId of [1, 2, 3]) await enter(itemId, { word: body });
    expect(await missing()).toEqual([]);
    await state.write((tx) => tx.contents.updateItem(1, { flags: '$seen' }));
    expect(await missing()).toEqual([]);
    await state.write((tx) => tx.contents.updateItem(1, { fingerprint: 'other' }));
    const overlay = {
      itemId: 2,
      property: 'PidTagSubject',
      op: 'set',
      value: '"x"',
      type: null,
      overSha256: null,
    } as const;
    await state.write((tx) => tx.overlay.put([overlay]));
    expect([await missing(), await search('word')]).toEqual([[2, 1], [3]]);
    await state.write((tx) => tx.contents.forgetFolder(2));
    expect(await search('word')).toEqual([]);
  });

  it('enters an item again in place of what was known of it', async () => {
    await enter(1, { old: body, both: body });
    await enter(1, { new: body, both: subject });
    expect([await search('old'), await search('new'), await search('both', { fields: body })]).toEqual([[], [1], []]);
  });
});
