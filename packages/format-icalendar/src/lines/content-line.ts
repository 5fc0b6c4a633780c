import ICAL from 'ical.js';
import { type CalendarText, decodePiece, unfold } from './text.ts';

/** Parameters by upper-case name, each with its values, unquoted and with RFC 6868 escapes taken away. */
export type Parameters = ReadonlyMap<string, readonly string[]>;

interface Parts {
  readonly group: string;
  readonly name: string;
  /** `;NAME=value` as they stand. */
  readonly parameters: readonly string[];
  readonly value: string;
}

const NAME = /^(?:([\w-]+)\.)?([\w-]+)(?=[;:])/;
/** Characters that are none in TEXT (RFC 5545 s.3.1, CONTROL). */
export const CONTROLS: RegExp = /[^\P{Cc}\n\t]/gu;
const NONE: Parts = { group: '', name: '', parameters: [], value: '' };

/**
 * A content line (RFC 5545 s.3.1) where it lies in its text; unfolded, taken apart and decoded only when it is asked for. A
 * line that is none, an empty one too, has an empty name.
 */
export class ContentLine {
  /** Offset of its first byte. */
  readonly start: number;
  /** Offset behind its last byte, without the line end. */
  readonly stop: number;
  /** Offset behind its line end. */
  readonly end: number;
  readonly #text: CalendarText;
  readonly #isFolded: boolean;
  #parts: Parts | undefined;
  #parameters: Parameters | undefined;

  constructor(text: CalendarText, at: { start: number; stop: number; end: number; isFolded: boolean }) {
    this.#text = text;
    this.start = at.start;
    this.stop = at.stop;
    this.end = at.end;
    this.#isFolded = at.isFolded;
  }

  /** Upper case, without a group. */
  get name(): string {
    return this.#part().name;
  }

  /** What stands before the name and its dot; empty where there is none. */
  get group(): string {
    return this.#part().group;
  }

  /** All behind the colon, as it stands. */
  get value(): string {
    return this.#part().value;
  }

  /** `;NAME=value` of each parameter, as they stand. */
  get rawParameters(): readonly string[] {
    return this.#part().parameters;
  }

  /** Unfolded and decoded. */
  get whole(): string {
    const piece = this.#text.raw.slice(this.start, this.stop);
    return decodePiece(this.#isFolded ? unfold(piece, this.#text.lineFeed) : piece, this.#text.utf8);
  }

  get parameters(): Parameters {
    this.#parameters ??= readParameters(this.#part());
    return this.#parameters;
  }

  /** The first value of a parameter. */
  parameter(name: string): string | undefined {
    return this.parameters.get(name)?.[0];
  }

  /** The value as TEXT (RFC 5545 s.3.3.11), without its escapes and without characters that are none in text. */
  get text(): string {
    return clean(String(parseValue('COMMENT', this.value)[0] ?? ''));
  }

  /** The value as TEXT parted by commas. */
  get texts(): readonly string[] {
    return parseValue('CATEGORIES', this.value).map((text) => clean(String(text)));
  }

  #part(): Parts {
    this.#parts ??= partsOf(this.whole);
    return this.#parts;
  }
}

function partsOf(line: string): Parts {
  const match = NAME.exec(line.slice(0, 256));
  if (match === null) return NONE;
  const colon = colonOf(line, match[0].length);
  if (colon.at < 0) return NONE;
  return {
    group: match[1] ?? '',
    name: (match[2] ?? '').toUpperCase(),
    parameters: colon.parameters,
    value: line.slice(colon.at + 1),
  };
}

/** The colon before the value: the first one outside of quotes, or simply the first where a quote never closes. */
function colonOf(line: string, from: number): { at: number; parameters: readonly string[] } {
  const stops = /[":;]/g;
  const parameters: string[] = [];
  let start = from;
  stops.lastIndex = from;
  for (let stop = stops.exec(line); stop !== null; stop = stops.exec(line)) {
    if (stop[0] === '"') {
      const close = line.indexOf('"', stop.index + 1);
      if (close < 0) return { at: line.indexOf(':', from), parameters: [] };
      stops.lastIndex = close + 1;
      continue;
    }
    if (stop.index > start) parameters.push(line.slice(start, stop.index));
    start = stop.index;
    if (stop[0] === ':') return { at: stop.index, parameters };
  }
  return { at: -1, parameters: [] };
}

function readParameters({ parameters }: Parts): Parameters {
  const found = new Map<string, readonly string[]>();
  for (const raw of parameters) {
    const parsed = parseProperty(`X${raw}:`);
    for (const [name, value] of Object.entries(parsed?.[1] ?? {}))
      if (!found.has(name.toUpperCase())) found.set(name.toUpperCase(), [value].flat().map(String));
  }
  return found;
}

function parseValue(name: string, value: string): readonly unknown[] {
  return parseProperty(`${name}:${value}`)?.slice(3) ?? [value];
}

/** A line as jCal (RFC 7265): name, parameters, type and values; undefined where the parser gives up. */
function parseProperty(line: string): [string, Record<string, unknown>, string, ...unknown[]] | undefined {
  try {
    return ICAL.parse.property(line);
  } catch {
    return undefined;
  }
}

function clean(text: string): string {
  return text.replace(CONTROLS, '');
}
