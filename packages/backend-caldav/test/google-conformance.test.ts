import { conformance } from '@mapistore/conformance/vitest';
import { type FakeGoogle, startFakeGoogle } from '@mapistore/services';
import { afterAll, beforeAll } from 'vitest';
import { mended } from './harness.ts';
import { googleSame, openMount } from './support.ts';

let google: FakeGoogle;
beforeAll(async () => {
  google = await startFakeGoogle();
});
afterAll(() => google.stop());

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
