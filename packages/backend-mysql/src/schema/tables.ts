import { COLUMNS, TEXTS } from '../columns/fields.ts';

/** Bytes of one piece of a large item. Part of the format: it is never changed for a schema. */
export const PIECE_BYTES = 524_288;

/** The names of the tables of a mount. */
export interface Tables {
  readonly meta: string;
  readonly accounts: string;
  readonly writers: string;
  readonly folders: string;
  readonly items: string;
  readonly pieces: string;
  readonly uploads: string;
  readonly members: string;
  readonly gone: string;
}

/** The names, quoted. The prefix has been checked: letters, digits and underscores. */
export function tablesOf(prefix: string): Tables {
  const name = (table: string): string => `\`${prefix}${table}\``;
  return {
    meta: name('meta'),
    accounts: name('accounts'),
    writers: name('writers'),
    folders: name('folders'),
    items: name('items'),
    pieces: name('pieces'),
    uploads: name('uploads'),
    members: name('members'),
    gone: name('gone'),
  };
}

/** What a person may have changed, as one text; the server keeps it in step. `sumOfColumns` says the same. */
const columnsText = COLUMNS.map(
  (column) =>
    `coalesce(${TEXTS.has(column) ? `concat(length(\`${column}\`), ':', \`${column}\`)` : `\`${column}\``}, '-')`,
).join(', ');

/** The statements that make the tables of version 1, each to be repeated without harm. */
export function createTables(t: Tables): readonly string[] {
  const table = (name: string, ...columns: readonly string[]): string =>
    `create table if not exists ${name} (${columns.join(', ')}) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin`;
  return [
    table(
      t.accounts,
      'id bigint not null primary key',
      'name varchar(190) not null unique',
      'life char(8) not null',
      // The last change number and the last id given out. The row is locked by whoever writes.
      'step bigint not null',
      'nextId bigint not null',
      // The highest change number of what is forgotten.
      'forgotten bigint not null default 0',
    ),
    table(
      t.writers,
      'account bigint not null',
      'writer char(32) not null',
      'seq bigint not null',
      'at bigint not null',
      'primary key (account, writer)',
    ),
    table(
      t.folders,
      'account bigint not null',
      'id bigint not null',
      'parent bigint null',
      'name varchar(255) not null',
      'primary key (account, id)',
      'unique key byName (account, parent, name)',
    ),
    table(
      t.items,
      'account bigint not null',
      'id bigint not null',
      'folder bigint not null',
      'kind varchar(16) not null',
      'mediaType varchar(127) not null',
      'subject text null',
      'location text null',
      'categories text null',
      'start datetime null',
      '`end` datetime null',
      'due datetime null',
      'completed datetime null',
      'status varchar(32) null',
      'percent smallint null',
      'priority smallint null',
      'flags text not null',
      'received datetime not null',
      // Changes with the bytes, together with `columnSum`.
      'version bigint not null',
      // The transaction that last changed anything of it.
      'step bigint not null',
      // What the sum of the columns and the flags were when we last looked.
      'known text not null',
      // Bytes of the item, as long as `columnSum` is the known one.
      'size bigint not null',
      // How the item is made of its bytes and the columns; null where the columns say nothing of it.
      'shape mediumtext null',
      // The first bytes, and under which number the pieces of the others lie.
      'first mediumblob not null',
      'body bigint null',
      `columnSum char(32) as (md5(concat_ws(',', ${columnsText}))) stored`,
      'primary key (account, id)',
      'key byFolder (account, folder, id)',
      'key byDue (account, folder, due)',
      'key byReceived (account, folder, received)',
      'key byStep (account, folder, step, id)',
    ),
    table(
      t.pieces,
      'account bigint not null',
      'body bigint not null',
      'seq int not null',
      'data mediumblob not null',
      'primary key (account, body, seq)',
    ),
    table(
      t.uploads,
      'account bigint not null',
      'body bigint not null',
      'at bigint not null',
      'primary key (account, body)',
    ),
    table(
      t.members,
      'account bigint not null',
      'folder bigint not null',
      'first bigint not null',
      'last bigint not null',
      'primary key (account, folder, first)',
    ),
    table(
      t.gone,
      'account bigint not null',
      'folder bigint not null',
      'id bigint not null',
      'step bigint not null',
      'at bigint not null',
      'primary key (account, folder, id)',
      'key byStep (account, folder, step, id)',
    ),
  ];
}
