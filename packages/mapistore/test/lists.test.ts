import { evaluate, type ItemInfo, parseRestriction, type Store } from '@mapistore/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Place, side } from './memory.ts';
import { all, mail } from './support.ts';

let place: Place;
let store: Store;
const subjects = ['invoice', 'Invoice 2', 'Re: invoice', 'Ärger', 'arger', '', 'x'];
const flags = [[], ['$seen'], ['$seen', 'work'], ['$flagged']];

beforeAll(async () => {
  place = await Place.make();
  store = await place.mounted({ '/A': await side('aa') });
  const imported = Array.from({ length: 70 }, (_, index) => {
    const bytes = mail(
      subjects[index % subjects.length] as string,
      'x'.repeat((index * 7) % 5),
      index % 3 === 0 ? 'X: y\r\n' : '',
    );
    const text = Buffer.from(bytes).toString();
    // Some have no date of their own; many have equal dates, subjects and sizes.
    const own = Buffer.from(index % 4 === 0 ? text.replace(/^Date: .*\r\n/mu, '') : text);
    const body = {
      mediaType: 'message/rfc822',
      open: async function* () {
        yield own;
      },
    };
    return {
      label: String(index),
      body,
      received: new Date(Date.UTC(2026, 0, 1 + (index % 6))),
      flags: flags[index % flags.length] as string[],
    };
  });
  await all(store.import('/A', imported));
});
afterAll(() => place[Symbol.asyncDispose]());

/** An item of a list as a restriction sees it, made apart from core's own code. */
function meets(item: ItemInfo, condition: string): boolean {
  const values: Record<string, string | number | boolean | Date | undefined> = {
    PidTagSubject: item.subject,
    from: `${item.from.name} <${item.from.address}>`,
    PidTagMessageSize: item.size,
    PidTagMessageDeliveryTime: item.date,
    PidTagClientSubmitTime: item.sent,
  };
  return evaluate(parseRestriction(condition), {
    value: (name) => values[name],
    hasFlag: (flag) => item.flags.includes(flag),
  });
}

async function byPages(request: Parameters<Store['items']['page']>[1]): Promise<readonly ItemInfo[]> {
  const found: ItemInfo[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await store.items.page('/A', { ...request, ...(cursor !== undefined && { cursor }) });
    found.push(...page.items);
    if (page.next === undefined) return found;
    cursor = page.next;
  }
}

const leaf = fc.constantFrom(
  'subject contains INVOICE',
  'subject = arger',
  'subject starts re',
  'subject != x',
  'from contains ada',
  'flag seen',
  'unread',
  'flag work',
  'date >= 2026-01-03',
  'date < 2026-01-02',
  'has sent',
  'not has sent',
  'sent > 2020-01-01',
  'size > 200',
  'size <= 210',
);
const condition = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.tuple(tie('any'), fc.constantFrom('and', 'or'), tie('any')).map(([a, op, b]) => `(${a}) ${op} (${b})`),
    tie('any').map((a) => `not (${a})`),
  ),
})).any;
const sort = fc.constantFrom('subject', 'topic', 'name', 'from', 'date', 'received', 'sent', 'size', 'class', 'id');

describe('a list with a condition', () => {
  it('gives what meets it, each item once, in every order and cut into pages of any length [MS-OXCTABL_R76 R77 R117 R118 R447 R834]', async () => {
    const everything = await all(store.items.list('/A'));
    expect(everything).toHaveLength(70);
    await fc.assert(
      fc.asyncProperty(
        condition,
        sort,
        fc.boolean(),
        fc.integer({ min: 1, max: 30 }),
        async (text, by, descending, limit) => {
          const wanted = everything.filter((item) => meets(item, text)).map(({ id }) => id);
          const where = parseRestriction(text);
          const request = { sort: by, descending, where };
          const listed = (await all(store.items.list('/A', request))).map(({ id }) => id);
          expect(listed.toSorted()).toEqual(wanted.toSorted());
          expect((await byPages({ ...request, limit })).map(({ id }) => id)).toEqual(listed);
          const order = (await all(store.items.list('/A', { sort: by, descending }))).map(({ id }) => id);
          expect(listed).toEqual(order.filter((id) => listed.includes(id)));
          const other = (await all(store.items.list('/A', { ...request, descending: !descending }))).map(
            ({ id }) => id,
          );
          expect(other).toEqual(listed.toReversed());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('goes on behind the last item also where items came and went between two pages', async () => {
    const first = await store.items.page('/A', { sort: 'id', descending: false, limit: 10 });
    const [copy] = await all(store.copy([first.items[9]?.id as string], '/A'));
    await all(store.remove([copy?.newId as string]));
    const second = await store.items.page('/A', {
      sort: 'id',
      descending: false,
      limit: 100,
      cursor: first.next as string,
    });
    expect(second.items).toHaveLength(60);
    expect(second.next).toBeUndefined();
  });

  it('refuses what it cannot sort by, and a cursor that it never gave', async () => {
    await expect(store.items.page('/A', { sort: 'colour' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(store.items.page('/A', { sort: 'to' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    for (const cursor of ['', 'x', '5', '[]', '{}', '"ab"', 'null', '[1]', '[{},1]', '["a","b"]'])
      await expect(store.items.page('/A', { cursor }), cursor).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(store.items.page('/Nowhere')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    for (const id of ['5', 'm0', 'm', 'm1x', 'm-1', 'M1', 'm9999999999999999'])
      await expect(store.items.get(id)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(store.items.get('m99999')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
