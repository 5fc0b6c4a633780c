import {
  type Attachment,
  type BodySource,
  bytesSource,
  cut,
  type OpenSource,
  PropertyBag,
  sliceSource,
  tagged,
} from '@mapistore/core';
import { type Component, linesOf } from './lines/component.ts';
import type { ContentLine } from './lines/content-line.ts';
import { plainValue } from './lines/write.ts';

/** PidTagAttachMethod ([MS-OXCMSG] 2.2.2.9). */
const BY_VALUE = 1;
const BY_REFERENCE = 7;
const MAX_ATTACHMENTS = 10_000;

/** The ATTACH lines of a component ([MS-OXCICAL] 2.1.3.1.1.20.1). The bytes of those inside stay in the source. */
export function attachmentsOf(component: Component, source: BodySource, problems: Set<string>): Attachment[] {
  const lines = linesOf(component, 'ATTACH');
  if (lines.length > MAX_ATTACHMENTS)
    problems.add(`The component has more than ${MAX_ATTACHMENTS} attachments; the rest was left out.`);
  return lines.slice(0, MAX_ATTACHMENTS).map((line, at) => attachmentOf(line, at, source));
}

function attachmentOf(line: ContentLine, at: number, source: BodySource): Attachment {
  const properties = new PropertyBag();
  const isInside =
    line.parameter('VALUE')?.toUpperCase() === 'BINARY' || line.parameter('ENCODING')?.toUpperCase() === 'BASE64';
  const type = line.parameter('FMTTYPE');
  const name =
    line.parameter('FILENAME') ??
    line.parameter('X-FILENAME') ??
    line.parameter('X-ORACLE-FILENAME') ??
    line.parameter('X-LABEL');
  properties.set(tagged('PidTagAttachNumber'), at);
  properties.set(tagged('PidTagAttachMethod'), isInside ? BY_VALUE : BY_REFERENCE);
  properties.set(tagged('PidTagAttachLongFilename'), name);
  properties.set(tagged('PidTagAttachMimeTag'), type);
  if (!isInside) {
    properties.set(tagged('PidTagAttachLongPathname'), line.value.trim().replaceAll('\0', ''));
    return { properties };
  }
  const content = contentOf(line, source, type ?? 'application/octet-stream');
  properties.set(tagged('PidTagAttachSize'), content.size);
  return { properties, content };
}

/** Base64 in a line, decoded when it is opened. */
function contentOf(line: ContentLine, source: BodySource, mediaType: string): BodySource {
  const { value } = line;
  const size = Math.floor((value.replace(/[^A-Za-z0-9+/_-]/g, '').length * 3) / 4);
  if (source.bytes !== undefined && source.bytes.byteLength >= line.stop) {
    const { bytes } = source;
    // Decoded again each time, so that an item with many attachments holds none of them.
    const decode = (): Uint8Array => decodeLine(Buffer.from(bytes.subarray(line.start, line.stop)));
    return { mediaType, size, open: (request) => bytesSource(decode(), mediaType).open(request) };
  }
  const slice = sliceSource(source, { start: line.start, end: line.stop }, mediaType);
  return {
    mediaType,
    size,
    open: ({ signal, range }: OpenSource): AsyncIterable<Uint8Array> =>
      cut(decodeStream(slice.open({ signal })), range),
  };
}

function decodeLine(line: Buffer): Uint8Array {
  const text = line.toString('latin1').replace(/[\r\n][ \t]?/g, '');
  return Buffer.from(text.slice(text.lastIndexOf(':') + 1), 'base64');
}

async function* decodeStream(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(Buffer.from(chunk));
  yield decodeLine(Buffer.concat(pieces));
}

/** The ATTACH line of an attachment, without its value where that is its content; undefined where it is none of these. */
export async function attachLine(attachment: Attachment, signal: AbortSignal): Promise<string | undefined> {
  const { properties, content } = attachment;
  const name = properties.text('PidTagAttachLongFilename') ?? properties.text('PidTagAttachFilename');
  const type = properties.text('PidTagAttachMimeTag');
  const parameters = `${parameter('FMTTYPE', type)}${parameter('FILENAME', name)}`;
  const path = properties.text('PidTagAttachLongPathname') ?? properties.text('PidTagAttachPathname');
  if (properties.get('PidTagAttachMethod') === BY_REFERENCE && path !== undefined)
    return `ATTACH${parameters}:${plainValue(path)}`;
  if (content === undefined || attachment.item !== undefined) return undefined;
  const pieces: Buffer[] = [];
  for await (const chunk of content.open({ signal })) pieces.push(Buffer.from(chunk));
  return `ATTACH${parameters};ENCODING=BASE64;VALUE=BINARY:${Buffer.concat(pieces).toString('base64')}`;
}

function parameter(name: string, value: string | undefined): string {
  if (value === undefined) return '';
  const text = plainValue(value).replaceAll('^', '^^').replaceAll('"', "^'");
  return `;${name}="${text}"`;
}
