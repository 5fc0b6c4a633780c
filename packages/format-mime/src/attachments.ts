import { type Attachment, type BodySource, type Item, PropertyBag, tagged } from '@mapistore/core';
import { decodeHeader } from './encoded-words.ts';
import { latin1 } from './header-block.ts';
import type { ParseContext } from './limits.ts';
import { partSource, prefixedSource } from './part-sources.ts';
import { isIdentity, type Part } from './parts.ts';
import type { AttachedPart } from './structure.ts';

/** PidTagAttachMethod ([MS-OXCMSG]): bytes, or a message. */
const BY_VALUE = 1;
const EMBEDDED_MESSAGE = 5;
/** PidTagAttachFlags ([MS-OXCMSG]): shown inside the HTML body. */
const SHOWN_IN_BODY = 4;
/** PidTagRenderingPosition of what is not shown inside the text. */
const NOT_IN_TEXT = -1;
/** Parts this small are decoded once more to know their exact size. */
const MAX_MEASURED = 1_048_576;

const EXTENSIONS: Readonly<Record<string, string>> = {
  'text/plain': '.txt',
  'text/html': '.htm',
  'text/calendar': '.ics',
  'text/rtf': '.rtf',
  'text/csv': '.csv',
  'text/x-vcard': '.vcf',
  'text/vcard': '.vcf',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'application/pdf': '.pdf',
  'application/ics': '.ics',
  'application/zip': '.zip',
  'application/pgp-signature': '.asc',
  'application/pkcs7-signature': '.p7s',
  'message/delivery-status': '.txt',
  'text/rfc822-headers': '.txt',
  'message/disposition-notification': '.txt',
};

/** Turns a part into an attachment whose bytes stay in the message ([MS-OXCMAIL]). */
export class AttachmentReader {
  readonly #context: ParseContext;
  readonly #embedded: (message: Part) => Promise<Item>;

  constructor(context: ParseContext, embedded: (message: Part) => Promise<Item>) {
    this.#context = context;
    this.#embedded = embedded;
  }

  async read({ part, hidden }: AttachedPart<Part>, number: number): Promise<Attachment> {
    const content = await this.#measured(part);
    const item = await this.#message(part, content);
    const properties = new PropertyBag();
    const name =
      part.fileName ??
      (item === undefined
        ? `ATT${String(number + 1).padStart(5, '0')}${EXTENSIONS[part.mediaType] ?? '.dat'}`
        : undefined);
    properties.set(tagged('PidTagAttachNumber'), number);
    properties.set(tagged('PidTagAttachMethod'), item === undefined ? BY_VALUE : EMBEDDED_MESSAGE);
    properties.set(tagged('PidTagRenderingPosition'), NOT_IN_TEXT);
    properties.set(tagged('PidTagAttachLongFilename'), name);
    properties.set(tagged('PidTagAttachExtension'), name === undefined ? undefined : extensionOf(name));
    properties.set(tagged('PidTagDisplayName'), name ?? item?.properties.text('PidTagSubject'));
    properties.set(tagged('PidTagAttachMimeTag'), part.mediaType);
    if (part.mediaType.startsWith('text/'))
      properties.set(tagged('PidTagTextAttachmentCharset'), part.parameters?.['charset']);
    properties.set(tagged('PidTagAttachContentId'), part.contentId?.replace(/^<|>$/g, ''));
    properties.set(tagged('PidTagAttachContentLocation'), part.contentLocation);
    properties.set(tagged('PidTagAttachSize'), content.size ?? estimatedSize(part));
    properties.set(tagged('PidTagAttachmentHidden'), hidden);
    properties.set(tagged('PidTagAttachFlags'), hidden && part.contentId !== undefined ? SHOWN_IN_BODY : 0);
    const description = part.headers.first('content-description');
    if (description !== undefined) properties.set(tagged('PidTagComment'), decodeHeader(description));
    return { properties, content, ...(item !== undefined && { item }) };
  }

  /** The content, with its exact size where that costs little to know. */
  async #measured(part: Part): Promise<BodySource> {
    const { source, texts, buffered, signal } = this.#context;
    const content = partSource(source, part);
    if (content.size !== undefined || part.bodyEnd > buffered || part.bodyEnd - part.bodyStart > MAX_MEASURED)
      return content;
    let size = 0;
    for await (const chunk of partSource(texts, part).open({ signal })) size += chunk.byteLength;
    return { ...content, size };
  }

  async #message(part: Part, content: BodySource): Promise<Item | undefined> {
    if (part.message !== undefined) return this.#embedded(part.message);
    const isMessage = part.mediaType === 'message/rfc822' || part.mediaType === 'message/global';
    const { unpack, parse } = this.#context;
    if (!isMessage || isIdentity(part.encoding) || unpack <= 0) return undefined;
    return parse(content, { ...this.#context, unpack: unpack - 1 });
  }
}

/**
 * A whole signed entity as one attachment, as [MS-OXOSMIME] wants it: for `multipart/signed` its Content- fields and its
 * body byte for byte, so that the signature stays valid; for an opaque one the decoded CMS object.
 */
export function signedEntity(root: Part, context: ParseContext): Attachment {
  const isClear = root.mediaType === 'multipart/signed';
  const fields = isClear ? contentFields(root.headerBytes ?? new Uint8Array()) : new Uint8Array();
  const body = partSource(context.source, root);
  const content = isClear ? prefixedSource(fields, body) : body;
  const properties = new PropertyBag();
  properties.set(tagged('PidTagAttachNumber'), 0);
  properties.set(tagged('PidTagAttachMethod'), BY_VALUE);
  properties.set(tagged('PidTagRenderingPosition'), NOT_IN_TEXT);
  properties.set(tagged('PidTagAttachLongFilename'), 'smime.p7m');
  properties.set(tagged('PidTagAttachExtension'), '.p7m');
  properties.set(tagged('PidTagDisplayName'), 'smime.p7m');
  properties.set(tagged('PidTagAttachMimeTag'), root.mediaType);
  properties.set(tagged('PidTagAttachSize'), content.size ?? estimatedSize(root));
  return { properties, content };
}

/** The Content- fields of a header block as they are written, with the empty line behind them. */
function contentFields(block: Uint8Array): Uint8Array {
  const text = latin1(block);
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const kept = (text.match(/[^\n]*\n(?:[ \t][^\n]*\n)*/g) ?? []).filter((field) => /^content-/i.test(field));
  return Buffer.from(`${kept.join('')}${lineEnd}`, 'latin1');
}

function extensionOf(name: string): string | undefined {
  return /\.[^./\\\s]{1,20}$/.exec(name)?.[0];
}

/** PidTagAttachSize before decoding: three bytes of four characters, 76 to a line. */
function estimatedSize(part: Part): number {
  const raw = part.bodyEnd - part.bodyStart;
  return part.encoding === 'base64' ? Math.floor((raw * 57) / 78) : raw;
}
