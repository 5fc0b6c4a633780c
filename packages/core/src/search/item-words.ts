import type { Item } from '../item/item.ts';
import type { PropertyBag } from '../properties/bag.ts';
import type { ContentsRow } from '../state/rows.ts';
import { type ItemWords, WORD_FIELDS } from '../state/words.ts';
import { htmlText } from './html-text.ts';
import { wordsOf } from './words.ts';

/** Different words of one item; more are in dictionaries and dumps. */
const MAX_WORDS = 5_000;
/** Characters of a body that are looked at. */
const MAX_TEXT = 1_048_576;
/** Embedded messages in one another. */
const MAX_DEPTH = 5;

type Field = keyof typeof WORD_FIELDS;

/** The words of an item: of its index row, and of itself where it could be read. */
export function itemWords(row: ContentsRow, item: Item | undefined): ItemWords {
  const found = new Found();
  found.add('subject', row.subject);
  for (const text of [row.fromName, row.fromAddress, row.displayTo, row.displayCc]) found.add('addresses', text);
  if (item !== undefined) addItem(found, item, 0);
  return { itemId: row.itemId, words: found.words };
}

class Found {
  readonly words = new Map<string, number>();

  add(field: Field, text: string | undefined): void {
    if (text === undefined) return;
    for (const word of wordsOf(text.slice(0, MAX_TEXT))) {
      const known = this.words.get(word);
      if (known === undefined && this.words.size >= MAX_WORDS) continue;
      this.words.set(word, (known ?? 0) | WORD_FIELDS[field]);
    }
  }
}

function addItem(found: Found, { properties, recipients, attachments }: Item, depth: number): void {
  found.add('subject', properties.text('PidTagSubject'));
  found.add('body', bodyOf(properties));
  for (const name of AUTHOR) found.add('addresses', properties.text(name));
  for (const recipient of recipients) addAddress(found, recipient.properties);
  for (const attachment of attachments) {
    found.add('attachments', attachment.properties.text('PidTagAttachLongFilename'));
    found.add('attachments', attachment.properties.text('PidTagDisplayName'));
    if (attachment.item !== undefined && depth < MAX_DEPTH) addItem(found, attachment.item, depth + 1);
  }
}

const AUTHOR: readonly string[] = [
  'PidTagSentRepresentingName',
  'PidTagSentRepresentingSmtpAddress',
  'PidTagSenderName',
];

function addAddress(found: Found, properties: PropertyBag): void {
  for (const name of ['PidTagDisplayName', 'PidTagSmtpAddress']) found.add('addresses', properties.text(name));
}

/** Its plain text, else that of its page. */
function bodyOf(properties: PropertyBag): string | undefined {
  const plain = properties.text('PidTagBody');
  const html = properties.get('PidTagHtml');
  const codepage = properties.get('PidTagInternetCodepage');
  if (plain !== undefined || !(html instanceof Uint8Array)) return plain;
  return htmlText(html, typeof codepage === 'number' ? codepage : undefined);
}
