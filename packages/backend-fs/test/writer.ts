// Stores items until it is killed; each holds its own length at its start. Run by durability.test.ts.
import { pathToFileURL } from 'node:url';
import { bytesSource } from '@mapistore/core';
import { definition } from '../src/index.ts';

const { signal } = new AbortController();
const env = { secret: async () => undefined, log: { debug() {}, info() {}, warn() {} }, clock: () => new Date() };
const backend = await definition.open(
  { uri: pathToFileURL(process.argv[2] ?? ''), options: {}, create: true, signal },
  env,
);
const text = (length: number): Buffer => Buffer.from(`X-Length: ${length}\r\n\r\n`.padEnd(length, 'x'));
for (let round = 0; ; round++) {
  const items = Array.from({ length: 16 }, (_, n) => ({
    body: bytesSource(text(50_000 + n), 'message/rfc822'),
    flags: [],
  }));
  await backend.createItems?.({ folder: '', items, signal });
  if (round === 0) console.log('writing');
}
