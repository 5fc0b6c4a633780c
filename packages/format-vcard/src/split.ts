import { MAX_CARD_BYTES } from './parse.ts';

/** One card of a stream of cards. */
export interface VcardSlice {
  /** From 0 in the order of the stream. */
  readonly ordinal: number;
  /** Exactly as they lie in the stream; all slices put together are the stream. */
  readonly bytes: Uint8Array;
  /** One sentence each: what is broken about where the card begins or ends. */
  readonly problems: readonly string[];
}

const LF = 0x0a;
const CR = 0x0d;
const BEGIN = /^(?:\ufeff|\u00ef\u00bb\u00bf)?BEGIN[ \t]*:[ \t]*VCARD[ \t]*$/i;
const END = /^END[ \t]*:[ \t]*VCARD[ \t]*$/i;
const AGENT = /^(?:[^:]{0,200}\.)?AGENT(?:;[^:]{0,200})?:[ \t]*$/i;
/** A line that begins or ends a card is no longer than this. */
const MAX_LINE = 400;

/**
 * Takes a stream apart into its cards, each with all bytes up to the next one. A card inside AGENT (vCard 2.1) stays where
 * it is. A card that is not ended goes up to the next BEGIN:VCARD, and says so, as it does of lines between cards that are
 * no part of any. A card over 64 MiB is cut.
 */
export async function* splitVcards(stream: AsyncIterable<Uint8Array>): AsyncIterable<VcardSlice> {
  const splitter = new Splitter();
  for await (const chunk of stream) yield* splitter.push(chunk);
  yield* splitter.end();
}

/** Puts cards into one stream; one that lacks its last line end gets it, all other bytes stay. */
export async function* joinVcards(cards: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const card of cards) {
    yield card;
    const last = card.at(-1);
    if (card.byteLength > 0 && last !== LF && last !== CR) yield Buffer.from('\r\n');
  }
}

/** Works on bytes, line by line; of UTF-16, a line is looked at without its zero bytes. */
class Splitter {
  #held: Buffer = Buffer.alloc(0);
  #pending: Buffer[] = [];
  #waiting = 0;
  /** Pieces of the card that are complete lines. */
  #lines: Buffer[] = [];
  #size = 0;
  #depth = 0;
  #ended = false;
  #previous = '';
  #problems = new Set<string>();
  #ordinal = 0;
  #scanned = 0;
  #wide: 'le' | 'be' | undefined;
  #isFirst = true;

  *push(chunk: Uint8Array): Iterable<VcardSlice> {
    // A line that goes on for many chunks is put together now and then, not for each of them.
    this.#pending.push(Buffer.from(chunk));
    this.#waiting += chunk.byteLength;
    if (this.#waiting < this.#held.length) return;
    this.#join();
    if (this.#isFirst && this.#held.length >= 4) this.#sniff();
    if (!this.#isFirst) yield* this.#take(false);
  }

  #join(): void {
    this.#held = Buffer.concat([this.#held, ...this.#pending]);
    this.#pending = [];
    this.#waiting = 0;
  }

  *end(): Iterable<VcardSlice> {
    this.#join();
    if (this.#isFirst) this.#sniff();
    yield* this.#take(true);
    if (this.#size === 0) return;
    if (this.#depth > 0) this.#problems.add('The card has no line END:VCARD.');
    else if (!this.#ended) this.#problems.add('There is no line BEGIN:VCARD.');
    yield this.#slice();
  }

  #sniff(): void {
    const [a, b, c, d] = this.#held;
    if ((a === 0xff && b === 0xfe) || (b === 0 && d === 0 && a !== 0)) this.#wide = 'le';
    else if ((a === 0xfe && b === 0xff) || (a === 0 && c === 0 && b !== 0)) this.#wide = 'be';
    this.#isFirst = false;
  }

  *#take(isLast: boolean): Iterable<VcardSlice> {
    let start = 0;
    for (;;) {
      const next = this.#lineEnd(start, isLast);
      if (next === undefined) break;
      yield* this.#line(this.#held.subarray(start, next));
      start = next;
    }
    // What a line is made of so far was looked at; a copy lets go of the rest.
    this.#held = Buffer.from(this.#held.subarray(start));
    this.#scanned -= start;
    if (isLast && this.#held.length > 0) {
      yield* this.#line(this.#held);
      this.#held = Buffer.alloc(0);
    } else if (this.#held.length + this.#size > MAX_CARD_BYTES) {
      this.#hold(this.#held);
      this.#held = Buffer.alloc(0);
      this.#scanned = 0;
      this.#problems.add(`The card is longer than ${MAX_CARD_BYTES} bytes and was cut.`);
      yield this.#slice();
    }
  }

  /** Where the line that starts there ends, with its line end; a CR alone ends one, too. */
  #lineEnd(start: number, isLast: boolean): number | undefined {
    const step = this.#wide === undefined ? 1 : 2;
    const low = this.#wide === 'be' ? 1 : 0;
    let at = Math.max(start, this.#scanned - (this.#scanned % step));
    for (; at + step <= this.#held.length; at += step) {
      const byte = this.#held[at + low];
      if (byte !== LF && byte !== CR) continue;
      if (step === 2 && this.#held[at + 1 - low] !== 0) continue;
      if (byte === LF) return this.#scan(at + step);
      // The LF of a CRLF may still be on its way.
      const after = at + step;
      if (after + step > this.#held.length && !isLast) break;
      return this.#scan(this.#held[after + low] === LF ? after + step : after);
    }
    this.#scanned = at;
    return undefined;
  }

  #scan(next: number): number {
    this.#scanned = next;
    return next;
  }

  *#line(bytes: Buffer): Iterable<VcardSlice> {
    const text = this.#textOf(bytes);
    if (BEGIN.test(text)) {
      if (this.#depth > 0 && AGENT.test(this.#previous)) this.#depth++;
      else {
        if (this.#depth > 0) this.#problems.add('The card has no line END:VCARD.');
        if (this.#depth > 0 || this.#ended) yield this.#slice();
        this.#depth = 1;
        this.#ended = false;
      }
    } else if (this.#depth > 0) {
      if (END.test(text)) {
        this.#depth--;
        this.#ended = this.#depth === 0;
      }
    } else if (text.trim() !== '' && !/^[\ufeff\u00ef\u00bb\u00bf\s]*$/.test(text))
      this.#problems.add(
        `There are lines ${this.#ended ? 'behind END:VCARD' : 'before BEGIN:VCARD'} that are no part of a card.`,
      );
    if (text.trim() !== '') this.#previous = text;
    this.#hold(bytes);
  }

  #textOf(bytes: Buffer): string {
    const some = bytes.subarray(0, MAX_LINE * 2);
    const text = this.#wide === undefined ? some.toString('latin1') : some.toString('latin1').replaceAll('\0', '');
    return text
      .slice(0, MAX_LINE)
      .replace(/[\r\n]{1,4}$/, '')
      .replace(/^(?:\u00ff\u00fe|\u00fe\u00ff)/, '');
  }

  #hold(bytes: Buffer): void {
    this.#lines.push(bytes);
    this.#size += bytes.length;
  }

  #slice(): VcardSlice {
    const slice = {
      ordinal: this.#ordinal++,
      bytes: new Uint8Array(Buffer.concat(this.#lines)),
      problems: [...this.#problems],
    };
    this.#lines = [];
    this.#size = 0;
    this.#problems = new Set();
    return slice;
  }
}
