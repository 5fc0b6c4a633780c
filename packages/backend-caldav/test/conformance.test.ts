import { type Harness, sameObject, withoutAccelerators } from '@mapistore/conformance';
import { conformance } from '@mapistore/conformance/vitest';
import {
  type Cyrus,
  type FakeGoogle,
  type Radicale,
  startCyrus,
  startFakeGoogle,
  startRadicale,
} from '@mapistore/services';
import { afterAll, beforeAll } from 'vitest';
import { storable } from '../src/objects/storable.ts';
import { googleSame, openMount, trimmed } from './support.ts';

let radicale: Radicale;
let cyrus: Cyrus;
let google: FakeGoogle;
beforeAll(async () => {
  [radicale, cyrus, google] = await Promise.all([startRadicale(), startCyrus(), startFakeGoogle()]);
});
afterAll(async () => {
  await Promise.all([radicale.stop(), cyrus.stop(), google.stop()]);
});

/** What a collection cannot hold is mended on the way (docs/spec/contract.md, 5.2). */
const mended =
  (same: NonNullable<Harness['same']>): NonNullable<Harness['same']> =>
  (given, stored) =>
    same(storable(given, Buffer.from(given).includes('VCARD') ? 'text/vcard' : 'text/calendar'), stored);

/** Cyrus takes white space off the ends of values, and leaves out what then is empty. */
const cyrusSame = (given: Uint8Array, stored: Uint8Array): boolean => sameObject(trimmed(given), trimmed(stored));

const SERVERS = [
  ['Radicale', () => radicale, sameObject],
  ['Cyrus', () => cyrus, cyrusSame],
] as const;

for (const [server, of, same] of SERVERS) {
  const harness = (what: string, open: Harness['open']): Harness => ({
    name: `backend-caldav, ${server}, ${what}`,
    open,
    same: mended(same),
  });
  for (const kind of ['event', 'task', 'journal'] as const)
    conformance(harness(kind, () => openMount({ url: of().url, query: `kinds=${kind}&pollMs=100` })));
  conformance(harness('contact', () => openMount({ url: of().url, service: 'carddav', query: 'pollMs=100' })));
  conformance(harness('event, fast paths off', async () => withoutAccelerators(await openMount({ url: of().url }))));
}

conformance({
  name: 'backend-caldav, Google fake',
  open: () =>
    openMount({
      url: google.origin,
      user: google.accounts[0] ?? '',
      query: 'profile=google&pollMs=100',
      secret: { kind: 'oauth2', accessToken: google.accessToken() },
    }),
  folder: async () => google.addCalendar('Case'),
  same: mended(googleSame),
  knownFailures: {
    'kinds.unknown-properties': 'Google drops what it has no place for, and would invite the attendees of that item.',
  },
});
