import { type Archive, type ArchiveOptions, addSnapshot, type SnapshotItem } from '../src/archive/index.ts';
import { signal, withArchive } from './support.ts';

/** An item of the small archive. */
export interface SmallItem {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly flags: readonly string[];
  /** Which write it came with; those of one write share blocks. */
  readonly write: number;
}

/** What was deleted, and may come back when the commit that says so is lost. */
const DELETED = Buffer.from('A note that was thrown away.\n');

const attachment = `${Buffer.from('An attachment of some size. '.repeat(90)).toString('base64').replaceAll(/.{76}/g, '$&\r\n')}\r\n`;

function withAttachment(subject: string): Buffer {
  return Buffer.from(
    `Subject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=xx\r\n\r\n--xx\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe, ${subject}\r\n--xx\r\nContent-Transfer-Encoding: base64\r\n\r\n${attachment}--xx--\r\n`,
  );
}

/** Items of every kind, with a part that two of them share. */
export const SMALL_ITEMS: readonly SmallItem[] = [
  { bytes: withAttachment('one'), mediaType: 'message/rfc822', flags: ['$seen', 'work'], write: 0 },
  { bytes: Buffer.from('Subject: two\n\nPlain.\n'), mediaType: 'message/rfc822', flags: [], write: 0 },
  { bytes: withAttachment('three'), mediaType: 'message/rfc822', flags: ['$flagged'], write: 1 },
  {
    bytes: Buffer.from('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Lunch\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'),
    mediaType: 'text/calendar',
    flags: [],
    write: 1,
  },
  { bytes: Buffer.from('BEGIN:VCARD\r\nFN:Ada\r\nEND:VCARD\r\n'), mediaType: 'text/vcard', flags: [], write: 2 },
  { bytes: Buffer.from('# Note\n\nGrüße\n'), mediaType: 'text/markdown', flags: [], write: 2 },
  { bytes: Buffer.alloc(0), mediaType: 'text/markdown', flags: ['empty'], write: 2 },
];

async function* from<T>(values: readonly T[]): AsyncIterable<T> {
  yield* values;
}

/** Writes the small archive: three writes, a folder, flags, a deletion and a snapshot. */
export async function makeSmallArchive(options: ArchiveOptions): Promise<void> {
  await withArchive({ ...options, create: true }, async (archive) => {
    const contents: number[] = [];
    await archive.write(signal, async (tx) => tx.putFolder({ folder: tx.takeId(), parent: 0, name: 'Empty' }));
    for (const write of [0, 1, 2])
      await archive.write(signal, async (transaction) => {
        for (const each of SMALL_ITEMS.filter((item) => item.write === write)) {
          const content = await transaction.addBytes(each.bytes, each.mediaType);
          contents.push(content);
          const item = transaction.takeId();
          transaction.putItem({ item, folder: 0, content, flags: each.flags, received: 1_700_000_000 });
        }
      });
    const gone = await archive.write(signal, async (transaction) => {
      const content = await transaction.addBytes(DELETED, 'text/markdown');
      const item = transaction.takeId();
      transaction.putItem({ item, folder: 0, content, flags: [], received: 0 });
      return item;
    });
    await archive.write(signal, async (transaction) => transaction.removeItem(0, gone));
    const listed: SnapshotItem[] = [{ key: 'a', content: contents[0] as number, flags: [], received: 5 }];
    await archive.write(signal, (transaction) =>
      addSnapshot(archive, transaction, {
        name: 'first',
        created: 1,
        folders: from([{ folder: { key: '', name: 'All' }, items: from(listed) }]),
        signal,
      }),
    );
  });
}

/** What of the small archive can be read, in whatever folder it lies. @throws where anything gives other bytes */
export async function readableItems(archive: Archive): Promise<readonly SmallItem[]> {
  const found: SmallItem[] = [];
  for (const { id: folder } of archive.folders(-1, 100))
    for (const item of archive.items(folder, 0, 100)) {
      const bytes = await archive.contentBytes(item.content).catch((error: unknown) => {
        if ((error as { code?: string }).code === undefined) throw error;
        return undefined;
      });
      if (bytes === undefined || bytes.equals(DELETED)) continue;
      const known = SMALL_ITEMS.find((each) => each.bytes.equals(bytes));
      if (known === undefined) throw new Error(`item ${item.id} has bytes that nobody stored`);
      found.push(known);
    }
  return found;
}
