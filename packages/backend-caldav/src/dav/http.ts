import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import { connectionError } from '../errors.ts';

/** Where a server is and how it is reached. */
export interface Endpoint {
  /** Scheme, host and port. */
  readonly origin: URL;
  /** Host and port, for errors. */
  readonly where: string;
  readonly tls: SecureContextOptions & { readonly servername?: string };
  readonly connections: number;
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
}

/** One request on the wire. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly signal: AbortSignal;
}

/** What came back. Its body must be read to the end, or the reply discarded: else its connection is lost. */
export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets the body go; the connection is used again where little is left of it. */
  discard(): void;
}

/** What may be sent again when a connection that was idle turns out to be closed. */
const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'REPORT']);

/** Connections to one server, kept alive and bounded in number. An abort ends its request and nothing else. */
export class Transport {
  readonly #endpoint: Endpoint;
  readonly #plain: http.Agent;
  readonly #secure: https.Agent;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    const options = { keepAlive: true, maxSockets: endpoint.connections, scheduling: 'lifo' as const };
    this.#plain = new http.Agent(options);
    this.#secure = new https.Agent({ ...options, ...endpoint.tls });
  }

  /** @throws UNAVAILABLE, TIMEOUT, TLS_UNTRUSTED; the reason of the signal */
  async send(request: HttpRequest): Promise<HttpReply> {
    request.signal.throwIfAborted();
    for (let attempt = 0; ; attempt++) {
      const flags = { reused: false };
      try {
        const message = await this.#exchange(request, flags);
        return {
          status: message.statusCode ?? 0,
          headers: message.headers,
          body: this.#chunks(message, request),
          discard: () => discard(message),
        };
      } catch (error) {
        request.signal.throwIfAborted();
        if (attempt === 0 && flags.reused && REPEATABLE.has(request.method)) continue;
        throw connectionError(error, this.#whereOf(request.url));
      }
    }
  }

  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }

  #exchange(request: HttpRequest, flags: { reused: boolean }): Promise<IncomingMessage> {
    const { method, url, signal, body } = request;
    const secure = url.protocol === 'https:';
    const headers = {
      ...request.headers,
      ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    };
    return new Promise((resolve, reject) => {
      const outgoing = (secure ? https : http).request(url, {
        method,
        headers,
        signal,
        agent: secure ? this.#secure : this.#plain,
      });
      let timer: NodeJS.Timeout | undefined;
      outgoing.once('socket', (socket) => {
        flags.reused = outgoing.reusedSocket;
        if (!socket.connecting) return;
        timer = setTimeout(() => outgoing.destroy(timeoutFault()), this.#endpoint.connectTimeoutMs);
        socket.once(secure ? 'secureConnect' : 'connect', () => clearTimeout(timer));
      });
      outgoing.setTimeout(this.#endpoint.timeoutMs, () => outgoing.destroy(timeoutFault()));
      outgoing.once('close', () => clearTimeout(timer));
      outgoing.on('error', reject);
      outgoing.once('response', resolve);
      outgoing.end(body);
    });
  }

  async *#chunks(message: IncomingMessage, request: HttpRequest): AsyncIterable<Uint8Array> {
    try {
      yield* message as AsyncIterable<Buffer>;
    } catch (error) {
      request.signal.throwIfAborted();
      throw connectionError(error, this.#whereOf(request.url));
    }
  }

  #whereOf(url: URL): string {
    return url.host === this.#endpoint.origin.host ? this.#endpoint.where : url.host;
  }
}

/** What is read of a body that nobody wants, so that its connection can be used again. */
const DISCARD_BYTES = 64 * 1024;

function discard(message: IncomingMessage): void {
  let left = DISCARD_BYTES;
  message.on('error', () => undefined);
  message.on('data', (chunk: Buffer) => {
    left -= chunk.byteLength;
    if (left < 0) message.destroy();
  });
}

function timeoutFault(): Error {
  return Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });
}
