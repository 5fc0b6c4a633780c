import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listAll, mail, openFs, signal, temporaryFolder } from './open.ts';

test('a root or marker that is missing is UNAVAILABLE and never empty', async () => {
  const parent = temporaryFolder();
  const root = path.join(parent, 'deep', 'root');
  await expect(openFs(root, false)).rejects.toMatchObject({ code: 'UNAVAILABLE', retry: 'later' });
  fs.mkdirSync(root, { recursive: true });
  await expect(openFs(root, false)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  fs.rmdirSync(root);
  const backend = await openFs(root, true);
  expect(await listAll(backend)).toEqual({ items: [], listing: 'complete' });
  await expect(
    openFs(path.join(parent, 'file'), true).then(() => fs.writeFileSync(path.join(parent, 'x'), '')),
  ).resolves.toBeUndefined();
  await expect(openFs(path.join(parent, 'x'), false)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

test('a disk that goes away while it is open is UNAVAILABLE, and usable when it is back', async () => {
  const root = path.join(temporaryFolder(), 'root');
  const backend = await openFs(root, true);
  const { key } = await backend.createItem({ folder: '', item: mail('kept'), signal });
  fs.renameSync(root, `${root}-away`);
  await expect(listAll(backend)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  // What is left where a disk was: an empty folder.
  fs.mkdirSync(root);
  await expect(listAll(backend)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(backend.listFolders({ limit: 10, signal })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(backend.readItem({ folder: '', key, signal })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(backend.createItem({ folder: '', item: mail('lost'), signal })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
  expect(fs.readdirSync(root)).toEqual([]);
  fs.rmdirSync(root);
  fs.renameSync(`${root}-away`, root);
  expect((await listAll(backend)).items.map((item) => item.key)).toEqual([key]);
});

test('a folder full of files becomes a mount without a change to any of them', async () => {
  const root = temporaryFolder();
  fs.mkdirSync(path.join(root, 'Letters'));
  fs.writeFileSync(path.join(root, 'Letters', 'One.EML'), 'Subject: one\n\nhello');
  fs.writeFileSync(path.join(root, 'Letters', 'picture.png'), 'png');
  fs.writeFileSync(path.join(root, 'Todo.md'), '# Todo\n');
  const backend = await openFs(root, true);
  const letters = await listAll(backend, 'Letters', 10, 'head');
  expect(letters.items).toMatchObject([{ key: 'One.EML', mediaType: 'message/rfc822', size: 19 }]);
  expect(Buffer.from(letters.items[0]?.head ?? []).toString()).toBe('Subject: one\n\n');
  expect((await listAll(backend)).items).toMatchObject([{ key: 'Todo.md', mediaType: 'text/markdown' }]);
  expect(fs.readdirSync(path.join(root, 'Letters'))).toEqual(['One.EML', 'picture.png']);
});

test('files that are no items are left alone, and keep their folder from being deleted', async () => {
  const root = temporaryFolder();
  const backend = await openFs(root, true);
  const folder = await backend.createFolder({ parent: '', name: 'Mixed', signal });
  fs.writeFileSync(path.join(root, 'Mixed', 'picture.png'), 'png');
  const error = await backend
    .deleteFolder({ folder: folder.key, signal })
    .catch((reason: Error & { code: string }) => reason);
  expect(error).toMatchObject({ code: 'NOT_EMPTY' });
  expect(String(error)).toContain('picture.png');
  expect(fs.readFileSync(path.join(root, 'Mixed', 'picture.png'), 'utf8')).toBe('png');
});

test('edits and deletions by others are noticed, also when size and date stay the same', async () => {
  const root = temporaryFolder();
  const backend = await openFs(root, true);
  const { key, contentRevision } = await backend.createItem({ folder: '', item: mail('edited'), signal });
  const file = path.join(root, key);
  const { atime, mtime, size } = fs.statSync(file);
  fs.writeFileSync(file, 'y'.repeat(size));
  fs.utimesSync(file, atime, mtime);
  const [edited] = (await listAll(backend)).items;
  expect(edited?.contentRevision).not.toBe(contentRevision);
  const ifRevision = { content: contentRevision };
  await expect(backend.deleteItem({ folder: '', key, ifRevision, signal })).rejects.toMatchObject({
    code: 'PRECONDITION_FAILED',
  });
  fs.unlinkSync(file);
  expect((await listAll(backend)).items).toEqual([]);
});

test('a rename never replaces an empty folder, and a folder with a slash or dot in its name keeps it', async () => {
  const root = temporaryFolder();
  const backend = await openFs(root, true);
  const made = await backend.createFolder({ parent: '', name: '.a/b', signal });
  await backend.createFolder({ parent: made.key, name: 'below', signal });
  await backend.createFolder({ parent: '', name: 'empty', signal });
  await expect(backend.updateFolder({ folder: made.key, name: 'empty', signal })).rejects.toMatchObject({
    code: 'ALREADY_EXISTS',
  });
  const { rekeyed } = await backend.updateFolder({ folder: made.key, name: 'c', signal });
  expect(rekeyed).toEqual([
    { from: made.key, to: 'c' },
    { from: `${made.key}/below`, to: 'c/below' },
  ]);
});

test('a file that is changed while it is read is told, and one that is replaced stays the old one', async () => {
  const root = temporaryFolder();
  const backend = await openFs(root, true);
  const big = mail('big', `Subject: big\r\n\r\n${'x'.repeat(1_000_000)}`);
  const { key } = await backend.createItem({ folder: '', item: big, signal });
  const replaced = await backend.openBody({ folder: '', key, signal });
  await backend.updateItem({ folder: '', key, body: mail('new').body, signal });
  let length = 0;
  for await (const chunk of replaced) length += chunk.byteLength;
  expect(length).toBe(replaced.size);
  const edited = await backend.openBody({ folder: '', key, signal });
  fs.appendFileSync(path.join(root, key), 'more');
  const read = async (): Promise<void> => {
    for await (const _ of edited);
  };
  await expect(read()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});
