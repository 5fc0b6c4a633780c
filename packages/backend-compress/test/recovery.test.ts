import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { samples } from './samples.ts';
import { signal, temporaryFolder, withArchive } from './support.ts';

const folder = temporaryFolder();
const page = readFileSync(join(import.meta.dirname, '../../../docs/spec/archive.md'), 'utf8');
const script = /^```python\n(?<code>.*?)^```$/msu.exec(page)?.groups?.['code'] ?? '';

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What the script of the page makes of an archive: the digests of all files it writes. */
function recovered(archive: string, name: string): readonly string[] {
  const out = join(folder, name);
  mkdirSync(out);
  writeFileSync(join(folder, 'recover.py'), script);
  const run = spawnSync('python3', [join(folder, 'recover.py'), archive, out], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  return readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => digest(readFileSync(join(entry.parentPath, entry.name))))
    .sort();
}

test('zstd and the script in the documentation get every item back, byte by byte', { timeout: 300_000 }, async () => {
  const archive = join(folder, 'archive');
  const all = samples();
  await withArchive({ folder: archive, create: true, sync: false, segmentBytes: 1_000_000 }, async (opened) => {
    for (let at = 0; at < all.length; at += 200)
      await opened.write(signal, async (transaction) => {
        for (const { bytes, mediaType } of all.slice(at, at + 200)) {
          const content = await transaction.addBytes(bytes, mediaType);
          transaction.putItem({ item: transaction.takeId(), folder: 0, content, flags: [], received: 0 });
        }
      });
    await opened.write(signal, async (transaction) => {
      const content = await transaction.addBytes(Buffer.from('thrown away'), 'text/markdown');
      const item = transaction.takeId();
      transaction.putItem({ item, folder: 0, content, flags: [], received: 0 });
      transaction.removeItem(0, item);
    });
    const expected = all.map(({ bytes }) => digest(bytes)).sort();
    expect(recovered(archive, 'written')).toEqual(expected);
    await opened.compact({ signal, packing: { level: 3, headLevel: 3 } });
    expect(recovered(archive, 'compacted')).toEqual(expected);
  });
});

test('every segment is a file that zstd itself finds whole', async () => {
  const archive = join(folder, 'archive');
  for (const name of readdirSync(join(archive, 'segments')))
    expect(() => execFileSync('zstd', ['-tq', join(archive, 'segments', name)])).not.toThrow();
});
