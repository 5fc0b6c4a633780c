/** The version of these tables. An index of another version is made anew. */
export const INDEX_VERSION = 1;

/**
 * The tables of `index.sqlite`. They repeat what the commits of the segments say, so that nothing but them has to be read at
 * opening, and can be made from the segments at any time. Rows are kept short: there is one for each item.
 */
export const SCHEMA = `
create table meta (name text primary key, value any) without rowid;
create table folders (id integer primary key, parent integer not null, name text not null, kinds text, changed integer not null);
create unique index folder_names on folders (parent, name);
create table contents (id integer primary key, hash integer not null, size integer not null, type any not null,
  segment integer not null, start integer not null, length integer not null);
create index content_hashes on contents (hash);
create table items (folder integer not null, id integer not null, content integer not null, flags text not null,
  received integer not null, changed integer not null, primary key (folder, id)) without rowid;
create table gone (folder integer not null, changed integer not null, id integer not null,
  primary key (folder, changed, id)) without rowid;
create table parts (hash integer not null, segment integer not null, start integer not null, length integer not null,
  primary key (hash, segment, start)) without rowid;
create table records (segment integer not null, start integer not null, offset integer not null, stored integer not null,
  raw integer not null, primary key (segment, start)) without rowid;
create table snapshots (name text primary key, created integer not null, content integer not null) without rowid;
insert into folders values (0, -1, '', null, 0);
`;

/** Their names. */
export const TABLES: readonly string[] = [
  'meta',
  'folders',
  'contents',
  'items',
  'gone',
  'parts',
  'records',
  'snapshots',
];

/** Media types that most items have, as small numbers. */
const TYPES: readonly string[] = ['message/rfc822', 'text/calendar', 'text/vcard', 'text/markdown'];

/** A media type as it stands in a row. */
export function typeToRow(type: string): number | string {
  const known = TYPES.indexOf(type);
  return known < 0 ? type : known;
}

/** And back. */
export function typeOfRow(value: unknown): string {
  return typeof value === 'number' ? (TYPES[value] ?? '') : String(value);
}

/** The first 48 bits of a SHA-256: enough to look for it and to notice a mistake; what decides is always the bytes. */
export function hashToRow(sha256: Buffer): number {
  return sha256.readUIntBE(0, 6);
}
