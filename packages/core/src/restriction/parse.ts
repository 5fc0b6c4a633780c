import { MapistoreError } from '../errors/error.ts';
import { propertyByName } from '../properties/lookup.ts';
import { column, columnNames } from './columns.ts';
import type { RelOp, Restriction, RestrictionValue } from './restriction.ts';

const TOKEN =
  /\s*(?:(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<op><=|>=|!=|[<>=~()])|(?<word>[^\s<>=~!()"']+))/uy;
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1024,
  kb: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1024 ** 3,
};

/** Parentheses and negations deeper than this were made to break something. */
const MAX_DEPTH = 100;

interface Token {
  readonly text: string;
  readonly quoted: boolean;
  readonly at: number;
}

/**
 * Reads a condition as people type it:
 *
 *     subject contains "invoice" and (from contains bob or size > 100k) and not flag $seen and date >= 2026-01-01
 *
 * Comparisons: `=` `!=` `<` `<=` `>` `>=` `contains` (or `~`) `starts` `like` (`*` and `?` stand
 * for any text and character); `flag NAME`, `read`, `unread`, `has COLUMN` (`has attachments`:
 * there are some); `and`, `or`, `not` and parentheses. Columns have short names; any other property is named as
 * [MS-OXPROPS] does, and read from the items. Text is compared without case and accents.
 * @throws INVALID_ARGUMENT naming the place
 */
export function parseRestriction(text: string): Restriction {
  const reader = new Reader(text);
  const restriction = or(reader);
  if (reader.peek() !== undefined) throw reader.unexpected('"and", "or" or the end');
  return restriction;
}

function or(reader: Reader): Restriction {
  const of = [and(reader)];
  while (reader.word('or')) of.push(and(reader));
  return of.length === 1 ? (of[0] as Restriction) : { type: 'or', of };
}

function and(reader: Reader): Restriction {
  const of = [not(reader)];
  while (reader.word('and')) of.push(not(reader));
  return of.length === 1 ? (of[0] as Restriction) : { type: 'and', of };
}

function not(reader: Reader): Restriction {
  if (reader.word('not')) return { type: 'not', of: reader.deeper(not) };
  if (reader.word('(')) {
    const inner = reader.deeper(or);
    if (!reader.word(')')) throw reader.unexpected('")"');
    return inner;
  }
  if (reader.word('read')) return { type: 'flag', flag: '$seen' };
  if (reader.word('unread')) return { type: 'not', of: { type: 'flag', flag: '$seen' } };
  if (reader.word('flag')) return { type: 'flag', flag: flagName(reader.next('the name of a flag').text) };
  if (reader.word('has')) return has(columnProperty(reader));
  return comparison(reader);
}

function has(property: string): Restriction {
  // Every item that was looked into has this column; what is meant is that there are some.
  if (property === 'PidTagHasAttachments') return { type: 'property', property, op: '=', value: true };
  return { type: 'exist', property };
}

function flagName(text: string): string {
  const name = text.toLowerCase();
  return ['seen', 'flagged', 'answered', 'draft', 'forwarded'].includes(name) ? `$${name}` : name;
}

function columnProperty(reader: Reader): string {
  const token = reader.next('a column');
  const known = token.quoted ? undefined : (column(token.text)?.property ?? propertyByName(token.text)?.name);
  if (known !== undefined) return known;
  throw reader.unexpected(`one of ${columnNames().join(', ')}, or a property such as PidTagBody,`, token);
}

function comparison(reader: Reader): Restriction {
  const property = columnProperty(reader);
  const fuzzy = { ignoreCase: true, ignoreNonSpace: true };
  if (reader.word('contains') || reader.word('~'))
    return { type: 'content', property, value: reader.next('a text').text, fuzzy: { match: 'substring', ...fuzzy } };
  if (reader.word('starts'))
    return { type: 'content', property, value: reader.next('a text').text, fuzzy: { match: 'prefix', ...fuzzy } };
  if (reader.word('like')) return { type: 'like', property, pattern: reader.next('a pattern').text, ignoreCase: true };
  const op = reader.next('a comparison such as =, < or contains');
  if (!['=', '!=', '<', '<=', '>', '>='].includes(op.text))
    throw reader.unexpected('=, !=, <, <=, >, >=, ~, contains, starts or like', op);
  const value = readValue(property, reader.next('a value'), reader);
  if (typeof value === 'string' && (op.text === '=' || op.text === '!=')) {
    const equal: Restriction = { type: 'content', property, value, fuzzy: { match: 'full', ...fuzzy } };
    return op.text === '=' ? equal : { type: 'not', of: equal };
  }
  return { type: 'property', property, op: op.text as RelOp, value };
}

/** What a value is to be, by the type of the property. */
function kindOf(property: string): 'time' | 'boolean' | 'number' | 'text' {
  const type = propertyByName(property)?.type.replace('Multiple', '') ?? '';
  if (type === 'PtypTime') return 'time';
  if (type === 'PtypBoolean') return 'boolean';
  return /^Ptyp(?:Integer|Floating|Currency|ErrorCode)/u.test(type) ? 'number' : 'text';
}

function readValue(property: string, token: Token, reader: Reader): RestrictionValue {
  const kind = kindOf(property);
  if (kind === 'time') {
    const date = new Date(token.text);
    if (Number.isNaN(date.getTime()))
      throw reader.unexpected('a date such as 2026-01-31 or 2026-01-31T12:00:00Z', token);
    return date;
  }
  if (kind === 'boolean') return !/^(no|false|0)$/iu.test(token.text);
  if (kind === 'number') {
    const match = /^(?<number>\d+(?:\.\d+)?)(?<unit>[kmg]?b?)$/iu.exec(token.text);
    const unit = UNITS[(match?.groups?.['unit'] ?? 'x').toLowerCase()];
    if (match === null || unit === undefined) throw reader.unexpected('a number such as 100 or 20k', token);
    return Number(match.groups?.['number']) * unit;
  }
  return token.text;
}

function excerpt(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

class Reader {
  readonly #tokens: Token[] = [];
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    const pattern = new RegExp(TOKEN);
    while (pattern.lastIndex < text.trimEnd().length) {
      const at = pattern.lastIndex;
      const groups = pattern.exec(text)?.groups;
      if (groups === undefined)
        throw this.unexpected('a word or a quoted text', { text: text.slice(at).trim(), quoted: false, at });
      const quoted = groups['string'];
      const word =
        quoted === undefined ? (groups['op'] ?? groups['word'] ?? '') : quoted.slice(1, -1).replace(/\\(.)/gu, '$1');
      this.#tokens.push({ text: word, quoted: quoted !== undefined, at });
    }
  }

  peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  word(word: string): boolean {
    const token = this.peek();
    if (token === undefined || token.quoted || token.text.toLowerCase() !== word) return false;
    this.#at++;
    return true;
  }

  next(expected: string): Token {
    const token = this.peek();
    if (token === undefined) throw this.unexpected(expected);
    this.#at++;
    return token;
  }

  /** Reads a part that stands inside of another. */
  deeper(read: (reader: Reader) => Restriction): Restriction {
    if (++this.#depth > MAX_DEPTH) throw this.unexpected(`no more than ${MAX_DEPTH} parentheses and "not"`);
    const inner = read(this);
    this.#depth--;
    return inner;
  }

  unexpected(expected: string, token: Token | undefined = this.peek()): MapistoreError {
    const found = token === undefined ? 'it ends' : `there is "${token.text}"`;
    return new MapistoreError(
      'INVALID_ARGUMENT',
      `Cannot read the condition ${JSON.stringify(excerpt(this.#text))}: ${found} where ${expected} should be.`,
    );
  }
}
