import { type Attachment, type BodySource, bytesSource, collect, cut, PropertyBag, tagged } from '@mapistore/core';
import type { Card } from './card/card.ts';
import type { VcardFile } from './card/file.ts';
import type { VcardLine } from './lines/line.ts';
import { readLines } from './lines/reader.ts';
import { extensionOf, inlineBytes, mediaTypeOf, referenceOf } from './mapping/media.ts';

/** PidTagAttachMethod ([MS-OXCMSG]): bytes, or somewhere on the web. */
const BY_VALUE = 1;
const BY_WEB_REFERENCE = 7;
const NOT_IN_TEXT = -1;

/** File names as Outlook has them; the first of a picture is the one that is shown. */
const NAMES: Readonly<Record<string, string>> = { PHOTO: 'ContactPicture', LOGO: 'Logo', SOUND: 'Sound' };

/** Where attachments of a card come from. */
export interface MediaSource {
  readonly source: BodySource;
  readonly file: VcardFile;
}

/** Lines that are attachments: pictures, logos and sounds with something in them. */
export function mediaLines({ own }: Card): VcardLine[] {
  return own.filter((line) => Object.hasOwn(NAMES, line.name) && line.value.trim() !== '');
}

/** The attachments of a card; inline bytes stay in the card and are decoded when they are opened. */
export function readAttachments(card: Card, from: MediaSource, most: number): Attachment[] {
  const found: Attachment[] = [];
  const photo = mediaLines(card).find((line) => line.name === 'PHOTO' && inlineBytes(line) !== undefined);
  for (const line of mediaLines(card)) {
    if (found.length >= most) break;
    const bytes = inlineBytes(line);
    const reference = bytes === undefined ? referenceOf(line) : undefined;
    if (bytes === undefined && reference === undefined) continue;
    const mediaType = mediaTypeOf(line, bytes);
    const name = bytes === undefined ? undefined : `${NAMES[line.name]}${extensionOf(mediaType)}`;
    const properties = new PropertyBag();
    properties.set(tagged('PidTagAttachNumber'), found.length);
    properties.set(tagged('PidTagAttachMethod'), bytes === undefined ? BY_WEB_REFERENCE : BY_VALUE);
    properties.set(tagged('PidTagRenderingPosition'), NOT_IN_TEXT);
    properties.set(tagged('PidTagAttachLongFilename'), name);
    properties.set(tagged('PidTagAttachLongPathname'), reference);
    properties.set(tagged('PidTagAttachExtension'), extensionOf(mediaType) || undefined);
    properties.set(tagged('PidTagDisplayName'), name ?? NAMES[line.name]);
    properties.set(tagged('PidTagAttachMimeTag'), mediaType);
    properties.set(tagged('PidTagAttachSize'), bytes?.byteLength);
    properties.set(tagged('PidTagAttachmentContactPhoto'), line === photo ? true : undefined);
    found.push({ properties, ...(bytes !== undefined && { content: contentOf(line, { bytes, mediaType }, from) }) });
  }
  return found;
}

interface Content {
  readonly bytes: Uint8Array;
  readonly mediaType: string | undefined;
}

function contentOf(line: VcardLine, { bytes, mediaType: known }: Content, { source, file }: MediaSource): BodySource {
  const mediaType = known ?? 'application/octet-stream';
  // Places in the text of UTF-16 are none in the file.
  if (file.utf16 !== undefined) return bytesSource(bytes, mediaType);
  const start = file.prefix.byteLength + line.start;
  const end = start + line.raw.length;
  return {
    mediaType,
    size: bytes.byteLength,
    async *open({ signal, range }) {
      const raw = await collect(source.open({ signal, range: { start, end } }));
      const [again] = readLines(Buffer.from(raw).toString('latin1'));
      const whole = (again && inlineBytes(again)) ?? new Uint8Array();
      yield* cut(once(whole), range);
    },
  };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
