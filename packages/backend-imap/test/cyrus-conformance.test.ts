import { withoutAccelerators } from '@mapistore/conformance';
import { conformance } from '@mapistore/conformance/vitest';
import { type Cyrus, startCyrus } from '@mapistore/services';
import { afterAll, beforeAll } from 'vitest';
import { openMount } from './support.ts';

let server: Cyrus;
let other: Cyrus;
beforeAll(async () => {
  [server, other] = await Promise.all([
    startCyrus(),
    startCyrus({ separator: '.', belowInbox: true, without: ['QRESYNC', 'LITERAL+', 'MULTIAPPEND'] }),
  ]);
});
afterAll(async () => {
  await Promise.all([server.stop(), other.stop()]);
});

conformance({ name: 'backend-imap on Cyrus', open: () => openMount(server, { path: 'Suite' }) });
conformance({ name: 'backend-imap on Cyrus, whole account', open: () => openMount(server, { user: 'bob' }) });
conformance({
  name: 'backend-imap on Cyrus, with folders below INBOX and dots between them',
  open: () => openMount(other, { path: 'INBOX/Suite' }),
});
conformance({
  name: 'backend-imap on Cyrus, fast paths off',
  open: async () => withoutAccelerators(await openMount(server, { path: 'Plain' })),
});
