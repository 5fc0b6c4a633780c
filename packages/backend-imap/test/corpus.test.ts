import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { foldLineEnds, headOf } from '@mapistore/core';
import { type Dovecot, startDovecot } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calm, item, listAll, mail, openMount, read } from './support.ts';

/** Mails of other projects, where a checkout of them lies beside this one; never part of this repository. */
const corpus = path.resolve(import.meta.dirname, '../../../../shared/corpora/mime');

function samples(): { name: string; bytes: Buffer }[] {
  if (!existsSync(corpus)) {
    console.info('No corpus of mails beside this checkout: only the few samples of this package are used.');
    return [
      { name: 'crlf', bytes: mail('crlf') },
      { name: 'lf', bytes: Buffer.from('Subject: lf\nFrom: a@example.org\n\nbody\nmore\n') },
      { name: 'no end', bytes: Buffer.from('Subject: x\r\n\r\nno line end') },
      { name: 'eight bit', bytes: Buffer.from([...Buffer.from('Subject: \r\n\r\n'), 0xe9, 0xff, 0x80, 0x0d, 0x0a]) },
      { name: 'header only', bytes: Buffer.from('Subject: only\r\n\r\n') },
    ];
  }
  return readdirSync(corpus, { recursive: true, encoding: 'utf8' })
    .map((name) => ({ name, file: path.join(corpus, name) }))
    .filter(
      ({ file, name }) =>
        /\.(eml|txt|msg|mbox)?$/.test(name) && statSync(file).isFile() && statSync(file).size < 2_000_000,
    )
    .map(({ name, file }) => ({ name, bytes: readFileSync(file) }))
    .filter(({ bytes }) => bytes.length > 0);
}

/** Dovecot 2.3 changes line ends, and loses a lone CR that ends the message. */
function plain(bytes: Uint8Array): Buffer {
  const folded = Buffer.from(foldLineEnds(bytes));
  return folded.at(-1) === 0x0d ? folded.subarray(0, -1) : folded;
}

let server: Dovecot;
beforeAll(async () => {
  server = await startDovecot({ format: 'mdbox' });
});
afterAll(async () => {
  await server.stop();
});

describe('mails of the corpus', () => {
  it('come back as they were but for line ends, or are refused with a reason', async () => {
    await using backend = await openMount(server, { path: 'Corpus' });
    const all = samples();
    const results = await backend.createItems({ folder: '', signal: calm, items: all.map(({ bytes }) => item(bytes)) });
    const stored = new Map<string, { name: string; bytes: Buffer }>();
    for (const [at, result] of results.entries()) {
      const sample = all[at] as (typeof all)[number];
      if (result.ok) stored.set(result.value.key, sample);
      else
        expect([sample.name, sample.bytes.includes(0), result.error.code]).toEqual([
          sample.name,
          true,
          'INVALID_CONTENT',
        ]);
    }
    const { items, listing } = await listAll(backend, '', { detail: 'head' });
    expect(listing).toBe('complete');
    expect(items).toHaveLength(stored.size);
    for (const entry of items) {
      const { name, bytes } = stored.get(entry.key) as { name: string; bytes: Buffer };
      const back = await read(backend, '', entry.key);
      expect(plain(back).equals(plain(bytes)), name).toBe(true);
      expect(
        Buffer.from(entry.head as Uint8Array).equals(Buffer.from(headOf(back, 'message/rfc822'))),
        `head of ${name}`,
      ).toBe(true);
    }
  });
});
