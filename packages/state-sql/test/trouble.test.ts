import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteState } from '@mapistore/state-sql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let mounted = false;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  if (mounted) spawnSync('umount', [folder.path]);
  mounted = false;
  await folder.remove();
});

describe('a state that another program holds', () => {
  it('is BUSY after a while, and goes on when it is free', { timeout: 60_000 }, async () => {
    const file = join(folder.path, 'state.sqlite');
    await using state = await openSqliteState({ file });
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    await expect(state.write((tx) => tx.meta.set('a', 'b'))).rejects.toMatchObject({ code: 'BUSY', retry: 'later' });
    // Readers do not wait for a writer.
    expect(await state.read((tx) => tx.meta.get('a'))).toBeUndefined();
    other.exec('rollback');
    other.close();
    await state.write((tx) => tx.meta.set('a', 'b'));
    expect(await state.read((tx) => tx.meta.get('a'))).toBe('b');
  });

  it('in this very program is waited for without standing still', async () => {
    const file = join(folder.path, 'state.sqlite');
    await using first = await openSqliteState({ file });
    await using second = await openSqliteState({ file: join(folder.path, '.', 'state.sqlite') });
    const slow = first.write(async (tx) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return tx.take('cn', 1);
    });
    expect(await Promise.all([slow, second.write((tx) => tx.take('cn', 1))])).toEqual([1, 2]);
  });
});

describe('a disk that is full', () => {
  it('gives QUOTA_EXCEEDED, keeps nothing of the transaction, and goes on when there is room', async ({ skip }) => {
    mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder.path]).status === 0;
    if (!mounted) {
      console.error('NOT TESTED: a full disk. No file system can be mounted here; run this as root.');
      skip();
    }
    const file = join(folder.path, 'state.sqlite');
    await using state = await openSqliteState({ file });
    await state.write((tx) => tx.meta.set('before', 'kept'));
    const fill = (): Promise<void> =>
      state.write(async (tx) => {
        await tx.meta.set('during', 'lost');
        for (let piece = 0; piece < 40; piece++) await tx.blobs.append('u', piece, Buffer.alloc(262_144, piece));
      });
    await expect(fill()).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
    expect(await state.read((tx) => tx.meta.get('before'))).toBe('kept');
    expect(await state.read((tx) => tx.meta.get('during'))).toBeUndefined();
    expect(spawnSync('mount', ['-o', 'remount,size=64m', folder.path]).status).toBe(0);
    await fill();
    expect(await state.read((tx) => tx.meta.get('during'))).toBe('lost');
  });
});

describe('a file that is no state', () => {
  it('is STATE_CORRUPT also where it is cut short', async () => {
    const file = join(folder.path, 'state.sqlite');
    await writeFile(file, 'SQLite format 3\0 and then nothing of the kind'.padEnd(600, 'x'));
    await expect(openSqliteState({ file })).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
  });
});
