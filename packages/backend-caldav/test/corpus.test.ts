import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { sameObject } from '@mapistore/conformance';
import { type Cyrus, type Radicale, startCyrus, startRadicale } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lostProperties } from '../src/objects/compare.ts';
import { storable } from '../src/objects/storable.ts';
import { calendar, calm, card, event, item, listAll, openMount, read } from './support.ts';

/** Calendars and cards of other projects, where a checkout of them lies beside this one; never part of this repository. */
const corpus = path.resolve(import.meta.dirname, '../../../../shared/corpora');
/** So many of each kind, spread over all of them. */
const MOST = 60;

interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
}

function samplesOf(kind: 'ics' | 'vcf'): readonly Sample[] {
  const root = path.join(corpus, kind);
  if (!existsSync(root)) {
    console.info('No corpus of calendars beside this checkout: only the few samples of this package are used.');
    const own =
      kind === 'vcf' ? [card('a'), card('b', ['X-OWN;Y=1:z'])] : [event('a'), calendar('VTODO', 'b'), event('')];
    return own.map((bytes, number) => ({ name: `own ${number}`, bytes }));
  }
  const all = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(`.${kind}`) && statSync(path.join(root, name)).size < 200_000)
    .map((name) => ({ name, bytes: readFileSync(path.join(root, name)) }));
  const step = Math.max(1, Math.floor(all.length / MOST));
  return all.filter((_, index) => index % step === 0);
}

let radicale: Radicale;
let cyrus: Cyrus;
beforeAll(async () => {
  [radicale, cyrus] = await Promise.all([startRadicale(), startCyrus()]);
});
afterAll(async () => {
  await Promise.all([radicale.stop(), cyrus.stop()]);
});

describe.each([
  ['Radicale', () => radicale],
  ['Cyrus', () => cyrus],
] as const)('on %s', (_, server) => {
  test.each([
    ['ics', 'caldav', 'text/calendar'],
    ['vcf', 'carddav', 'text/vcard'],
  ] as const)(
    'every %s file comes back saying the same, or is refused with a reason and leaves nothing',
    { timeout: 120_000 },
    async (kind, service, mediaType) => {
      const query = service === 'caldav' ? 'kinds=event,task,note' : '';
      await using backend = await openMount({ url: server().url, service, query });
      const folder = (await backend.createFolder({ parent: '', name: `Corpus ${kind}`, signal: calm })).key;
      let stored = 0;
      for (const { name, bytes } of samplesOf(kind)) {
        const [result] = await backend.createItems({ folder, items: [item(bytes, mediaType)], signal: calm });
        if (result?.ok !== true) {
          expect(result?.error, name).toMatchObject({ code: 'INVALID_CONTENT' });
          continue;
        }
        stored++;
        const { key, contentRevision } = result.value;
        const text = Buffer.from(await read(backend, folder, key));
        const sent = storable(bytes, mediaType);
        if (!sameObject(sent, text)) expect(lostProperties(sent, text), name).toEqual([]);
        await backend.deleteItem({ folder, key, ifRevision: { content: contentRevision }, signal: calm });
      }
      expect(stored).toBeGreaterThan(0);
      expect((await listAll(backend, folder)).items).toEqual([]);
    },
  );
});
