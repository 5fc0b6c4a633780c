import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs, { promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { listAll, mail, openFs, signal, temporaryFolder } from './open.ts';

test('bytes are on the disk before their name, and the name before the answer', async () => {
  const backend = await openFs(temporaryFolder(), true);
  const events: string[] = [];
  const probe = await promises.open(process.execPath);
  const handles = Object.getPrototypeOf(probe) as { sync(this: promises.FileHandle): Promise<void> };
  await probe.close();
  const { link } = promises;
  const { sync } = handles;
  handles.sync = async function () {
    const kind = (await this.stat()).isDirectory() ? 'sync folder' : 'sync file';
    await sync.call(this);
    events.push(kind);
  };
  promises.link = async (from, to) => {
    events.push('name');
    await link(from, to);
  };
  syncBuiltinESMExports();
  try {
    await backend.createItem({ folder: '', item: mail('one'), signal });
    expect(events.splice(0)).toEqual(['sync file', 'name', 'sync folder']);
    await backend.createItems({ folder: '', items: [mail('two'), mail('three')], signal });
    expect(events.at(-1)).toBe('sync folder');
    expect(events.filter((event) => event === 'sync folder')).toHaveLength(1);
    expect(events.indexOf('name')).toBeGreaterThan(events.indexOf('sync file'));
  } finally {
    handles.sync = sync;
    promises.link = link;
    syncBuiltinESMExports();
  }
});

test('a writer that is killed leaves whole items only, and what it left is cleared at the next opening', async () => {
  const root = temporaryFolder();
  const writer = fileURLToPath(new URL('./writer.ts', import.meta.url));
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, ['--conditions=@mapistore/source', writer, root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, 40 + 35 * round));
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const backend = await openFs(root, false);
  const { items } = await listAll(backend, '', 1000, 'head');
  expect(items.length).toBeGreaterThan(16);
  for (const { head, size } of items) expect(Buffer.from(head ?? []).toString()).toBe(`X-Length: ${size}\r\n\r\n`);
  expect(fs.readdirSync(path.join(root, '.mapistore', 'tmp'))).toEqual([]);
}, 120_000);

test('a temporary file of a living writer stays, an old one of another machine goes', async () => {
  const root = temporaryFolder();
  await openFs(root, true);
  const folder = path.join(root, '.mapistore', 'tmp');
  const { temporaryName } = await import('../src/files/temporary.ts');
  const own = temporaryName();
  const dead = own.replace(/-\d+-(\d*)-/, '-4194305-$1-');
  const other = own.replace(/^[0-9a-f]{12}/, '0'.repeat(12));
  for (const name of [own, dead, other]) fs.writeFileSync(path.join(folder, name), 'x');
  await openFs(root, false);
  expect(fs.readdirSync(folder).sort()).toEqual([own, other].sort());
});

/** A very small disk; undefined where this user may not mount one. */
function smallDisk(): string | undefined {
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return undefined;
  }
}

test('a full disk is QUOTA_EXCEEDED and nothing is left behind', async () => {
  const root = smallDisk();
  if (root === undefined) {
    console.warn(
      'NOT TESTED: a full disk. This user may not mount a tmpfs; run the tests as root or in a user namespace.',
    );
    return;
  }
  try {
    const backend = await openFs(root, true);
    const kept = await backend.createItem({ folder: '', item: mail('kept'), signal });
    const large = mail('large', `Subject: large\r\n\r\n${'x'.repeat(600_000)}`);
    await expect(backend.createItem({ folder: '', item: large, signal })).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
    });
    const update = backend.updateItem({ folder: '', key: kept.key, body: large.body, signal });
    await expect(update).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
    const [result] = await backend.createItems({ folder: '', items: [large], signal });
    expect(result).toMatchObject({ ok: false, error: { code: 'QUOTA_EXCEEDED' } });
    await backend.createItem({ folder: '', item: mail('small'), signal });
    expect((await listAll(backend)).items).toHaveLength(2);
    expect(fs.readdirSync(path.join(root, '.mapistore', 'tmp'))).toEqual([]);
    const { usedBytes, limitBytes } = await backend.quota({ signal });
    expect(limitBytes).toBe(512 * 1024);
    expect(usedBytes).toBeLessThan(100_000);
  } finally {
    execFileSync('umount', [root]);
  }
});
