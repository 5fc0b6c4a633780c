import { decodeText } from './charsets.ts';
import type { LineEncoding } from './head-scan.ts';
import { type Parameter, readParameter, splitHead, valuesOf } from './parameters.ts';
import { fromQuotedPrintable } from './transfer-encodings.ts';

/** What the reader knows of a line. */
interface LineParts {
  /** All its bytes as Latin-1 characters, with folds and line end. */
  readonly raw: string;
  /** Where it starts in the text. */
  readonly start: number;
  /** Unfolded, without line end. */
  readonly content: string;
  /** Where the value starts in `content`, less one. */
  readonly colon: number | undefined;
  readonly encoding: LineEncoding;
}

const NAME = /^[^\s:;="\p{Cc}]+$/u;

/** One line of a card: exact bytes, and what they say where they say something. */
export class VcardLine {
  readonly raw: string;
  readonly start: number;
  readonly encoding: LineEncoding;
  /** Name and parameters, unfolded, as they are written. */
  readonly head: string;
  /** What stands behind the colon, unfolded, still encoded. */
  readonly value: string;
  /** Upper case, without group; empty for a line that is no property. */
  readonly name: string;
  /** As it is written, such as `item1`; empty for none. */
  readonly group: string;
  readonly parameters: readonly Parameter[];
  #types: ReadonlySet<string> | undefined;
  #text: { readonly text: string; readonly problem?: string } | undefined;

  constructor({ raw, start, content, colon: found, encoding }: LineParts) {
    this.raw = raw;
    this.start = start;
    this.encoding = encoding;
    // A quotation mark that nothing closes hides the colon; then the first one counts.
    const colon = found ?? content.indexOf(':');
    this.head = colon < 0 ? content : content.slice(0, colon);
    this.value = colon < 0 ? '' : content.slice(colon + 1);
    const [full, ...parameters] = colon < 0 ? [''] : splitHead(this.head);
    const dot = full.lastIndexOf('.');
    const name = full.slice(dot + 1).trim();
    this.name = NAME.test(name) ? name.toUpperCase() : '';
    this.group = dot < 0 || this.name === '' ? '' : full.slice(0, dot).trim();
    this.parameters = this.name === '' ? [] : parameters.map(readParameter);
  }

  /** Whether it holds nothing but white space. */
  get blank(): boolean {
    return this.head.trim() === '' && this.value === '';
  }

  /** The first parameter of that name, as it is written. */
  parameter(name: string): string | undefined {
    return this.parameters.find((one) => one.name === name)?.raw;
  }

  /** Lower-case words of TYPE, bare ones too. */
  get types(): ReadonlySet<string> {
    this.#types ??= this.#readTypes();
    return this.#types;
  }

  #readTypes(): ReadonlySet<string> {
    const words = this.parameters.filter(({ name }) => name === 'TYPE').flatMap(({ raw }) => valuesOf(raw));
    return new Set(words.flatMap((word) => word.toLowerCase().split(',')).map((word) => word.trim()));
  }

  /** PREF of RFC 6350 s.5.3, 1 to 100; 1 for a type `pref`, 101 where nothing is said. */
  get preference(): number {
    const pref = this.parameter('PREF');
    if (pref !== undefined && /^"?\d{1,3}"?$/.test(pref.trim())) return Number(pref.replace(/"/g, ''));
    return this.types.has('pref') ? 1 : 101;
  }

  /** The CHARSET parameter, which vCard 2.1 has. */
  get charset(): string | undefined {
    const raw = this.parameter('CHARSET');
    return raw === undefined ? undefined : valuesOf(raw)[0];
  }

  /** The value as text, with its backslashes. */
  get text(): string {
    this.#text ??= decodeText(this.#bytes(), this.charset);
    return this.#text.text;
  }

  /** A sentence where the charset is not known or does not fit. */
  get charsetProblem(): string | undefined {
    return this.text === undefined ? undefined : this.#text?.problem;
  }

  #bytes(): Uint8Array {
    if (this.encoding === 'quoted-printable') return fromQuotedPrintable(this.value);
    return Buffer.from(this.value, this.encoding === 'base64' ? 'base64' : 'latin1');
  }
}
