import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createMemoryBackend, MemoryData } from '@mapistore/backend-memory';
import { ACCELERATORS, checkCapabilities, NO_CAPABILITIES } from '@mapistore/core';
import { expect, test } from 'vitest';
import { type ConformanceCase, cases, runConformance, sweep, withoutAccelerators } from '../src/index.ts';

const spec = readFileSync(path.join(import.meta.dirname, '../../../docs/spec/contract.md'), 'utf8');
const anchors = new Set([...spec.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, anchor]) => anchor));

test('every case cites a section of the contract that is there', () => {
  expect(cases.filter((each) => !anchors.has(each.spec)).map(({ id, spec: cited }) => [id, cited])).toEqual([]);
});

test('every section of the contract that has an anchor is cited by a case', () => {
  const cited = new Set(cases.map((each) => each.spec));
  expect([...anchors].filter((anchor) => anchor !== undefined && !cited.has(anchor))).toEqual([]);
});

test('ids are hierarchical, each once, and require capabilities that exist', () => {
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  for (const { id, requires } of cases) {
    expect(id).toMatch(/^[a-z]+(\.[a-zA-Z-]+)+$/);
    for (const capability of requires) expect(NO_CAPABILITIES, id).toHaveProperty(capability);
  }
});

test('only a capability that is not declared skips a case, and the report says which', async () => {
  const data = new MemoryData();
  const open = async () => createMemoryBackend({ data, without: ['quota'] });
  const report = await runConformance({ name: 'memory', open, timeoutMs: 500 });
  expect(
    report.cases.filter(({ outcome }) => outcome !== 'pass').map(({ id, outcome, reason }) => [id, outcome, reason]),
  ).toEqual([
    ['quota.is-sensible', 'skip', 'not declared: quota'],
    ['cancellation.quota', 'skip', 'not declared: quota'],
  ]);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test('a known failure is run; one that passes fails the suite', async () => {
  const each = (id: string, run: ConformanceCase['run']): ConformanceCase => ({
    id,
    title: id,
    spec: 'pages',
    requires: [],
    run,
  });
  const data = new MemoryData();
  const knownFailures = { 'test.fails': 'the server is odd', 'test.passes': 'it was odd once' };
  const fails = each('test.fails', async () => {
    throw new Error('odd');
  });
  const harness = { name: 'memory', open: async () => createMemoryBackend({ data }), knownFailures };
  const report = await runConformance(harness, [fails, each('test.passes', async () => {})]);
  expect(report.cases.map(({ outcome }) => outcome)).toEqual(['known-failure', 'fail']);
});

test('a run leaves no folder behind, and a sweep removes those of runs that were broken off', async () => {
  const backend = createMemoryBackend();
  const { signal } = new AbortController();
  await runConformance({ name: 'memory', open: async () => backend, timeoutMs: 500 });
  expect((await backend.listFolders({ limit: 100, signal })).folders).toHaveLength(1);
  const left = await backend.createFolder?.({ parent: '', name: 'mapistore-abc123-7', signal });
  await backend.createFolder?.({ parent: left?.key ?? '', name: 'below', signal });
  await backend.createFolder?.({ parent: '', name: 'mapistore-of-the-user', signal });
  await sweep(backend);
  expect((await backend.listFolders({ limit: 100, signal })).folders.map(({ name }) => name)).toEqual([
    '',
    'mapistore-of-the-user',
  ]);
});

test.each(ACCELERATORS.map((name) => [name]))(
  'without %s a backend is sound and passes all other cases',
  async (name) => {
    const data = new MemoryData();
    const open = async () => withoutAccelerators(createMemoryBackend({ data }), [name]);
    checkCapabilities('memory', await open());
    const report = await runConformance({ name: 'memory', open, timeoutMs: 500 });
    expect(report.cases.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  },
);
