import { cpSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Archive, type ArchiveProblem } from '../src/archive/index.ts';
import { makeSmallArchive, readableItems, SMALL_ITEMS } from './small-archive.ts';
import { signal, temporaryFolder } from './support.ts';

const FULL = process.env['MAPISTORE_TEST_FULL'] === '1';
/** Of bytes and lengths each of so many; all of them in the long run. */
const EVERY = FULL ? 1 : 23;
/** A repair follows on each of so many. */
const REPAIR_EVERY = EVERY * (FULL ? 16 : 4);

const folder = temporaryFolder();
const work = join(folder, 'work');

async function problemsOf(archive: Archive): Promise<readonly ArchiveProblem[]> {
  const problems: ArchiveProblem[] = [];
  for await (const problem of archive.check({ signal })) problems.push(problem);
  return problems;
}

function segmentIn(place: string): string {
  return join(place, 'segments', readdirSync(join(place, 'segments'))[0] as string);
}

/** Opens what was damaged, looks at everything, and repairs it where asked. */
async function survey(options: { readonly indexFrom: number; readonly repair: boolean }) {
  const archive = await Archive.open({ folder: work, indexFrom: options.indexFrom, lockWaitMs: 0 });
  try {
    const problems = await problemsOf(archive);
    const readable = await readableItems(archive);
    if (options.repair) {
      await archive.repair({ signal });
      expect(await problemsOf(archive)).toEqual([]);
      expect((await readableItems(archive)).length).toBeGreaterThanOrEqual(readable.length);
    }
    return { problems, readable };
  } finally {
    await archive[Symbol.asyncDispose]();
  }
}

describe.each([
  ['with an index file', 0],
  ['without', 10_000],
])('a small archive %s', (name, indexFrom) => {
  const whole = join(folder, `whole ${indexFrom}`);

  beforeAll(async () => {
    await makeSmallArchive({ folder: whole, indexFrom });
  });

  it('of which any byte of the segment is flipped says so, and gives the rest', { timeout: 1_200_000 }, async () => {
    const bytes = readFileSync(segmentIn(whole));
    const silent: number[] = [];
    const lost: number[] = [];
    for (let at = 0; at < bytes.byteLength; at += EVERY) {
      rmSync(work, { recursive: true, force: true });
      cpSync(whole, work, { recursive: true });
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
      writeFileSync(segmentIn(work), flipped);
      const { problems, readable } = await survey({ indexFrom, repair: at % REPAIR_EVERY === 0 });
      if (problems.length === 0) silent.push(at);
      // Whatever is hit, it is of one write, but for the part that the first item shares with one of the second write.
      const hit = SMALL_ITEMS.filter((item) => !readable.includes(item));
      const writes = new Set(
        hit
          .filter((item) => item !== SMALL_ITEMS[2] || !hit.includes(SMALL_ITEMS[0] as never))
          .map(({ write }) => write),
      );
      if (writes.size > 1) lost.push(at);
    }
    expect({ name, silent, lost }).toEqual({ name, silent: [], lost: [] });
  });

  it('that ends at any length says so, and gives what was written before', { timeout: 1_200_000 }, async () => {
    const { size } = statSync(segmentIn(whole));
    const wrong: number[] = [];
    for (let length = 0; length < size; length += EVERY) {
      rmSync(work, { recursive: true, force: true });
      cpSync(whole, work, { recursive: true });
      truncateSync(segmentIn(work), length);
      const { problems, readable } = await survey({ indexFrom, repair: length % REPAIR_EVERY === 0 });
      if (problems.length === 0) wrong.push(length);
      const writes = readable.map(({ write }) => write);
      if (writes.some((write, index) => index > 0 && write < (writes[index - 1] as number))) wrong.push(length);
    }
    expect(wrong).toEqual([]);
  });

  it('of which any byte of the manifest is flipped says so, and gives everything', { timeout: 600_000 }, async () => {
    const bytes = readFileSync(join(whole, 'manifest.json'));
    for (let at = 0; at < bytes.byteLength; at += EVERY) {
      rmSync(work, { recursive: true, force: true });
      cpSync(whole, work, { recursive: true });
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
      writeFileSync(join(work, 'manifest.json'), flipped);
      const { problems, readable } = await survey({ indexFrom, repair: at % REPAIR_EVERY === 0 });
      expect(problems.map(({ kind }) => kind)).toContain('manifest');
      expect(readable).toEqual(SMALL_ITEMS);
    }
  });
});

it('an index file with any byte flipped gives no wrong bytes, and check or the eyes find nothing else', {
  timeout: 1_200_000,
}, async () => {
  const whole = join(folder, 'whole 0');
  const bytes = readFileSync(join(whole, 'index.sqlite'));
  const step = FULL ? 7 : 331;
  for (let at = 0; at < bytes.byteLength; at += step) {
    rmSync(work, { recursive: true, force: true });
    cpSync(whole, work, { recursive: true });
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
    writeFileSync(join(work, 'index.sqlite'), flipped);
    const { problems, readable } = await survey({ indexFrom: 0, repair: false });
    // A byte that no row uses may have any value; else the index is not what the segments say.
    if (problems.length === 0) expect([at, readable]).toEqual([at, SMALL_ITEMS]);
    await survey({ indexFrom: 0, repair: true });
  }
});
