import { type Backend, bytesSource, collect } from '@mapistore/core';
import { type Mariadb, StatementCutter, startMariadb } from '@mapistore/services';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { add, calm, item, list, read, task } from './objects.ts';
import { type Person, personAt } from './person.ts';
import { openMount } from './support.ts';

let server: Mariadb;
let person: Person;
let cutter: StatementCutter;
beforeAll(async () => {
  server = await startMariadb({ durable: true });
  person = await personAt(server);
  cutter = await StatementCutter.start(server.port);
});
afterAll(async () => {
  await person[Symbol.asyncDispose]();
  await cutter[Symbol.asyncDispose]();
  await server.stop();
});

let backend: Backend;
let mounts = 0;
beforeEach(async () => {
  const url = server.url.replace(`:${server.port}/`, `:${cutter.port}/`);
  backend = await openMount({ server: { url }, query: `account=f${mounts++}` });
});
afterEach(() => backend[Symbol.asyncDispose]());

const keysOf = async () => (await list(backend)).items.map(({ key }) => key);

describe('a connection that breaks', () => {
  test.each([
    ['before the commit reaches the server', 'commit', 'before'],
    ['after the commit, before its answer', 'commit', 'answer'],
    ['in the middle of the transaction', 'start transaction', 'answer'],
  ] as const)('%s doubles and loses nothing', async (_, statement, when) => {
    cutter.cut(statement, when);
    const one = await add(backend, task('One'));
    expect(await keysOf()).toEqual([one.key]);
    cutter.cut(statement, when);
    const made = await backend.createItems?.({
      folder: '',
      items: [item(task('Two')), item(task('Three'))],
      signal: calm,
    });
    expect(made?.map(({ ok }) => ok)).toEqual([true, true]);
    cutter.cut(statement, when);
    const body = bytesSource(task('Four'), 'text/calendar');
    const updated = await backend.updateItem?.({
      folder: '',
      key: one.key,
      body,
      ifRevision: { content: one.contentRevision },
      signal: calm,
    });
    expect((await list(backend)).items.length).toBe(3);
    expect((await backend.readItem({ folder: '', key: one.key, signal: calm })).contentRevision).toBe(
      updated?.contentRevision,
    );
    cutter.cut(statement, when);
    await backend.deleteItem?.({
      folder: '',
      key: one.key,
      ifRevision: { content: updated?.contentRevision ?? '' },
      signal: calm,
    });
    expect((await keysOf()).length).toBe(2);
    expect(cutter.isWaiting).toBe(false);
  });

  test.each(['before', 'answer'] as const)('in the pieces of a large item (%s) stores it once, whole', async (when) => {
    const bytes = Buffer.alloc(3_000_000, 'Subject: x\r\n\r\nlong lines of text\r\n');
    cutter.cut('mapistore_pieces', when);
    const { key } = await add(backend, bytes, 'message/rfc822');
    expect(cutter.isWaiting).toBe(false);
    expect(await keysOf()).toEqual([key]);
    expect(await read(backend, key)).toBe(bytes.toString());
  });
});

describe('a server that goes away', () => {
  test('is UNAVAILABLE meanwhile, and what was confirmed is there when it is back', async () => {
    const confirmed: string[] = [];
    let running = true;
    const writing = (async () => {
      for (let index = 0; running; index++) {
        await add(backend, task(`Task ${index}`)).then(
          ({ key }) => confirmed.push(key),
          (error: unknown) => expect(error).toMatchObject({ code: expect.stringMatching(/UNAVAILABLE|BUSY/) }),
        );
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await server.kill();
    await server.start();
    await new Promise((resolve) => setTimeout(resolve, 500));
    running = false;
    await writing;
    person = await personAt(server);
    const keys = await keysOf();
    expect(confirmed.length).toBeGreaterThan(5);
    expect(keys).toEqual(expect.arrayContaining(confirmed));
    // At most the one under way when it died is there without having been confirmed.
    expect(keys.length - confirmed.length).toBeLessThanOrEqual(1);
  });
});

describe('several writers', () => {
  test('of one account at the same time write each once, and change numbers follow the commits', async () => {
    await using other = await openMount({ server, query: `account=f${mounts - 1}` });
    const { token } = await list(backend);
    const seen = new Set<string>();
    let running = true;
    const reading = (async () => {
      for (let since = token; ; ) {
        const page = await other.changes?.({ folder: '', token: since, limit: 1000, signal: calm });
        for (const { key } of page?.changed ?? []) seen.add(key);
        since = page?.token ?? since;
        if (!running && page?.changed.length === 0) return;
      }
    })();
    const write = async (to: Backend, name: string) => {
      const keys: string[] = [];
      for (let index = 0; index < 40; index++) keys.push((await add(to, task(`${name} ${index}`))).key);
      return keys;
    };
    const keys = (
      await Promise.all([write(backend, 'a'), write(backend, 'b'), write(other, 'c'), write(other, 'd')])
    ).flat();
    running = false;
    await reading;
    expect(new Set(keys).size).toBe(160);
    // A reader who is always a step behind has missed none.
    expect([...seen].sort()).toEqual(keys.sort());
  });

  test('a person who holds rows is waited for, and a deadlock is tried again', async () => {
    const [one, two] = [await add(backend, task('One')), await add(backend, task('Two'))];
    await person.type(`start transaction; update mapistore_items set percent = 1 where id = ${two.key}`);
    const flagging = backend.setFlags?.({
      folder: '',
      keys: [one.key, two.key],
      add: ['$seen'],
      remove: [],
      signal: calm,
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    // Whoever of the two is chosen as the victim, ours is done in the end.
    await person.type(`update mapistore_items set percent = 2 where id = ${one.key}`).catch(() => undefined);
    await person.type('commit');
    expect((await flagging)?.map(({ ok }) => ok)).toEqual([true, true]);
  });

  test('an abort of a call that waits ends it at once, and the next one is fine', async () => {
    const { key } = await add(backend, task('One'));
    await person.type(`start transaction; update mapistore_items set percent = 1 where id = ${key}`);
    const abort = new AbortController();
    const reason = new Error('enough');
    const deleting = backend.deleteItem?.({ folder: '', key, signal: abort.signal }).catch((error: unknown) => error);
    setTimeout(() => abort.abort(reason), 100);
    expect(await deleting).toBe(reason);
    await person.type('commit');
    expect(await keysOf()).toEqual([key]);
    await backend.deleteItem?.({ folder: '', key, signal: calm });
    expect(await keysOf()).toEqual([]);
  });
});

describe('what is larger than a packet', () => {
  test('is stored and read in pieces, and a range of it without the rest', async () => {
    await using small = await startMariadb({ args: ['--max-allowed-packet=1M'] });
    await using mount = await openMount({ server: small });
    const size = 40_000_000;
    const chunk = Buffer.alloc(100_000, 'Subject: x\r\n\r\n0123456789abcdef\r\n');
    const body = {
      mediaType: 'message/rfc822',
      size,
      async *open() {
        for (let at = 0; at < size; at += chunk.byteLength) yield chunk;
      },
    };
    const written = await mount.createItem?.({ folder: '', item: { body, flags: [] }, signal: calm });
    expect(written?.size).toBe(size);
    const key = written?.key ?? '';
    let at = 0;
    for await (const part of await mount.openBody({ folder: '', key, signal: calm })) {
      for (let from = 0; from < part.byteLength; ) {
        const there = chunk.subarray(at % chunk.byteLength, (at % chunk.byteLength) + part.byteLength - from);
        if (Buffer.compare(part.subarray(from, from + there.byteLength), there) !== 0)
          throw new Error(`differs at ${at}`);
        at += there.byteLength;
        from += there.byteLength;
      }
    }
    expect(at).toBe(size);
    const range = { start: 30_000_001, end: 30_000_020 };
    const found = await collect(await mount.openBody({ folder: '', key, range, signal: calm }));
    expect(Buffer.from(found).toString()).toBe(chunk.subarray(1, 20).toString());
    const tasks = Array.from({ length: 300 }, (_, index) =>
      item(task(`Task ${index}`, `DESCRIPTION:${'x'.repeat(9000)}`)),
    );
    const made = await mount.createItems?.({ folder: '', items: tasks, signal: calm });
    expect(made?.every(({ ok }) => ok)).toBe(true);
  });
});
