import { type Harness, withoutAccelerators } from '@mapistore/conformance';
import { conformance } from '@mapistore/conformance/vitest';
import { type Cyrus, type Radicale, startCyrus, startRadicale } from '@mapistore/services';
import { afterAll, beforeAll } from 'vitest';
import { calendar, card, openMount } from './support.ts';

let radicale: Radicale;
let cyrus: Cyrus;
beforeAll(async () => {
  [radicale, cyrus] = await Promise.all([startRadicale(), startCyrus()]);
});
afterAll(async () => {
  await Promise.all([radicale.stop(), cyrus.stop()]);
});

const SERVERS = { Radicale: () => radicale, Cyrus: () => cyrus };
const COMPONENTS = { event: 'VEVENT', task: 'VTODO', note: 'VJOURNAL', journal: 'VJOURNAL' } as const;

/** Servers put properties in another order and fold lines elsewhere. */
function same(given: Uint8Array, stored: Uint8Array): boolean {
  const linesOf = (bytes: Uint8Array): string =>
    Buffer.from(bytes)
      .toString('utf8')
      .replaceAll(/\r?\n[ \t]/g, '')
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .sort()
      .join('\n');
  return linesOf(given) === linesOf(stored);
}

/** Cyrus refuses an event that takes no time. */
function sampleOf(component: string, number: number): Uint8Array {
  const end = component === 'VEVENT' ? ['DTEND:20260106T110000Z'] : [];
  return calendar(component, `sample-${number}@mapistore.example`, [...end, `SUMMARY:Sample ${number}`]);
}

for (const [server, of] of Object.entries(SERVERS)) {
  for (const [kind, component] of Object.entries(COMPONENTS)) {
    const harness: Harness = {
      name: `backend-caldav, ${server}, ${kind}`,
      open: () => openMount({ url: of().url, query: `kinds=${kind}&pollMs=100` }),
      samples: { 'text/calendar': (number) => sampleOf(component, number) },
      same,
    };
    conformance(harness);
  }
  const contacts: Harness = {
    name: `backend-caldav, ${server}, contact`,
    open: () => openMount({ url: of().url, service: 'carddav', query: 'pollMs=100' }),
    samples: {
      'text/vcard': (number) =>
        card(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`, [`NOTE:Sample ${number}`]),
    },
    same,
  };
  conformance(contacts);
  conformance({
    ...contacts,
    name: `backend-caldav, ${server}, event, fast paths off`,
    open: async () => withoutAccelerators(await openMount({ url: of().url, query: 'pollMs=100' })),
  });
}
