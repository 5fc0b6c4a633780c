import { bytesSource, type Store, type Table, type TableRow } from '@mapistore/core';
import { Place, side } from '../memory.ts';
import { all } from '../support.ts';

/** One mail of a test's folder. */
export interface Letter {
  readonly subject: string;
  readonly from?: string;
  readonly day?: number;
  readonly flags?: readonly string[];
  readonly body?: string;
  readonly extra?: string;
}

/** The bytes of a mail; `number` makes it another one than its equals. */
export function letter({ subject, from = 'Ada', body = 'Hello.', extra = '' }: Letter, number: number): Uint8Array {
  return Buffer.from(
    `From: ${from} <${from.toLowerCase()}@example.org>\r\nTo: Bob <bob@example.org>\r\nSubject: ${subject}\r\n` +
      `Date: Mon, 02 Mar 2026 10:00:00 +0000\r\nMessage-ID: <${number}@example.org>\r\n${extra}\r\n${body}\r\n`,
  );
}

/** A store in memory with these mails in a folder; they arrive in this order, one a day from 1 January 2026 on. */
export interface Office extends AsyncDisposable {
  readonly store: Store;
  readonly place: Place;
  /** Their ids, in the same order. */
  readonly ids: readonly string[];
  deliver(letters: readonly Letter[]): Promise<readonly string[]>;
}

export async function office(letters: readonly Letter[]): Promise<Office> {
  const place = await Place.make();
  const store = await place.mounted({ '/A': await side('aa') });
  let number = 0;
  const deliver: Office['deliver'] = async (more) => {
    const imported = more.map((each) => ({
      label: each.subject,
      body: bytesSource(letter(each, ++number), 'message/rfc822'),
      received: new Date(Date.UTC(2026, 0, each.day ?? number)),
      flags: each.flags ?? [],
    }));
    return (await all(store.import('/A', imported))).map(({ id }) => id as string);
  };
  return {
    store,
    place,
    ids: await deliver(letters),
    deliver,
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

/** The first column of rows; of a header row, in brackets, with how many are in it. */
export function said(rows: readonly TableRow[]): readonly string[] {
  return rows.map(({ kind, values: [value, count] }) => (kind === 'leaf' ? String(value) : `[${value} ${count}]`));
}

/** All rows of a table from its beginning on, in pages. */
export async function shown(table: Table, pageLength = 3): Promise<readonly TableRow[]> {
  await table.seekRow('beginning', 0);
  const rows: TableRow[] = [];
  for (;;) {
    const page = await table.queryRows({ count: pageLength });
    rows.push(...page.rows);
    if (page.origin === 'end') return rows;
  }
}
