import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Archive } from '../src/archive/index.ts';
import { signal, storeMails, temporaryFolder, withArchive } from './support.ts';

const folder = temporaryFolder();
const text = 'Subject: Wombat migration\r\n\r\nThe wombats move on Tuesday.\r\n';
const mail = Buffer.from(text);
const rawKey = `key:${'5a'.repeat(32)}`;

/** All bytes of all files of an archive. */
function everything(place: string): string {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
    .join('\n');
}

async function contents(archive: Archive): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { content } of archive.items(0, 0, 100)) found.push((await archive.contentBytes(content)).toString());
  return found;
}

test.each([
  ['a passphrase', 'correct horse'],
  ['a raw key', rawKey],
])('with %s nothing of an item lies on the disk, and everything comes back', async (name, secret) => {
  const place = join(folder, name);
  await withArchive({ folder: place, create: true, secret, indexFrom: 0 }, async (archive) => {
    await storeMails(archive, [mail]);
    await archive.write(signal, async (tx) => tx.putFolder({ folder: tx.takeId(), parent: 0, name: 'Wombats' }));
    expect(everything(place)).not.toMatch(/[Ww]ombat|seen/);
  });
  await withArchive({ folder: place, secret }, async (archive) => {
    expect(await contents(archive)).toEqual([text]);
    expect(archive.folderNamed(0, 'Wombats')).toBeDefined();
  });
});

test('a wrong passphrase, and none at all, are UNAUTHENTICATED and tell nothing of the right one', async () => {
  const place = join(folder, 'a passphrase');
  const wrong = await Archive.open({ folder: place, secret: 'wrong horse' }).catch((error: unknown) => error);
  expect(wrong).toMatchObject({ code: 'UNAUTHENTICATED', message: expect.not.stringContaining('horse') });
  await expect(Archive.open({ folder: place })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(Archive.open({ folder: place, secret: rawKey })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('a secret for an archive that is not encrypted is CONFIG_INVALID: nobody is to think that it is', async () => {
  const place = join(folder, 'plain');
  await withArchive({ folder: place, create: true }, (archive) => storeMails(archive, [mail]));
  await expect(Archive.open({ folder: place, secret: 'x' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

test('a compaction changes the passphrase, takes it away, and gives one to an archive without', async () => {
  const place = join(folder, 'rotated');
  await withArchive({ folder: place, create: true, secret: 'first' }, async (archive) => {
    await storeMails(archive, [mail]);
    await archive.compact({ signal, newSecret: 'second' });
    expect(await contents(archive)).toEqual([text]);
  });
  await expect(Archive.open({ folder: place, secret: 'first' })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await withArchive({ folder: place, secret: 'second' }, (archive) => archive.compact({ signal, newSecret: null }));
  await withArchive({ folder: place }, async (archive) => {
    expect(await contents(archive)).toEqual([text]);
    await archive.compact({ signal, newSecret: 'third' });
  });
  expect(everything(place)).not.toMatch(/[Ww]ombat/);
  await withArchive({ folder: place, secret: 'third' }, async (archive) => {
    expect(await contents(archive)).toEqual([text]);
    const problems = [];
    for await (const problem of archive.check({ signal })) problems.push(problem);
    expect(problems).toEqual([]);
  });
});
