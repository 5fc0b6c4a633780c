import type { ImapAttribute, ImapResponse } from 'imapflow';

/** One token of a parsed answer: an atom, string, literal, a list of them, or null for NIL. */
export type Token = ImapAttribute;

/** An answer line of the server, parsed. */
export type Answer = ImapResponse;

/** The text of a token; undefined for NIL and lists. */
export function textOf(token: Token | undefined): string | undefined {
  if (token === null || token === undefined || Array.isArray(token)) return undefined;
  const value = token.value;
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' ? value : value.toString();
}

/** The bytes of a string or literal; undefined for NIL. */
export function bytesOf(token: Token | undefined): Uint8Array | undefined {
  if (token === null || token === undefined || Array.isArray(token)) return undefined;
  const value = token.value;
  if (Buffer.isBuffer(value)) return value;
  return typeof value === 'string' ? Buffer.from(value) : undefined;
}

/** The tokens of a list; none where it is no list. */
export function listOf(token: Token | undefined): readonly Token[] {
  return Array.isArray(token) ? token : [];
}

/** A number that fits a double exactly; undefined for anything else. */
export function numberOf(token: Token | undefined): number | undefined {
  const text = textOf(token);
  if (text === undefined || !/^\d{1,15}$/.test(text)) return undefined;
  return Number(text);
}

/** A response code with its arguments, such as APPENDUID (RFC 3501 s.7.1). */
export interface ResponseCode {
  readonly name: string;
  readonly args: readonly Token[];
}

/** The response code of an OK, NO or BAD line. */
export function codeOf(answer: Answer | undefined): ResponseCode | undefined {
  const first = answer?.attributes?.[0];
  if (first === null || first === undefined || Array.isArray(first) || !first.section) return undefined;
  const name = textOf(first.section[0]);
  return name === undefined ? undefined : { name: name.toUpperCase(), args: first.section.slice(1) };
}

/** The words for people of an OK, NO or BAD line, cut to what fits an error. */
export function wordsOf(answer: Answer | undefined): string {
  const words = (answer?.attributes ?? [])
    .filter((token) => token !== null && !Array.isArray(token) && token.type === 'TEXT')
    .map((token) => textOf(token)?.trim() ?? '')
    .join(' ');
  return words.length > 200 ? `${words.slice(0, 200)}…` : words;
}
