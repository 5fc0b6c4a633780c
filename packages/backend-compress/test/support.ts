import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { Archive, type ArchiveOptions } from '../src/archive/index.ts';

/** A signal that never aborts. */
export const signal: AbortSignal = new AbortController().signal;

/** A folder of its own for a test file, gone when its tests are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mapistore-archive-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs work on an open archive, and closes it. */
export async function withArchive<T>(options: ArchiveOptions, work: (archive: Archive) => Promise<T>): Promise<T> {
  const archive = await Archive.open(options);
  try {
    return await work(archive);
  } finally {
    await archive[Symbol.asyncDispose]();
  }
}

/** Stores mails in the root in one commit; gives the numbers of their contents. */
export async function storeMails(archive: Archive, mails: readonly Uint8Array[]): Promise<readonly number[]> {
  return archive.write(signal, async (transaction) => {
    const contents: number[] = [];
    for (const mail of mails) {
      const content = await transaction.addBytes(Buffer.from(mail), 'message/rfc822');
      const item = transaction.takeId();
      transaction.putItem({ item, folder: 0, content, flags: ['$seen'], received: 1_700_000_000 + item });
      contents.push(content);
    }
    return contents;
  });
}
