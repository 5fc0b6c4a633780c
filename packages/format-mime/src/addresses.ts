import { decodeHeader } from './encoded-words.ts';

/** One mailbox of an address list (RFC 5322 s.3.4). */
export interface Mailbox {
  /** Decoded; empty where the list gives no name. */
  readonly name: string;
  /** The address as written, without angle brackets and route; empty where there is none. */
  readonly address: string;
}

const ENCODED_WORD = /=\?[^?\s]{1,78}\?[bq]\?[^?]{0,998}\?=/iy;

/** What is being read: plain words, a `<…>`, and the comments that may stand for a name. */
interface Reading {
  words: string;
  angle: string | undefined;
  comment: string;
}

/**
 * Reads an address list given as Latin-1 header text: groups give their members, comments and quoted strings are
 * understood, and broken lists (`;` for `,`, no closing quote, no `<`) are read as far as sense goes.
 */
export function readAddresses(raw: string): Mailbox[] {
  return new AddressReader(raw).read();
}

class AddressReader {
  readonly #raw: string;
  readonly #found: Mailbox[] = [];
  #at = 0;
  /** Where the next `>` is, so that a value full of `<` is not searched again for each. */
  #close = -1;
  #commentsEnd = true;
  #now: Reading = { words: '', angle: undefined, comment: '' };

  constructor(raw: string) {
    this.#raw = raw;
  }

  read(): Mailbox[] {
    const raw = this.#raw;
    while (this.#at < raw.length) {
      const char = raw[this.#at] as string;
      if (char === '"') this.#now.words += this.#quoted();
      else if (char === '(' && this.#commentsEnd) this.#comment();
      else if (char === '<') this.#angle();
      else if (char === ',' || char === ';') this.#finish();
      else if (char === ':' && this.#now.angle === undefined && !this.#now.words.includes('@')) this.#startGroup();
      else if (char === '=' && raw[this.#at + 1] === '?') this.#word();
      else {
        this.#now.words += char;
        this.#at++;
      }
    }
    this.#finish();
    return this.#found;
  }

  /** An encoded word is one piece, whatever commas it holds. */
  #word(): void {
    ENCODED_WORD.lastIndex = this.#at;
    const word = ENCODED_WORD.exec(this.#raw)?.[0] ?? '=';
    this.#now.words += word;
    this.#at += word.length;
  }

  /** The name of a group (RFC 5322 s.3.4) is not a mailbox. */
  #startGroup(): void {
    this.#now = { words: '', angle: undefined, comment: '' };
    this.#at++;
  }

  #quoted(): string {
    const raw = this.#raw;
    let text = '';
    for (let at = this.#at + 1; at < raw.length; at++) {
      const char = raw[at] as string;
      if (char === '"') {
        this.#at = at + 1;
        return this.#isLocalPart(text) ? `"${text}"` : text;
      }
      if (char === '\\' && at + 1 < raw.length) text += raw[++at];
      else text += char;
    }
    // No closing quote: the quote was a stray character.
    this.#at++;
    return '';
  }

  /** A quoted string before `@` belongs to the address: `"john smith"@example.org`. */
  #isLocalPart(text: string): boolean {
    return this.#raw[this.#at] === '@' && this.#now.words.trim() === '' && /[\s",;:<>()[\]]/.test(text);
  }

  #comment(): void {
    const raw = this.#raw;
    let depth = 0;
    let text = '';
    for (let at = this.#at; at < raw.length; at++) {
      const char = raw[at] as string;
      if (char === '\\') text += raw[++at] ?? '';
      else if (char === '(' && depth++ === 0) continue;
      else if (char === ')' && --depth === 0) {
        this.#at = at + 1;
        this.#now.comment ||= text.trim();
        this.#now.words += ' ';
        return;
      } else text += char;
    }
    // No closing parenthesis: it and all after it are plain characters.
    this.#commentsEnd = false;
  }

  #angle(): void {
    const raw = this.#raw;
    if (this.#close < this.#at) this.#close = raw.indexOf('>', this.#at);
    if (this.#close < 0) this.#close = Number.POSITIVE_INFINITY;
    const close = this.#close === Number.POSITIVE_INFINITY ? -1 : this.#close;
    const open = raw.indexOf('<', this.#at + 1);
    if (close >= 0 && open >= 0 && open < close && !raw.slice(this.#at + 1, open).includes('@')) {
      this.#at++; // `<<a@b>>`: the inner pair counts.
      return;
    }
    const comma = close < 0 ? raw.indexOf(',', this.#at) : -1;
    const end = close >= 0 ? close : comma >= 0 ? comma : raw.length;
    const inner = raw.slice(this.#at + 1, end).trim();
    this.#now.angle ??= withoutComments(inner)
      .replace(/^@[^:]*:/, '')
      .replace(/^<+|>+$/g, '');
    this.#at = close >= 0 ? close + 1 : end;
    while (raw[this.#at] === '>') this.#at++;
  }

  #finish(): void {
    this.#at++;
    const { words, angle, comment } = this.#now;
    this.#now = { words: '', angle: undefined, comment: '' };
    const text = clean(words);
    if (angle !== undefined) {
      const name = text || clean(comment);
      if (angle !== '' || name !== '') this.#found.push({ name, address: decodeHeader(angle).trim() });
    } else if (text !== '') this.#found.push(bare(text, clean(comment)));
  }
}

/** A mailbox written without angle brackets: an address, an address among words, or only a name. */
function bare(text: string, comment: string): Mailbox {
  if (!text.includes('@')) return { name: text, address: '' };
  if (!/\s/.test(text) || text.startsWith('"')) return { name: comment, address: text };
  const words = text.split(/\s+/);
  const address = words.find((word) => word.includes('@') && word.length > 1);
  if (address === undefined) return { name: comment, address: words.join('') };
  const name = words.filter((word) => word !== address).join(' ');
  return { name: name || comment, address: address.replace(/^\[?(?:mailto:)?|\]$/gi, '') };
}

function clean(raw: string): string {
  const text = decodeHeader(raw).replace(/\s+/g, ' ').trim();
  // Names in single quotes come from writers that quoted twice.
  return /^'[^']+'$/.test(text) ? text.slice(1, -1) : text;
}

/** An address without the comments and white space that RFC 5322 s.4.4 allows between its words. */
function withoutComments(address: string): string {
  if (!address.includes('(') || address.includes('"')) return address;
  return address
    .replace(/\([^()]*\)/g, '')
    .replace(/\s*([.@])\s*/g, '$1')
    .trim();
}

/** What a list shows for a mailbox: the name, else the address. */
export function shownName(mailbox: Mailbox): string {
  return mailbox.name || mailbox.address;
}
