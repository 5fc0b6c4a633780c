import { type Property, type PropertyValue, stringNamed, tagged } from '@mapistore/core';
import type { Card } from '../card/card.ts';
import { escapeText, unescapeText } from '../lines/escapes.ts';
import type { VcardLine } from '../lines/line.ts';
import { valuesOf } from '../lines/parameters.ts';
import { writeBase64, writeLine } from '../lines/writer.ts';
import type { CardIndex } from './bindings.ts';
import { crlf, words } from './codecs.ts';
import { inlineBytes } from './media.ts';

/** A member of a list: a text, or bytes. */
export type ListValue = string | Uint8Array;

/** A multiple-valued property, in one line with commas or in a line for each value. */
export interface ListRow {
  readonly property: Property;
  /** Whether one line holds them all. */
  readonly together: boolean;
  lines(index: CardIndex): readonly VcardLine[];
  values(line: VcardLine, card: Card): readonly ListValue[];
  /** A line that says these; `line` is the one it takes the place of. */
  write(values: readonly ListValue[], card: Card, line?: VcardLine): VcardLine | undefined;
}

const CHILDREN = ['X-MS-CHILD', 'X-EVOLUTION-CHILD', 'X-CHILDREN'];
const REFERENCE = /^[a-z][a-z0-9+.-]*:\S*$/i;

const keywords: ListRow = {
  property: stringNamed('PS_PUBLIC_STRINGS', 'Keywords', 'PtypMultipleString'),
  together: true,
  lines: (index) => index.card.own.filter(({ name }) => name === 'CATEGORIES'),
  values: (line, { version }) =>
    (words.read({ text: line.text, version, line }) as readonly string[] | undefined) ?? [],
  write: (values, card, line) => {
    const written = words.write(values as readonly string[], { text: '', version: card.version });
    return written && writeLine({ ...card, head: line?.head ?? 'CATEGORIES', text: written.text });
  },
};

const children: ListRow = {
  property: tagged('PidTagChildrensNames'),
  together: false,
  lines: (index) =>
    index.card.own.filter((line) => {
      if (CHILDREN.includes(line.name)) return true;
      const isChild = (line.name === 'RELATED' || line.name === 'X-ABRELATEDNAMES') && index.wordsOf(line).has('child');
      return isChild && !(line.name === 'RELATED' && isReference(line));
    }),
  values: (line, { version }) => {
    const name = crlf(unescapeText(line.text, version).trim());
    return name === '' ? [] : [name];
  },
  write: ([name], card) =>
    typeof name === 'string'
      ? writeLine({ ...card, head: 'X-MS-CHILD', text: escapeText(name, card.version) })
      : undefined,
};

const certificates: ListRow = {
  property: tagged('PidTagUserX509Certificate'),
  together: false,
  lines: (index) => index.card.own.filter((line) => line.name === 'KEY' && certificateOf(line) !== undefined),
  values: (line) => [certificateOf(line)].filter((bytes) => bytes !== undefined),
  write: ([bytes], { version, lineEnd }) => {
    if (!(bytes instanceof Uint8Array)) return undefined;
    const heads = { '2.1': 'KEY;X509;ENCODING=BASE64', '3.0': 'KEY;ENCODING=b;TYPE=X509', '4.0': 'KEY' };
    if (version !== '4.0') return writeBase64({ head: heads[version], bytes, version, lineEnd });
    return writeBase64({ head: 'KEY', bytes, version, lineEnd, dataType: 'application/pkix-cert' });
  },
};

/** All lists of a contact. */
export const LISTS: readonly ListRow[] = [keywords, children, certificates];

/** What a list says in a card. */
export function listValues(row: ListRow, index: CardIndex): readonly ListValue[] {
  const all = row.lines(index).flatMap((line) => row.values(line, index.card));
  return row.together ? [...new Set(all)] : all;
}

/** Values as the property has them; undefined for none. */
export function listProperty(values: readonly ListValue[]): PropertyValue | undefined {
  return values.length === 0 ? undefined : (values as readonly string[] | readonly Uint8Array[]);
}

/** The bytes of a certificate (DER), which a key of OpenPGP is not. */
function certificateOf(line: VcardLine): Uint8Array | undefined {
  if (line.types.has('pgp')) return undefined;
  const bytes = inlineBytes(line);
  // A SEQUENCE of DER.
  return bytes?.[0] === 0x30 ? bytes : undefined;
}

function isReference(line: VcardLine): boolean {
  const kind = valuesOf(line.parameter('VALUE') ?? '')[0]?.toLowerCase();
  return kind !== 'text' && (kind === 'uri' || REFERENCE.test(line.value));
}
