import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { startDovecot } from '@mapistore/services';
import { type Benchmark, inFolder, mebibytes, openBenchStore, type Row, say } from './bench.ts';

const MEGABYTES = 200;
/** What a streamed message may cost beyond the program itself, and what one that is held once may. */
const STREAMED = 96 * 1_048_576;
const HELD_ONCE = STREAMED + 200e6;

/** A message of 200 MB: imported to files, moved to IMAP and read from there, each in a process of its own. */
export const largeMessage: Benchmark = {
  name: 'large-message',
  run: () =>
    inFolder(async (folder) => {
      const dovecot = await startDovecot();
      try {
        say(`  a message of ${MEGABYTES} MB …`);
        const sha256 = await writeMail(join(folder, 'large.eml'));
        const rows: Row[] = [];
        const steps = [
          ['import to files', 'import', STREAMED],
          ['move files → IMAP (the append holds it once)', 'move', HELD_ONCE],
          ['read from IMAP', 'cat', STREAMED],
          ['move IMAP → files', 'back', STREAMED],
        ] as const;
        const idle = inChild(folder, 'idle', dovecot.imap).rss;
        for (const [name, step, bound] of steps) {
          const { rss, digest } = inChild(folder, step, dovecot.imap);
          rows.push({
            name: `${MEGABYTES} MB: ${name}`,
            ours: `${mebibytes(rss - idle)} more`,
            beside: digest === sha256 ? 'bytes equal' : 'BYTES DIFFER',
            promise: `at most ${mebibytes(bound)} over ${mebibytes(idle)} idle`,
            kept: rss - idle <= bound && digest === sha256,
          });
        }
        return rows;
      } finally {
        await dovecot.stop();
      }
    }),
};

async function writeMail(path: string): Promise<string> {
  const file = await open(path, 'w');
  const hash = createHash('sha256');
  const write = async (text: string): Promise<void> => {
    hash.update(text);
    await file.write(text);
  };
  try {
    await write(
      'From: a@example.org\r\nSubject: Large\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n',
    );
    const piece = `${Buffer.alloc(57, 'mapistore').toString('base64')}\r\n`.repeat(13_000);
    for (let written = 0; written < MEGABYTES * 1e6; written += piece.length) await write(piece);
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

function inChild(folder: string, step: string, port: number): { rss: number; digest: string } {
  const script = new URL('./large-message-child.ts', import.meta.url).pathname;
  const child = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--conditions=@mapistore/source', script, folder, step, String(port)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return JSON.parse(child.stdout) as { rss: number; digest: string };
}

/** What the child does: one step, then the digest of what the store gives back. */
export async function largeStep(folder: string, step: string, port: number): Promise<{ rss: number; digest: string }> {
  const store = await openBenchStore(folder);
  if (step === 'idle') {
    await store[Symbol.asyncDispose]();
    return { rss: process.resourceUsage().maxRSS * 1024, digest: '' };
  }
  if (step === 'import') {
    await store.mounts.add({ path: '/Inbox', uri: `file://${join(folder, 'inbox')}` });
    await store.mounts.add({
      path: '/Mail',
      uri: `imap://alice@127.0.0.1:${port}/Mail`,
      secretRef: 'env:IMAP_PASSWORD',
    });
    const body = { mediaType: 'message/rfc822', open: () => fileChunks(join(folder, 'large.eml')) };
    for await (const { error } of store.import('/Inbox', [{ label: 'large', body }])) if (error) throw error;
  }
  const from = step === 'move' ? '/Inbox' : '/Mail';
  if (step === 'move' || step === 'back') {
    const { items } = await store.items.page(from);
    for await (const { error } of store.move(
      items.map(({ id }) => id),
      step === 'move' ? '/Mail' : '/Inbox',
    ))
      if (error) throw error;
  }
  const { items } = await store.items.page(step === 'import' || step === 'back' ? '/Inbox' : '/Mail');
  const hash = createHash('sha256');
  for await (const chunk of await store.items.open(items[0]?.id as string)) hash.update(chunk);
  await store[Symbol.asyncDispose]();
  return { rss: process.resourceUsage().maxRSS * 1024, digest: hash.digest('hex') };
}

async function* fileChunks(path: string): AsyncIterable<Uint8Array> {
  const file = await open(path);
  try {
    for await (const chunk of file.createReadStream({ autoClose: false })) yield chunk as Uint8Array;
  } finally {
    await file.close();
  }
}
