import { definition as memory } from '@mapistore/backend-memory';
import { bytesSource, type ImportSource, openStore, type Store, type SyncState } from '@mapistore/core';
import { mime } from '@mapistore/format-mime';
import { openSqliteState } from '@mapistore/state-sql';
import { type Benchmark, drain, inFolder, type Row, say, seconds, timed } from './bench.ts';

const ITEMS = 100_000;
const REPEATS = 21;

/** What one change in a large folder costs who asks what changed: with a token, and with the state of a client's copy. */
export const changes: Benchmark = {
  name: 'changes',
  async run() {
    return inFolder(async (folder) => {
      const store = await openStore({
        state: await openSqliteState({ file: `${folder}/state.sqlite` }),
        backends: [memory] as never,
        formats: [mime],
      });
      await store.mounts.add({ path: '/Inbox', uri: 'memory:changes' });
      say(`  storing ${ITEMS} mails …`);
      await drain(store.import('/Inbox', mails()));
      const rows = [await byToken(store), ...(await byState(store))];
      await store[Symbol.asyncDispose]();
      return rows;
    });
  },
};

function* mails(): Iterable<ImportSource> {
  for (let index = 0; index < ITEMS; index++) {
    const text = `From: a${index % 50}@example.org\r\nSubject: ${index}\r\nMessage-ID: <${index}@example.org>\r\n\r\nText.\r\n`;
    yield { label: String(index), body: bytesSource(Buffer.from(text), 'message/rfc822') };
  }
}

async function byToken(store: Store): Promise<Row> {
  let { token } = await store.changes('/Inbox');
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    await flip(store, repeat);
    times.push(
      await timed(async () => {
        const answer = await store.changes('/Inbox', token);
        if (answer.changes.length !== 1) throw new Error(`${answer.changes.length} changes instead of 1`);
        token = answer.token;
      }),
    );
  }
  const time = median(times);
  const promise = 'at most 5 ms';
  return { name: `changes after one in ${ITEMS}`, ours: seconds(time), beside: '-', promise, kept: time <= 5 };
}

/** With the sets of ids of a client: whatever it has is compared, so this grows with the folder. */
async function byState(store: Store): Promise<readonly Row[]> {
  let state: SyncState = {};
  const download = async (): Promise<number> => {
    const run = store.replication.contents('/Inbox', { state });
    const count = await drain(run);
    state = run.state;
    return count;
  };
  const first = await timed(download);
  const times: number[] = [];
  for (let repeat = 0; repeat < 5; repeat++) {
    await flip(store, repeat);
    times.push(await timed(download));
  }
  const [whole, one] = [first, median(times)];
  return [
    {
      name: `a client's first synchronisation of ${ITEMS}`,
      ours: seconds(whole),
      beside: '-',
      promise: 'at most 30 s',
      kept: whole <= 30_000,
    },
    {
      name: `its next one after one change`,
      ours: seconds(one),
      beside: '-',
      promise: 'at most 1 s',
      kept: one <= 1_000,
    },
  ];
}

async function flip(store: Store, repeat: number): Promise<void> {
  const { items } = await store.items.page('/Inbox', { sort: 'id', descending: true, limit: 1 });
  const change = repeat % 2 === 0 ? { add: ['$flagged'] } : { remove: ['$flagged'] };
  await store.items.setFlags(
    items.map(({ id }) => id),
    change,
  );
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] as number;
}
