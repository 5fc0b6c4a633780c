import { definition } from '@mapistore/backend-mysql';
import { type Backend, bytesSource, type Restriction } from '@mapistore/core';
import { type Mariadb, startMariadb } from '@mapistore/services';
import ICAL from 'ical.js';
import { createPool, type Pool } from 'mysql2/promise';
import { type Benchmark, type Row, say, seconds, timed } from './bench.ts';

const COUNT = Number(process.env['MAPISTORE_BENCH_COUNT'] ?? 10_000);
const BATCH = 1_000;
/** Tasks that both store first, uncounted, as a program does that has been running for a while. */
const WARM = 20_000;
const PAGE = 100;
const ROUNDS = 200;
const { signal } = new AbortController();

/** Tasks into MariaDB, pages of them and a condition, with backend-mysql and with bare mysql2 on a table of its own. */
export const mysqlTasks: Benchmark = {
  name: 'mysql-tasks',
  async run() {
    const server = await startMariadb({ durable: true });
    const pool = createPool({
      host: '127.0.0.1',
      port: server.port,
      user: server.user,
      password: server.password,
      database: server.database,
      charset: 'utf8mb4_bin',
      dateStrings: true,
    });
    const backend = await openBackend(server);
    try {
      await pool.query(TABLE);
      const inserted = await insert(backend, pool);
      return [...inserted, await readPages(backend, pool), await pushDown(backend, pool)];
    } finally {
      await backend[Symbol.asyncDispose]();
      await pool.end();
      await server.stop();
    }
  },
};

/** What somebody would make who keeps a list of tasks, and the object as it came for the rest. */
const TABLE = `create table bare (id bigint not null primary key, folder bigint not null, subject text, due datetime, status varchar(32),
  percent smallint, priority smallint, flags text not null, received datetime not null, size int not null, ics mediumblob not null,
  key (folder, id), key (folder, due), key (folder, received)) charset utf8mb4 collate utf8mb4_bin`;
const COLUMNS = ['id', 'folder', 'subject', 'due', 'status', 'percent', 'priority', 'flags', 'received', 'size', 'ics'];

async function openBackend(server: Mariadb): Promise<Backend> {
  const checked = await definition.options['~standard'].validate({});
  if (checked.issues) throw new Error(checked.issues[0]?.message);
  const quiet = { debug() {}, info() {}, warn() {} };
  return definition.open(
    { uri: new URL(server.url), options: checked.value, create: true, signal },
    { secret: async () => ({ kind: 'password', password: server.password }), log: quiet, clock: () => new Date() },
  );
}

/** A task; equal numbers give equal bytes. */
function task(index: number): Buffer {
  return Buffer.from(
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//MAPIStore//benchmark//EN',
      'BEGIN:VTODO',
      `UID:task-${index}@benchmark.example`,
      'DTSTAMP:20260101T000000Z',
      `SUMMARY:Task ${index}`,
      `DUE;VALUE=DATE:202603${day(index)}`,
      'STATUS:NEEDS-ACTION',
      'PERCENT-COMPLETE:0',
      `PRIORITY:${1 + (index % 9)}`,
      `DESCRIPTION:${'What is to be done. '.repeat(1 + (index % 3))}`,
      'END:VTODO',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  );
}

const day = (index: number): string => String(1 + (index % 28)).padStart(2, '0');
const flagsOf = (index: number): readonly string[] => (index % 10 === 0 ? ['$flagged'] : []);

async function insert(backend: Backend, pool: Pool): Promise<readonly Row[]> {
  say(
    `  ${COUNT} tasks after ${WARM} uncounted ones, ${BATCH} in a transaction, in turn with backend-mysql and bare mysql2 …`,
  );
  let [ours, theirs, parsing] = [0, 0, 0];
  for (let from = 0; from < WARM + COUNT; from += BATCH) {
    if (from === WARM) [ours, theirs, parsing] = [0, 0, 0];
    const indexes = Array.from({ length: BATCH }, (_, index) => from + index);
    const tasks = indexes.map(task);
    ours += await timed(async () => {
      const items = tasks.map((bytes, index) => ({
        body: bytesSource(bytes, 'text/calendar'),
        flags: flagsOf(from + index),
      }));
      const results = await backend.createItems?.({ folder: '', items, signal });
      if (results?.every(({ ok }) => ok) !== true) throw new Error('not all were stored');
    });
    theirs += await timed(() =>
      insertBare(
        pool,
        indexes.map((index) => [
          index + 1,
          0,
          `Task ${index}`,
          `2026-03-${day(index)} 00:00:00`,
          'NEEDS-ACTION',
          0,
          1 + (index % 9),
          flagsOf(index).join(' '),
          '2026-01-01 00:00:00',
          tasks[index - from]?.byteLength ?? 0,
          tasks[index - from] as Buffer,
        ]),
      ),
    );
    // Who has a file and not the values has to look into it.
    parsing += await timed(async () => {
      for (const bytes of tasks) {
        const todo = new ICAL.Component(ICAL.parse(bytes.toString())).getFirstSubcomponent('vtodo');
        for (const name of ['summary', 'due', 'status', 'percent-complete', 'priority'])
          todo?.getFirstPropertyValue(name);
      }
    });
  }
  // Both begin with calendar objects and end with rows that have columns.
  const same = row(`insert ${COUNT} tasks`, ours, theirs + parsing, 1.3, 'ical.js and bare mysql2, prepared batches');
  const ready = row(`insert ${COUNT} tasks`, ours, theirs, 1.3, 'bare mysql2 alone, values ready');
  return [same, { ...ready, promise: '(none: it reads no object)', kept: true }];
}

async function insertBare(pool: Pool, rows: readonly (readonly (string | number | Buffer)[])[]): Promise<void> {
  const connection = await pool.getConnection();
  await connection.query('start transaction');
  for (let at = 0; at < rows.length; at += 250) {
    const part = rows.slice(at, at + 250);
    const places = part.map(() => `(${COLUMNS.map(() => '?').join(', ')})`).join(', ');
    await connection.execute(`insert into bare (${COLUMNS.join(', ')}) values ${places}`, part.flat() as never);
  }
  await connection.query('commit');
  connection.release();
}

async function readPages(backend: Backend, pool: Pool): Promise<Row> {
  say(`  pages of ${PAGE} …`);
  let cursor: string | undefined;
  let after = 0;
  return beside(
    `read page of ${PAGE}`,
    async () => {
      const more = cursor === undefined ? {} : { cursor };
      const page = await backend.listItems({ folder: '', detail: 'revision', limit: PAGE, signal, ...more });
      if (page.items.length !== PAGE) throw new Error('not a page');
      cursor = page.next;
    },
    async () => {
      const [rows] = await pool.execute(
        'select id, flags, received, size, subject, due, status, percent, priority from bare where folder = ? and id > ? order by id limit ?',
        [0, after, String(PAGE)],
      );
      after = (rows as { id: number }[]).at(-1)?.id ?? 0;
      if ((rows as unknown[]).length !== PAGE) throw new Error('not a page');
    },
  );
}

async function pushDown(backend: Backend, pool: Pool): Promise<Row> {
  say('  those with a flag that are larger than some, by date …');
  const restriction: Restriction = {
    type: 'and',
    of: [
      { type: 'flag', flag: '$flagged' },
      { type: 'property', property: 'PidTagMessageSize', op: '>', value: 100 },
    ],
  };
  const sort = [{ property: 'PidTagMessageDeliveryTime', descending: true }];
  return beside(
    'restriction, sort and page in the database',
    async () => {
      const page = await backend.query?.({ folder: '', restriction, sort, limit: PAGE, signal });
      if (page?.keys.length !== PAGE || page.remainder !== undefined || !page.sorted)
        throw new Error('not pushed down');
    },
    async () => {
      const [rows] = await pool.execute(
        "select id from bare where folder = ? and instr(concat(' ', flags, ' '), ?) > 0 and size > ? order by received desc, id limit ?",
        [0, ' $flagged ', 100, String(PAGE)],
      );
      if ((rows as unknown[]).length !== PAGE) throw new Error('not a page');
    },
  );
}

/** Both many times in turn; the sums. */
async function beside(name: string, ours: () => Promise<void>, theirs: () => Promise<void>): Promise<Row> {
  for (let round = 0; round < ROUNDS / 4; round++) {
    await ours();
    await theirs();
  }
  let [mine, other] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    mine += await timed(ours);
    other += await timed(theirs);
  }
  return row(name, mine / ROUNDS, other / ROUNDS, 1.2, 'bare mysql2');
}

function row(name: string, ours: number, theirs: number, most: number, whose: string): Row {
  return {
    name,
    ours: seconds(ours),
    beside: `${whose} ${seconds(theirs)}`,
    ratio: ours / theirs,
    promise: `at most ${most} × the time`,
    kept: ours / theirs <= most,
  };
}
