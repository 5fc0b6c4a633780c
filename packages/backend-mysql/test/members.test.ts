import type { Backend } from '@mapistore/core';
import { type Mariadb, startMariadb } from '@mapistore/services';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calm, changesSince, item, list, task } from './objects.ts';
import { type Person, personAt } from './person.ts';
import { openMount } from './support.ts';

let server: Mariadb;
let person: Person;
beforeAll(async () => {
  server = await startMariadb();
  person = await personAt(server);
});
afterAll(async () => {
  await person[Symbol.asyncDispose]();
  await server.stop();
});

const FULL = process.env['MAPISTORE_TEST_FULL'] === '1';

/** What is done next, by the backend or by a person with SQL; each picks among the items by numbers. */
const step = fc.oneof(
  fc.record({ type: fc.constant('create' as const), many: fc.integer({ min: 1, max: 9 }), folder: fc.nat(1) }),
  fc.record({
    type: fc.constantFrom('delete', 'move', 'copy', 'sqlDelete', 'sqlMove', 'sqlEdit', 'sqlFlag'),
    picks: fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
  }),
  fc.record({ type: fc.constant('sync' as const), folder: fc.nat(1) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The model: which folder an item is in. */
class Model {
  readonly at = new Map<string, number>();

  in(folder: number): readonly string[] {
    return [...this.at].filter(([, at]) => at === folder).map(([key]) => key);
  }

  pick(picks: readonly number[]): readonly string[] {
    const keys = [...this.at.keys()];
    return keys.length === 0 ? [] : [...new Set(picks.map((pick) => keys[pick % keys.length] as string))];
  }
}

let mounts = 0;

test('changes by the backend and by SQL, in any order, are in the change feed of each folder', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const name = `members${mounts++}`;
      const backend = await openMount({ server, query: `account=${name}` });
      try {
        const [account] = await person.type(`select id from mapistore_accounts where name = '${name}'`);
        await play(backend, Number(account?.['id']), steps);
      } finally {
        await backend[Symbol.asyncDispose]();
      }
    }),
    { numRuns: FULL ? 300 : 25 },
  );
});

async function play(backend: Backend, account: number, steps: readonly Step[]): Promise<void> {
  const made = await backend.createFolder?.({ parent: '', name: 'Other', signal: calm });
  const folders = ['', made?.key as string];
  const model = new Model();
  const seen = await Promise.all(
    folders.map(async (folder) => ({ folder, keys: new Set<string>(), token: (await list(backend, folder)).token })),
  );
  const sync = async (at: number): Promise<void> => {
    const known = seen[at] as (typeof seen)[number];
    const { changed, removed, token } = await changesSince(backend, known.token, known.folder);
    for (const key of removed) known.keys.delete(key);
    for (const key of changed) known.keys.add(key);
    known.token = token;
    expect([...known.keys].sort()).toEqual([...model.in(at)].sort());
  };
  for (const each of steps) {
    if (each.type === 'sync') await sync(each.folder);
    else if (each.type === 'create') {
      const items = Array.from({ length: each.many }, (_, index) => item(task(`Task ${index}`)));
      const results = await backend.createItems?.({ folder: folders[each.folder] as string, items, signal: calm });
      for (const result of results ?? []) if (result.ok) model.at.set(result.value.key, each.folder);
    } else {
      for (const key of model.pick(each.picks)) await act(backend, account, folders, model, each.type, key);
    }
  }
  await sync(0);
  await sync(1);
  // A listing afresh says the same, and nothing is noticed twice.
  for (const [at, folder] of folders.entries()) {
    const { items, token } = await list(backend, folder);
    expect(items.map(({ key }) => key).sort()).toEqual([...model.in(at)].sort());
    const { changed, removed } = await changesSince(backend, token, folder);
    expect([changed, removed]).toEqual([[], []]);
  }
}

async function act(
  backend: Backend,
  account: number,
  folders: readonly string[],
  model: Model,
  type: string,
  key: string,
): Promise<void> {
  const at = model.at.get(key) as number;
  const [folder, to] = [folders[at] as string, folders[1 - at] as string];
  const where = `account = ${account} and id = ${key}`;
  switch (type) {
    case 'delete':
      await backend.deleteItems?.({ folder, items: [{ key }], signal: calm });
      model.at.delete(key);
      break;
    case 'move':
      await backend.moveItems?.({ folder, keys: [key], to, signal: calm });
      model.at.set(key, 1 - at);
      break;
    case 'copy': {
      const [copied] = (await backend.copyItems?.({ folder, keys: [key], to, signal: calm })) ?? [];
      if (copied?.ok) model.at.set(copied.value.key, 1 - at);
      break;
    }
    case 'sqlDelete':
      await person.type(`delete from mapistore_items where ${where}`);
      model.at.delete(key);
      break;
    case 'sqlMove':
      await person.type(`update mapistore_items set folder = ${to === '' ? 0 : to} where ${where}`);
      model.at.set(key, 1 - at);
      break;
    case 'sqlEdit':
      await person.type(`update mapistore_items set subject = concat(subject, '!') where ${where}`);
      break;
    default:
      await person.type(`update mapistore_items set flags = '$seen' where ${where}`);
  }
}
