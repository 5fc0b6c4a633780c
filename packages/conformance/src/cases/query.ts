import type { Restriction } from '@mapistore/core';
import { check, equal } from '../assert.ts';
import type { ConformanceCase } from '../case.ts';

const FLAGGED: Restriction = { type: 'flag', flag: '$flagged' };
/** Something that a backend which moves bytes can hardly apply. */
const SUBJECT: Restriction = { type: 'exist', property: 'PidTagSubject' };

/** What a message has beside its properties: no backend has a table of it. */
const TO_BOB: Restriction = {
  type: 'sub',
  table: 'recipients',
  of: { type: 'exist', property: 'PidTagSmtpAddress' },
};

/** Queries, counts and quotas. */
export const queryCases: readonly ConformanceCase[] = [
  {
    id: 'query.finds-all-that-match',
    title: 'every item that matches is found, and only those where nothing is left to apply',
    spec: 'query',
    requires: ['createItem', 'setFlags', 'query'],
    async run(context) {
      const { backend, folder, signal } = context;
      const flagged = (await context.create({ flags: ['$flagged'] })).key;
      const plain = (await context.create()).key;
      for (const restriction of [
        FLAGGED,
        { type: 'and', of: [FLAGGED, SUBJECT] },
        { type: 'or', of: [FLAGGED, SUBJECT] },
        { type: 'comment', of: FLAGGED },
        { type: 'or', of: [FLAGGED, TO_BOB] },
        { type: 'and', of: [FLAGGED, { type: 'comment' }] },
        { type: 'and', of: [FLAGGED, { type: 'not', of: { type: 'like', property: 'PidTagSubject', pattern: '' } }] },
        { type: 'count', count: 1, of: FLAGGED },
      ] as const) {
        const page = await backend.query({ folder, restriction, limit: 10, signal });
        check(page.keys.includes(flagged), `an item that may match is not found (${JSON.stringify(restriction)})`);
        if (page.remainder === undefined)
          check(
            restriction !== FLAGGED || !page.keys.includes(plain),
            'an item that does not match is found, and nothing is left to apply',
          );
      }
    },
  },
  {
    id: 'query.pages',
    title: 'small pages find the same, each key once',
    spec: 'query',
    requires: ['createItem', 'query'],
    async run(context) {
      const { backend, folder, signal } = context;
      for (let n = 0; n < 4; n++) await context.create();
      const keys: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await backend.query({ folder, limit: 1, signal, ...(cursor !== undefined && { cursor }) });
        keys.push(...page.keys);
        cursor = page.next;
      } while (cursor !== undefined);
      equal(keys.sort(), await context.keys(), 'keys from pages of one');
    },
  },
  {
    id: 'count.agrees',
    title: 'the count is that of the listing',
    spec: 'count',
    requires: ['createItem', 'count'],
    async run(context) {
      const { backend, folder, signal } = context;
      await context.create({ flags: ['$seen'] });
      await context.create();
      const { items, unseen } = await backend.count({ folder, signal });
      equal(items, 2, 'items');
      if (backend.description.capabilities.setFlags && unseen !== undefined) equal(unseen, 1, 'unseen');
    },
  },
  {
    id: 'quota.is-sensible',
    title: 'what is used is a whole number of bytes and no negative one',
    spec: 'quota',
    requires: ['quota'],
    async run({ backend, signal }) {
      const { usedBytes, limitBytes } = await backend.quota({ signal });
      for (const bytes of [usedBytes, limitBytes ?? 0])
        check(Number.isSafeInteger(bytes) && bytes >= 0, `${bytes} is no number of bytes`);
    },
  },
];
