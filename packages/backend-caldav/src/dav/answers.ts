import { collect, MapistoreError } from '@mapistore/core';
import { Refusal, retryAfterOf, senseless } from '../errors.ts';
import type { HttpReply } from './http.ts';
import { responsesOf } from './multistatus.ts';
import type { Answer, DavRequest, ObjectRequest } from './requests.ts';
import { type XmlElement, XmlFault, XmlReader } from './xml.ts';

/** What an answer may have where nothing is said: 100,000 items with their ETags and more. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;

/** What servers say in a form of their own: Google in JSON, Cyrus on a page for people. */
const REASONS = /\b(?:\w*LimitExceeded|quotaExceeded|over quota)\b/i;

/** An answer that was larger than it may be. */
export class AnswerTooLarge extends Error {
  override readonly name: string = 'AnswerTooLarge';
}

/** What must be known to read an answer. */
export interface AnswerAbout {
  /** Host and port, for errors. */
  readonly where: string;
  clock(): Date;
}

/**
 * The answer to a request whose answer is XML, read as it arrives.
 * @throws Refusal for any status but a 2xx; AnswerTooLarge; UNAVAILABLE where it cannot be read
 */
export async function readXml(reply: HttpReply, url: URL, request: DavRequest, about: AnswerAbout): Promise<Answer> {
  const { status, headers } = reply;
  if (status < 200 || status >= 300) throw await refusalOf(reply, about);
  if (status !== 207) {
    reply.discard();
    if (request.method !== 'MKCALENDAR' && request.method !== 'MKCOL')
      throw senseless(`it answered ${status} where a multistatus was asked for`, about.where);
    return { status, headers, url };
  }
  let syncToken: string | undefined;
  const reader = new XmlReader((child) => {
    if (child.name === 'd:sync-token') syncToken = child.text.trim();
    if (child.name !== 'd:response' || reader.root !== 'd:multistatus') return;
    for (const response of responsesOf(child)) request.onResponse?.(response);
  });
  try {
    for await (const chunk of limited(reply.body, request.maxBytes ?? MAX_ANSWER_BYTES)) reader.write(chunk);
    reader.close();
  } catch (error) {
    if (error instanceof XmlFault) throw senseless(`its XML cannot be read, since ${error.message}`, about.where);
    throw error;
  }
  if (reader.root !== 'd:multistatus') throw senseless('its answer is no multistatus', about.where);
  return { status, headers, url, ...(syncToken !== undefined && { syncToken }) };
}

/** The bytes of an answer, where they are of interest. @throws Refusal for any status but a 2xx */
export async function readBytes(reply: HttpReply, request: ObjectRequest, about: AnswerAbout): Promise<Uint8Array> {
  if (reply.status < 200 || reply.status >= 300) throw await refusalOf(reply, about);
  if (request.method !== 'GET') {
    reply.discard();
    return new Uint8Array(0);
  }
  return await collect(reply.body, request.maxBytes);
}

async function refusalOf(reply: HttpReply, about: AnswerAbout): Promise<Refusal> {
  const text = await readSome(reply.body);
  const conditions: string[] = [];
  const reader = new XmlReader((child: XmlElement) => {
    if (reader.root === 'd:error') conditions.push(child.name);
  });
  try {
    reader.write(text);
  } catch {
    // A page for people, or an error cut short: the status says what there is to know.
  }
  const reason = REASONS.exec(Buffer.from(text).toString('latin1'))?.[0];
  const retryAfterMs = retryAfterOf(reply.headers['retry-after'], about.clock());
  return new Refusal({
    status: reply.status,
    conditions,
    ...(reason !== undefined && { reason }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

async function* limited(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new AnswerTooLarge(`more than ${maxBytes} bytes`);
    yield chunk;
  }
}

async function readSome(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      parts.push(chunk);
      size += chunk.byteLength;
      if (size >= MAX_ERROR_BYTES) break;
    }
  } catch (error) {
    if (!MapistoreError.is(error)) throw error;
    // The status came; why the rest did not is beside the point.
  }
  return Buffer.concat(parts).subarray(0, MAX_ERROR_BYTES);
}
