import { bytesSource, collect } from '@mapistore/core';
import { expect, test } from 'vitest';
import { createMemoryBackend, createMemoryDefinition, MemoryFaults } from '../src/index.ts';

const signal = new AbortController().signal;
const env = { secret: async () => undefined, log: { debug() {}, info() {}, warn() {} }, clock: () => new Date() };
const item = { body: bytesSource(Buffer.from('Subject: x\n\nhello\n'), 'message/rfc822'), flags: ['$seen'] };

test('keeps a named store as long as its definition lives and never makes an empty one unasked', async () => {
  const definition = createMemoryDefinition();
  const uri = new URL('memory:notes');
  const options = {};
  await expect(definition.open({ uri, options, create: false, signal }, env)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
  const first = await definition.open({ uri, options, create: true, signal }, env);
  await first.createItem?.({ folder: '', item, signal });
  await first[Symbol.asyncDispose]();
  const again = await definition.open({ uri, options, create: false, signal }, env);
  const listed = await again.listItems({ folder: '', detail: 'head', limit: 10, signal });
  expect(listed.items).toHaveLength(1);
  expect(Buffer.from(listed.items[0]?.head ?? []).toString()).toBe('Subject: x\n\n');
});

test('a fault after the effect loses the answer, not the item', async () => {
  const faults = new MemoryFaults();
  const backend = createMemoryBackend({ faults });
  faults.fail({ operation: 'createItem', call: 2, when: 'after' });
  await backend.createItem?.({ folder: '', item, signal });
  await expect(backend.createItem?.({ folder: '', item, signal })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  const listed = await backend.listItems({ folder: '', detail: 'revision', limit: 10, signal });
  expect(listed.items).toHaveLength(2);
  expect(faults.calls('createItem')).toBe(2);
});

test('a body can break in its middle', async () => {
  const faults = new MemoryFaults();
  const backend = createMemoryBackend({ faults });
  const written = await backend.createItem?.({ folder: '', item, signal });
  faults.fail({ operation: 'openBody', when: 'during' });
  const body = await backend.openBody({ folder: '', key: written?.key ?? '', signal });
  await expect(collect(body)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('query gives back what it cannot apply', async () => {
  const backend = createMemoryBackend();
  await backend.createItem?.({ folder: '', item, signal });
  const text = { type: 'exist', property: 'PidTagSubject' } as const;
  const restriction = { type: 'and', of: [{ type: 'flag', flag: '$seen' }, text] } as const;
  const page = await backend.query?.({ folder: '', restriction, limit: 10, signal });
  expect(page).toMatchObject({ remainder: { type: 'and', of: [text] }, sorted: true });
  expect(page?.keys).toHaveLength(1);
});
