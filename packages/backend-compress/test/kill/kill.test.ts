import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { snapshotFolders, snapshotItems } from '../../src/archive/index.ts';
import { signal, temporaryFolder, withArchive } from '../support.ts';

const KILLS = process.env['MAPISTORE_TEST_FULL'] === '1' ? 300 : 20;
const SEED = Number(process.env['MAPISTORE_TEST_SEED'] ?? 20_260_302);
const folder = temporaryFolder();

/** What the worker has said. */
class Told {
  readonly stored = new Map<string, string>();
  readonly removing = new Set<string>();
  /** Items that were ever stored. */
  total = 0;

  hear(text: string): void {
    for (const line of text.split('\n')) {
      const [word, item = '', sha256 = ''] = line.split(' ');
      if (word === 'stored') {
        this.stored.set(item, sha256);
        this.total++;
      }
      if (word === 'removing') this.removing.add(item);
      if (word === 'removed') this.stored.delete(item);
    }
  }
}

/** Runs the worker until it is killed, some time after it is ready. */
async function killAfter(place: string, ms: number, seed: number, indexFrom: number, told: Told): Promise<void> {
  const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));
  const options = ['--conditions=@mapistore/source', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...options, worker, place, String(seed), String(indexFrom)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += String(chunk);
  });
  while (!text.includes('ready\n')) await once(child.stdout, 'data');
  await sleep(ms);
  child.kill('SIGKILL');
  await once(child, 'close');
  told.hear(text);
}

test(`kill -9 at ${KILLS} random points of writing, compacting and pruning loses nothing that was committed (seed ${SEED})`, {
  timeout: 2_400_000,
}, async () => {
  let seed = SEED;
  for (const indexFrom of [10_000, 0]) {
    const told = new Told();
    const place = join(folder, `archive ${indexFrom}`);
    for (let round = 0; round < KILLS / 2; round++) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      await killAfter(place, (seed / 2 ** 32) * 700, seed, indexFrom, told);
      await withArchive({ folder: place, indexFrom }, async (archive) => {
        const problems = [];
        for await (const problem of archive.check({ signal })) problems.push(problem);
        expect(problems).toEqual([]);
        const found = new Map<string, string>();
        for (const { id, content } of archive.items(0, 0, 100_000))
          found.set(
            String(id),
            createHash('sha256')
              .update(await archive.contentBytes(content))
              .digest('hex'),
          );
        for (const [item, sha256] of told.stored)
          if (!told.removing.has(item) || found.has(item)) expect([item, found.get(item)]).toEqual([item, sha256]);
        for (const { content } of archive.snapshots())
          for await (const { items } of snapshotFolders(archive, content))
            for await (const item of snapshotItems(archive, items)) await archive.openContent(item.content);
      });
    }
    // Something must have been at stake.
    expect(told.total).toBeGreaterThan(KILLS);
  }
});
