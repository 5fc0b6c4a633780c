import { sameObject } from '@mapistore/conformance';
import { conformance } from '@mapistore/conformance/vitest';
import { type Cyrus, type Radicale, startCyrus, startRadicale } from '@mapistore/services';
import { afterAll, beforeAll } from 'vitest';
import { openMount } from './support.ts';

let radicale: Radicale;
let cyrus: Cyrus;
beforeAll(async () => {
  [radicale, cyrus] = await Promise.all([startRadicale(), startCyrus()]);
});
afterAll(async () => {
  await Promise.all([radicale.stop(), cyrus.stop()]);
});
const SERVERS = { Radicale: () => radicale, Cyrus: () => cyrus };
for (const [server, of] of Object.entries(SERVERS)) {
  for (const kind of ['', 'event', 'journal'])
    conformance({
      name: `${server} ${kind || 'all'}`,
      open: () => openMount({ url: of().url, query: `pollMs=100${kind && `&kinds=${kind}`}` }),
      same: sameObject,
    });
  conformance({
    name: `${server} contact`,
    open: () => openMount({ url: of().url, service: 'carddav', query: 'pollMs=100' }),
    same: sameObject,
  });
}
