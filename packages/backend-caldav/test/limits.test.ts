import { startCyrus } from '@mapistore/services';
import { expect, test } from 'vitest';
import { found, multistatus, startFront } from './front.ts';
import { calm, event, item, listAll, openMount, read } from './support.ts';

test('a full account is QUOTA_EXCEEDED, and the quota says how full it is', async () => {
  await using server = await startCyrus({ quotaBytes: 64 * 1024 });
  await using backend = await openMount({ url: server.url });
  const before = await backend.quota({ signal: calm });
  expect(before.limitBytes).toBe(64 * 1024);
  const large = (n: number) => item(event(`large-${n}`, [`DESCRIPTION:${'x'.repeat(20_000)}`, 'SUMMARY:x']));
  const about = { folder: 'Default', signal: calm };
  const results = await backend.createItems({ ...about, items: [0, 1, 2, 3, 4].map(large) });
  const failed = results.flatMap((result) => (result.ok ? [] : [result.error.code]));
  expect(failed.length).toBeGreaterThan(0);
  expect(new Set(failed)).toEqual(new Set(['QUOTA_EXCEEDED']));
  const stored = results.flatMap((result) => (result.ok ? [result.value.key] : []));
  expect((await listAll(backend, 'Default')).items.map(({ key }) => key).sort()).toEqual(stored.sort());
  const after = await backend.quota({ signal: calm });
  expect(after.usedBytes).toBeGreaterThan(40_000);
  expect(after.limitBytes).toBe(64 * 1024);
});

/** A calendar whose items are of these sizes. */
async function startSized(sizes: readonly number[]) {
  const front = await startFront();
  const self = found('/cal/', '<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>');
  const etag = (n: number): string => `<d:getetag>"${n}"</d:getetag>`;
  const bytes = (n: number): string => event(`e${n}`, [`DESCRIPTION:${'x'.repeat(sizes[n] ?? 0)}`]).toString();
  front.do(({ method, path, headers, body }) => {
    if (method === 'OPTIONS') return { status: 200, headers: { dav: '1, calendar-access' } };
    const one = /e(\d+)\.ics$/.exec(path)?.[1];
    if (one !== undefined) return { status: 200, headers: { etag: `"${one}"` }, body: bytes(Number(one)) };
    if (method === 'PROPFIND')
      return headers['depth'] === '1'
        ? multistatus(self, ...sizes.map((_, n) => found(`/cal/e${n}.ics`, etag(n))))
        : multistatus(self);
    const asked = [...body.toString().matchAll(/e(\d+)\.ics/g)].map(([, n]) => Number(n));
    return multistatus(
      ...asked.map((n) => found(`/cal/e${n}.ics`, `${etag(n)}<c:calendar-data>${bytes(n)}</c:calendar-data>`)),
    );
  });
  return front;
}

test('an answer that is too large is asked for in parts', async () => {
  await using front = await startSized(Array.from({ length: 20 }, () => 900));
  await using backend = await openMount({ url: front.url, path: 'cal/', query: 'maxItemBytes=1200' });
  const { items, listing } = await listAll(backend, '', { detail: 'head' });
  expect([items.length, listing]).toEqual([20, 'complete']);
  expect(items.every(({ size = 0 }) => size > 900)).toBe(true);
});

test('an item that is too large is unreadable, and the others are listed', async () => {
  await using front = await startSized([10, 50_000, 10]);
  await using backend = await openMount({ url: front.url, path: 'cal/', query: 'maxItemBytes=1200' });
  const { items, unreadable, listing } = await listAll(backend, '', { detail: 'head' });
  expect(items.map(({ key }) => key)).toEqual(['e0.ics', 'e2.ics']);
  expect([unreadable, listing]).toEqual([['e1.ics'], 'complete']);
  await expect(read(backend, '', 'e1.ics')).rejects.toMatchObject({ code: 'TOO_LARGE' });
});

test('a server that answers everybody is told who asks before it tells where things are', async () => {
  await using front = await startFront();
  front.do(({ path, headers }) => {
    if (path === '/') return { status: 302, headers: { location: '/front-page' } };
    const me = headers.authorization === undefined ? '<d:unauthenticated/>' : '<d:href>/me/</d:href>';
    if (path === '/.well-known/caldav')
      return multistatus(found(path, `<d:current-user-principal>${me}</d:current-user-principal>`));
    if (path === '/me/')
      return multistatus(found(path, '<c:calendar-home-set><d:href>/home/</d:href></c:calendar-home-set>'));
    return path === '/home/' ? multistatus(found(path, '<d:resourcetype><d:collection/></d:resourcetype>')) : undefined;
  });
  await using backend = await openMount({ url: front.url });
  expect((await backend.listFolders({ limit: 10, signal: calm })).listing).toBe('complete');
});
