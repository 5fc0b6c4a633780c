import { type Harness, sameObject, withoutAccelerators } from '@mapistore/conformance';
import { conformance } from '@mapistore/conformance/vitest';
import { storable } from '../src/objects/storable.ts';
import { openMount } from './support.ts';

type Same = NonNullable<Harness['same']>;

/** What a collection cannot hold is mended on the way (docs/spec/contract.md, 5.2). */
export const mended =
  (same: Same): Same =>
  (given, stored) =>
    same(storable(given, Buffer.from(given).includes('VCARD') ? 'text/vcard' : 'text/calendar'), stored);

/** Runs the kit over a server, for each kind that it holds, and for events without the fast paths as well. */
export function conformanceOf(server: string, url: () => string, same: Same = sameObject): void {
  const harness = (what: string, open: Harness['open']): Harness => ({
    name: `backend-caldav, ${server}, ${what}`,
    open,
    same: mended(same),
  });
  for (const kind of ['event', 'task', 'journal'] as const)
    conformance(harness(kind, () => openMount({ url: url(), query: `kinds=${kind}&pollMs=100` })));
  conformance(harness('contact', () => openMount({ url: url(), service: 'carddav', query: 'pollMs=100' })));
  conformance(harness('event, fast paths off', async () => withoutAccelerators(await openMount({ url: url() }))));
}
