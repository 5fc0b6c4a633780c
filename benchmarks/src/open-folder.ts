import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Benchmark, drain, inFolder, mebibytes, openBenchStore, type Row, say, seconds, timed } from './bench.ts';

const SIZES = [10_000, 100_000] as const;
const REPEATS = 21;
/** A window of names, pages and prepared statements come and go; more than this would be growth. */
const FLAT = 16 * 1_048_576;
const SAMPLE_MS = 200;

/** Opening a large folder and showing its first 50 by date, and the memory that synchronising it holds. */
export const openFolder: Benchmark = {
  name: 'open-folder',
  async run() {
    const rows: Row[] = [];
    const peaks: number[] = [];
    for (const size of SIZES) {
      await inFolder(async (folder) => {
        say(`  ${size} files on disk …`);
        await writeFiles(join(folder, 'inbox'), size);
        const { live, first, synced } = await inChild(folder);
        peaks.push(live);
        say(`  … synchronised in ${seconds(synced)}`);
        rows.push({
          name: `first 50 of ${size} by date`,
          ours: seconds(first),
          beside: '-',
          promise: 'at most 10 ms',
          kept: first <= 10,
        });
      });
    }
    const [small, large] = peaks as [number, number];
    rows.push({
      name: 'live memory of a sync, 10,000 → 100,000 items',
      ours: mebibytes(large),
      beside: `10,000: ${mebibytes(small)}`,
      promise: `flat: at most ${mebibytes(FLAT)} more`,
      kept: large - small <= FLAT,
    });
    return rows;
  },
};

async function writeFiles(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let start = 0; start < count; start += 500) {
    await Promise.all(
      Array.from({ length: Math.min(500, count - start) }, (_, offset) => {
        const index = start + offset;
        const date = new Date(Date.UTC(2020, 0, 1) + ((index * 7919) % 100_000) * 60_000).toUTCString();
        return writeFile(
          join(folder, `${index}.eml`),
          `From: a${index % 50}@example.org\r\nSubject: ${createHash('md5').update(String(index)).digest('hex')}\r\nDate: ${date}\r\nMessage-ID: <${index}@example.org>\r\n\r\nText.\r\n`,
        );
      }),
    );
  }
}

/** Measured in a process of its own, so that the peak is that of this work alone. */
async function inChild(folder: string): Promise<Measured> {
  const { spawnSync } = await import('node:child_process');
  const script = new URL('./open-folder-child.ts', import.meta.url).pathname;
  const child = spawnSync(
    process.execPath,
    ['--expose-gc', '--disable-warning=ExperimentalWarning', '--conditions=@mapistore/source', script, folder],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return JSON.parse(child.stdout) as Measured;
}

interface Measured {
  /** Bytes that are really held, garbage aside, at their most. */
  readonly live: number;
  readonly first: number;
  readonly synced: number;
}

/** Samples what is held after a collection: the peak of the process itself is mostly garbage not collected yet. */
class LiveMemory {
  #peak = 0;
  readonly #timer: NodeJS.Timeout = setInterval(() => this.#sample(), SAMPLE_MS);

  end(): number {
    clearInterval(this.#timer);
    this.#sample();
    return this.#peak;
  }

  #sample(): void {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    this.#peak = Math.max(this.#peak, heapUsed + external);
  }
}

/** What the child does. */
export async function measure(folder: string): Promise<Measured> {
  const store = await openBenchStore(folder);
  await store.mounts.add({ path: '/Inbox', uri: `file://${join(folder, 'inbox')}` });
  const live = new LiveMemory();
  const synced = await timed(() => drain(store.sync()));
  const peak = live.end();
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    times.push(
      await timed(async () => {
        const { items } = await store.items.page('/Inbox', { sort: 'date', limit: 50 });
        if (items.length !== 50) throw new Error(`${items.length} items instead of 50`);
      }),
    );
  }
  await store[Symbol.asyncDispose]();
  // The first is the cold one: it counts.
  const first = times[0] as number;
  return { live: peak, first, synced };
}
