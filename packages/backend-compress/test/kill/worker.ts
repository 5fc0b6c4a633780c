// A program that is killed: it writes, deletes, snapshots and compacts for as long as it lives, and says what it has done.
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { Archive, addSnapshot, type SnapshotItem } from '../../src/archive/index.ts';

const [folder = '', seed = '1', indexFrom = '10000'] = process.argv.slice(2);
const { signal } = new AbortController();
let state = Number(seed);

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}

/** At once, so that what was said was done, whenever the kill comes. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

function mail(): Buffer {
  const attachment = Buffer.from(`part ${Math.floor(random() * 5)} `.repeat(2000)).toString('base64');
  const lines = attachment.replaceAll(/.{76}/g, '$&\r\n');
  return Buffer.from(
    `Subject: ${random()}\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n${'Text. '.repeat(random() * 2000)}\r\n--x\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}\r\n--x--\r\n`,
  );
}

async function* from<T>(values: readonly T[]): AsyncIterable<T> {
  yield* values;
}

async function write(archive: Archive): Promise<void> {
  const mails = Array.from({ length: 1 + Math.floor(random() * 12) }, mail);
  const items = await archive.write(signal, async (transaction) => {
    const ids: number[] = [];
    for (const bytes of mails) {
      const content = await transaction.addBytes(bytes, 'message/rfc822');
      const item = transaction.takeId();
      transaction.putItem({ item, folder: 0, content, flags: ['$seen'], received: item });
      ids.push(item);
    }
    return ids;
  });
  for (const [index, item] of items.entries())
    say(
      `stored ${item} ${createHash('sha256')
        .update(mails[index] as Buffer)
        .digest('hex')}`,
    );
}

async function prune(archive: Archive): Promise<void> {
  const gone = archive.items(0, 0, 10_000).filter(() => random() < 0.3);
  for (const { id } of gone) say(`removing ${id}`);
  await archive.write(signal, async (transaction) => {
    for (const { id } of gone) transaction.removeItem(0, id);
    for (const { name } of archive.snapshots()) if (random() < 0.5) transaction.removeSnapshot(name);
  });
  for (const { id } of gone) say(`removed ${id}`);
  await archive.compact({ signal, packing: { level: 3, headLevel: 3 } });
}

async function snapshot(archive: Archive): Promise<void> {
  const items = archive
    .items(0, 0, 10_000)
    .map(({ id, content, flags, received }): SnapshotItem => ({ key: String(id), content, flags, received }));
  await archive.write(signal, (transaction) =>
    addSnapshot(archive, transaction, {
      name: `s${Math.floor(random() * 4)}`,
      created: 1,
      folders: from([{ folder: { key: '', name: 'All' }, items: from(items) }]),
      signal,
    }),
  );
}

const archive = await Archive.open({ folder, create: true, indexFrom: Number(indexFrom), segmentBytes: 200_000 });
say('ready');
for (;;) {
  const dice = random();
  if (dice < 0.6) await write(archive);
  else if (dice < 0.75) await snapshot(archive);
  else if (dice < 0.9) await archive.compact({ signal, packing: { level: 3, headLevel: 3 } });
  else await prune(archive);
}
