import type { IncomingHttpHeaders } from 'node:http';
import { collect, MapistoreError } from '@mapistore/core';
import { davRequest } from 'tsdav';
import { Refusal, retryAfterOf, senseless } from '../errors.ts';
import type { Authorizer } from './authorizer.ts';
import type { HttpReply, Transport } from './http.ts';
import { type DavResponse, responsesOf } from './multistatus.ts';
import { NAMESPACES, type XmlElement, XmlFault, XmlReader } from './xml.ts';

/** A body of XML as tsdav writes it: an element by its name, with its content. */
export type XmlBody = Readonly<Record<string, unknown>>;

/** A request whose answer is XML. */
export interface DavRequest {
  readonly method: 'PROPFIND' | 'PROPPATCH' | 'REPORT' | 'MKCALENDAR' | 'MKCOL';
  /** Percent-encoded, from the root of the server. */
  readonly path: string;
  readonly depth?: '0' | '1';
  readonly body?: XmlBody;
  readonly signal: AbortSignal;
  /** Gets each resource of a multistatus as it arrives. */
  readonly onResponse?: (response: DavResponse) => void;
  /** The most bytes the answer may have. */
  readonly maxBytes?: number;
}

/** A request for one resource. */
export interface ObjectRequest {
  readonly method: 'GET' | 'PUT' | 'DELETE' | 'MOVE' | 'OPTIONS';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
  /** The most bytes the answer may have. */
  readonly maxBytes?: number;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** What answered in the end, after redirects. */
  readonly url: URL;
  /** Of `d:sync-token` beside the responses. */
  readonly syncToken?: string;
  readonly body?: Uint8Array;
}

/** What an answer may have where nothing is said: 100,000 items with their ETags and more. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;
const MAX_REDIRECTS = 5;
const MAX_ATTEMPTS = 4;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const FOLLOWING = new Set(['GET', 'OPTIONS', 'PROPFIND', 'REPORT']);

/** What the client must be told. */
export interface DavAbout {
  readonly transport: Transport;
  readonly authorizer: Authorizer;
  readonly origin: URL;
  readonly where: string;
  /** Whether credentials may go to that URL. */
  allows(url: URL): boolean;
  clock(): Date;
}

/** An answer that was larger than it may be. */
export class AnswerTooLarge extends Error {
  override readonly name: string = 'AnswerTooLarge';
}

/**
 * The requests of WebDAV. tsdav writes them; the answers are read here, as they arrive: tsdav takes a calendar named
 * `1.50` for a number, trims what it reads, tells only what succeeded, and holds each answer three times.
 */
export class Dav {
  readonly #about: DavAbout;
  #origin: URL;

  constructor(about: DavAbout) {
    this.#about = about;
    this.#origin = about.origin;
  }

  get where(): string {
    return this.#about.where;
  }

  /** Where a path is. */
  urlOf(path: string): URL {
    return new URL(path, this.#origin);
  }

  /** Goes on with the server of a URL, which the first one named. @throws CONFIG_INVALID for one that is not allowed */
  moveTo(url: URL): void {
    this.#refuseStrange(url);
    this.#origin = new URL('/', url);
  }

  /** @throws Refusal for any status but a 2xx; UNAVAILABLE for an answer that cannot be read */
  async dav(request: DavRequest): Promise<Answer> {
    let answer: Answer | undefined;
    await davRequest({
      url: this.urlOf(request.path).href,
      init: {
        method: request.method,
        namespace: 'd',
        headers: request.depth === undefined ? {} : { Depth: request.depth },
        body: request.body === undefined ? undefined : withNamespaces(request.body),
      },
      fetch: (async (_url: string, init: { headers: Record<string, string>; body?: string }) => {
        const { reply, url } = await this.#send({
          method: request.method,
          path: request.path,
          signal: request.signal,
          headers: init.headers,
          ...(init.body !== undefined && { body: init.body }),
        });
        answer = await this.#readXml(reply, url, request);
        // All that tsdav needs to know.
        return new Response(null, { status: 204 });
      }) as unknown as typeof fetch,
    });
    return answer as Answer;
  }

  /** @throws Refusal for any status but a 2xx */
  async object(request: ObjectRequest): Promise<Answer> {
    const { reply, url } = await this.#send({ ...request, headers: request.headers ?? {} });
    return { status: reply.status, headers: reply.headers, url, body: await this.#readBytes(reply, request) };
  }

  /** Finds out how the server wants to be told who asks, with a request that says nothing of it. */
  async introduce(path: string, signal: AbortSignal): Promise<void> {
    const url = this.urlOf(path);
    const method = 'PROPFIND';
    const ticket = await this.#about.authorizer.ticket({ method, uri: url.pathname + url.search });
    if (ticket.authorization !== undefined) return;
    const headers = { depth: '0', 'content-type': 'text/xml;charset=UTF-8' };
    const body =
      '<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:"><d:prop><d:current-user-principal/></d:prop></d:propfind>';
    const reply = await this.#about.transport.send({ method, url, headers, body, signal });
    reply.discard();
    if (reply.status === 401) await this.#about.authorizer.renew(ticket, challengesIn(reply));
    else if (!REDIRECTS.has(reply.status)) this.#about.authorizer.settle();
  }

  async #send(request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array;
    readonly signal: AbortSignal;
  }): Promise<{ reply: HttpReply; url: URL }> {
    const { method, signal, body } = request;
    let url = this.urlOf(request.path);
    let redirects = 0;
    for (let attempt = 1; ; ) {
      const ticket = await this.#about.authorizer.ticket({ method, uri: url.pathname + url.search });
      const headers = {
        ...lowerCase(request.headers),
        accept: '*/*',
        'user-agent': 'mapistore',
        ...(ticket.authorization !== undefined && { authorization: ticket.authorization }),
      };
      const reply = await this.#about.transport.send({ method, url, headers, body, signal });
      if (reply.status === 401) {
        reply.discard();
        if (attempt++ < MAX_ATTEMPTS && (await this.#about.authorizer.renew(ticket, challengesIn(reply)))) continue;
        throw new MapistoreError(
          'UNAUTHENTICATED',
          `${this.where} did not accept the login. Check the user name in the URI and the secret of the mount.`,
          { backend: 'caldav', context: { server: this.where } },
        );
      }
      const location = reply.headers.location;
      if (!REDIRECTS.has(reply.status) || !FOLLOWING.has(method) || location === undefined) return { reply, url };
      reply.discard();
      if (++redirects > MAX_REDIRECTS) throw senseless('it redirects in a circle', this.where);
      const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
      if (next === undefined) throw senseless('it redirects to what is no URL', this.where);
      this.#refuseStrange(next);
      url = next;
    }
  }

  #refuseStrange(url: URL): void {
    if (this.#about.allows(url)) return;
    throw new MapistoreError(
      'CONFIG_INVALID',
      `${this.where} sends this mount on to ${url.protocol}//${url.host}, which would get the credentials. Name that host in the option "hosts" where it is to be trusted.`,
      { backend: 'caldav', context: { server: this.where, host: url.host } },
    );
  }

  async #readXml(reply: HttpReply, url: URL, request: DavRequest): Promise<Answer> {
    const { status, headers } = reply;
    if (status < 200 || status >= 300) throw await this.#refusal(reply);
    if (status !== 207) {
      reply.discard();
      if (request.method !== 'MKCALENDAR' && request.method !== 'MKCOL')
        throw senseless(`it answered ${status} where a multistatus was asked for`, this.where);
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
      if (error instanceof XmlFault) throw senseless(`its XML cannot be read, since ${error.message}`, this.where);
      throw error;
    }
    if (reader.root !== 'd:multistatus') throw senseless('its answer is no multistatus', this.where);
    return { status, headers, url, ...(syncToken !== undefined && { syncToken }) };
  }

  async #readBytes(reply: HttpReply, request: ObjectRequest): Promise<Uint8Array> {
    if (reply.status < 200 || reply.status >= 300) throw await this.#refusal(reply);
    if (request.method !== 'GET') {
      reply.discard();
      return new Uint8Array(0);
    }
    return await collect(reply.body, request.maxBytes);
  }

  async #refusal(reply: HttpReply): Promise<Refusal> {
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
    // Google says why in JSON or in XML of its own.
    const reason = /\b(\w*(?:rateLimitExceeded|quotaExceeded|LimitExceeded))\b/i.exec(
      Buffer.from(text).toString('latin1'),
    )?.[1];
    const retryAfterMs = retryAfterOf(reply.headers['retry-after'], this.#about.clock());
    return new Refusal({
      status: reply.status,
      conditions,
      ...(reason !== undefined && { reason }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }
}

/** Adds the declarations of all prefixes to the outermost element. */
function withNamespaces(body: XmlBody): Record<string, unknown> {
  const declared = Object.fromEntries(Object.entries(NAMESPACES).map(([prefix, uri]) => [`xmlns:${prefix}`, uri]));
  return Object.fromEntries(
    Object.entries(body).map(([name, content]) => [name, { _attributes: declared, ...(content as object) }]),
  );
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function challengesIn(reply: HttpReply): readonly string[] {
  const header = reply.headers['www-authenticate'];
  return header === undefined ? [] : [header];
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
