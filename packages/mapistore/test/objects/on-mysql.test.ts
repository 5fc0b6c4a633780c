import { join } from 'node:path';
import { PropertyBag, type Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { type Mariadb, startMariadb } from '@mapistore/services';
import { openMysqlState } from '@mapistore/state-sql/mysql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { all, storeOn, temporaryFolder } from '../support.ts';
import { recipient, reread, saved } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: Mariadb;
const stores: Store[] = [];

async function open(): Promise<Store> {
  const store = await storeOn(await openMysqlState({ uri: server.url, password: server.password }));
  stores.push(store);
  return store;
}

beforeAll(async () => {
  [folder, server] = await Promise.all([temporaryFolder(), startMariadb()]);
}, 120_000);
afterAll(async () => {
  for (const store of stores) await store[Symbol.asyncDispose]();
  await server.stop();
  await folder.remove();
});

it('two programs on a MySQL state work with the same messages, names and folders', { timeout: 120_000 }, async () => {
  const [one, two] = [await open(), await open()];
  await one.mounts.add({ path: '/A', uri: `file://${join(folder.path, 'a')}` });
  const names = Array.from({ length: 30 }, (_, index) => ({
    set: p.PROPERTY_SETS.PS_PUBLIC_STRINGS,
    key: `n ${index}`,
  }));
  const ids = await Promise.all(
    [one, two].map(({ namedProperties }) => namedProperties.getIdsFromNames(names, { create: true })),
  );
  expect(ids[0]).toEqual(ids[1]);

  await using message = await one.messages.create('/A');
  await message.set(
    new PropertyBag().set(p.PidTagSubject, 'Grüße 🗂').set(p.PidTagReportTag, new Uint8Array(200_000).fill(3)),
  );
  message.recipients.modify([{ rowId: 2, properties: recipient('Ann').set(p.PidTagRecipientTrackStatus, 1) }]);
  const id = await saved(message);
  expect(await reread(two, id, p.PidTagSubject, p.PidTagReportTag)).toEqual([
    'Grüße 🗂',
    new Uint8Array(200_000).fill(3),
  ]);
  await using other = await two.messages.open(id);
  await other.set(p.PidTagIconIndex, 4);
  await other.saveChanges();
  await message.set(p.PidTagIconIndex, 5);
  await expect(message.saveChanges()).rejects.toMatchObject({ code: 'CONFLICT' });

  await all(two.remove([id], { soft: true }));
  expect(await all(one.recoverable.list('/A'))).toMatchObject([{ id, subject: 'Grüße 🗂' }]);
  await all(one.restore([id]));
  expect(await reread(two, id, p.PidTagIconIndex, p.PidTagDisplayTo)).toEqual([4, 'Ann']);

  await using hidden = await one.messages.create('/A', { associated: true, messageClass: 'IPM.Configuration.X' });
  await saved(hidden);
  expect(await two.messages.associated('/A')).toMatchObject([{ class: 'IPM.Configuration.X' }]);
  await one.folders.special.assign('drafts', '/A');
  await one.folders.receive.set('IPM.Fax', '/A');
  await one.mailbox.set(p.PidTagComment, 'shared');
  await (await one.folders.open('/A')).set(p.PidTagComment, 'drafts');
  expect([(await two.folders.special.get('drafts'))?.path, (await two.folders.receive.get('IPM.Fax.X')).path]).toEqual([
    '/A',
    '/A',
  ]);
  expect([await two.mailbox.get(p.PidTagComment), await (await two.folders.open('/A')).get(p.PidTagComment)]).toEqual([
    'shared',
    'drafts',
  ]);
  expect(await all(two.check({ deep: true }))).toEqual([]);
});
