import { withoutAccelerators } from '@mapistore/conformance';
import { conformance } from '@mapistore/conformance/vitest';
import { type Mariadb, startMariadb } from '@mapistore/services';
import { afterAll, beforeAll } from 'vitest';
import { openMount } from './support.ts';

let server: Mariadb;
beforeAll(async () => {
  server = await startMariadb();
});
afterAll(() => server.stop());

conformance({ name: 'backend-mysql on MariaDB', open: () => openMount({ server }) });

conformance({
  name: 'backend-mysql on MariaDB, fast paths off',
  open: async () => withoutAccelerators(await openMount({ server, query: 'account=plain' })),
});
