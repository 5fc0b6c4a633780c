import { fingerprintOf } from '../bytes/head.ts';
import type { ItemKind } from '../contract/entries.ts';
import type { Format, Head, HeadInput } from '../contract/format.ts';
import { MapistoreError } from '../errors/error.ts';

/** Packages of ours that understand a media type, and the kind of item it is. */
const KNOWN_FORMATS: Readonly<
  Record<string, { readonly name: string; readonly kind: ItemKind; readonly extension: string }>
> = {
  'message/rfc822': { name: '@mapistore/format-mime', kind: 'mail', extension: '.eml' },
  'text/markdown': { name: '@mapistore/format-note', kind: 'note', extension: '.md' },
  'text/calendar': { name: '@mapistore/format-icalendar', kind: 'event', extension: '.ics' },
  'text/vcard': { name: '@mapistore/format-vcard', kind: 'contact', extension: '.vcf' },
};

/** The formats of a store by media type. An item of an unknown one is opaque: it is listed, copied and moved all the same. */
export class Formats {
  readonly #byType: ReadonlyMap<string, Format>;

  constructor(formats: readonly Format[]) {
    this.#byType = new Map(formats.map((format) => [format.mediaType, format]));
  }

  /** Those that can be looked into, sorted. */
  get mediaTypes(): readonly string[] {
    return [...this.#byType.keys()].sort();
  }

  get(mediaType: string): Format | undefined {
    return this.#byType.get(mediaType);
  }

  /** @throws FORMAT_NOT_INSTALLED with the install line */
  need(mediaType: string): Format {
    const format = this.get(mediaType);
    if (format !== undefined) return format;
    const known = Object.hasOwn(KNOWN_FORMATS, mediaType) ? KNOWN_FORMATS[mediaType] : undefined;
    const advice = known === undefined ? 'no package of ours understands it' : `run: npm install ${known.name}`;
    throw new MapistoreError(
      'FORMAT_NOT_INSTALLED',
      `Items of type ${mediaType} can be copied but not looked into here; ${advice}.`,
    );
  }

  kind(mediaType: string): ItemKind {
    return (
      this.get(mediaType)?.kind ??
      (Object.hasOwn(KNOWN_FORMATS, mediaType) ? (KNOWN_FORMATS[mediaType]?.kind ?? 'mail') : 'mail')
    );
  }

  /** The media type of a file name, if a known format has its extension. */
  mediaTypeOf(fileName: string): string | undefined {
    const lower = fileName.toLowerCase();
    for (const format of this.#byType.values()) if (lower.endsWith(format.extension)) return format.mediaType;
    return Object.entries(KNOWN_FORMATS).find(([, { extension }]) => lower.endsWith(extension))?.[0];
  }

  /** The list columns of an item; those of an opaque one are empty but for the fingerprint. */
  head(mediaType: string, input: HeadInput): Head {
    return this.get(mediaType)?.head(input) ?? { ...OPAQUE_HEAD, fingerprint: fingerprintOf(input.head) };
  }
}

/** The list columns of bytes that no format can read, but for the fingerprint. */
export const OPAQUE_HEAD: Omit<Head, 'fingerprint'> = {
  messageClass: 'IPM.Document',
  subject: '',
  normalizedSubject: '',
  fromName: '',
  fromAddress: '',
  displayTo: '',
  displayCc: '',
  importance: 1,
  sensitivity: 0,
  references: [],
};
