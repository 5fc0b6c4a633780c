import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSqliteState } from '@mapistore/state-sql';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support.ts';

const KILLS = process.env['MAPISTORE_TEST_FULL'] === '1' ? 100 : 8;

describe('kill -9 in the middle of writing', () => {
  it('leaves a state that opens at once and has whole transactions only', { timeout: 300_000 }, async () => {
    const folder = await temporaryFolder();
    const file = join(folder.path, 'state.sqlite');
    let before = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const writer = spawn(
        process.execPath,
        [
          '--disable-warning=ExperimentalWarning',
          '--conditions=@mapistore/source',
          new URL('./writer.ts', import.meta.url).pathname,
          file,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      await once(writer.stdout, 'data');
      await sleep(20 + ((kill * 37) % 90));
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      await using state = await openSqliteState({ file });
      const found = await state.read(async (tx) => ({
        items: (await tx.contents.count(1)).items,
        noted: Number(await tx.meta.get('items')),
        last: await tx.journal.last(),
        journal: (await tx.journal.since({ cn: 0, limit: 1_000_000 })).map(({ cn }) => cn),
      }));
      expect(found.items).toBeGreaterThanOrEqual(before);
      expect([found.noted, found.last, found.journal.length, found.journal.at(-1)]).toEqual(Array(4).fill(found.items));
      before = found.items;
    }
    // A writer that never wrote would prove nothing.
    expect(before).toBeGreaterThanOrEqual(KILLS);
    await folder.remove();
  });
});
