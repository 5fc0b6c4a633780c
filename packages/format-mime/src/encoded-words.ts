import { decodeCharset, decodeUnlabelled } from './charsets.ts';

const HIGH = /[\x80-\xff]/;
const NUL = /\0/g;

interface EncodedWord {
  readonly charset: string;
  readonly encoding: 'b' | 'q';
  readonly payload: string;
}

/**
 * The text of an unfolded header value given as Latin-1. Encoded words (RFC 2047) are decoded; white space between two
 * of them goes, and words of one charset in a row are joined as bytes first, since many writers split a character
 * between them. Raw 8-bit bytes outside are UTF-8 where valid, else windows-1252. Linear in the length of the text.
 */
export function decodeHeader(raw: string): string {
  const text = decodeWords(raw);
  return text.includes('\0') ? text.replace(NUL, '') : text;
}

/** Text outside of encoded words. */
function plain(raw: string): string {
  return HIGH.test(raw) ? decodeUnlabelled(Buffer.from(raw, 'latin1')) : raw;
}

function decodeWords(text: string): string {
  let start = text.indexOf('=?');
  if (start < 0) return plain(text);
  let out = '';
  let copied = 0;
  let close = -1;
  let pending: EncodedWord[] = [];
  while (start >= 0) {
    const head = wordHead(text, start);
    if (head === undefined) {
      start = text.indexOf('=?', start + 2);
      continue;
    }
    if (close < head.payloadStart) close = text.indexOf('?=', head.payloadStart);
    if (close < 0) break;
    const nested = text.indexOf('=?', head.payloadStart);
    if (nested >= 0 && nested < close - 1) {
      start = nested;
      continue;
    }
    const between = text.slice(copied, start);
    if (pending.length > 0 && between.trim() !== '') out += flush(pending) + plain(between);
    else if (pending.length === 0) out += plain(between);
    if (pending.length > 0 && between.trim() !== '') pending = [];
    pending.push({ charset: head.charset, encoding: head.encoding, payload: text.slice(head.payloadStart, close) });
    copied = close + 2;
    start = text.indexOf('=?', copied);
  }
  return out + flush(pending) + plain(text.slice(copied));
}

/** Reads `=?charset?encoding?` at `start`; undefined where that is no encoded word. */
function wordHead(
  text: string,
  start: number,
): { charset: string; encoding: 'b' | 'q'; payloadStart: number } | undefined {
  const mark = text.indexOf('?', start + 2);
  if (mark < 0 || mark === start + 2 || mark - start > 80 || text[mark + 2] !== '?') return undefined;
  const charset = text.slice(start + 2, mark);
  const encoding = text[mark + 1]?.toLowerCase();
  if ((encoding !== 'b' && encoding !== 'q') || /\s/.test(charset)) return undefined;
  return { charset, encoding, payloadStart: mark + 3 };
}

function flush(words: readonly EncodedWord[]): string {
  let out = '';
  for (let at = 0; at < words.length; ) {
    const first = words[at] as EncodedWord;
    const bytes: Buffer[] = [];
    let base64 = '';
    for (; at < words.length && words[at]?.charset.toLowerCase() === first.charset.toLowerCase(); at++) {
      const word = words[at] as EncodedWord;
      if (word.encoding === 'b') {
        // A base64 text cut at any place is joined before it is decoded; one that is padded is whole.
        base64 += word.payload;
        if (base64.length % 4 === 0 || base64.endsWith('=')) base64 = take(bytes, base64);
      } else {
        base64 = take(bytes, base64);
        bytes.push(qBytes(word.payload));
      }
    }
    take(bytes, base64);
    out += decodeCharset(Buffer.concat(bytes), first.charset).text;
  }
  return out.replace(/[\0\r\n]+/g, (run) => (run.includes('\n') ? ' ' : ''));
}

function take(bytes: Buffer[], base64: string): string {
  if (base64 !== '') bytes.push(Buffer.from(base64, 'base64'));
  return '';
}

/** The Q encoding (RFC 2047 s.4.2). */
function qBytes(payload: string): Buffer {
  const text = payload.replaceAll('_', ' ');
  if (!text.includes('=')) return Buffer.from(text, 'latin1');
  const source = Buffer.from(text, 'latin1');
  const out = Buffer.alloc(source.length);
  let length = 0;
  for (let at = 0; at < source.length; at++) {
    const hex = source[at] === 0x3d ? Number.parseInt(source.toString('latin1', at + 1, at + 3), 16) : Number.NaN;
    const valid = !Number.isNaN(hex) && /^[0-9a-f]{2}$/i.test(source.toString('latin1', at + 1, at + 3));
    out[length++] = valid ? hex : (source[at] as number);
    if (valid) at += 2;
  }
  return out.subarray(0, length);
}

/** The text as encoded words in UTF-8 and base64, none longer than 75 characters, none cutting a character (RFC 2047 s.2). */
export function encodeWords(text: string): string {
  const words: string[] = [];
  let run = '';
  let size = 0;
  for (const character of text.toWellFormed()) {
    const bytes = Buffer.byteLength(character);
    if (size + bytes > 45) {
      words.push(run);
      run = '';
      size = 0;
    }
    run += character;
    size += bytes;
  }
  if (run !== '') words.push(run);
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}
