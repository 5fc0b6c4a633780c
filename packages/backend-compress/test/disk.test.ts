import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bytesSource, collect } from '@mapistore/core';
import { expect, test } from 'vitest';
import { openMount } from './mounts.ts';
import { signal, storeMails, temporaryFolder, withArchive } from './support.ts';

const base = temporaryFolder();

/** A very small disk; undefined where this user may not mount one. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(base, 'disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return undefined;
  }
}

test.each([['indexFrom=0'], ['']])(
  'a full disk is QUOTA_EXCEEDED and leaves the archive as it was (%s)',
  async (query) => {
    const disk = smallDisk();
    if (disk === undefined) {
      console.warn(
        'NOT TESTED: a full disk. This user may not mount a tmpfs; run the tests as root or in a user namespace.',
      );
      return;
    }
    try {
      const folder = join(disk, 'archive');
      const backend = await openMount({ folder, query });
      const noise = (bytes: number) => ({ body: bytesSource(randomBytes(bytes), 'message/rfc822'), flags: [] });
      const kept = await backend.createItem?.({ folder: '', item: noise(100_000), signal });
      const token = (await backend.listItems({ folder: '', detail: 'revision', limit: 10, signal })).token ?? '';
      for (const bytes of [2_000_000, 6_000_000])
        await expect(backend.createItem?.({ folder: '', item: noise(bytes), signal })).rejects.toMatchObject({
          code: 'QUOTA_EXCEEDED',
        });
      const update = backend.updateItem?.({ folder: '', key: kept?.key ?? '', body: noise(3_000_000).body, signal });
      await expect(update).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
      const results = await backend.createItems?.({ folder: '', items: [noise(3_000_000), noise(1000)], signal });
      expect(results?.map(({ ok }) => ok)).toEqual([false, true]);
      const changes = await backend.changes?.({ folder: '', token, limit: 10, signal });
      expect(changes?.changed).toHaveLength(1);
      expect((await collect(await backend.openBody({ folder: '', key: kept?.key ?? '', signal }))).byteLength).toBe(
        100_000,
      );
      await backend[Symbol.asyncDispose]();
      await withArchive({ folder }, async (archive) => {
        const problems = [];
        for await (const problem of archive.check({ signal })) problems.push(problem);
        expect(problems).toEqual([]);
        // A compaction that does not fit leaves it as well.
        await storeMails(archive, [randomBytes(1_200_000)]);
        await expect(archive.compact({ signal })).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
        expect(archive.items(0, 0, 10)).toHaveLength(3);
        await storeMails(archive, [Buffer.from('Subject: small\r\n\r\n')]);
      });
      expect(readdirSync(join(folder, 'segments'))).toHaveLength(1);
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  },
);

test('an archive that may only be read is read, and refuses writes', async () => {
  if (process.getuid?.() === 0 && !mayMount()) return;
  const disk = mkdtempSync(join(base, 'read-only-'));
  const [source, place] = [join(disk, 'source'), join(disk, 'place')];
  await withArchive({ folder: join(source, 'archive'), create: true }, (archive) =>
    storeMails(archive, [Buffer.from('Subject: x\r\n\r\ny')]),
  );
  mkdirSync(place);
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', place]);
    cpSync(source, place, { recursive: true });
    execFileSync('mount', ['-o', 'remount,ro', place]);
  } else {
    cpSync(source, place, { recursive: true });
    for (const path of [join(place, 'archive'), join(place, 'archive', 'segments')]) chmodSync(path, 0o500);
  }
  try {
    await withArchive({ folder: join(place, 'archive') }, async (archive) => {
      const [item] = archive.items(0, 0, 10);
      expect((await archive.contentBytes(item?.content ?? 0)).toString()).toBe('Subject: x\r\n\r\ny');
      await expect(storeMails(archive, [Buffer.from('z')])).rejects.toMatchObject({ code: 'FORBIDDEN' });
    });
  } finally {
    if (asRoot) execFileSync('umount', [place]);
    else for (const path of [join(place, 'archive'), join(place, 'archive', 'segments')]) chmodSync(path, 0o700);
  }
});

function mayMount(): boolean {
  const disk = smallDisk();
  if (disk === undefined) {
    console.warn('NOT TESTED: a read-only disk. This user may not mount a tmpfs.');
    return false;
  }
  execFileSync('umount', [disk]);
  return true;
}
