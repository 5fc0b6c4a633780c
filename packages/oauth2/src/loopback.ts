import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { MapistoreError } from '@mapistore/core';
import { notSignedIn, type Page, pageHeaders, pageHtml } from './pages.ts';

const HOST = '127.0.0.1';

/** The one answer that was waited for. */
export interface Redirected {
  /** The address with the provider's parameters. */
  readonly url: URL;
  /** Shows the person how it went. */
  show(page: Page): Promise<void>;
}

/**
 * A server for one redirect (RFC 8252 s.7.3): on the loopback address, on a port of its own. Only a GET of the root with
 * the state that we sent is an answer. A request for another host name is refused: a web page can lead a browser here
 * under a name of its own.
 */
export class Loopback implements AsyncDisposable {
  readonly #server: Server;
  readonly #state: string;
  readonly #answer = Promise.withResolvers<Redirected>();
  #taken = false;
  #port = 0;

  private constructor(state: string) {
    this.#state = state;
    this.#server = createServer((request, response) => this.#serve(request, response));
    this.#server.on('clientError', (_error, socket) => socket.destroy());
    // Whoever waits hears of a failure; while nobody waits, it is no loose end.
    this.#answer.promise.catch(() => undefined);
  }

  /** @throws CONFIG_INVALID where the port is taken */
  static async open(state: string, port: number): Promise<Loopback> {
    const loopback = new Loopback(state);
    await loopback.#listen(port);
    return loopback;
  }

  get redirectUri(): string {
    return `http://${HOST}:${this.#port}/`;
  }

  /** Waits for the browser. @throws TIMEOUT, or the signal's reason */
  async answer(timeoutMs: number, signal: AbortSignal | undefined): Promise<Redirected> {
    signal?.throwIfAborted();
    const onAbort = (): void => this.#answer.reject(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(() => {
      const minutes = Math.round(timeoutMs / 6000) / 10;
      this.#answer.reject(
        new MapistoreError('TIMEOUT', `Nobody signed in within ${minutes} minutes; start again when you are ready.`),
      );
    }, timeoutMs);
    try {
      return await this.#answer.promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (cause: NodeJS.ErrnoException) =>
        reject(
          new MapistoreError(
            'CONFIG_INVALID',
            `Cannot wait for the browser on ${HOST}:${port} (${cause.code}); name another port, or none.`,
            { cause },
          ),
        ),
      );
      this.#server.listen(port, HOST, () => {
        const address = this.#server.address();
        if (address !== null && typeof address === 'object') this.#port = address.port;
        resolve();
      });
    });
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const show = (page: Page): Promise<void> => write(response, page);
    if (request.headers.host !== `${HOST}:${this.#port}`)
      return void show({ ...notSignedIn('This address is for signing in only.'), status: 403 });
    const url = URL.parse(request.url ?? '', this.redirectUri);
    if (url === null || url.pathname !== '/')
      return void show({ ...notSignedIn('There is nothing here.'), status: 404 });
    if (request.method !== 'GET')
      return void show({ ...notSignedIn('This address is for signing in only.'), status: 405 });
    if (url.searchParams.get('state') !== this.#state || this.#taken)
      return void show(notSignedIn('This is not the answer to the sign-in that is under way.'));
    this.#taken = true;
    this.#answer.resolve({ url, show });
  }
}

function write(response: ServerResponse, page: Page): Promise<void> {
  return new Promise((resolve) => {
    // A browser that went away is no reason to fail.
    response.once('close', resolve);
    response.writeHead(page.status, pageHeaders);
    response.end(pageHtml(page));
  });
}
