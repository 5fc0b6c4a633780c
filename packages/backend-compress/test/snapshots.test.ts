import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addSnapshot, type SnapshotItem, snapshotFolders, snapshotItems } from '../src/archive/index.ts';
import { signal, storeMails, temporaryFolder, withArchive } from './support.ts';

const folder = temporaryFolder();
const mail = (text: string): Buffer => Buffer.from(`Subject: ${text}\r\n\r\n${text}\r\n`);

async function* from<T>(values: readonly T[]): AsyncIterable<T> {
  yield* values;
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

test('a snapshot keeps what it lists through deletion and compaction, and lets it go when it is forgotten', async () => {
  await withArchive({ folder: join(folder, 'one'), create: true }, async (archive) => {
    const contents = await storeMails(archive, [mail('kept'), mail('lost')]);
    const listed: SnapshotItem[] = [{ key: 'a', content: contents[0] as number, flags: ['$seen'], received: 5 }];
    await archive.write(signal, (transaction) =>
      addSnapshot(archive, transaction, {
        name: 'monday',
        created: 1000,
        folders: from([
          { folder: { key: '', name: 'Inbox' }, items: from(listed) },
          { folder: { key: 'x', parent: '', name: 'Empty' }, items: from<SnapshotItem>([]) },
        ]),
        signal,
      }),
    );
    await archive.write(signal, async (transaction) => {
      for (const { id } of archive.items(0, 0, 10)) transaction.removeItem(0, id);
    });
    await archive.compact({ signal });
    const [snapshot] = archive.snapshots();
    expect(snapshot).toMatchObject({ name: 'monday', created: 1000 });
    const folders = await all(snapshotFolders(archive, snapshot?.content ?? 0));
    expect(folders.map(({ name }) => name)).toEqual(['Inbox', 'Empty']);
    expect(await all(snapshotItems(archive, folders[0]?.items ?? 0))).toEqual(listed);
    expect((await archive.contentBytes(contents[0] as number)).toString()).toBe(mail('kept').toString());
    await expect(archive.contentBytes(contents[1] as number)).rejects.toMatchObject({ code: 'NOT_FOUND' });

    await archive.write(signal, async (transaction) => transaction.removeSnapshot('monday'));
    await archive.compact({ signal });
    expect(archive.snapshots()).toEqual([]);
    await expect(archive.contentBytes(contents[0] as number)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
