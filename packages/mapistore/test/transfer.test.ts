import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edit, Hooks, idsOf, lying, Place, put, side, subjectsOf } from './memory.ts';
import { all, cat, mail, sources } from './support.ts';

const { signal } = new AbortController();
let place: Place;
let hooks: Hooks;
beforeEach(async () => {
  place = await Place.make();
  hooks = new Hooks();
});
afterEach(() => place[Symbol.asyncDispose]());

type Opened = Awaited<ReturnType<Place['open']>>;

async function importInto(store: Opened, path: string, ...bytes: readonly Uint8Array[]): Promise<readonly string[]> {
  return (await all(store.import(path, sources(bytes)))).map(({ id }) => id as string);
}

const lfMail = (subject: string): Uint8Array =>
  Buffer.from(Buffer.from(mail(subject)).toString().replaceAll('\r\n', '\n'));

describe('a copy', () => {
  it('keeps its source, is an item of its own, and has the same bytes, flags and date [MS-OXCFOLD_R159 R14902 R15102]', async () => {
    const [a, b] = [await side('aa'), await side('bb', { bytes: 'normalising' })];
    const store = await place.mounted({ '/A': a, '/B': b });
    const received = new Date('2020-02-03T04:05:06Z');
    const body = sources([lfMail('x')])[0]?.body as never;
    const [{ id } = { id: '' }] = await all(
      store.import('/A', [{ label: 'x', body, received, flags: ['$seen', 'later'] }]),
    );
    for (const to of ['/B', '/A']) {
      const [result] = await all(store.copy([id as string], to));
      expect(result).toMatchObject({ id, outcome: 'copied' });
      expect(result?.newId).not.toBe(id);
      expect(await cat(store, result?.newId as string)).toEqual(lfMail('x'));
      expect(await store.items.get(result?.newId as string)).toMatchObject({
        path: to,
        date: received,
        flags: ['$seen', 'later'],
      });
    }
    expect(await cat(store, id as string)).toEqual(lfMail('x'));
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});

describe('an item that is named twice', () => {
  it('is copied, moved and removed once', async () => {
    const [a, b] = [await side('aa'), await side('bb')];
    const store = await place.mounted({ '/A': a, '/B': b });
    const [id = ''] = await importInto(store, '/A', mail('x'));
    expect(await all(store.copy([id, id], '/B'))).toMatchObject([{ outcome: 'copied' }]);
    expect(await all(store.plan([id, id], '/B'))).toMatchObject([{ outcome: 'fits' }]);
    expect(await all(store.move([id, id], '/B'))).toMatchObject([{ outcome: 'moved' }]);
    expect(await all(store.remove([id, id]))).toMatchObject([{ outcome: 'removed' }]);
    expect((await all(store.items.list('/B'))).map(({ subject }) => subject)).toEqual(['x']);
  });
});

describe('flags and dates that a backend does not hold', () => {
  it('are kept by core and come back where they are held', async () => {
    const [a, none, some] = [
      await side('aa'),
      await side('nn', { without: ['setFlags'], keepsReceived: false }),
      await side('ss', { keywords: 'none' }),
    ];
    const store = await place.mounted({ '/A': a, '/None': none, '/Some': some });
    const received = new Date('2020-02-03T04:05:06Z');
    const body = sources([mail('x')])[0]?.body as never;
    const [{ id } = { id: '' }] = await all(
      store.import('/A', [{ label: 'x', body, received, flags: ['$flagged', 'later'] }]),
    );
    for (const to of ['/Some', '/None', '/Some', '/A', '/None', '/A']) {
      expect(await all(store.move([id as string], to))).toMatchObject([{ outcome: 'moved' }]);
      await all(store.sync());
      expect(await store.items.get(id as string)).toMatchObject({
        path: to,
        date: received,
        flags: ['$flagged', 'later'],
      });
    }
    const { items } = await a.outside.listItems({ signal, folder: '', limit: 9, detail: 'revision' });
    expect(items[0]).toMatchObject({ flags: ['$flagged', 'later'], received });
  });

  it('do not keep what others took away: only what was refused is kept', async () => {
    const a = await side('aa');
    const store = await place.mounted({ '/A': a });
    const key = await put(a, mail('x'), { flags: ['$seen', 'later'] });
    await all(store.sync());
    const [id] = (await idsOf(store, '/A')) as [string];
    await a.outside.setFlags({ signal, folder: '', keys: [key], add: [], remove: ['$seen'] });
    await store.items.setFlags([id], { add: ['$flagged'] });
    await all(store.sync());
    expect((await store.items.get(id)).flags).toEqual(['$flagged', 'later']);
    expect(await all(store.check())).toEqual([]);
  });

  it('are changed and taken away again where core keeps them', async () => {
    const some = await side('ss', { keywords: 'none' });
    const store = await place.mounted({ '/Some': some });
    const [id] = (await importInto(store, '/Some', mail('x'))) as [string];
    await store.items.setFlags([id], { add: ['$seen', 'later', 'work'] });
    await all(store.sync());
    expect((await store.items.get(id)).flags).toEqual(['$seen', 'later', 'work']);
    await store.items.setFlags([id], { remove: ['later'] });
    await all(store.sync());
    expect((await store.items.get(id)).flags).toEqual(['$seen', 'work']);
    await expect(store.items.setFlags([id], { add: ['two words'] })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });
});

describe('a source that changes while it is moved', () => {
  it.each(['found out at the backend', 'synchronised before the end'])(
    'is kept with its change, and the copy goes: %s',
    async (how) => {
      const [a, b] = [await side('aa'), await side('bb')];
      const store = await place.mounted({ '/A': a, '/B': b }, { hooks });
      const key = await put(a, mail('before'));
      await put(a, mail('calm'));
      await all(store.sync());
      const ids = await idsOf(store, '/A');
      hooks.on('/B', 'createItems', 'after', async () => {
        await edit(a, key, mail('changed'));
        if (how.startsWith('sync')) await all(store.sync('/A'));
      });
      const results = await all(store.move(ids, '/B'));
      expect(results.map(({ outcome, error }) => [outcome, error?.code])).toEqual([
        ['failed', 'CONFLICT'],
        ['moved', undefined],
      ]);
      expect(await lying(a)).toEqual([Buffer.from(mail('changed')).toString()]);
      expect(await lying(b)).toEqual([Buffer.from(mail('calm')).toString()]);
      await all(store.sync());
      expect(await cat(store, ids[0] as string)).toEqual(mail('changed'));
      expect(await all(store.move(ids, '/B'))).toMatchObject([{ outcome: 'moved' }, { outcome: 'unchanged' }]);
      expect(await all(store.check({ deep: true }))).toEqual([]);
    },
  );

  it('takes a flag that was set meanwhile along', async () => {
    const [a, b] = [await side('aa'), await side('bb')];
    const store = await place.mounted({ '/A': a, '/B': b }, { hooks });
    const [id] = (await importInto(store, '/A', mail('x'))) as [string];
    hooks.on('/B', 'createItem', 'after', () => store.items.setFlags([id], { add: ['$seen'] }));
    expect(await all(store.move([id], '/B'))).toMatchObject([{ outcome: 'moved' }]);
    await all(store.sync());
    expect((await store.items.get(id)).flags).toEqual(['$seen']);
  });

  it.each(['bb', 'no flags'])('takes a flag along that others set and no synchronisation has seen: %s', async (to) => {
    const a = await side('aa');
    const b = await side('bb', to === 'bb' ? {} : { without: ['setFlags'] });
    const store = await place.mounted({ '/A': a, '/B': b });
    const keys = [await put(a, mail('x'), { flags: ['work'] }), await put(a, mail('y'))];
    await all(store.sync());
    const ids = await idsOf(store, '/A');
    await a.outside.setFlags({ signal, folder: '', keys: [keys[0] as string], add: ['$seen'], remove: ['work'] });
    expect(await all(store.move(ids, '/B'))).toMatchObject([{ outcome: 'moved' }, { outcome: 'moved' }]);
    await all(store.sync());
    expect((await store.items.get(ids[0] as string)).flags).toEqual(['$seen']);
    expect((await store.items.get(ids[1] as string)).flags).toEqual([]);
    expect(await lying(a)).toEqual([]);
  });

  it('and is deleted by others is gone, and leaves no copy', async () => {
    const [a, b] = [await side('aa'), await side('bb')];
    const store = await place.mounted({ '/A': a, '/B': b }, { hooks });
    const key = await put(a, mail('x'));
    await all(store.sync());
    const [id] = (await idsOf(store, '/A')) as [string];
    hooks.on('/B', 'createItem', 'after', async () => {
      await a.outside.deleteItem({ signal, folder: '', key });
      await all(store.sync('/A'));
    });
    await all(store.move([id], '/B'));
    await all(store.sync());
    // Whether it counts as moved or as deleted: it is in one place or none, never doubled, and index and backends agree.
    expect([...(await lying(a)), ...(await lying(b))].length).toBe((await idsOf(store, '/B')).length);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});

describe('a target that is full', () => {
  it('gives QUOTA_EXCEEDED for what did not fit, loses nothing, and takes the rest when there is room [MS-OXCFOLD_R586]', async () => {
    const [a, b] = [await side('aa'), await side('bb', { quotaBytes: mail('mail 0').byteLength * 3 })];
    const store = await place.mounted({ '/A': a, '/B': b });
    const ids = await importInto(store, '/A', ...Array.from({ length: 5 }, (_, index) => mail(`mail ${index}`)));
    const results = await all(store.move(ids, '/B'));
    expect(results.map(({ outcome, error }) => error?.code ?? outcome)).toEqual([
      'moved',
      'moved',
      'moved',
      'QUOTA_EXCEEDED',
      'QUOTA_EXCEEDED',
    ]);
    expect(await subjectsOf(store, '/A')).toEqual(['mail 3', 'mail 4']);
    await all(store.remove(ids.slice(0, 2)));
    expect((await all(store.move(ids.slice(3), '/B'))).map(({ outcome }) => outcome)).toEqual(['moved', 'moved']);
    expect(await all(store.check({ deep: true }))).toEqual([]);
    const imported = await all(store.import('/B', sources([mail('one more')])));
    expect(imported).toMatchObject([{ outcome: 'failed', error: { code: 'QUOTA_EXCEEDED' } }]);
  });
});

describe('a move within a mount', () => {
  it.each([
    ['with moveItems', {}],
    ['without', { without: ['moveItems', 'copyItems'] }],
    ['in a normalising backend', { bytes: 'normalising' }],
  ] as const)('keeps id, bytes and flags: %s [MS-OXCFOLD_R160 R14901 R15101]', async (_, options) => {
    const a = await side('aa', options as never);
    const store = await place.mounted({ '/A': a });
    await store.folders.create('/A/Sub');
    const [id, other] = (await importInto(store, '/A', lfMail('x'), mail('y'))) as [string, string];
    await store.items.setFlags([id], { add: ['$seen'] });
    expect(await all(store.move([id, other], '/A/Sub'))).toMatchObject([{ outcome: 'moved' }, { outcome: 'moved' }]);
    expect(await cat(store, id)).toEqual(lfMail('x'));
    await all(store.sync());
    expect(await store.items.get(id)).toMatchObject({ path: '/A/Sub', flags: ['$seen'] });
    expect(await lying(a)).toEqual([]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('of a server whose answer was lost is ended by the next synchronisation, and nothing is doubled', async () => {
    for (const when of ['before', 'after'] as const) {
      await using own = await Place.make();
      const a = await side('aa');
      const store = await own.mounted({ '/A': a });
      await store.folders.create('/A/Sub');
      const ids = await importInto(store, '/A', mail('x'), mail('x'), mail('y'));
      a.faults.fail({ operation: 'moveItems', when });
      expect((await all(store.move(ids, '/A/Sub'))).map(({ outcome }) => outcome)).toEqual([
        'failed',
        'failed',
        'failed',
      ]);
      expect((await all(store.move(ids, '/A/Sub'))).every(({ outcome }) => outcome !== 'failed')).toBe(true);
      await all(store.sync());
      expect((await idsOf(store, '/A/Sub')).toSorted()).toEqual(ids.toSorted());
      expect(await idsOf(store, '/A')).toEqual([]);
      expect(await all(store.check({ deep: true }))).toEqual([]);
    }
  });
});

describe('a removal', () => {
  it('of what another program moves at that moment says so, and the item is where it went [MS-OXCFOLD_R1147]', async () => {
    const [a, b] = [await side('aa'), await side('bb')];
    const control = new Hooks();
    const store = await place.mounted({ '/A': a, '/B': b }, { hooks: control });
    const other = await place.open([a, b]);
    const [id, stays] = (await importInto(store, '/A', mail('x'), mail('y'))) as [string, string];
    control.on('/A', 'deleteItem', 'before', () => all(other.move([id], '/B')));
    expect(await all(store.remove([id]))).toMatchObject([{ id, outcome: 'failed', error: { code: 'CONFLICT' } }]);
    expect(await store.items.get(id)).toMatchObject({ path: '/B' });
    expect(await cat(store, id)).toEqual(Buffer.from(mail('x')));
    expect(await all(store.remove([id, stays]))).toMatchObject([{ outcome: 'removed' }, { outcome: 'removed' }]);
    expect([await lying(a), await lying(b)]).toEqual([[], []]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});

describe('a transfer that is broken off', () => {
  it.each(['createItems', 'openBody', 'deleteItems', 'checkpoint'] as const)(
    'at %s and repeated loses and doubles nothing',
    async (operation) => {
      for (const when of ['before', 'after'] as const) {
        for (const [from, to] of [
          ['/A', '/B'],
          ['/B', '/A'],
        ] as const) {
          await using own = await Place.make();
          const [a, b] = [
            await side('aa', { without: ['openBodies'] }),
            await side('bb', { bytes: 'normalising', without: ['openBodies'] }),
          ];
          const control = new Hooks();
          const store = await own.mounted({ '/A': a, '/B': b }, { hooks: control });
          const ids = await importInto(store, from, mail('x'), lfMail('y'), mail('x'), mail('z'));
          const controller = new AbortController();
          const abort = async (): Promise<void> => controller.abort(new Error('enough'));
          control.on(operation === 'deleteItems' ? from : to, operation, when, abort);
          await all(store.move(ids, to, { signal: controller.signal })).catch(() => undefined);
          await all(store.sync());
          const left = (await idsOf(store, from)) as string[];
          await all(store.move(left, to));
          await all(store.sync());
          expect((await idsOf(store, to)).toSorted()).toEqual(ids.toSorted());
          expect([(await lying(a)).length, (await lying(b)).length].toSorted()).toEqual([0, 4]);
          expect(await all(store.check({ deep: true }))).toEqual([]);
        }
      }
    },
  );

  it('as an import and repeated loses and doubles nothing', async () => {
    for (const when of ['before', 'after'] as const) {
      await using own = await Place.make();
      const b = await side('bb');
      const control = new Hooks();
      const store = await own.mounted({ '/B': b }, { hooks: control });
      const controller = new AbortController();
      control.on('/B', 'createItems', when, async () => controller.abort(new Error('enough')));
      const mails = [mail('x'), mail('x'), mail('y')];
      await all(store.import('/B', sources(mails), { signal: controller.signal })).catch(() => undefined);
      await all(store.import('/B', sources(mails)));
      await all(store.sync());
      expect((await subjectsOf(store, '/B')).toSorted()).toEqual(['x', 'x', 'y']);
      expect(await lying(b)).toHaveLength(3);
    }
  });
});

describe('what a backend refuses', () => {
  it('is kept by core: listed, readable in ranges, moved to a backend that takes it, or removed; its bytes go with it', async () => {
    const [small, large] = [await side('ss', { maxBodyBytes: 100_000 }), await side('ll')];
    const store = await place.mounted({ '/Small': small, '/Large': large });
    const big = mail('big', 'x'.repeat(600_000));
    const results = await all(store.import('/Small', sources([mail('fits'), big, big])));
    expect(results.map(({ outcome, error }) => error?.code ?? outcome)).toEqual(['imported', 'TOO_LARGE', 'TOO_LARGE']);
    const [first, second] = results.slice(1).map(({ id }) => id as string) as [string, string];
    await all(store.sync());
    expect(await store.items.get(first)).toMatchObject({
      path: '/Small',
      keptByCore: true,
      subject: 'big',
      size: big.byteLength,
    });
    expect(await cat(store, first)).toEqual(big);
    const part = await store.items.open(first, { range: { start: 262_140, end: 524_300 } });
    let size = 0;
    for await (const chunk of part) size += chunk.byteLength;
    expect(size).toBe(262_160);
    expect(await all(store.check({ deep: true }))).toEqual([]);
    await expect(store.mounts.remove('/Small')).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    expect(await all(store.move([first], '/Large'))).toMatchObject([{ outcome: 'moved' }]);
    expect(await store.items.get(first)).toMatchObject({ path: '/Large', keptByCore: false });
    expect(await cat(store, first)).toEqual(big);
    expect(await cat(store, second)).toEqual(big);
    expect(await all(store.remove([second]))).toMatchObject([{ outcome: 'removed' }]);
    await store.mounts.remove('/Small');
    expect(
      await all(store.import('/Large', [{ label: 'x', body: { mediaType: 'x/y', open: async function* () {} } }])),
    ).toMatchObject([{ outcome: 'kept', error: { code: 'UNSUPPORTED' } }]);
  });
});
