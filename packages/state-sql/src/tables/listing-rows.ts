import { type ContentsRow, foldText, type ItemRow, type MembershipRow, textKey } from '@mapistore/core';
import type { Db, ListingRow, ListingTextsRow } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { type Joined, joined } from './joined.ts';
import { pieces } from './pieces.ts';

// The listing says again what memberships and items say, in the form that conditions and orders need. It is written
// wherever they are, in the same transaction, and by nobody else.

/** Columns of items that the listing is made of. */
const ITEM_SOURCES: ReadonlySet<keyof ItemRow> = new Set([
  'kind',
  'size',
  'messageClass',
  'subject',
  'normalizedSubject',
  'fromName',
  'fromAddress',
  'displayTo',
  'displayCc',
  'sent',
  'importance',
  'sensitivity',
  'messageId',
  'hasAttachments',
  'startsAt',
  'endsAt',
  'uid',
  'flags',
]);

/** And those of memberships. */
const MEMBERSHIP_SOURCES: ReadonlySet<string> = new Set<keyof MembershipRow>([
  'itemId',
  'folderId',
  'received',
  'storedSize',
]);

const KEY = ['folderId', 'mid'] as const;
const PAGE = 1_000;

/** Writes the listing of new rows. */
export async function insertListing(
  db: Db,
  flavour: Flavour,
  rows: readonly Omit<ContentsRow, 'itemId'>[],
): Promise<void> {
  const [narrow, wide] = [rows.map(listingRow), rows.map(textsRow)];
  const put = async <Row extends object>(table: 'listing' | 'listingTexts', all: readonly Row[]): Promise<void> => {
    const columns = Object.keys(all[0] ?? {});
    for (const piece of pieces(all, columns.length)) {
      const others = columns.filter((column) => !KEY.includes(column as never));
      await flavour.orReplace(db.insertInto(table).values(piece as never), KEY, others).execute();
    }
  };
  await put('listing', narrow);
  await put('listingTexts', wide);
}

/** Brings the listing of an item into step after a patch of its row. */
export async function itemPatched(db: Db, flavour: Flavour, itemId: number, patch: Partial<ItemRow>): Promise<void> {
  const touched = Object.keys(patch).filter((column) => ITEM_SOURCES.has(column as keyof ItemRow));
  if (touched.length === 0) return;
  if (touched.length > 1 || touched[0] !== 'flags')
    return refresh(db, flavour, joined(db).where('memberships.itemId', '=', itemId));
  // The most frequent patch by far.
  const places = await db.selectFrom('memberships').select(KEY).where('itemId', '=', itemId).execute();
  for (const { folderId, mid } of places) {
    await db
      .updateTable('listing')
      .set(flagColumns(patch.flags as string))
      .where('folderId', '=', folderId)
      .where('mid', '=', mid)
      .execute();
  }
}

/** Brings the listing of a membership into step after a patch of its row; `undefined` for a new one. */
export async function membershipPatched(
  db: Db,
  flavour: Flavour,
  mid: number,
  patch?: Partial<MembershipRow>,
): Promise<void> {
  if (patch !== undefined && !Object.keys(patch).some((column) => MEMBERSHIP_SOURCES.has(column))) return;
  await refresh(db, flavour, joined(db).where('memberships.mid', '=', mid));
}

/** Takes memberships out of the listing; they have to be there still. */
export async function dropListing(db: Db, mids: readonly number[]): Promise<void> {
  for (const piece of pieces(mids, 1)) {
    const rows = await db.selectFrom('memberships').select(KEY).where('mid', 'in', piece).execute();
    for (const [folderId, places] of Map.groupBy(rows, (row) => row.folderId)) {
      const gone = places.map(({ mid }) => mid);
      for (const table of ['listing', 'listingTexts'] as const)
        await db.deleteFrom(table).where('folderId', '=', folderId).where('mid', 'in', gone).execute();
    }
  }
}

/** Takes a whole folder out of the listing. */
export async function forgetListing(db: Db, folderId: number): Promise<void> {
  for (const table of ['listing', 'listingTexts'] as const)
    await db.deleteFrom(table).where('folderId', '=', folderId).execute();
}

/** Makes the listing of a state that was without. */
export async function fillListing(db: Db, flavour: Flavour): Promise<void> {
  for (let after = 0; ; ) {
    // A state on its way up has not yet the columns of later steps.
    const rows = await joined(db, [...ITEM_SOURCES])
      .where('memberships.mid', '>', after)
      .orderBy('memberships.mid')
      .limit(PAGE)
      .execute();
    await insertListing(db, flavour, rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.mid;
  }
}

async function refresh(db: Db, flavour: Flavour, rows: Joined): Promise<void> {
  await insertListing(db, flavour, await rows.execute());
}

function flagColumns(flags: string): Pick<ListingRow, 'flags' | 'seen'> {
  return { flags, seen: Number(flags.split(' ').includes('$seen')) };
}

function listingRow(row: Omit<ContentsRow, 'itemId'>): ListingRow {
  const { folderId, mid, received, sent, importance, sensitivity, hasAttachments, startsAt, endsAt, kind } = row;
  const subject = keyed(row.subject);
  const topic = keyed(row.normalizedSubject);
  const name = keyed(row.fromName);
  return {
    folderId,
    mid,
    received,
    sent,
    size: row.size ?? row.storedSize,
    importance,
    sensitivity,
    hasAttachments,
    startsAt,
    endsAt,
    ...flagColumns(row.flags),
    // Classes are short; one that is not was made to break something.
    messageClass: cutText(row.messageClass),
    kind,
    subject: subject.key,
    subjectLong: subject.long,
    topic: topic.key,
    topicLong: topic.long,
    name: name.key,
    nameLong: name.long,
    sender: row.fromName === '' ? textKey(row.fromAddress) : name.key,
  };
}

/** A text as its key, and whole where the key was cut. */
function keyed(text: string): { readonly key: string; readonly long: string | null } {
  const [key, whole] = [textKey(text), foldText(text)];
  return { key, long: whole === key ? null : whole };
}

const MAX_CLASS = 255;

function cutText(text: string): string {
  return text.length > MAX_CLASS ? text.slice(0, MAX_CLASS).toWellFormed() : text;
}

function textsRow(row: Omit<ContentsRow, 'itemId'>): ListingTextsRow {
  return {
    folderId: row.folderId,
    mid: row.mid,
    address: foldText(row.fromAddress),
    from: foldText(`${row.fromName} <${row.fromAddress}>`),
    displayTo: foldText(row.displayTo),
    displayCc: foldText(row.displayCc),
    messageId: row.messageId,
    uid: row.uid,
  };
}
