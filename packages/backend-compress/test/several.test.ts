import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Archive } from '../src/archive/index.ts';
import { signal, storeMails, temporaryFolder, withArchive } from './support.ts';

const folder = temporaryFolder();
const mail = (n: number): Buffer => Buffer.from(`Subject: ${n}\r\n\r\nText ${n}\r\n`);

/** Another process that stores so many mails one by one. */
function writer(place: string, from: number, count: number, indexFrom: number) {
  const program = fileURLToPath(new URL('./writer.ts', import.meta.url));
  const options = ['--conditions=@mapistore/source', '--disable-warning=ExperimentalWarning'];
  return spawn(process.execPath, [...options, program, place, ...[from, count, indexFrom].map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test.each([
  ['with an index file', 0],
  ['without', 10_000],
])('three processes write in turns while a fourth reads, and nothing is lost (%s)', async (name, indexFrom) => {
  const place = join(folder, name);
  await withArchive({ folder: place, create: true, indexFrom }, async (archive) => {
    const children = [0, 1, 2].map((n) => writer(place, n * 100, 30, indexFrom));
    const ended = Promise.all(children.map((child) => once(child, 'close')));
    let before = 0;
    for (let done = false; !done; ) {
      done = await Promise.race([
        ended.then(() => true),
        new Promise<false>((resolve) => setTimeout(resolve, 30, false)),
      ]);
      await archive.refresh();
      const items = archive.items(0, 0, 1000);
      expect(items.length).toBeGreaterThanOrEqual(before);
      before = items.length;
      for (const { content } of items.slice(-3))
        expect((await archive.contentBytes(content)).toString()).toMatch(/^Subject/);
    }
    expect(children.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    await archive.refresh();
    const texts = await Promise.all(archive.items(0, 0, 1000).map(({ content }) => archive.contentBytes(content)));
    const expected = [0, 1, 2].flatMap((n) => Array.from({ length: 30 }, (_, at) => mail(n * 100 + at).toString()));
    expect(texts.map(String).sort()).toEqual(expected.sort());
  });
});

test('who has an archive open sees what a compaction in another opening made of it', async () => {
  const place = join(folder, 'compacted');
  await withArchive({ folder: place, create: true, indexFrom: 0 }, async (reader) => {
    const [content = 0] = await storeMails(reader, [mail(1), mail(2)]);
    const opened = await reader.openContent(content);
    await withArchive({ folder: place, indexFrom: 0 }, (other) => other.compact({ signal }));
    const old = async (): Promise<void> => {
      for await (const piece of reader.readContent(opened)) expect(piece.byteLength).toBeGreaterThan(0);
    };
    await expect(old()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await reader.refresh();
    expect(await reader.contentBytes(content)).toEqual(mail(1));
    await storeMails(reader, [mail(3)]);
    expect(reader.items(0, 0, 10)).toHaveLength(3);
  });
});

test('a writer waits for another one, and gives up with BUSY; a reader does not wait', async () => {
  const place = join(folder, 'busy');
  await withArchive({ folder: place, create: true }, async (archive) => {
    const [kept] = await storeMails(archive, [mail(7)]);
    const gate = Promise.withResolvers<void>();
    const slow = archive.write(signal, async (transaction) => {
      await gate.promise;
      transaction.putFolder({ folder: transaction.takeId(), parent: 0, name: 'slow' });
    });
    // Whoever only reads comes in all the same.
    await withArchive({ folder: place, lockWaitMs: 0 }, async (reader) => {
      expect((await reader.contentBytes(kept ?? 0)).toString()).toBe(mail(7).toString());
    });
    const child = writer(place, 0, 1, 10_000);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)));
    await once(child, 'close');
    expect(said).toContain('BUSY');
    gate.resolve();
    await slow;
    expect(archive.folderNamed(0, 'slow')).toBeDefined();
  });
});

test('an index that somebody deletes under a running program is made anew', async () => {
  const place = join(folder, 'deleted index');
  await withArchive({ folder: place, create: true, indexFrom: 0 }, async (archive) => {
    await storeMails(archive, [mail(1)]);
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(place, `index.sqlite${suffix}`), { force: true });
    await archive.refresh();
    expect(archive.items(0, 0, 10)).toHaveLength(1);
    await storeMails(archive, [mail(2)]);
    expect(archive.items(0, 0, 10)).toHaveLength(2);
  });
});

test('an archive that is not there is UNAVAILABLE, and never an empty one', async () => {
  await expect(Archive.open({ folder: join(folder, 'nowhere') })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});
