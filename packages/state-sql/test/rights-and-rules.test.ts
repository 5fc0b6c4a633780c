import type { DeliveryRow, FolderRow, OutgoingRow, PermissionRow, RuleRow, StateStore } from '@mapistore/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { row } from './support.ts';

const folder: FolderRow = {
  folderId: 1,
  parentId: null,
  name: '',
  nameKey: '',
  mountId: null,
  backendKey: null,
  holdsItems: 0,
  holdsFolders: 1,
  kinds: '',
  role: null,
  revision: null,
  token: null,
  syncedAt: null,
  createdCn: 1,
  cn: 1,
};

const permission = (memberId: number, rights: number, folderId = 1): PermissionRow => ({
  folderId,
  memberId,
  member: `Member ${memberId}`,
  memberKey: `member ${memberId}`,
  rights,
  privateItems: 0,
});

const rule = (ruleId: number, more: Partial<RuleRow> = {}): RuleRow => ({
  ruleId,
  folderId: 1,
  kind: 'standard',
  sequence: 10,
  state: 1,
  name: 'Ü',
  provider: 'P',
  level: 0,
  userFlags: 4_000_000_000,
  providerData: Uint8Array.of(0, 255),
  condition: '{"type":"flag"}',
  actions: '[]',
  ...more,
});

describe.each(['sqlite', 'mysql'] as const)('on %s', (kind) => {
  let database: TestDatabase;
  let state: StateStore;
  beforeAll(async () => {
    database = await databases[kind]();
  });
  afterAll(() => database[Symbol.asyncDispose]());
  beforeEach(async () => {
    state = await (await database.place())();
  });
  afterEach(() => state[Symbol.asyncDispose]());

  it('permissions are added, replaced by member, and deleted', async () => {
    await state.write((tx) => tx.permissions.put([permission(7, 1), permission(0, 2), permission(-1, 3)]));
    await state.write((tx) => tx.permissions.put([permission(7, 9), permission(7, 5, 2)]));
    const rights = (rows: readonly PermissionRow[]) => rows.map(({ memberId, rights: bits }) => [memberId, bits]);
    expect(rights(await state.read((tx) => tx.permissions.ofFolder(1)))).toEqual([
      [-1, 3],
      [0, 2],
      [7, 9],
    ]);
    expect(rights(await state.read((tx) => tx.permissions.all())).at(-1)).toEqual([7, 5]);
    await state.write((tx) => tx.permissions.delete(1, [7, 0]));
    expect(await state.read((tx) => tx.permissions.ofFolder(1))).toEqual([permission(-1, 3)]);
  });

  it('rules come in their order, with every value as it was', async () => {
    await state.write((tx) => tx.rules.insert([rule(3), rule(2, { sequence: 20 }), rule(1), rule(4, { folderId: 2 })]));
    const rules = await state.read((tx) => tx.rules.ofFolder(1));
    expect(rules.map(({ ruleId }) => ruleId)).toEqual([1, 3, 2]);
    expect({ ...rules[0], providerData: Buffer.from(rules[0]?.providerData ?? []).toString('hex') }).toEqual({
      ...rule(1),
      providerData: '00ff',
    });
    await state.write((tx) => tx.rules.update(1, { state: 3, condition: null, providerData: null }));
    expect((await state.read((tx) => tx.rules.ofFolder(1)))[0]).toMatchObject({ state: 3, condition: null });
  });

  it('what rules remember is found by the letter, and forgotten by its beginning and age', async () => {
    await state.write(async (tx) => {
      await tx.rules.remember(1, 'oof:ann', 5);
      await tx.rules.remember(1, 'oof:ann', 6);
      await tx.rules.remember(1, 'sent:x', 5);
      await tx.rules.remember(2, 'sent:y', 50);
    });
    const known = () =>
      state.read(async (tx) => [
        await tx.rules.remembers(1, 'oof:ann'),
        await tx.rules.remembers(1, 'oof:ANN'),
        await tx.rules.remembers(1, 'sent:x'),
        await tx.rules.remembers(2, 'sent:y'),
      ]);
    expect(await known()).toEqual([true, false, true, true]);
    await state.write((tx) => tx.rules.forget('sent:', 10));
    expect(await known()).toEqual([true, false, false, true]);
    await state.write((tx) => tx.rules.forget('oof:'));
    expect(await known()).toEqual([false, false, false, true]);
    await state.write((tx) => tx.rules.delete([2]));
    expect(await known()).toEqual([false, false, false, false]);
  });

  it('rights, limits, rules and templates go with their folder', async () => {
    await state.write(async (tx) => {
      await tx.folders.insert(folder);
      await tx.permissions.put([permission(7, 1), permission(7, 1, 2)]);
      await tx.quotas.put({ folderId: 1, warnBytes: null, maxBytes: 10, maxItems: null });
      await tx.rules.insert([rule(1), rule(2, { folderId: 2 })]);
      await tx.rules.remember(1, 'oof:ann', 5);
      await tx.rules.putTemplate({ guid: 'g', folderId: 1, item: '{}' });
      await tx.folders.delete(1);
    });
    expect(
      await state.read(async (tx) => [
        (await tx.permissions.all()).length,
        (await tx.quotas.all()).length,
        (await tx.rules.ofFolder(1)).length,
        (await tx.rules.ofFolder(2)).length,
        await tx.rules.remembers(1, 'oof:ann'),
        await tx.rules.template('g'),
      ]),
    ).toEqual([1, 0, 0, 1, false, undefined]);
  });

  it('usage is what lies there and what is begun; of the store without what only moves', async () => {
    await state.write(async (tx) => {
      await tx.contents.insert([
        row(1, { size: 100 }),
        row(2, {}, { storedSize: 20 }),
        row(3, { size: 3 }, { folderId: 2 }),
      ]);
      const intent = {
        sessionId: 's',
        mountId: 1,
        folderId: 1,
        checkpoint: null,
        fingerprint: 'f',
        sha256: '',
        size: 1000,
        lineEnds: new Uint8Array(0),
        phase: 'writing',
        backendKey: null,
        sourceMid: null,
        sourceFolderId: null,
        sourceKey: null,
        payload: '{}',
        at: 1,
      } as const;
      await tx.intents.insert([
        { ...intent, intentId: 1, kind: 'create' },
        { ...intent, intentId: 2, kind: 'move', size: 5000 },
      ]);
    });
    expect(await state.read((tx) => tx.quotas.usage(1))).toEqual({ items: 4, bytes: 6120 });
    expect(await state.read((tx) => tx.quotas.usage(2))).toEqual({ items: 1, bytes: 3 });
    expect(await state.read((tx) => tx.quotas.usage(9))).toEqual({ items: 0, bytes: 0 });
    expect(await state.read((tx) => tx.quotas.usage())).toEqual({ items: 4, bytes: 1123 });
    await state.write(async (tx) => {
      await tx.quotas.put({ folderId: 0, warnBytes: 1, maxBytes: null, maxItems: 3 });
      await tx.quotas.put({ folderId: 0, warnBytes: null, maxBytes: 9_000_000_000, maxItems: null });
    });
    expect(await state.read((tx) => tx.quotas.all())).toEqual([
      { folderId: 0, warnBytes: null, maxBytes: 9_000_000_000, maxItems: null },
    ]);
    await state.write((tx) => tx.quotas.delete(0));
    expect(await state.read((tx) => tx.quotas.all())).toEqual([]);
  });

  it('what folders hold is in step after any change, and counted anew where somebody wrote past the tables', async () => {
    const usage = async () =>
      state.read(async (tx) => [await tx.quotas.usage(1), await tx.quotas.usage(2), await tx.quotas.usage()]);
    await state.write(async (tx) => {
      await tx.contents.insert([row(1, { size: 10 }), row(2, { size: 5 }), row(3, {}, { storedSize: 7, folderId: 2 })]);
      await tx.contents.insertMembership(row(4, {}, { mid: 40, itemId: 1, folderId: 2, backendKey: 'k40' }).membership);
    });
    expect(await usage()).toEqual([
      { items: 2, bytes: 15 },
      { items: 2, bytes: 17 },
      { items: 4, bytes: 32 },
    ]);
    await state.write(async (tx) => {
      await tx.contents.updateItem(1, { size: 100 });
      await tx.contents.updateItem(3, { size: 70, subject: 'x' });
      await tx.contents.updateMembership(3, { storedSize: 1 });
      await tx.contents.updateMembership(2, { folderId: 2, backendKey: 'k2b' });
    });
    expect(await usage()).toEqual([
      { items: 1, bytes: 100 },
      { items: 3, bytes: 175 },
      { items: 4, bytes: 275 },
    ]);
    await state.write(async (tx) => {
      await tx.contents.deleteMemberships([1, 40, 999]);
      expect(await tx.quotas.miscounted()).toEqual([]);
    });
    expect(await usage()).toEqual([
      { items: 0, bytes: 0 },
      { items: 2, bytes: 75 },
      { items: 2, bytes: 75 },
    ]);
    await state.write((tx) => tx.contents.forgetFolder(2));
    expect((await usage())[2]).toEqual({ items: 0, bytes: 0 });
  });

  it('a delivery is found by its mark, and forgotten some time after it is done', async () => {
    const delivery = (deliveryId: number, mark: string): DeliveryRow => ({
      deliveryId,
      folderId: 1,
      mark,
      sessionId: 's',
      phase: 'storing',
      itemId: null,
      plan: '',
      at: deliveryId,
    });
    await state.write(async (tx) => {
      for (const [id, mark] of [
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ] as const)
        await tx.deliveries.insert(delivery(id, mark));
      await tx.deliveries.update(1, { phase: 'done', itemId: 5 });
      await tx.deliveries.update(2, { phase: 'acting', plan: '{"ü":1}' });
    });
    expect(await state.read((tx) => tx.deliveries.byMark(1, 'b'))).toMatchObject({ deliveryId: 2, plan: '{"ü":1}' });
    expect(await state.read((tx) => tx.deliveries.byMark(2, 'b'))).toBeUndefined();
    const again = state.write((tx) => tx.deliveries.insert(delivery(9, 'b')));
    await expect(again).rejects.toThrow();
    expect((await state.read((tx) => tx.deliveries.open())).map(({ deliveryId }) => deliveryId)).toEqual([2, 3]);
    await state.write(async (tx) => {
      await tx.deliveries.purge(1);
      expect(await tx.deliveries.get(1)).toMatchObject({ itemId: 5 });
      await tx.deliveries.purge(2);
      expect(await tx.deliveries.get(1)).toBeUndefined();
      await tx.deliveries.delete(3);
    });
    expect((await state.read((tx) => tx.deliveries.open())).map(({ deliveryId }) => deliveryId)).toEqual([2]);
  });

  it('what is to be sent and what is deferred comes oldest first', async () => {
    const outgoing = (outgoingId: number): OutgoingRow => ({
      outgoingId,
      kind: 'forward',
      itemId: 1,
      ruleId: 1,
      recipients: '[]',
      properties: '[]',
      mediaType: 'message/rfc822',
      blob: 'x',
      size: 1,
      sessionId: null,
      takenUntil: null,
      at: 1,
    });
    await state.write(async (tx) => {
      for (const id of [2, 1]) await tx.outgoing.insert(outgoing(id));
      await tx.outgoing.update(2, { sessionId: 's', takenUntil: 5 });
      for (const deferredId of [4, 3])
        await tx.deferred.insert({ deferredId, kind: 'action', itemId: deferredId, properties: '[]', at: 1 });
      await tx.deferred.update(4, { properties: '[1]' });
    });
    expect(await state.read((tx) => tx.outgoing.all())).toEqual([
      outgoing(1),
      { ...outgoing(2), sessionId: 's', takenUntil: 5 },
    ]);
    expect((await state.read((tx) => tx.deferred.all())).map(({ deferredId }) => deferredId)).toEqual([3, 4]);
    expect(await state.read((tx) => tx.deferred.ofItem(4))).toMatchObject([{ properties: '[1]' }]);
    await state.write(async (tx) => {
      await tx.outgoing.delete(1);
      await tx.deferred.delete([3]);
    });
    expect((await state.read((tx) => tx.outgoing.all())).map(({ outgoingId }) => outgoingId)).toEqual([2]);
    expect((await state.read((tx) => tx.deferred.all())).map(({ deferredId }) => deferredId)).toEqual([4]);
  });
});
