import { bytesSource, collect, type Store } from '@mapistore/core';
import { startCyrus, startRadicale } from '@mapistore/services';
import { createDAVClient } from 'tsdav';
import { type Benchmark, inFolder, openBenchStore, type Row, say, seconds, timed } from './bench.ts';

const LISTED = Number(process.env['MAPISTORE_BENCH_COUNT'] ?? 2_000);
const WRITTEN = Math.min(1_000, LISTED);

function event(index: number): string {
  const day = String(1 + (index % 28)).padStart(2, '0');
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//MAPIStore//benchmark//EN',
    'BEGIN:VEVENT',
    `UID:event-${index}@benchmark.example`,
    'DTSTAMP:20260101T000000Z',
    `DTSTART:202603${day}T100000Z`,
    `DTEND:202603${day}T110000Z`,
    `SUMMARY:Event ${index}`,
    `DESCRIPTION:${'What is to be talked about. '.repeat(1 + (index % 20))}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

interface Server {
  /** Root of the service, such as `http://127.0.0.1:5232/`. */
  readonly url: string;
  stop(): Promise<void>;
}

const SERVERS: Readonly<Record<string, () => Promise<Server>>> = {
  radicale: () => startRadicale(),
  cyrus: async () => {
    const server = await startCyrus();
    return { url: `http://127.0.0.1:${server.http}/`, stop: () => server.stop() };
  },
};

async function bareClient({ url }: Server) {
  return createDAVClient({
    serverUrl: url,
    credentials: { username: 'alice', password: 'secret' },
    authMethod: 'Basic',
    defaultAccountType: 'caldav',
  });
}

type Bare = Awaited<ReturnType<typeof bareClient>>;

async function calendarNamed(client: Bare, name: string) {
  const found = (await client.fetchCalendars()).find(({ displayName }) => displayName === name);
  if (found === undefined) throw new Error(`There is no calendar ${name}.`);
  return found;
}

/** Writing, listing and reading events, through the Store and with bare tsdav, on the same server. */
export function caldavEvents(name: 'radicale' | 'cyrus'): Benchmark {
  return {
    name: `caldav-events-${name}`,
    run: () =>
      inFolder(async (folder) => {
        const server = await (SERVERS[name] as () => Promise<Server>)();
        const store = await openBenchStore(folder);
        const client = await bareClient(server);
        try {
          const { host } = new URL(server.url);
          const mount = { uri: `caldav://alice@${host}/`, secretRef: 'env:DAV_PASSWORD' };
          await store.mounts.add({ path: '/Home', ...mount });
          for await (const _ of store.sync());
          for (const folderName of ['Ours', 'Bare', 'Many'])
            await store.folders.create(`/Home/${folderName}`, { kind: 'event' });
          return [...(await write(name, store, client)), ...(await read(name, store, client))];
        } finally {
          await store[Symbol.asyncDispose]();
          await server.stop();
        }
      }),
  };
}

async function write(server: string, store: Store, client: Bare): Promise<readonly Row[]> {
  const bare = await calendarNamed(client, 'Bare');
  say(`  ${WRITTEN} events into ${server} through the Store, each read back and compared …`);
  const ours = await timed(async () => {
    for await (const { outcome } of store.import('/Home/Ours', sources(WRITTEN)))
      if (outcome !== 'imported') throw new Error(outcome);
  });
  say(`  … ${seconds(ours)}; with bare tsdav …`);
  const theirs = await timed(async () => {
    for (let index = 0; index < WRITTEN; index++) {
      const response = await client.createCalendarObject({
        calendar: bare,
        iCalString: event(index + 1_000_000),
        filename: `${index}.ics`,
      });
      if (!response.ok) throw new Error(String(response.status));
    }
  });
  say(`  … ${seconds(theirs)}`);
  return [row(`write ${WRITTEN}, ${server}`, ours, theirs)];
}

async function read(server: string, store: Store, client: Bare): Promise<readonly Row[]> {
  say(`  ${LISTED} events put into ${server} by somebody else …`);
  // What was written before is no part of this.
  for await (const _ of store.sync('/Home'));
  const calendar = await calendarNamed(client, 'Many');
  let next = 0;
  const put = async (): Promise<void> => {
    for (let index = next++; index < LISTED; index = next++)
      await client.createCalendarObject({ calendar, iCalString: event(index), filename: `${index}.ics` });
  };
  await Promise.all(Array.from({ length: 4 }, put));
  // Both list: key and revision of each, and what a list shows of it, which only the objects themselves tell.
  const ourList = await timed(async () => {
    for await (const _ of store.sync('/Home'));
    if ((await store.folders.get('/Home/Many')).items !== LISTED) throw new Error('not all were listed');
  });
  const all = { calendar, urlFilter: () => true };
  const theirList = await timed(async () => {
    if ((await client.fetchCalendarObjects(all)).length !== LISTED) throw new Error('not all were listed');
  });
  const ourRead = await timed(async () => {
    let count = 0;
    for await (const { body } of store.items.openAll('/Home/Many'))
      count += (await collect(body)).byteLength > 0 ? 1 : 0;
    if (count !== LISTED) throw new Error(`read ${count}`);
  });
  const theirRead = await timed(async () => {
    const objects = await client.fetchCalendarObjects(all);
    if (objects.filter(({ data }) => typeof data === 'string').length !== LISTED) throw new Error('not all were read');
  });
  const ourSync = await timed(async () => {
    for await (const _ of store.sync('/Home'));
  });
  const theirSync = await timed(() => client.fetchCalendars());
  return [
    row(`list ${LISTED}, ${server}`, ourList, theirList),
    row(`read all ${LISTED}, ${server}`, ourRead, theirRead),
    {
      name: `synchronise, nothing new, ${server}`,
      ours: seconds(ourSync),
      beside: `tsdav's list of calendars ${seconds(theirSync)}`,
      ratio: ourSync / theirSync,
      promise: 'one request (a test counts it)',
      kept: true,
    },
  ];
}

function row(name: string, ours: number, theirs: number): Row {
  return {
    name,
    ours: seconds(ours),
    beside: `tsdav ${seconds(theirs)}`,
    ratio: ours / theirs,
    promise: 'at most 1.15 × the time',
    kept: ours / theirs <= 1.15,
  };
}

function* sources(count: number) {
  for (let index = 0; index < count; index++)
    yield { label: String(index), body: bytesSource(Buffer.from(event(index + 500_000)), 'text/calendar') };
}
