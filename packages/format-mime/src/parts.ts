import type { Headers } from './header-block.ts';
import { type Parameterised, readParameterised } from './parameters.ts';
import type { PartShape } from './structure.ts';

/** A part of a message with the bytes it takes up in the source. */
export interface Part extends PartShape<Part> {
  readonly headers: Headers;
  /** The header block as written; kept for messages only, the top and embedded ones. */
  readonly headerBytes?: Uint8Array;
  readonly contentType: Parameterised;
  /** Content-Transfer-Encoding (RFC 2045 s.6), lower case; empty where there is none. */
  readonly encoding: string;
  readonly fileName?: string;
  readonly contentId?: string;
  readonly contentLocation?: string;
  readonly headerStart: number;
  readonly bodyStart: number;
  /** Behind the last byte of the body; the line break before a boundary belongs to the boundary (RFC 2046 s.5.1.1). */
  readonly bodyEnd: number;
  readonly parts?: Part[];
  /** The message inside a `message/rfc822` that is not encoded. */
  readonly message?: Part;
}

/** A part while the scanner still fills it in. */
export type OpenPart = { -readonly [K in keyof Part]: Part[K] };

/** What the fields of a part say about it. */
export function describePart(
  headers: Headers,
  fallback: string,
): Omit<Part, 'headerStart' | 'bodyStart' | 'bodyEnd' | 'parts' | 'message'> {
  const written = readParameterised(headers.first('content-type'));
  const disposition = readParameterised(headers.first('content-disposition'));
  const mediaType = written.value.includes('/') ? written.value : fallback;
  const fileName = cleanName(disposition.parameters['filename'] ?? written.parameters['name']);
  const contentId = headers.first('content-id')?.trim();
  const contentLocation = headers.first('content-location')?.replace(/\s+/g, '');
  return {
    headers,
    contentType: { value: mediaType, parameters: written.parameters },
    mediaType,
    parameters: written.parameters,
    encoding: encodingOf(headers.first('content-transfer-encoding')),
    ...(disposition.value !== '' && { disposition: disposition.value }),
    ...(fileName !== undefined && { fileName }),
    ...(contentId !== undefined && contentId !== '' && { contentId }),
    ...(contentLocation !== undefined && contentLocation !== '' && { contentLocation }),
  };
}

/** Whether the bytes of a part are its content as they are. */
export function isIdentity(encoding: string): boolean {
  return !['base64', 'quoted-printable', 'x-uuencode', 'uuencode', 'x-uue'].includes(encoding);
}

function encodingOf(raw: string | undefined): string {
  return (raw ?? '')
    .replace(/[;(].*$/s, '')
    .replace(/["'\s]/g, '')
    .toLowerCase();
}

/** Without control characters. Names are otherwise as written: who stores files by them must make them safe. */
function cleanName(name: string | undefined): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const text = name?.replace(/[\x00-\x1f\x7f]+/g, ' ').trim();
  return text === undefined || text === '' ? undefined : text;
}
