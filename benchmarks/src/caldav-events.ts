import { type Backend, bytesSource, collect, type Store } from '@mapistore/core';
import ICAL from 'ical.js';
import { type Benchmark, drain, inFolder, openBenchStore, type Row, say, seconds, timed } from './bench.ts';
import { calendarNamed, type DavServer, event, mountUri, openBackend, startDavServer } from './caldav-server.ts';

const LISTED = Number(process.env['MAPISTORE_BENCH_COUNT'] ?? 2_000);
const WRITTEN = Math.min(1_000, LISTED);
const TURN = 200;
const ROUNDS = 3;
const SECRET = { secretRef: 'env:DAV_PASSWORD' };

/** What one server has to do. */
interface Run {
  readonly name: string;
  readonly server: DavServer;
  readonly store: Store;
}

/** Writing, listing and reading events, through the Store and with bare tsdav, on the same server. */
export function caldavEvents(name: 'radicale' | 'cyrus'): Benchmark {
  return {
    name: `caldav-events-${name}`,
    run: () =>
      inFolder(async (folder) => {
        const server = await startDavServer(name);
        const store = await openBenchStore(folder);
        try {
          await store.mounts.add({ path: '/Home', uri: mountUri(server), ...SECRET });
          await drain(store.sync());
          for (const made of ['Ours', 'Bare', 'Many']) await store.folders.create(`/Home/${made}`, { kind: 'event' });
          const run = { name, server, store };
          return [await write(run), ...(await read(run))];
        } finally {
          await store[Symbol.asyncDispose]();
          await server.stop();
        }
      }),
  };
}

async function write({ name, server, store }: Run): Promise<Row> {
  const calendar = await calendarNamed(server, 'Bare');
  say(
    `  ${WRITTEN} events into ${name}, in turn through the Store, each read back and compared, and with bare tsdav …`,
  );
  let [ours, theirs] = [0, 0];
  // In turn, since disks and servers have better and worse minutes.
  for (let from = 0; from < WRITTEN; from += TURN) {
    ours += await timed(async () => {
      for await (const { outcome } of store.import('/Home/Ours', sources(from)))
        if (outcome !== 'imported') throw new Error(outcome);
    });
    theirs += await timed(async () => {
      let next = from;
      const put = async (): Promise<void> => {
        for (let index = next++; index < from + TURN; index = next++) {
          const iCalString = event(index + 1_000_000);
          const answer = await server.client.createCalendarObject({ calendar, iCalString, filename: `${index}.ics` });
          if (!answer.ok) throw new Error(String(answer.status));
        }
      };
      // As many at a time as backend-caldav has.
      await Promise.all([put(), put()]);
    });
  }
  return row(`write ${WRITTEN}, ${name}`, [ours, theirs]);
}

function* sources(from: number) {
  for (let index = from; index < from + TURN; index++)
    yield { label: String(index), body: bytesSource(Buffer.from(event(index + 500_000)), 'text/calendar') };
}

async function read({ name, server, store }: Run): Promise<readonly Row[]> {
  const { client } = server;
  const calendar = await calendarNamed(server, 'Many');
  say(`  ${LISTED} events put into ${name} by somebody else …`);
  let next = 0;
  const put = async (): Promise<void> => {
    for (let index = next++; index < LISTED; index = next++)
      await client.createCalendarObject({ calendar, iCalString: event(index), filename: `${index}.ics` });
  };
  await Promise.all([put(), put()]);
  await drain(store.sync());
  await using backend = await openBackend(server);
  const fetchAll = async (): Promise<readonly string[]> => {
    const objects = await client.fetchCalendarObjects({ calendar, urlFilter: () => true });
    return expectAll(objects.flatMap(({ data }) => (typeof data === 'string' ? [data] : [])));
  };
  const list = await beside(
    () => listAll(backend, 'Many'),
    async () => {
      const found = await client.propfind({ url: calendar.url, props: { 'd:getetag': {} }, depth: '1' });
      expectAll(found.filter(({ href }) => href?.endsWith('.ics')));
    },
  );
  const whole = await beside(async () => {
    const read: Uint8Array[] = [];
    for await (const { body } of store.items.openAll('/Home/Many')) read.push(await collect(body));
    expectAll(read);
  }, fetchAll);
  const first = await beside(
    () => synchroniseAnew(server, new URL(calendar.url).pathname.slice(1)),
    // Who shows a list of events has to look into them.
    async () => {
      for (const text of await fetchAll())
        new ICAL.Event(
          new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent') ?? undefined,
        ).startDate.toJSDate();
    },
  );
  const nothingNew = await beside(
    () => drain(store.sync('/Home')),
    () => client.fetchCalendars(),
  );
  return [
    row(`list ${LISTED}, ${name}`, list),
    row(`read all ${LISTED}, ${name}`, whole),
    {
      ...row(`first synchronisation of ${LISTED}, ${name}`, first, 'tsdav and ical.js'),
      promise: '(none: it keeps an index, too)',
      kept: true,
    },
    {
      ...row(`synchronise, nothing new, ${name}`, nothingNew, "tsdav's list of calendars"),
      promise: 'one request (a test counts it)',
      kept: true,
    },
  ];
}

/** Keys and revisions of a folder. */
async function listAll(backend: Backend, name: string): Promise<void> {
  const { signal } = new AbortController();
  const { folders } = await backend.listFolders({ limit: 100, signal });
  const folder = folders.find((one) => one.name === name)?.key ?? '';
  const keys: string[] = [];
  let cursor: string | undefined;
  do {
    const more = cursor === undefined ? {} : { cursor };
    const page = await backend.listItems({ folder, detail: 'revision', limit: 500, signal, ...more });
    keys.push(...page.items.map(({ key }) => key));
    cursor = page.next;
  } while (cursor !== undefined);
  expectAll(keys);
}

/** Everything of one calendar into a new index. */
async function synchroniseAnew(server: DavServer, path: string): Promise<void> {
  await inFolder(async (folder) => {
    await using store = await openBenchStore(folder);
    await store.mounts.add({ path: '/Many', uri: mountUri(server, path), ...SECRET });
    await drain(store.sync());
    if ((await store.folders.get('/Many')).items !== LISTED) throw new Error('not all are there');
  });
}

function expectAll<T>(found: readonly T[]): readonly T[] {
  if (found.length !== LISTED) throw new Error(`${found.length} of ${LISTED}`);
  return found;
}

/** Each of both several times in turn, so that a warm server or program favours none; the medians. */
async function beside(
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<readonly [number, number]> {
  const times: (readonly [number, number])[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push([await timed(ours), await timed(theirs)]);
  const median = (index: 0 | 1): number =>
    times.map((pair) => pair[index]).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] as number;
  return [median(0), median(1)];
}

function row(name: string, [ours, theirs]: readonly [number, number], whose = 'tsdav'): Row {
  return {
    name,
    ours: seconds(ours),
    beside: `${whose} ${seconds(theirs)}`,
    ratio: ours / theirs,
    promise: 'at most 1.15 × the time',
    kept: ours / theirs <= 1.15,
  };
}
