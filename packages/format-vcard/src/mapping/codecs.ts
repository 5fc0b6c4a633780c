import type { PropertyValue } from '@mapistore/core';
import { escapeText, splitEscaped, unescapeText, type Version } from '../lines/escapes.ts';
import type { VcardLine } from '../lines/line.ts';

/** Where a value is read or written. */
export interface CodecContext {
  readonly version: Version;
  /** The line as it is; undefined for one that is to be made. */
  readonly line?: VcardLine;
  /** What stands there now, with its backslashes; empty for nothing. */
  readonly text: string;
}

/** What stands in a line for a value. */
export interface Written {
  /** With its backslashes. */
  readonly text: string;
  /** Parameters that would contradict it, by upper-case name. */
  readonly drop?: readonly string[];
  readonly add?: readonly string[];
}

/** A type of value, from a card and into it. */
export interface Codec {
  /** Undefined for what is none; never throws. */
  read(context: CodecContext): PropertyValue | undefined;
  /** Undefined for what cannot be said. */
  write(value: PropertyValue, context: CodecContext): Written | undefined;
}

/** One line of text, without white space around it. */
export const text: Codec = {
  read: ({ text, version }) => crlf(unescapeText(text, version).trim()) || undefined,
  write: (value, { version }) => (typeof value === 'string' ? { text: escapeText(value, version) } : undefined),
};

/** Text as it is, white space and line breaks included. */
export const lines: Codec = {
  read: ({ text, version }) => crlf(unescapeText(text, version)) || undefined,
  write: text.write,
};

/** A URI or something like it: written without backslashes, read with or without. */
export const uri: Codec = {
  read: text.read,
  write: (value, { version }) =>
    typeof value !== 'string' ? undefined : { text: /[\\\s]/.test(value) ? escapeText(value, version) : value },
};

/** A telephone number; a `tel:` URI (RFC 3966) where it was one. */
export const phone: Codec = {
  read: ({ text, version }) => unescapeText(text, version).trim().replace(/^tel:/i, '') || undefined,
  write: (value, context) => {
    if (typeof value !== 'string') return undefined;
    if (!/^\s*tel:/i.test(context.text)) return text.write(value, context);
    if (/^[A-Za-z0-9+().*#;=_-]+$/.test(value)) return { text: `tel:${value}` };
    return { text: escapeText(value, context.version), drop: ['VALUE'] };
  },
};

/** A mail address, without the `mailto:` that some write before it. */
export const address: Codec = {
  read: ({ text, version }) =>
    unescapeText(text, version)
      .trim()
      .replace(/^mailto:/i, '') || undefined,
  write: (value, { text, version }) =>
    typeof value === 'string'
      ? { text: (/^\s*mailto:/i.exec(text)?.[0] ?? '') + escapeText(value, version) }
      : undefined,
};

/** An address of an instant messenger; of an `im:` URI (RFC 6350 s.6.4.3) what is behind the scheme. */
export const messenger: Codec = {
  read: ({ text, version }) => {
    const plain = unescapeText(text, version).trim();
    return (/^im:/i.test(plain) ? decodeUri(plain.slice(3)) : plain) || undefined;
  },
  write: (value, { line, version }) => {
    if (typeof value !== 'string') return undefined;
    const isUri = line === undefined ? version === '4.0' : line.name === 'IMPP';
    if (!isUri) return { text: escapeText(value, version) };
    return { text: /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\\]+$/.test(value) ? value : `im:${encodeURI(value.toWellFormed())}` };
  },
};

/** Words with commas between them. */
export const words: Codec = {
  read: ({ text, version }) => {
    const found = splitEscaped(text, ',', version).map((word) => unescapeText(word, version).trim());
    const some = [...new Set(found.filter((word) => word !== ''))];
    return some.length > 0 ? some : undefined;
  },
  write: (value, { version }) =>
    Array.isArray(value) && value.every((word) => typeof word === 'string')
      ? { text: value.map((word) => escapeWord(word, version)).join(',') }
      : undefined,
};

/** A word of a list: its commas need a backslash in every version. */
function escapeWord(word: string, version: Version): string {
  const escaped = escapeText(word, version);
  return version === '2.1' ? escaped.replace(/,/g, '\\,') : escaped;
}

const CLASSES = ['PUBLIC', 'X-PERSONAL', 'PRIVATE', 'CONFIDENTIAL'];
/** CLASS (RFC 2426 s.3.7.1) as PidTagSensitivity. */
export const sensitivity: Codec = {
  read: ({ text }) => {
    const found = CLASSES.indexOf(text.trim().toUpperCase());
    return found < 0 ? undefined : found;
  },
  write: (value) => (typeof value === 'number' && CLASSES[value] !== undefined ? { text: CLASSES[value] } : undefined),
};

/** GENDER (RFC 6350 s.6.2.7) as PidTagGender: 1 female, 2 male ([MS-OXOCNTC]). */
export const gender: Codec = {
  read: ({ text }) => {
    const word = text.trim().toLowerCase();
    if (word === 'f' || word === 'female') return 1;
    return word === 'm' || word === 'male' ? 2 : undefined;
  },
  write: (value, { text }) => {
    if (value !== 1 && value !== 2) return undefined;
    const isWord = text.trim().length > 1;
    return { text: value === 1 ? (isWord ? 'female' : 'F') : isWord ? 'male' : 'M' };
  },
};

/** GEO as `latitude;longitude`: with a comma and a scheme in 4.0 (RFC 6350 s.6.5.2), as RFC 2426 s.3.4.2 has it before. */
export const position: Codec = {
  read: ({ text }) => {
    const found = /^(?:geo:)?\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*\\?[;,]\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*(?:;|$)/i.exec(
      text.trim(),
    );
    return found === null ? undefined : `${found[1]};${found[2]}`;
  },
  write: (value, { version, text }) => {
    if (typeof value !== 'string' || !/^-?\d{1,3}(?:\.\d{1,20})?;-?\d{1,3}(?:\.\d{1,20})?$/.test(value))
      return undefined;
    const isUri = text === '' ? version === '4.0' : /^geo:/i.test(text.trim());
    return { text: isUri ? `geo:${value.replace(';', ',')}` : value };
  },
};

const POSTAL = 3;
/** X-MS-OL-DEFAULT-POSTAL-ADDRESS as PidLidPostalAddressId: 1 home, 2 business, 3 other. */
export const postalAddress: Codec = {
  read: ({ text }) => (/^[0-3]$/.test(text.trim()) ? Number(text.trim()) : undefined),
  write: (value) => (typeof value === 'number' && value >= 0 && value <= POSTAL ? { text: String(value) } : undefined),
};

/** Line breaks as MAPI has them. */
export function crlf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}

function decodeUri(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}
