import { SaxesParser } from 'saxes';

/** One element of an answer. Names carry a short prefix for the namespaces of the trade, as in `d:getetag`. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, CDATA included, untrimmed. */
  readonly text: string;
}

/** The namespaces whose names are asked for, by their prefix here. */
export const NAMESPACES: Readonly<Record<string, string>> = {
  d: 'DAV:',
  c: 'urn:ietf:params:xml:ns:caldav',
  card: 'urn:ietf:params:xml:ns:carddav',
  cs: 'http://calendarserver.org/ns/',
};

const PREFIXES: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMESPACES).map(([prefix, uri]) => [uri, prefix] as const),
);

/** Deeper than any answer of a server. */
const MAX_DEPTH = 50;
/** Characters of one element below the root: an item of the largest size, and what stands around it. */
const MAX_ELEMENT_CHARS = 96 * 1024 * 1024;

interface OpenElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string[];
}

/** Why an answer cannot be read as XML. */
export class XmlFault extends Error {
  override readonly name: string = 'XmlFault';
}

/**
 * Reads XML as it arrives. Elements right below the root are handed over when they end and then forgotten, so an answer
 * is never held whole. A DOCTYPE is refused: no entity can be declared, none expands.
 */
export class XmlReader {
  /** Name of the root, once it was seen. */
  root: string | undefined;
  readonly #parser: SaxesParser<{ xmlns: true }> = new SaxesParser({ xmlns: true });
  // Fatal: a replacement character in the place of a byte would be another text.
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #open: OpenElement[] = [];
  #chars = 0;

  constructor(onChild: (child: XmlElement) => void) {
    const fail = (reason: string): never => {
      throw new XmlFault(reason);
    };
    this.#parser.on('error', (error) => fail(error.message));
    this.#parser.on('doctype', () => fail('it has a DOCTYPE'));
    this.#parser.on('opentag', (tag) => {
      if (this.#open.length >= MAX_DEPTH) fail('it is nested too deep');
      if (this.#open.length === 1) this.#chars = 0;
      const attributes: Record<string, string> = {};
      for (const attribute of Object.values(tag.attributes)) {
        if (attribute.prefix !== 'xmlns' && attribute.name !== 'xmlns') attributes[attribute.local] = attribute.value;
      }
      const name = shortName(tag.uri, tag.local);
      if (this.#open.length === 0) this.root = name;
      this.#open.push({ name, attributes, children: [], text: [] });
    });
    const addText = (text: string): void => {
      // Text of the root itself is white space only, and an answer may have a lot of it.
      if (this.#open.length < 2) return;
      this.#chars += text.length;
      if (this.#chars > MAX_ELEMENT_CHARS) fail('one of its elements is too large');
      this.#open.at(-1)?.text.push(text);
    };
    this.#parser.on('text', addText);
    this.#parser.on('cdata', addText);
    this.#parser.on('closetag', () => {
      const done = this.#open.pop();
      if (done === undefined) return;
      const element: XmlElement = { ...done, text: done.text.join('') };
      if (this.#open.length === 1) onChild(element);
      else this.#open.at(-1)?.children.push(element);
    });
  }

  /** @throws XmlFault */
  write(chunk: Uint8Array): void {
    this.#parser.write(this.#decode(chunk, true));
  }

  /** @throws XmlFault where something is missing at the end */
  close(): void {
    this.#parser.write(this.#decode(new Uint8Array(0), false));
    this.#parser.close();
    if (this.root === undefined) throw new XmlFault('it is empty');
  }

  #decode(chunk: Uint8Array, stream: boolean): string {
    try {
      return this.#decoder.decode(chunk, { stream });
    } catch {
      throw new XmlFault('it is no UTF-8');
    }
  }
}

function shortName(uri: string, local: string): string {
  const prefix = PREFIXES.get(uri);
  return prefix === undefined ? `{${uri}}${local}` : `${prefix}:${local}`;
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** All children of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}
