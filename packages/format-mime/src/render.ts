import { createHash } from 'node:crypto';
import { type Attachment, type BodySource, bytesSource, type Item } from '@mapistore/core';
import iconv from 'iconv-lite';
import { charsetOf, decodeCharset } from './charsets.ts';
import { parameterField, textField } from './header-writing.ts';
import { renderHeader } from './render-header.ts';
import { encodeText, type Segment, segmentsSource } from './segments.ts';

/** A MIME entity being written: its Content- fields and its body. */
interface Entity {
  readonly fields: string;
  readonly body: readonly Segment[];
}

const MEDIA_TYPE = 'message/rfc822';
const HIDDEN_IN_HTML = 4;
/** Charsets in which ASCII text has other bytes than in ASCII. */
const NOT_ASCII_BASED = new Set(['utf-16le', 'utf-16be', 'utf-7', 'hz-gb-2312']);

/** Writes an item as a mail ([MS-OXCMAIL]); attachments are read from their sources when the mail is opened. */
export function renderMail(item: Item): BodySource {
  return segmentsSource(message(item), MEDIA_TYPE);
}

function message(item: Item): Segment[] {
  const header = `${renderHeader(item)}MIME-Version: 1.0\r\n`;
  const signed = signedContent(item);
  if (signed !== undefined) return [bytes(header), { source: signed, encoding: 'none' }];
  const body = new BodyWriter(item, header).write();
  return [bytes(header), bytes(`${body.fields}\r\n`), ...body.body];
}

/** A clear-signed entity is put back byte for byte, with the Content- fields it brought ([MS-OXOSMIME]). */
function signedContent({ properties, attachments }: Item): BodySource | undefined {
  const [only, ...others] = attachments;
  const isSigned = properties.text('PidTagMessageClass')?.toLowerCase() === 'ipm.note.smime.multipartsigned';
  return isSigned && others.length === 0 && only?.properties.text('PidTagAttachMimeTag') === 'multipart/signed'
    ? only.content
    : undefined;
}

class BodyWriter {
  readonly #item: Item;
  readonly #seed: string;
  #boundaries = 0;

  constructor(item: Item, header: string) {
    this.#item = item;
    this.#seed = createHash('sha256').update(header).digest('hex').slice(0, 24);
  }

  write(): Entity {
    const messageClass = this.#item.properties.text('PidTagMessageClass') ?? 'IPM.Note';
    const { attachments } = this.#item;
    if (messageClass.toLowerCase() === 'ipm.note.smime' && attachments.length === 1 && attachments[0] !== undefined)
      return opaque(attachments[0]);
    const inHtml = this.#html === undefined ? [] : attachments.filter(isShownInHtml);
    const forms = attachments.filter(
      (one) => !inHtml.includes(one) && one.properties.get('PidTagAttachmentHidden') === true,
    );
    const attached = attachments.filter((one) => !inHtml.includes(one) && !forms.includes(one));
    const body = this.#body(inHtml, forms);
    const parts = [...(body === undefined ? [] : [body]), ...attached.map((one) => this.#attachment(one))];
    if (messageClass.startsWith('REPORT.'))
      return this.#multipart('multipart/report', parts, { 'report-type': reportType(messageClass) });
    if (attached.length > 0) return this.#multipart('multipart/mixed', parts);
    return body ?? { fields: '', body: [] };
  }

  get #html(): Uint8Array | undefined {
    const html = this.#item.properties.get('PidTagHtml');
    const text = this.#item.properties.text('PidTagBodyHtml');
    return html instanceof Uint8Array ? html : text === undefined ? undefined : Buffer.from(text);
  }

  #body(inHtml: readonly Attachment[], forms: readonly Attachment[]): Entity | undefined {
    const bag = this.#item.properties;
    const text = bag.text('PidTagBody');
    const codepage = Number(bag.get('PidTagInternetCodepage') ?? 65001);
    const html = this.#html;
    const all: Entity[] = [];
    if (text !== undefined) all.push(plainEntity(text, html === undefined ? codepage : 65001));
    if (html !== undefined) {
      const charset = bag.has('PidTagHtml') ? charsetOf(codepage) : undefined;
      const entity = textEntity('text/html', html, charset ?? 'utf-8');
      const related = [entity, ...inHtml.map((one) => this.#attachment(one))];
      all.push(inHtml.length === 0 ? entity : this.#multipart('multipart/related', related, { type: 'text/html' }));
    }
    all.push(...forms.map((one) => this.#attachment(one, true)));
    return all.length > 1 ? this.#multipart('multipart/alternative', all) : all[0];
  }

  #multipart(mediaType: string, parts: readonly Entity[], parameters: Readonly<Record<string, string>> = {}): Entity {
    // `=_` never stands in base64 nor quoted-printable (RFC 2045 s.6.7 note 5).
    const boundary = `=_${this.#seed}_${this.#boundaries++}`;
    const body: Segment[] = [];
    for (const part of parts) body.push(bytes(`--${boundary}\r\n${part.fields}\r\n`), ...part.body, bytes('\r\n'));
    body.push(bytes(`--${boundary}--\r\n`));
    return { fields: parameterField('Content-Type', mediaType, { ...parameters, boundary }), body };
  }

  #attachment(attachment: Attachment, isOneForm = false): Entity {
    const bag = attachment.properties;
    const embedded =
      bag.get('PidTagAttachMethod') === 5 && (attachment.content !== undefined || attachment.item !== undefined);
    const mediaType = embedded ? MEDIA_TYPE : (bag.text('PidTagAttachMimeTag') ?? 'application/octet-stream');
    const name = fileNameOf(attachment, isOneForm);
    const hidden = bag.get('PidTagAttachmentHidden') === true;
    const isCalendar = mediaType === 'text/calendar';
    const fields = [
      parameterField('Content-Type', mediaType, {
        charset: bag.text('PidTagTextAttachmentCharset') ?? (isCalendar ? 'utf-8' : undefined),
        method: isCalendar ? meetingMethod(this.#item) : undefined,
        name,
      }),
      isOneForm ? '' : parameterField('Content-Disposition', hidden ? 'inline' : 'attachment', { filename: name }),
      ...otherFields(attachment),
    ];
    const source = contentOf(attachment);
    // Of the message types only 7bit, 8bit and binary are allowed (RFC 2046 s.5.2).
    const encoding = mediaType.startsWith('message/') ? 'none' : 'base64';
    fields.push(`Content-Transfer-Encoding: ${encoding === 'none' ? '8bit' : 'base64'}\r\n`);
    return { fields: fields.join(''), body: [{ source, encoding }] };
  }
}

function* otherFields({ properties: bag }: Attachment): Iterable<string> {
  const comment = bag.text('PidTagComment');
  if (comment !== undefined && comment !== '') yield textField('Content-Description', comment);
  const id = bag.text('PidTagAttachContentId');
  if (id !== undefined && id !== '') yield `Content-ID: <${id.replace(/[\r\n<>]/g, '')}>\r\n`;
  const location = bag.text('PidTagAttachContentLocation');
  if (location !== undefined && location !== '') yield `Content-Location: ${location.replace(/\s+/g, '')}\r\n`;
}

/** The bytes of an attachment; an embedded message without bytes is written like any other item. */
function contentOf({ content, item, properties }: Attachment): BodySource {
  if (content !== undefined) return content;
  if (item !== undefined) return renderMail(item);
  const data = properties.get('PidTagAttachDataBinary');
  return bytesSource(data instanceof Uint8Array ? data : new Uint8Array(), 'application/octet-stream');
}

function opaque(attachment: Attachment): Entity {
  const mediaType = attachment.properties.text('PidTagAttachMimeTag') ?? 'application/pkcs7-mime';
  const fields = [
    parameterField('Content-Type', mediaType, { name: 'smime.p7m' }),
    parameterField('Content-Disposition', 'attachment', { filename: 'smime.p7m' }),
    'Content-Transfer-Encoding: base64\r\n',
  ];
  return { fields: fields.join(''), body: [{ source: contentOf(attachment), encoding: 'base64' }] };
}

/** Plain text in the code page it came in, where that can say it; else in UTF-8. */
function plainEntity(text: string, codepage: number): Entity {
  const wellFormed = text.toWellFormed();
  const charset = charsetOf(codepage);
  const utf8 = Buffer.from(wellFormed);
  const isAscii = utf8.byteLength === wellFormed.length;
  if (charset === undefined || NOT_ASCII_BASED.has(charset))
    return textEntity('text/plain', utf8, isAscii ? 'us-ascii' : 'utf-8');
  if (isAscii) return textEntity('text/plain', utf8, charset);
  const encoded = iconv.encodingExists(charset) ? iconv.encode(wellFormed, charset) : utf8;
  const faithful = decodeCharset(encoded, charset).text === wellFormed;
  return textEntity('text/plain', faithful ? encoded : utf8, faithful ? charset : 'utf-8');
}

function textEntity(mediaType: string, content: Uint8Array, charset: string): Entity {
  const { encoding, bytes: body } = encodeText(content);
  return {
    fields: `${parameterField('Content-Type', mediaType, { charset })}Content-Transfer-Encoding: ${encoding}\r\n`,
    body: [body],
  };
}

function isShownInHtml({ properties }: Attachment): boolean {
  const shown =
    (Number(properties.get('PidTagAttachFlags') ?? 0) & HIDDEN_IN_HTML) !== 0 ||
    properties.get('PidTagAttachmentHidden') === true;
  return shown && properties.text('PidTagAttachContentId') !== undefined;
}

/** A further form of the text has no name of its own; one that was made up for it is not written. */
function fileNameOf({ properties: bag }: Attachment, isOneForm: boolean): string | undefined {
  const name = bag.text('PidTagAttachLongFilename') ?? bag.text('PidTagAttachFilename');
  return isOneForm && name !== undefined && /^ATT\d{5}\./.test(name) ? undefined : name;
}

function reportType(messageClass: string): string {
  return /\.IPNN?RN$/i.test(messageClass) ? 'disposition-notification' : 'delivery-status';
}

function meetingMethod({ properties }: Item): string | undefined {
  const messageClass = properties.text('PidTagMessageClass')?.toLowerCase() ?? '';
  if (!messageClass.startsWith('ipm.schedule.meeting.')) return undefined;
  return messageClass.endsWith('.request') ? 'REQUEST' : messageClass.endsWith('.canceled') ? 'CANCEL' : 'REPLY';
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
