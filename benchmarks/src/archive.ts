import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { Archive } from '@mapistore/backend-compress/archive';
import { startDovecot } from '@mapistore/services';
import { realMails, withReplies } from './archive-corpus.ts';
import { type Benchmark, bareClient, inFolder, mebibytes, type Row, say, seconds, timed } from './bench.ts';
import { generatedMails, random } from './corpus.ts';

const ROUNDS = 30;
const MANY = Number(process.env['MAPISTORE_BENCH_ARCHIVE_ITEMS'] ?? 100_000);
const READS = 300;
const { signal } = new AbortController();

/** Size and speed of the compressed archive on real mail, beside the tools that people have; random reads of a large one. */
export const archive: Benchmark = {
  name: 'archive',
  async run() {
    const real = realMails();
    if (real === undefined)
      say('  the corpus of real mail is not beside this checkout: generated mail, which proves little');
    const mails = real ?? [...generatedMails(600)];
    return [
      ...(await inFolder((folder) => corpusRows(folder, 'real mail', mails))),
      ...(await inFolder((folder) => corpusRows(folder, 'with replies', withReplies(mails)))),
      ...(await inFolder((folder) => readRows(folder, mails))),
    ];
  },
};

async function corpusRows(folder: string, name: string, mails: readonly Buffer[]): Promise<readonly Row[]> {
  const files = join(folder, 'files');
  await mkdir(files);
  for (const [index, mail] of mails.entries())
    writeFileSync(join(files, `${String(index).padStart(6, '0')}.eml`), mail);
  const bytes = mails.reduce((sum, { byteLength }) => sum + byteLength, 0);
  say(`  ${name}: ${mails.length} messages, ${bytes} bytes`);
  const tar = (options: string): number => sizeOf(folder, `tar cf - --sort=name -C ${files} . | zstd -q ${options}`);
  const beside = { fast: tar('-3'), solid: tar('-19 --long=27') };
  const params = { [constants.ZSTD_c_compressionLevel]: 3 };
  const sum = (compress: (mail: Buffer) => Buffer): number =>
    mails.reduce((all, mail) => all + compress(mail).byteLength, 0);
  const single = { zstd: sum((mail) => zstdCompressSync(mail, { params })), gzip: sum((mail) => gzipSync(mail)) };
  const mdbox = await dovecotSize(mails).catch((error: unknown) => `not measured: ${String(error)}`);
  const place = join(folder, 'archive');
  const { ours, theirs } = await rates(folder, files, place);
  const written = folderSize(place);
  const opened = await Archive.open({ folder: place });
  const compacting = await timed(() => opened.compact({ signal }));
  await opened[Symbol.asyncDispose]();
  const compacted = folderSize(place);
  const others = `zstd each ${single.zstd}, gzip each ${single.gzip}, mdbox ${mdbox}`;
  say(`  … ${others}; compacted in ${seconds(compacting)}`);
  return [
    row(`size as written, ${name}`, written, `tar | zstd -3: ${beside.fast}`, written / beside.fast, 'no larger', 1),
    row(
      `size compacted, ${name}`,
      compacted,
      `tar | zstd -19 --long=27: ${beside.solid}`,
      compacted / beside.solid,
      'smaller',
      1,
    ),
    ...Object.entries({ ...single, mdbox }).map(([what, size]) =>
      row(`size compacted, ${name}`, compacted, `${what}: ${size}`, compacted / Number(size), 'smaller', 1),
    ),
    {
      name: `write, ${name}`,
      ours: `${seconds(ours)}, ${mebibytes(bytes / (ours / 1000))}/s`,
      beside: `tar | zstd -3: ${seconds(theirs)}`,
      ratio: ours / theirs,
      promise: 'at most 2 × the time',
      kept: ours / theirs <= 2,
    },
  ];
}

function row(name: string, ours: number, beside: string, ratio: number, promise: string, bound: number): Row {
  return { name, ours: `${ours} bytes`, beside, ratio, promise, kept: Number.isNaN(ratio) || ratio <= bound };
}

function sizeOf(folder: string, command: string): number {
  const file = join(folder, 'out');
  execFileSync('sh', ['-c', `${command} > ${file}`]);
  return statSync(file).size;
}

/** All files of a folder, whatever they are for. */
function folderSize(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** Reading the files and packing them, in turns; the best of each, without waiting for the disk on either side. */
async function rates(folder: string, files: string, place: string): Promise<{ ours: number; theirs: number }> {
  const ours: number[] = [];
  const theirs: number[] = [];
  const names = readdirSync(files).sort();
  for (let round = 0; round < ROUNDS; round++) {
    theirs.push(await timed(async () => sizeOf(folder, `tar cf - --sort=name -C ${files} . | zstd -q -3`)));
    rmSync(place, { recursive: true, force: true });
    ours.push(
      await timed(async () => {
        const opened = await Archive.open({ folder: place, create: true, sync: false });
        await store(
          opened,
          names.map((name) => join(files, name)),
          (file) => readFileSync(file),
        );
        await opened[Symbol.asyncDispose]();
      }),
    );
  }
  return { ours: Math.min(...ours), theirs: Math.min(...theirs) };
}

async function store<T>(opened: Archive, items: readonly T[], bytesOf: (item: T) => Buffer): Promise<void> {
  for (let at = 0; at < items.length; at += 1000)
    await opened.write(signal, async (transaction) => {
      for (const item of items.slice(at, at + 1000)) {
        const content = await transaction.addBytes(bytesOf(item), 'message/rfc822');
        transaction.putItem({
          item: transaction.takeId(),
          folder: 0,
          content,
          flags: ['$seen'],
          received: 1_700_000_000,
        });
      }
    });
}

/** What the same messages take in Dovecot's multi-dbox with zstd, its mail files alone. */
async function dovecotSize(mails: readonly Buffer[]): Promise<number> {
  const dovecot = await startDovecot({
    format: 'mdbox',
    extraConfig: 'protocol imap {\n  mail_plugins = $mail_plugins zlib\n}\nplugin {\n  zlib_save = zstd\n}\n',
  });
  try {
    const client = await bareClient(dovecot.imap);
    await client.mailboxCreate('Bench');
    for (const mail of mails) if (mail.byteLength > 0) await client.append('Bench', mail);
    client.close();
    return readdirSync(dovecot.dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /^m\.\d+$/.test(entry.name))
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  } finally {
    await dovecot.stop();
  }
}

/** One message of very many, at random, each for the first time since opening. */
async function readRows(folder: string, mails: readonly Buffer[]): Promise<readonly Row[]> {
  const place = join(folder, 'archive');
  const usual = mails.filter(({ byteLength }) => byteLength < 65_536);
  let opened = await Archive.open({ folder: place, create: true, sync: false });
  say(`  ${MANY} messages …`);
  const next = random(1);
  const numbers = Array.from({ length: MANY }, (_, index) => index);
  const writing = await timed(() => store(opened, numbers, (n) => variation(usual, n, next)));
  say(`  … written in ${seconds(writing)}, ${mebibytes(folderSize(place))}`);
  const rows: Row[] = [];
  for (const name of ['as written', 'compacted']) {
    if (name === 'compacted') {
      const compacting = await timed(() => opened.compact({ signal, packing: { level: 3, headLevel: 3 } }));
      say(`  … blocks of a compaction in ${seconds(compacting)}`);
    }
    await opened[Symbol.asyncDispose]();
    const opening = await timed(async () => {
      opened = await Archive.open({ folder: place });
    });
    const contents = opened.items(0, 0, MANY).map(({ content }) => content);
    const reads: number[] = [];
    for (let read = 0; read < READS; read++) {
      const content = contents[Math.floor(next() * contents.length)] ?? 0;
      reads.push(await timed(() => opened.contentBytes(content)));
    }
    rows.push(
      {
        name: `random read of ${MANY}, ${name}`,
        ours: `median ${seconds(median(reads))}`,
        beside: `slowest of 20: ${seconds(reads.sort((a, b) => a - b)[Math.floor(READS * 0.95)] ?? 0)}`,
        promise: 'median at most 5 ms',
        kept: median(reads) <= 5,
      },
      {
        name: `opening ${MANY}, ${name}`,
        ours: seconds(opening),
        beside: '-',
        promise: 'at most 500 ms',
        kept: opening <= 500,
      },
    );
  }
  await opened[Symbol.asyncDispose]();
  return rows;
}

/** A message like the others, and not the same as any. */
function variation(mails: readonly Buffer[], number: number, next: () => number): Buffer {
  const mail = mails[number % mails.length] as Buffer;
  const words = Array.from({ length: 12 }, () => Math.floor(next() * 1e6).toString(36)).join(' ');
  return Buffer.concat([Buffer.from(`X-Number: ${number}\r\n`), mail, Buffer.from(`\r\n${words}\r\n`)]);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
