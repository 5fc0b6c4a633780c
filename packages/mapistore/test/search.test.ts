import { bytesSource, PropertyBag, type Store, tagged } from '@mapistore/core';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { edit, Place, put, type Side, side } from './memory.ts';
import { all, mail, sources } from './support.ts';

let place: Place;
let one: Side;
let store: Store;

beforeEach(async () => {
  place = await Place.make();
  one = await side('aa');
  store = await place.mounted({ '/A': one });
});
afterEach(() => place[Symbol.asyncDispose]());

async function subjects(
  text: string,
  request: Parameters<Store['search']>[2] = {},
  path = '/',
): Promise<readonly string[]> {
  return (await store.search(path, text, request)).items.map(({ subject }) => subject).sort();
}

const WITH_FILE =
  '--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSiehe Anhang.\r\n--x\r\nContent-Disposition: attachment; filename="Jahresbericht 2026.txt"\r\n\r\nx\r\n--x--';

it('words are found in subject, body, addresses and names of attachments, whatever their case and accents', async () => {
  await all(
    store.import(
      '/A',
      sources([
        mail('Ärger im Büro', 'Der Drucker streikt.'),
        mail('Bericht', WITH_FILE, 'Content-Type: multipart/mixed; boundary=x\r\n'),
        mail('HTML', '<p>Gr&#252;&#223;e aus <b>K&ouml;ln</b></p><style>hidden</style>', 'Content-Type: text/html\r\n'),
      ]),
    ),
  );
  expect(await subjects('arger')).toEqual(['Ärger im Büro']);
  expect(await subjects('DRUCKER buro')).toEqual(['Ärger im Büro']);
  expect(await subjects('jahresbericht')).toEqual(['Bericht']);
  expect(await subjects('ada@example.org')).toHaveLength(3);
  expect(await subjects('grüsse')).toEqual(['HTML']);
  expect(await subjects('köln')).toEqual(['HTML']);
  expect(await subjects('hidden')).toEqual([]);
  expect(await subjects('druck')).toEqual([]);
  expect(await subjects('druck*')).toEqual(['Ärger im Büro']);
  expect(await subjects('drucker anhang')).toEqual([]);
});

it('a field can be chosen', async () => {
  await all(store.import('/A', sources([mail('offer', 'text'), mail('letter', 'an offer')])));
  expect(await subjects('offer', { in: ['subject'] })).toEqual(['offer']);
  expect(await subjects('offer', { in: ['body', 'addresses'] })).toEqual(['letter']);
});

it('only a folder and what is below it is searched', async () => {
  await store.folders.create('/A/sub');
  await store.folders.create('/A/other');
  await all(store.import('/A/sub', sources([mail('in sub')])));
  await all(store.import('/A/other', sources([mail('in other')])));
  expect([await subjects('in', {}, '/A/sub'), await subjects('in', {}, '/A')]).toEqual([
    ['in sub'],
    ['in other', 'in sub'],
  ]);
  await expect(store.search('/no', 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(store.search('/A', ' ?! ')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

it('it is in step with what is written here and outside: new, other and gone items, and properties beside them', async () => {
  const key = await put(one, mail('outside', 'red'));
  await all(store.sync());
  expect(await subjects('red')).toEqual(['outside']);
  await edit(one, key, mail('outside', 'green'));
  await all(store.sync());
  expect([await subjects('red'), await subjects('green')]).toEqual([[], ['outside']]);
  const { items } = await store.search('/A', 'green');
  const id = items[0]?.id as string;
  const set = PropertyBag.of([{ property: tagged('PidTagSubject'), value: 'renamed' }]);
  await store.items.setProperties(id, { set, remove: [] });
  expect(await subjects('renamed')).toEqual(['outside']);
  await all(store.remove([id]));
  expect(await subjects('green')).toEqual([]);
});

it('a move keeps an item found, in its new place', async () => {
  await store.folders.create('/A/sub');
  const [imported] = await all(store.import('/A', sources([mail('wandering', 'word')])));
  expect(await subjects('word')).toEqual(['wandering']);
  await all(store.move([imported?.id as string], '/A/sub'));
  expect(await subjects('word', {}, '/A/sub')).toEqual(['wandering']);
});

it('what is out of reach is counted, and found when it is back', async () => {
  await all(store.import('/A', sources([mail('far', 'away')])));
  // Each of core's own attempts fails too.
  for (let call = 1; call <= 20; call++) one.faults.fail({ operation: 'openBody', call });
  expect(await store.search('/A', 'away')).toMatchObject({ items: [], unread: 1 });
  one.faults.clear();
  expect(await store.search('/A', 'away')).toMatchObject({ items: [{ subject: 'far' }], unread: 0 });
});

it('without filling, what nobody looked into yet is left out; a running synchronisation looks into it where asked to', async () => {
  await all(store.import('/A', sources([mail('later', 'word')])));
  expect(await subjects('word', { fill: false })).toEqual([]);
  const stop = new AbortController();
  const running = store.keepSynced({ signal: stop.signal, words: true });
  for (let tries = 0; tries < 100 && (await subjects('word', { fill: false })).length === 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await subjects('word', { fill: false })).toEqual(['later']);
  stop.abort();
  await running;
});

it('pages give the newest first, each item once', async () => {
  await all(
    store.import(
      '/A',
      Array.from({ length: 7 }, (_, index) => ({
        label: String(index),
        body: bytesSource(mail(`word ${index}`), 'message/rfc822'),
        received: new Date(Date.UTC(2026, 0, 1 + (index % 3))),
      })),
    ),
  );
  const found: Date[] = [];
  const ids = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const page = await store.search('/A', 'word', { limit: 2, ...(cursor !== undefined && { cursor }) });
    for (const { date, id } of page.items) {
      found.push(date);
      ids.add(id);
    }
    if (page.next === undefined) break;
    cursor = page.next;
  }
  expect(ids.size).toBe(7);
  expect(found).toEqual(found.toSorted((a, b) => b.getTime() - a.getTime()));
});

it('finds just the items with all the words, for any words', async () => {
  const word = fc.constantFrom('red', 'green', 'blue', 'Straße', 'été');
  const texts = fc.sample(fc.array(word, { maxLength: 4 }), 30);
  await all(store.import('/A', sources(texts.map((words, index) => mail(`n${index}`, words.join(', '))))));
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 3 }), async (wanted) => {
      const meant = texts.flatMap((words, index) =>
        wanted.every((each) => words.includes(each)) ? [`n${index}`] : [],
      );
      expect(await subjects(wanted.join(' '), { limit: 100 })).toEqual(meant.sort());
    }),
    { numRuns: 50 },
  );
});
