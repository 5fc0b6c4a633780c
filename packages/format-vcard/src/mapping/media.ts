import type { VcardLine } from '../lines/line.ts';
import { valuesOf } from '../lines/parameters.ts';
import { fromBase64 } from '../lines/transfer-encodings.ts';

const DATA = /^\s*data:([^;,]{0,100})((?:;[^,]{0,200})?)\\?,/i;
const REFERENCE = /^\s*[a-z][a-z0-9+.-]{1,20}:/i;

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'image/bmp': '.bmp',
  'image/svg+xml': '.svg',
  'audio/basic': '.au',
  'audio/ogg': '.ogg',
  'audio/mpeg': '.mp3',
  'audio/wav': '.wav',
};

/** First bytes of media types that are often not named, in Latin-1. */
const MAGIC: readonly (readonly [start: string, mediaType: string])[] = [
  ['\u00ff\u00d8\u00ff', 'image/jpeg'],
  ['\u0089PNG', 'image/png'],
  ['GIF8', 'image/gif'],
  ['BM', 'image/bmp'],
];

/** The bytes that lie in a line itself, as base64 or in a `data:` URI (RFC 2397); undefined where there are none. */
export function inlineBytes(line: VcardLine): Uint8Array | undefined {
  if (line.encoding === 'base64') return fromBase64(line.value);
  const data = DATA.exec(line.value.slice(0, 400));
  if (data === null) return undefined;
  const text = line.value.slice(data[0].length);
  if (/;base64\s*$/i.test(data[2]?.replace(/\\/g, '') ?? '')) return fromBase64(text);
  return Buffer.from(
    text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

/** The URI that a line has instead of bytes. */
export function referenceOf(line: VcardLine): string | undefined {
  const kind = valuesOf(line.parameter('VALUE') ?? '')[0]?.toLowerCase() ?? '';
  const text = line.text.trim().replace(/\\([,;:])/g, '$1');
  if (line.encoding === 'base64' || text === '' || /^data:/i.test(text)) return undefined;
  return ['uri', 'url', 'cid', 'content-id'].includes(kind) || REFERENCE.test(text) ? text : undefined;
}

/** The media type that a line names, or that its bytes begin like. */
export function mediaTypeOf(line: VcardLine, bytes: Uint8Array | undefined): string | undefined {
  const top = line.name === 'SOUND' ? 'audio' : 'image';
  const said = [DATA.exec(line.value.slice(0, 400))?.[1], line.parameter('MEDIATYPE'), ...line.types]
    .map((word) => (word ?? '').replace(/["\\]/g, '').toLowerCase())
    .find((word) => /^[a-z]+\/[a-z0-9.+-]+$/.test(word) || EXTENSIONS[`${top}/${word}`] !== undefined);
  if (said !== undefined) return said.includes('/') ? said : `${top}/${said}`;
  const start = Buffer.from(bytes?.subarray(0, 4) ?? []).toString('latin1');
  return MAGIC.find(([magic]) => start.startsWith(magic))?.[1];
}

/** File name extension with its dot; empty for a type that has none here. */
export function extensionOf(mediaType: string | undefined): string {
  return (mediaType !== undefined && Object.hasOwn(EXTENSIONS, mediaType) ? EXTENSIONS[mediaType] : '') ?? '';
}
