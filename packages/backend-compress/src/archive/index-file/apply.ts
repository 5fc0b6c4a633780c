import type { ArchiveOperation, Commit } from '../format/operations.ts';
import type { IndexFile } from './index-file.ts';
import type { RecordPlace } from './rows.ts';
import { hashToRow, typeToRow } from './schema.ts';

/** Brings the index to what it is after a commit. Called in a transaction. */
export function applyCommit(index: IndexFile, commit: Pick<Commit, 'commit' | 'changes'>): void {
  const touched = new Set<number>();
  for (const change of commit.changes) {
    apply(index, change, commit.commit);
    if (change.op === 'item' || change.op === 'item-gone') touched.add(change.folder);
  }
  for (const folder of touched) index.run('update folders set changed = ? where id = ?', commit.commit, folder);
}

/** Notes where records are. */
export function addRecords(index: IndexFile, records: readonly RecordPlace[]): void {
  for (const { segment, start, offset, stored, raw } of records)
    if (raw > 0)
      index.run('insert or replace into records values (?, ?, ?, ?, ?)', segment, start, offset, stored, raw);
}

function apply(index: IndexFile, change: ArchiveOperation, commit: number): void {
  switch (change.op) {
    case 'folder': {
      const { folder, parent, name, kinds } = change;
      index.run(
        'insert or replace into folders values (?, ?, ?, ?, ?)',
        folder,
        folder === 0 ? -1 : parent,
        folder === 0 ? '' : name,
        kinds === undefined ? null : kinds.join(' '),
        commit,
      );
      return;
    }
    case 'folder-gone':
      index.run('delete from folders where id = ? and id > 0', change.folder);
      index.run('delete from gone where folder = ?', change.folder);
      return;
    case 'content': {
      const { content, sha256, size, type, at } = change;
      const hash = hashToRow(Buffer.from(sha256, 'hex'));
      index.run(
        'insert or replace into contents values (?, ?, ?, ?, ?, ?, ?)',
        content,
        hash,
        size,
        typeToRow(type),
        ...at,
      );
      return;
    }
    case 'part':
      index.run(
        'insert or replace into parts values (?, ?, ?, ?)',
        hashToRow(Buffer.from(change.sha256, 'hex')),
        ...change.at,
      );
      return;
    case 'item': {
      const { item, folder, content, flags, received, changed = commit } = change;
      const text = flags.join('\n');
      index.run(
        'insert or replace into items values (?, ?, ?, ?, ?, ?)',
        folder,
        item,
        content,
        text,
        received,
        changed,
      );
      return;
    }
    case 'item-gone': {
      const { item, folder } = change;
      index.run('delete from items where folder = ? and id = ?', folder, item);
      index.run('insert or replace into gone values (?, ?, ?)', folder, commit, item);
      return;
    }
    case 'snapshot':
      index.run('insert or replace into snapshots values (?, ?, ?)', change.snapshot, change.created, change.content);
      return;
    case 'snapshot-gone':
      index.run('delete from snapshots where name = ?', change.snapshot);
      return;
    case 'compacted':
      return;
  }
}
