import { MapistoreError, openStore, type StateStore } from '@mapistore/core';
import { mime } from '@mapistore/format-mime';
import { openSqliteState } from '@mapistore/state-sql';
import { describe, expect, it } from 'vitest';
import { Hooks, lying, side, subjectsOf } from './memory.ts';
import { all, mail, sources, temporaryFolder } from './support.ts';

/** A state whose disk can be full: every write then fails. */
async function stateThatFills(file: string): Promise<StateStore & { full: boolean }> {
  const state = await openSqliteState({ file });
  const self = {
    full: false,
    read: state.read,
    write: <T>(work: Parameters<typeof state.write<T>>[0]): Promise<T> => {
      if (self.full) return Promise.reject(new MapistoreError('QUOTA_EXCEEDED', 'The disk is full.'));
      return state.write(work);
    },
    [Symbol.asyncDispose]: () => state[Symbol.asyncDispose](),
  };
  return self;
}

describe('a state whose disk is full in the middle of a write', () => {
  it.each(['import', 'move'] as const)(
    'says QUOTA_EXCEEDED, and a repeat of the %s with room again doubles nothing',
    async (what) => {
      for (const operation of ['createItems', 'openBodies', 'deleteItems'] as const) {
        if (what === 'import' && operation === 'deleteItems') continue;
        const folder = await temporaryFolder();
        const [a, b, hooks] = [await side('aa'), await side('bb'), new Hooks()];
        const state = await stateThatFills(`${folder.path}/state.sqlite`);
        await using store = await openStore({
          state,
          backends: [a.definition, b.definition],
          formats: [mime],
          interceptors: () => [hooks.interceptor],
        });
        for (const [path, { uri }] of Object.entries({ '/A': a, '/B': b })) await store.mounts.add({ path, uri });
        const mails = [mail('x'), mail('x'), mail('y')];
        const run = async () => {
          if (what === 'import') return all(store.import('/B', sources(mails)));
          const items = await all(store.items.list('/A', { sort: 'id' }));
          return all(
            store.move(
              items.map(({ id }) => id),
              '/B',
            ),
          );
        };
        if (what === 'move') await all(store.import('/A', sources(mails)));
        const fill = async (): Promise<void> => {
          state.full = true;
        };
        hooks.on(
          operation === 'deleteItems' ? '/A' : '/B',
          operation === 'openBodies' ? 'createItems' : operation,
          operation === 'createItems' ? 'before' : 'after',
          fill,
        );
        await expect(run()).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
        state.full = false;
        await run();
        await all(store.sync());
        expect((await subjectsOf(store, '/B')).toSorted()).toEqual(['x', 'x', 'y']);
        expect([await lying(a), await lying(b)].map((texts) => texts.length)).toEqual([0, 3]);
        expect(await all(store.check({ deep: true }))).toEqual([]);
        await folder.remove();
      }
    },
  );
});
