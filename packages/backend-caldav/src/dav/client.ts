import { MapistoreError } from '@mapistore/core';
import { davRequest } from 'tsdav';
import { senseless } from '../errors.ts';
import { readBytes, readXml } from './answers.ts';
import type { Authorizer } from './authorizer.ts';
import type { HttpReply, Transport } from './http.ts';
import type { Answer, DavRequest, ObjectRequest, XmlBody } from './requests.ts';
import { NAMESPACES } from './xml.ts';

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
        answer = await readXml(reply, url, request, this.#about);
        // All that tsdav needs to know.
        return new Response(null, { status: 204 });
      }) as unknown as typeof fetch,
    });
    return answer as Answer;
  }

  /** @throws Refusal for any status but a 2xx */
  async object(request: ObjectRequest): Promise<Answer> {
    const { reply, url } = await this.#send({ ...request, headers: request.headers ?? {} });
    return { status: reply.status, headers: reply.headers, url, body: await readBytes(reply, request, this.#about) };
  }

  /** Says who asks from now on, to a server that answers those who do not; false where that was so before. */
  settle(): boolean {
    return this.#about.authorizer.settle();
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
