import { join } from 'node:path';
import {
  type Backend,
  type BackendDefinition,
  bytesSource,
  collect,
  evaluate,
  type Item,
  type ItemInfo,
  PropertyBag,
  type Restriction,
  type Store,
  type Subject,
  tagged,
} from '@mapistore/core';
import { mime } from '@mapistore/format-mime';
import { type Dovecot, startDovecot } from '@mapistore/services';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corpusMails, corpusSources } from '../corpus.ts';
import { type Side, side } from '../memory.ts';
import { all, storeIn, temporaryFolder } from '../support.ts';
import { letter } from './support.ts';

// The same mails lie in memory, on disk and at Dovecot; in memory also behind a backend without fast paths and behind one
// that looks into its items itself. Tables have to give the same rows of all of them, and those that are plainly meant.

const { signal } = new AbortController();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let dovecot: Dovecot;
let store: Store;
const MOUNTS = ['/Plain', '/Bare', '/Knowing', '/Files', '/Imap'];
/** How often the knowing backend was asked, and for how much of its items. */
const asked = { queries: 0, items: new Set<string>() };

/** Takes the fast paths away. */
function bare(backend: Backend): Backend {
  const off = { query: false, count: false, changes: false, openBodies: false, getItems: false };
  const capabilities = { ...backend.description.capabilities, ...off };
  return overlaid(backend, { description: { ...backend.description, capabilities } }, Object.keys(off));
}

/** Finds by what is in the items, as a database with columns for it would; only restrictions that need nothing else come. */
function knowing(backend: Backend): Backend {
  const query: NonNullable<Backend['query']> = async ({ folder: key, restriction, cursor }) => {
    asked.queries++;
    const { items, next } = await backend.listItems({
      signal,
      folder: key,
      limit: 7,
      detail: 'revision',
      ...(cursor !== undefined && { cursor }),
    });
    const keys: string[] = [];
    for (const entry of items) {
      const bytes = await collect(await backend.openBody({ signal, folder: key, key: entry.key }));
      const item = await mime.parse(bytesSource(bytes, 'message/rfc822'), { signal });
      if (restriction === undefined || evaluate(restriction, subjectOf(item))) keys.push(entry.key);
    }
    return { keys, sorted: false, ...(next !== undefined && { next }) };
  };
  const openBody: Backend['openBody'] = async (request) => {
    asked.items.add(request.key);
    return backend.openBody(request);
  };
  return overlaid(backend, { query, openBody }, []);
}

function overlaid(backend: Backend, over: Partial<Backend>, without: readonly string[]): Backend {
  return new Proxy(backend, {
    get(target, name) {
      if (without.includes(String(name))) return undefined;
      const value: unknown = Reflect.get(name in over ? over : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    has: (target, name) => !without.includes(String(name)) && name in target,
  });
}

async function mounted(scheme: string, wrap: (backend: Backend) => Backend): Promise<Side> {
  const made = await side(scheme);
  const open: BackendDefinition['open'] = async (...request) => wrap(await made.definition.open(...request));
  return { ...made, definition: { ...made.definition, open } };
}

const FILES = (names: readonly string[]): string =>
  `--x\r\nContent-Type: text/plain\r\n\r\nText.\r\n${names
    .map(
      (name) =>
        `--x\r\nContent-Disposition: attachment; filename=${name}\r\nContent-Type: text/plain\r\n\r\n${name}\r\n`,
    )
    .join('')}--x--`;

const letters = Array.from({ length: 36 }, (_, index) => ({
  subject: ['invoice', 'Re: Invoice', 'Ärger', 'arger', '', 'Straße', 'x'.repeat(300)][index % 7] as string,
  from: ['Ada', 'Ben', 'ADA'][index % 3] as string,
  extra:
    (index % 4 === 0 ? 'Importance: high\r\n' : '') +
    (index % 5 === 0 ? 'Cc: Cleo <cleo@example.org>\r\n' : '') +
    (index % 6 === 0 ? 'Content-Type: multipart/mixed; boundary=x\r\n' : ''),
  body:
    index % 6 === 0
      ? FILES(index % 12 === 0 ? ['one.txt'] : ['two.txt', 'three.txt'])
      : (['red', 'green', 'blue'][index % 3] as string),
  flags: [[], ['$seen'], ['$seen', 'work'], ['$flagged']][index % 4] as string[],
}));

beforeAll(async () => {
  folder = await temporaryFolder();
  dovecot = await startDovecot({ format: 'maildir' });
  const sides = [await side('plain'), await mounted('bare', bare), await mounted('knowing', knowing)];
  store = await storeIn(
    folder.path,
    sides.map(({ definition }) => definition as never),
  );
  for (const [index, { uri }] of sides.entries()) await store.mounts.add({ path: MOUNTS[index] as string, uri });
  await store.mounts.add({ path: '/Files', uri: `file://${join(folder.path, 'files')}` });
  await store.mounts.add({
    path: '/Imap',
    uri: `imap://alice@127.0.0.1:${dovecot.imap}/Letters`,
    secretRef: 'env:IMAP_PASSWORD',
  });
  await all(store.sync());
  for (const path of MOUNTS) {
    const sources = letters.map((each, index) => ({
      label: String(index),
      body: bytesSource(letter(each, index), 'message/rfc822'),
      received: new Date(Date.UTC(2026, 0, 1 + (index % 9))),
      flags: each.flags,
    }));
    await all(store.import(path, sources));
  }
}, 120_000);
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await dovecot.stop();
  await folder.remove();
});

/** An item as a restriction sees it, all of it read, with nothing from the index but its flags and its author in one. */
function subjectOf(item: Item, info?: ItemInfo): Subject {
  const rows = (of: readonly { readonly properties: Item['properties'] }[]): readonly Subject[] =>
    of.map(({ properties }) => ({ value: (name) => properties.get(name), hasFlag: () => false }));
  return {
    value: (name) =>
      name === 'from' && info !== undefined ? `${info.from.name} <${info.from.address}>` : item.properties.get(name),
    hasFlag: (flag) => info?.flags.includes(flag) === true,
    rows: (table) => rows(item[table]),
  };
}

const fuzzy = fc.record({
  match: fc.constantFrom('full', 'prefix', 'substring' as const),
  ignoreCase: fc.boolean(),
  ignoreNonSpace: fc.boolean(),
  loose: fc.boolean(),
});
const op = fc.constantFrom('<', '<=', '>', '>=', '=', '!=' as const);
const restriction = fc.letrec<{ any: Restriction; row: Restriction }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.record({
      type: fc.constant('content' as const),
      property: fc.constantFrom(
        'PidTagSubject',
        'PidTagNormalizedSubject',
        'PidTagSentRepresentingName',
        'PidTagSentRepresentingSmtpAddress',
        'from',
        'PidTagDisplayTo',
        'PidTagDisplayCc',
        'PidTagMessageClass',
        'PidTagBody',
        'PidTagInternetMessageId',
      ),
      value: fc.constantFrom(
        '',
        'invoice',
        'Invoice',
        'ARGER',
        'Ärger',
        'STRASSE',
        'ada',
        'Ben',
        'cleo',
        'IPM',
        'red',
        'e',
        '<1',
      ),
      fuzzy,
    }),
    fc.record({
      type: fc.constant('property' as const),
      property: fc.constantFrom('PidTagMessageSize', 'PidTagImportance', 'PidTagMessageFlags', 'PidTagSensitivity'),
      op,
      value: fc.constantFrom(0, 1, 2, 17, 250, 400),
    }),
    fc.record({
      type: fc.constant('property' as const),
      property: fc.constantFrom('PidTagMessageDeliveryTime', 'PidTagClientSubmitTime'),
      op,
      value: fc.constantFrom(new Date(Date.UTC(2026, 0, 3)), new Date(Date.UTC(2026, 2, 2, 10))),
    }),
    fc.record({
      type: fc.constant('property' as const),
      property: fc.constant('PidTagHasAttachments'),
      op: fc.constantFrom('=', '!=' as const),
      value: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('property' as const),
      property: fc.constantFrom('PidTagMessageClass', 'PidTagSubject', 'PidTagBody'),
      op,
      value: fc.constantFrom('IPM.Note', 'invoice', 'm'),
    }),
    fc.record({
      type: fc.constant('bitmask' as const),
      property: fc.constantFrom('PidTagMessageFlags', 'PidTagImportance'),
      mask: fc.constantFrom(0x1, 0x10, 0x11, 0x2),
      test: fc.constantFrom('zero', 'nonzero' as const),
    }),
    fc.record({
      type: fc.constant('exist' as const),
      property: fc.constantFrom(
        'PidTagClientSubmitTime',
        'PidTagBody',
        'PidTagHasAttachments',
        'PidLidTaskDueDate',
        'nothing',
      ),
    }),
    fc.record({
      type: fc.constant('size' as const),
      property: fc.constantFrom('PidTagSubject', 'PidTagBody', 'PidTagMessageSize'),
      op,
      size: fc.constantFrom(4, 10, 14),
    }),
    fc.record({
      type: fc.constant('compare' as const),
      left: fc.constantFrom('PidTagSubject', 'PidTagMessageDeliveryTime', 'PidTagClientSubmitTime'),
      op,
      right: fc.constantFrom('PidTagNormalizedSubject', 'PidTagClientSubmitTime', 'PidTagConversationTopic'),
    }),
    fc.record({
      type: fc.constant('like' as const),
      property: fc.constantFrom('PidTagSubject', 'PidTagBody'),
      pattern: fc.constantFrom('*voice', 're*', '?ed*'),
      ignoreCase: fc.boolean(),
    }),
    fc.record({ type: fc.constant('flag' as const), flag: fc.constantFrom('$seen', 'work', 'wor', '$flagged', 'a b') }),
    fc.record({
      type: fc.constant('sub' as const),
      table: fc.constantFrom('recipients', 'attachments' as const),
      of: tie('row'),
    }),
    fc.record({ type: fc.constantFrom('and', 'or' as const), of: fc.array(tie('any'), { maxLength: 3 }) }),
    fc.record({ type: fc.constant('not' as const), of: tie('any') }),
    fc.record({ type: fc.constant('comment' as const), of: tie('any') }),
  ) as fc.Arbitrary<Restriction>,
  row: fc.record({
    type: fc.constant('content' as const),
    property: fc.constantFrom('PidTagSmtpAddress', 'PidTagDisplayName', 'PidTagAttachLongFilename'),
    value: fc.constantFrom('cleo', 'bob', 'one', 'three'),
    fuzzy,
  }) as fc.Arbitrary<Restriction>,
})).any;

/** What a table says of its rows: the Message-ID, which is the same wherever a mail lies. */
async function answer(
  path: string,
  where: Restriction,
  descending: boolean,
  expanded?: number,
): Promise<readonly unknown[]> {
  const table = await store.tables.contents(path);
  await table.setColumns(['PidTagInternetMessageId', 'PidTagContentCount', 'PidTagContentUnreadCount']);
  await table.restrict(where);
  await table.sortTable({
    // The last key differs for all of them.
    keys: ['PidTagSentRepresentingName', 'PidTagSubject', 'PidTagMessageDeliveryTime', 'PidTagMessageSize'].map(
      (property) => ({
        property,
        descending,
      }),
    ),
    ...(expanded !== undefined && { categories: 2, expanded }),
  });
  const { count } = await table.queryPosition();
  const { rows, origin } = await table.queryRows({ count: 500 });
  table.close();
  expect([rows.length, origin]).toEqual([count, 'end']);
  return rows.map(({ values }) => values);
}

describe('tables of the same mails in several places', () => {
  it('have the same rows for any restriction, with fast paths and without, and just those that meet it', {
    timeout: 300_000,
  }, async () => {
    const meant: { readonly id: string; readonly subject: Subject }[] = [];
    for await (const info of store.items.list('/Plain', { sort: 'id', descending: false }))
      meant.push({
        id: (await store.items.properties(info.id)).properties.text('PidTagInternetMessageId') as string,
        subject: subjectOf(await store.items.properties(info.id), info),
      });
    expect(meant).toHaveLength(letters.length);
    await fc.assert(
      fc.asyncProperty(restriction, fc.boolean(), async (where, descending) => {
        const wanted = meant.flatMap(({ id, subject }) => (evaluate(where, subject) ? [id] : []));
        const [first = [], ...others] = await Promise.all(MOUNTS.map((path) => answer(path, where, descending)));
        const ids = first.map((values) => (values as string[])[0] as string);
        expect([...ids].sort()).toEqual([...wanted].sort());
        for (const other of others) expect(sortedTies(other)).toEqual(sortedTies(first));
      }),
      { numRuns: 120 },
    );
  });

  it('have the same categories and counts', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(restriction, fc.boolean(), fc.constantFrom(0, 1), async (where, descending, expanded) => {
        const [first, ...others] = await Promise.all(MOUNTS.map((path) => answer(path, where, descending, expanded)));
        for (const other of others) expect(other).toEqual(first);
      }),
      { numRuns: 40 },
    );
  });

  it('read no more items of a backend that can tell than those that may meet the restriction', async () => {
    const where: Restriction = {
      type: 'content',
      property: 'PidTagBody',
      value: 'green',
      fuzzy: { match: 'substring', loose: true },
    };
    asked.queries = 0;
    asked.items.clear();
    const rows = await answer('/Knowing', where, false);
    expect(asked.queries).toBeGreaterThan(0);
    expect(asked.items.size).toBe(rows.length);
  });

  it('find what core keeps beside the bytes, of which the backend knows nothing', async () => {
    const { items } = await store.items.page('/Knowing', { limit: 1 });
    const { id } = items[0] as ItemInfo;
    const set = PropertyBag.of([{ property: tagged('PidTagOriginalSubject'), value: 'to the moon' }]);
    await store.items.setProperties(id, { set, remove: [] });
    const where: Restriction = {
      type: 'property',
      property: 'PidTagOriginalSubject',
      op: '=',
      value: 'to the moon',
    };
    const found = await all(store.items.list('/Knowing', { where }));
    expect(found.map((item) => item.id)).toEqual([id]);
  });
});

describe('tables of the corpora', { timeout: 600_000 }, () => {
  it('have the same rows over memory and files', async () => {
    const mails = (await corpusMails())
      .filter(({ bytes }) => bytes.byteLength > 0 && bytes.byteLength < 200_000)
      .slice(0, 150);
    const more = await side('more');
    const other = await temporaryFolder();
    const corpus = await storeIn(other.path, [more.definition as never]);
    try {
      await corpus.mounts.add({ path: '/Memory', uri: more.uri });
      await corpus.mounts.add({ path: '/Files', uri: `file://${join(other.path, 'files')}` });
      await all(corpus.sync());
      const received = new Date(Date.UTC(2026, 0, 1));
      for (const path of ['/Memory', '/Files'])
        await all(
          corpus.import(
            path,
            corpusSources(mails).map((source) => ({ ...source, received })),
          ),
        );
      const shas = async (path: string, where: Restriction): Promise<readonly unknown[]> =>
        (await all(corpus.items.list(path, { where, sort: 'subject' }))).map(({ sha256 }) => sha256).sort();
      await fc.assert(
        fc.asyncProperty(restriction, async (where) => {
          expect(await shas('/Files', where)).toEqual(await shas('/Memory', where));
        }),
        { numRuns: 15 },
      );
    } finally {
      await corpus[Symbol.asyncDispose]();
      await other.remove();
    }
  });
});

/** Rows that are equal in all keys may stand in any order. */
function sortedTies(rows: readonly unknown[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
