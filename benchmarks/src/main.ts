import { cpus, release, totalmem } from 'node:os';
import { archive } from './archive.ts';
import type { Benchmark, Row } from './bench.ts';
import { caldavEvents } from './caldav-events.ts';
import { changes } from './changes.ts';
import { contentsTable } from './contents-table.ts';
import { imapAppendFetch } from './imap-append-fetch.ts';
import { largeMessage } from './large-message.ts';
import { mysqlTasks } from './mysql-tasks.ts';
import { openFolder } from './open-folder.ts';
import { openStores } from './open-store.ts';

const benchmarks: readonly Benchmark[] = [
  imapAppendFetch('mdbox', 'optimized'),
  imapAppendFetch('maildir', 'optimized'),
  imapAppendFetch('mdbox', 'never'),
  openFolder,
  openStores,
  contentsTable,
  changes,
  largeMessage,
  caldavEvents('radicale'),
  caldavEvents('cyrus'),
  mysqlTasks,
  archive,
];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `No benchmark is called ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(2);
}

const machine = {
  node: process.version,
  cpus: cpus().length,
  model: cpus()[0]?.model ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  kernel: release(),
};
const rows: Row[] = [];
for (const benchmark of benchmarks) {
  if (wanted.length > 0 && !wanted.includes(benchmark.name)) continue;
  process.stderr.write(`${benchmark.name}\n`);
  rows.push(...(await benchmark.run()));
}
for (const { name, ours, beside, ratio, promise, kept } of rows) {
  const times = ratio === undefined ? '' : ` (${ratio.toFixed(2)} ×)`;
  process.stderr.write(
    `${kept ? 'kept  ' : 'BROKEN'}  ${name.padEnd(48)} ${ours.padEnd(16)} ${beside}${times}; ${promise}\n`,
  );
}
process.stdout.write(`${JSON.stringify({ machine, rows }, null, 2)}\n`);
