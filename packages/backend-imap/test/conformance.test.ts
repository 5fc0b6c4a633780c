import { withoutAccelerators } from '@mapistore/conformance';
import { conformance } from '@mapistore/conformance/vitest';
import { type Dovecot, startDovecot } from '@mapistore/services';
import { afterAll, beforeAll } from 'vitest';
import { openMount } from './support.ts';

let server: Dovecot;
let poor: Dovecot;
beforeAll(async () => {
  [server, poor] = await Promise.all([
    startDovecot(),
    startDovecot({ without: ['QRESYNC', 'CONDSTORE', 'MULTIAPPEND', 'LITERAL+', 'ESEARCH'] }),
  ]);
});
afterAll(async () => {
  await Promise.all([server.stop(), poor.stop()]);
});

conformance({ name: 'backend-imap', open: () => openMount(server, { path: 'Suite' }) });
conformance({ name: 'backend-imap, whole account', open: () => openMount(server, { user: 'bob' }) });
conformance({ name: 'backend-imap, poor server', open: () => openMount(poor, { path: 'Suite' }) });
conformance({
  name: 'backend-imap, fast paths off',
  open: async () => withoutAccelerators(await openMount(server, { path: 'Plain' })),
});
