import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ListingCondition } from '@mapistore/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqliteState } from '../src/index.ts';
import { row, temporaryFolder } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const KEPT: ListingCondition = { type: 'folded', column: 'subject', match: 'full', value: 'kept' };

/** What the third step of the schema brought. */
const TIMES = ['startsAt', 'endsAt', 'allDay', 'recurrence', 'clipStart', 'clipEnd', 'uid'];

/** The tables of the fourth. */
const OBJECTS = [
  'namedProperties',
  'folderProperties',
  'specialFolders',
  'receiveFolders',
  'associated',
  'recoverable',
  'itemBlobs',
];

/** Those of change synchronisation. */
const CHANGE_SYNC = ['replicas', 'lineage', 'idRanges'];

/** Those of rights, limits and rules. */
const RIGHTS = 'permissions quotas folderUsage rules ruleMemory replyTemplates deliveries outgoing deferred'.split(' ');

/** Tables that later steps brought. */
const LATER = ['searches', 'searchHits', 'listing', 'listingTexts', 'texts', 'words'];

it('a state from before there were times is brought up to date, with all that is in it', async () => {
  const file = join(folder.path, 'state.sqlite');
  const before = await openSqliteState({ file });
  await before.write((tx) => tx.contents.insert([row(1, { subject: 'kept' })]));
  await before[Symbol.asyncDispose]();
  const old = new DatabaseSync(file);
  for (const table of LATER) old.exec(`drop table "${table}"`);
  old.exec('drop index items_uid');
  for (const column of TIMES) old.exec(`alter table items drop column "${column}"`);
  old.exec('alter table items drop column creator; alter table overlay drop column "type"');
  for (const table of [...OBJECTS, ...CHANGE_SYNC, ...RIGHTS]) old.exec(`drop table "${table}"`);
  for (const index of ['memberships_folderId_cn_mid', 'memberships_folderId_readCn']) old.exec(`drop index ${index}`);
  old.exec('alter table memberships drop column "readCn"; alter table journal drop column "otherMid"');
  old.exec("update meta set value = '2' where key = 'schema'");
  old.close();

  const state = await openSqliteState({ file });
  try {
    const [found] = await state.read((tx) => tx.contents.byMids([1]));
    expect(found).toMatchObject({ subject: 'kept', startsAt: null, allDay: 0, uid: null });
    expect(await state.read((tx) => tx.listing.count({ folderId: 1, where: KEPT }))).toBe(1);
    await state.write((tx) => tx.contents.updateItem(1, { startsAt: 5, clipStart: 5, clipEnd: 9, uid: 'u' }));
    const span = { folderId: 1, afterMid: 0, limit: 10 };
    const mids = async (from: number, to: number): Promise<readonly number[]> =>
      (await state.read((tx) => tx.contents.within({ ...span, from, to }))).map(({ mid }) => mid);
    expect([await mids(0, 4), await mids(9, 12), await mids(6, 7), await mids(10, 12)]).toEqual([[], [1], [1], []]);
    expect((await state.read((tx) => tx.contents.byUids(1, ['u', 'v']))).map(({ mid }) => mid)).toEqual([1]);
  } finally {
    await state[Symbol.asyncDispose]();
  }
});
