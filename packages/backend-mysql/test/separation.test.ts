import { type Backend, bytesSource, MapistoreError } from '@mapistore/core';
import { type Mariadb, startMariadb } from '@mapistore/services';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { add, calm, changesSince, item, list, read, task } from './objects.ts';
import { type Person, personAt } from './person.ts';
import { openMount } from './support.ts';

let server: Mariadb;
let person: Person;
let alice: Backend;
let bob: Backend;
beforeAll(async () => {
  server = await startMariadb();
  person = await personAt(server);
  [alice, bob] = [await openMount({ server }), await openMount({ server, user: 'bob' })];
});
afterAll(async () => {
  for (const each of [alice, bob, person]) await each[Symbol.asyncDispose]();
  await server.stop();
});

/** What bob has: a folder with a task, and a large item in pieces. */
let theirs: { folder: string; task: string; large: string; token: string };
let whole: string;
beforeEach(async () => {
  for (const each of [alice, bob]) await empty(each);
  const folder = (await bob.createFolder?.({ parent: '', name: 'Theirs', signal: calm }))?.key ?? '';
  const small = await add(bob, task('Secret'), undefined, folder);
  const large = await add(bob, Buffer.alloc(2_000_000, 'x\r\n'), 'message/rfc822', folder);
  theirs = { folder, task: small.key, large: large.key, token: (await list(bob, folder)).token };
  whole = await everything();
});

async function empty(backend: Backend): Promise<void> {
  const { folders } = await backend.listFolders({ limit: 1000, signal: calm });
  for (const { key } of [...folders].reverse()) {
    const { items } = await list(backend, key);
    await backend.deleteItems?.({ folder: key, items: items.map((each) => ({ key: each.key })), signal: calm });
    if (key !== '') await backend.deleteFolder?.({ folder: key, signal: calm });
  }
}

/** All that bob has, as the database holds it. */
async function everything(): Promise<string> {
  const rows = [];
  for (const table of ['folders', 'items', 'pieces', 'members', 'gone'])
    rows.push(
      await person.type(
        `select t.* from mapistore_${table} t join mapistore_accounts a on a.id = t.account where a.name = 'bob' order by 1, 2, 3`,
      ),
    );
  return JSON.stringify(rows);
}

/** Every operation with keys that are not the caller's own. */
function attempts(folder: string, key: string, token: string): Readonly<Record<string, () => Promise<unknown>>> {
  const request = { folder, key, signal: calm };
  const body = bytesSource(task('Mine now'), 'text/calendar');
  return {
    listItems: () => alice.listItems({ folder, detail: 'head', limit: 10, signal: calm }),
    readItem: () => alice.readItem(request),
    openBody: () => alice.openBody(request),
    getItems: async () => alice.getItems?.({ folder, keys: [key], signal: calm }),
    openBodies: async () => {
      for await (const found of alice.openBodies?.({ folder, keys: [key], signal: calm }) ?? []) return found;
      return [];
    },
    createItem: async () => alice.createItem?.({ folder, item: item(task('Mine')), signal: calm }),
    updateItem: async () => alice.updateItem?.({ ...request, body }),
    deleteItem: async () => alice.deleteItem?.(request),
    setFlags: async () => alice.setFlags?.({ folder, keys: [key], add: ['$seen'], remove: [], signal: calm }),
    copyItems: async () => alice.copyItems?.({ folder, keys: [key], to: '', signal: calm }),
    moveItems: async () => alice.moveItems?.({ folder, keys: [key], to: '', signal: calm }),
    moveThere: async () => alice.moveItems?.({ folder: '', keys: [key], to: folder, signal: calm }),
    changes: async () => alice.changes?.({ folder, token, limit: 10, signal: calm }),
    query: async () => alice.query?.({ folder, limit: 10, signal: calm }),
    count: async () => alice.count?.({ folder, signal: calm }),
    checkpoint: async () => alice.checkpoint?.({ folder, signal: calm }),
    createFolder: async () => alice.createFolder?.({ parent: folder, name: 'In', signal: calm }),
    updateFolder: async () => alice.updateFolder?.({ folder, name: 'Mine', signal: calm }),
    deleteFolder: async () => alice.deleteFolder?.({ folder, signal: calm }),
  };
}

/** Nothing of somebody else's: an error, or a result that says "not found", or nothing. */
function isNothing(answer: unknown): boolean {
  if (answer === undefined) return true;
  if (MapistoreError.is(answer)) return true;
  if (Array.isArray(answer)) return answer.every((each: { ok?: boolean }) => each.ok === false);
  return JSON.stringify(answer) === JSON.stringify({ items: 0, unseen: 0 });
}

describe('accounts in one database', () => {
  test('see nothing of each other', async () => {
    expect((await alice.listFolders({ limit: 100, signal: calm })).folders.map(({ name }) => name)).toEqual(['']);
    expect((await list(alice)).items).toEqual([]);
    expect(await alice.quota?.({ signal: calm })).toEqual({ usedBytes: 0 });
    expect(await changesSince(alice, (await list(alice)).token)).toMatchObject({ changed: [], removed: [] });
  });

  test('cannot reach across, with the very keys of the other and every operation', async () => {
    for (const folder of [theirs.folder, ''])
      for (const key of [theirs.task, theirs.large])
        for (const [operation, attempt] of Object.entries(attempts(folder, key, theirs.token))) {
          // In one's own root some of these are no attempt on anybody.
          if (
            folder === '' &&
            ['listItems', 'createItem', 'query', 'count', 'checkpoint', 'createFolder'].includes(operation)
          )
            continue;
          const answer = await attempt().catch((error: unknown) => error);
          expect(isNothing(answer), `${operation} in "${folder}" gave ${JSON.stringify(answer)}`).toBe(true);
        }
    expect(await everything()).toBe(whole);
    expect(await read(bob, theirs.task, theirs.folder)).toBe(Buffer.from(task('Secret')).toString('utf8'));
  });

  test('of two prefixes are strangers, and two mounts of one account are not', async () => {
    await using other = await openMount({ server, user: 'bob', query: 'prefix=two_' });
    await using same = await openMount({ server, user: 'alice', query: 'account=bob' });
    expect((await other.listFolders({ limit: 10, signal: calm })).folders.length).toBe(1);
    expect(await read(same, theirs.task, theirs.folder)).toContain('Secret');
  });
});

const HOSTILE = [
  "'; drop table mapistore_items; -- ",
  '" or 1=1 or "',
  '\\',
  "\\' or 1=1 -- ",
  '1 or 1=1',
  '1/**/union/**/select/**/1',
  '0x31',
  '1e1',
  '-1',
  '00001',
  '9007199254740993',
  '99999999999999999999',
  '\0',
  '\u00bf\u005c\u0027 or 1=1',
  '%',
  '_',
  '$1',
  '?',
  ':name',
  '__proto__',
  '[object Object]',
  '\ud800',
  '🗂',
  'a'.repeat(5000),
];

describe('values that nobody would choose', () => {
  const anything = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 60 }));

  test('as keys, tokens and cursors find nothing, change nothing, and are refused by a code', async () => {
    const mine = await add(alice, task('Mine'));
    await fc.assert(
      fc.asyncProperty(anything, anything, anything, async (folder, key, token) => {
        // A key that is one's own, by chance, is no attempt.
        if (key === mine.key || folder === '') return;
        for (const attempt of Object.values(attempts(folder, key, token))) {
          const answer = await attempt().catch((error: unknown) => error);
          if (!MapistoreError.is(answer)) expect(isNothing(answer)).toBe(true);
          else expect(answer.code).not.toBe('UNEXPECTED');
        }
      }),
      { numRuns: 30 },
    );
    expect(await everything()).toBe(whole);
    expect(await read(alice, mine.key)).toBe(Buffer.from(task('Mine')).toString('utf8'));
  });

  test('as names of folders, flags, texts and restrictions are kept exactly, or refused by a code', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (text) => {
        const made = await alice
          .createFolder?.({ parent: '', name: text, signal: calm })
          .catch((error: unknown) => error as MapistoreError);
        if (MapistoreError.is(made)) expect(['INVALID_NAME', 'ALREADY_EXISTS']).toContain(made.code);
        else expect(made?.name).toBe(text);
        const [, folder] = (await alice.listFolders({ limit: 100, signal: calm })).folders;
        if (!MapistoreError.is(made)) expect(folder?.name).toBe(text);
        const bytes = Buffer.from(task('x')).toString('utf8').replace('SUMMARY;LANGUAGE=de:x', `SUMMARY:${text}`);
        const { key } = await add(alice, Buffer.from(bytes));
        expect(await read(alice, key)).toBe(Buffer.from(bytes).toString('utf8'));
        const flagged = await alice
          .setFlags?.({ folder: '', keys: [key], add: [text], remove: [], signal: calm })
          .catch((error: unknown) => error as MapistoreError);
        if (MapistoreError.is(flagged)) expect(flagged.code).toBe('INVALID_ARGUMENT');
        else expect(flagged?.[0]).toMatchObject({ ok: true, value: { flags: [text.toLowerCase()] } });
        const found = await alice.query?.({
          folder: '',
          restriction: { type: 'flag', flag: text },
          limit: 10,
          signal: calm,
        });
        expect(found?.keys).toEqual(MapistoreError.is(flagged) ? [] : [key]);
        await empty(alice);
      }),
      { numRuns: 40 },
    );
    expect(await everything()).toBe(whole);
  });

  test('in the URI are refused before anything is asked, or are names like others', async () => {
    for (const account of HOSTILE.filter((each) => each.length < 100 && each.isWellFormed())) {
      const opening = openMount({ server, query: `account=${encodeURIComponent(account)}` });
      const backend = await opening.catch((error: unknown) => error as MapistoreError);
      if (MapistoreError.is(backend)) expect(backend.code).toBe('CONFIG_INVALID');
      else await backend[Symbol.asyncDispose]();
    }
    for (const prefix of HOSTILE.filter((each) => !/^[A-Za-z0-9_]*$/.test(each) && each.isWellFormed()))
      await expect(openMount({ server, query: `prefix=${encodeURIComponent(prefix)}` })).rejects.toThrow(/letters/);
    for (const database of ["'; drop database mapistore; -- ", 'mapistore/other', 'nothing'])
      await expect(
        openMount({ server: { url: server.url.replace(/mapistore$/, encodeURIComponent(database)) } }),
      ).rejects.toMatchObject({ code: expect.stringMatching(/CONFIG_INVALID|FORBIDDEN/) });
    expect(await everything()).toBe(whole);
  });
});
