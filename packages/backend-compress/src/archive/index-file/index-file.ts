import { rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { isBrokenIndex, translate } from '../../errors.ts';
import type { ArchiveContent, ArchiveFolder, ArchiveItem, ArchiveSnapshot, KnownEnd, RecordPlace } from './rows.ts';
import { INDEX_VERSION, SCHEMA, TABLES, typeOfRow } from './schema.ts';

type Value = string | number | null;
type Row = Record<string, unknown>;

/**
 * The index of an archive: where things are, and what is listed. In a file beside the segments, or, for an encrypted
 * archive or one that may only be read, in the memory of this process. All of it can be made anew from the segments.
 */
export class IndexFile {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Opens it; one that is damaged, or of another version, is made anew, and empty. @param file undefined for memory */
  static open(file: string | undefined): IndexFile {
    if (file === undefined) return IndexFile.#openOnce(':memory:');
    try {
      const index = IndexFile.#openOnce(file);
      if (index.isWhole()) return index;
      index.close();
    } catch (error) {
      if (!isBrokenIndex(error)) throw error;
    }
    removeIndex(file);
    return IndexFile.#openOnce(file);
  }

  /** One that goes with this connection: in a file without a name, or in memory where nothing may reach the disk. */
  static temporary(inMemory: boolean): IndexFile {
    return IndexFile.#openOnce(inMemory ? ':memory:' : '');
  }

  static #openOnce(file: string): IndexFile {
    const database = new DatabaseSync(file, { timeout: 10_000 });
    try {
      // The segments are what survives a power cut: of the index it is enough that it stays whole.
      database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -8192');
      // What may not reach the disk may not do so in a temporary file either.
      if (file === ':memory:') database.exec('pragma temp_store = memory');
      const index = new IndexFile(database);
      index.transaction(() => {
        const { user_version: version } = database.prepare('pragma user_version').get() as { user_version: number };
        if (version === INDEX_VERSION) return;
        const tables = database.prepare("select name from sqlite_schema where type = 'table'").all() as Row[];
        for (const { name } of tables) database.exec(`drop table "${String(name)}"`);
        database.exec(`${SCHEMA}; pragma user_version = ${INDEX_VERSION}`);
      });
      return index;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  /** Whether SQLite finds nothing wrong with it. */
  isWhole(): boolean {
    try {
      return Object.values(this.#database.prepare('pragma quick_check(1)').get() ?? {})[0] === 'ok';
    } catch {
      return false;
    }
  }

  /** Does all of the work or nothing of it. */
  transaction<T>(work: () => T): T {
    this.#database.exec('begin immediate');
    try {
      const value = work();
      this.#database.exec('commit');
      return value;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback');
      throw error;
    }
  }

  /** Runs a statement with values. */
  run(sql: string, ...values: readonly Value[]): void {
    this.#whole(() => this.#prepared(sql).run(...values));
  }

  /** The rows of a statement. */
  all(sql: string, ...values: readonly Value[]): Row[] {
    return this.#whole(() => this.#prepared(sql).all(...values) as Row[]);
  }

  /** The rows one after the other; the statement belongs to this loop alone. */
  iterate(sql: string, ...values: readonly Value[]): Iterable<Row> {
    return this.#database.prepare(sql).iterate(...values) as Iterable<Row>;
  }

  /** The first row. */
  get(sql: string, ...values: readonly Value[]): Row | undefined {
    return this.#whole(() => this.#prepared(sql).get(...values) as Row | undefined);
  }

  /** How far it knows the segments; undefined where it is empty. */
  get known(): KnownEnd | undefined {
    const text = this.get("select value from meta where name = 'known'")?.['value'];
    return typeof text === 'string' ? parseKnown(text) : undefined;
  }

  set known(known: KnownEnd) {
    this.run("insert or replace into meta values ('known', ?)", JSON.stringify(known));
  }

  folder(id: number): ArchiveFolder | undefined {
    const row = this.get('select * from folders where id = ?', id);
    return row === undefined ? undefined : folderOf(row);
  }

  /** Folders behind one, in the order in which they were made: not always parents first, since folders move. */
  folders(after: number, limit: number): ArchiveFolder[] {
    return this.all('select * from folders where id > ? order by id limit ?', after, limit).map(folderOf);
  }

  folderNamed(parent: number, name: string): ArchiveFolder | undefined {
    const row = this.get('select * from folders where parent = ? and name = ?', parent, name);
    return row === undefined ? undefined : folderOf(row);
  }

  childFolders(parent: number): ArchiveFolder[] {
    return this.all('select * from folders where parent = ? order by id', parent).map(folderOf);
  }

  item(folder: number, id: number): ArchiveItem | undefined {
    const row = this.get('select * from items where folder = ? and id = ?', folder, id);
    return row === undefined ? undefined : itemOf(row);
  }

  /** Items of a folder behind one, in the order of their numbers, which is that of their arrival in the archive. */
  items(folder: number, after: number, limit: number): ArchiveItem[] {
    const sql = 'select * from items where folder = ? and id > ? order by id limit ?';
    return this.all(sql, folder, after, limit).map(itemOf);
  }

  content(id: number): ArchiveContent | undefined {
    const row = this.get('select * from contents where id = ?', id);
    return row === undefined ? undefined : contentOf(row);
  }

  contentsWith(hash: number): ArchiveContent[] {
    return this.all('select * from contents where hash = ?', hash).map(contentOf);
  }

  snapshots(): ArchiveSnapshot[] {
    return this.all('select * from snapshots order by created, name').map((row) => row as unknown as ArchiveSnapshot);
  }

  /** The record that holds a byte of a segment's decompressed stream. */
  recordAt(segment: number, start: number): RecordPlace | undefined {
    const sql = 'select * from records where segment = ? and start <= ? order by start desc limit 1';
    return this.get(sql, segment, start) as RecordPlace | undefined;
  }

  /** Takes over all rows of another index, in one step for everybody who reads. */
  takeOver(other: string): void {
    this.run('attach ? as other', other);
    try {
      this.transaction(() => {
        for (const table of TABLES) {
          this.#database.exec(`delete from main.${table}`);
          this.#database.exec(`insert into main.${table} select * from other.${table}`);
        }
      });
    } finally {
      this.#statements.clear();
      this.#database.exec('detach other');
    }
  }

  #whole<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw (isBrokenIndex(error) ? translate(error, 'Cannot read the archive') : undefined) ?? error;
    }
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Takes the files of an index away. */
export function removeIndex(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
}

/** Undefined for what is damaged: it is then made anew. */
function parseKnown(text: string): KnownEnd | undefined {
  try {
    const known = JSON.parse(text) as KnownEnd;
    const { generation, segment, offset, rawStart, commitAt, commit, next, forgotten } = known;
    const numbers = [generation, segment, offset, rawStart, commitAt, commit, next, forgotten];
    return numbers.every(Number.isSafeInteger) && typeof known.archive === 'string' ? known : undefined;
  } catch {
    return undefined;
  }
}

function folderOf(row: Row): ArchiveFolder {
  const { id, parent, name, kinds, changed } = row as unknown as Omit<ArchiveFolder, 'kinds'> & {
    kinds: string | null;
  };
  return { id, parent, name, changed, kinds: kinds === null ? undefined : kinds.split(' ') };
}

function itemOf(row: Row): ArchiveItem {
  const { flags, ...item } = row as unknown as Omit<ArchiveItem, 'flags'> & { flags: string };
  return { ...item, flags: flags === '' ? [] : flags.split('\n') };
}

/** A content as its row says it. */
function contentOf(row: Row): ArchiveContent {
  const { id, hash, size, segment, start, length } = row as Record<string, number>;
  return {
    id: id as number,
    hash: hash as number,
    size: size as number,
    mediaType: typeOfRow(row['type']),
    at: [segment as number, start as number, length as number],
  };
}
