import { aliveSessions, MapistoreError, type StateStore, type StateTx } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import { TABLES, type TableName } from '../schema/tables.ts';
import { pieces } from '../tables/pieces.ts';
import { stateTx } from '../tables/tx.ts';
import { accessTo, type TableAccess } from './access.ts';
import { contentOf, digestOf, page, type Row, UNFINISHED } from './pages.ts';

/** What the mark in the target says: it is half full, or it is whole and only the mark has to go. */
const COPYING = 'copying';
const VERIFIED = 'verified';

/** How a state is copied. */
export interface CopyOptions {
  readonly signal?: AbortSignal;
  /** Told after each page. */
  readonly progress?: (progress: CopyProgress) => void;
  /**
   * Called when everything is verified, while nobody can write to the source: from here on the target is the state. It
   * may be called again where it fails.
   */
  readonly switchOver: () => Promise<void>;
}

/** How far a copy is. */
export interface CopyProgress {
  readonly step: 'copying' | 'verifying';
  readonly table: string;
  readonly rows: number;
}

/** What was copied: rows by table. */
export type Copied = Readonly<Record<string, number>>;

/**
 * Copies everything in a state into another one that is empty, on whichever database, and compares both. The source stays
 * as it is. What a copy that was broken off left in the target is taken away first.
 * @throws BUSY where other programs have the source open, NOT_EMPTY, INVALID_ARGUMENT (both are the same state),
 *   STATE_CORRUPT (the copy is not what the source is, or the source is itself such a half copy), and what the states throw
 */
export async function copyState(from: StateStore, to: StateStore, options: CopyOptions): Promise<Copied> {
  const [source, target] = [accessTo(from), accessTo(to)];
  await source.read((db) => checkSource(source, db));
  await prepareTarget(source, target);
  const counts: Record<string, number> = {};
  for (const table of TABLES) counts[table] = await copyTable(source, target, table, options);
  const copied = new Map<TableName, string>();
  for (const table of TABLES) {
    options.signal?.throwIfAborted();
    options.progress?.({ step: 'verifying', table, rows: counts[table] as number });
    copied.set(table, await target.read((db) => digestOf(db, table)));
  }
  // With the lock of all writers in hand nothing changes any more: what is compared now is what the target will go on with.
  await source.write(async (db) => {
    await checkSource(source, db);
    for (const [table, digest] of copied) if ((await digestOf(db, table)) !== digest) throw changed(source, table);
    await target.write((other) => mark(target, other, VERIFIED));
    await options.switchOver();
  });
  await target.write((db) => unmark(db));
  return counts;
}

async function checkSource({ flavour, where }: TableAccess, db: Db): Promise<void> {
  const tx = stateTx(db, flavour);
  const left = await tx.meta.get(UNFINISHED);
  if (left !== undefined && left !== VERIFIED)
    throw new MapistoreError(
      'STATE_CORRUPT',
      `The state in ${where} is a copy that was never finished; copy it again.`,
    );
  await checkAlone(tx, where);
}

async function checkAlone(tx: StateTx, where: string): Promise<void> {
  const alive = (await aliveSessions(tx, () => new Date())).size;
  if (alive === 0) return;
  throw new MapistoreError(
    'BUSY',
    `Cannot copy the state in ${where}: ${alive === 1 ? 'another program has' : `${alive} other programs have`} it open; end what runs, or wait a minute for what died on another machine.`,
  );
}

/** Makes the target ready: empty, with the mark of a copy that is not finished. */
async function prepareTarget(source: TableAccess, target: TableAccess): Promise<void> {
  const replica = await source.read((db) => stateTx(db, source.flavour).meta.get('replica'));
  await target.write(async (db) => {
    const tx = stateTx(db, target.flavour);
    const { meta } = tx;
    await checkAlone(tx, target.where);
    if ((await meta.get(UNFINISHED)) !== undefined) return mark(target, db, COPYING);
    if ((await meta.get('replica')) === replica)
      throw new MapistoreError(
        'INVALID_ARGUMENT',
        `In ${target.where} lies this very state, or a copy of it from before; name an empty database, or a file that is not there.`,
      );
    for (const table of TABLES) {
      const rows = await page(db, table, undefined);
      const isEmpty = table === 'meta' || (table === 'counters' && rows.every((row) => row['value'] === 0));
      if (!isEmpty && rows.length > 0)
        throw new MapistoreError(
          'NOT_EMPTY',
          `Cannot copy the state to ${target.where}: there is one already; name an empty database, or another "prefix" or file.`,
        );
    }
    await mark(target, db, COPYING);
  });
  for (const table of TABLES) {
    await target.write(async (db) => {
      const all = db.deleteFrom(table);
      await (table === 'meta' ? all.where('key', 'not in', ['schema', UNFINISHED]) : all).execute();
    });
  }
}

async function copyTable(
  source: TableAccess,
  target: TableAccess,
  table: TableName,
  { signal, progress }: CopyOptions,
): Promise<number> {
  let count = 0;
  for (let after: Row | undefined; ; ) {
    signal?.throwIfAborted();
    const rows = await source.read((db) => page(db, table, after));
    after = rows.at(-1);
    if (after === undefined) return count;
    const content = contentOf(table, rows);
    count += content.length;
    await target.write(async (db) => {
      for (const piece of pieces(content, Object.keys(after as Row).length))
        await db
          .insertInto(table)
          .values(piece as never)
          .execute();
    });
    progress?.({ step: 'copying', table, rows: count });
  }
}

async function mark({ flavour }: TableAccess, db: Db, value: string): Promise<void> {
  await stateTx(db, flavour).meta.set(UNFINISHED, value);
}

async function unmark(db: Db): Promise<void> {
  await db.deleteFrom('meta').where('key', '=', UNFINISHED).execute();
}

function changed({ where }: TableAccess, table: TableName): MapistoreError {
  return new MapistoreError(
    'STATE_CORRUPT',
    `The copy is not what the state in ${where} is now ("${table}" differs): another program wrote to it meanwhile, or something is damaged. Nothing was switched; copy again.`,
  );
}
