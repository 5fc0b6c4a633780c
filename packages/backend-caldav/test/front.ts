import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the front got it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the front says itself. */
export interface Said {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/**
 * What is done with a request: answered here, handed on to the real server, or broken off: `cut` before anybody hears
 * of it, `lose` after the real server did what it says, `hang` for ever. A function gets the real answer and changes it.
 */
type Deed = Said | 'pass' | 'cut' | 'lose' | 'hang' | ((real: Required<Said>) => Said);

/** A server on loopback that stands in front of a real one, or alone. */
export interface Front extends AsyncDisposable {
  readonly url: string;
  /** All requests so far. */
  readonly asked: readonly Asked[];
  /** Requests so far, as `METHOD path`. */
  readonly log: readonly string[];
  /** What is done from now on; `undefined` is to hand on. */
  do(deed: (asked: Asked) => Deed | undefined | Promise<Deed | undefined>): void;
  /** Forgets the requests so far. */
  forget(): void;
}

/** Starts a front of a server, such as `http://127.0.0.1:5232/`; without one everything is 404 that is not answered here. */
export async function startFront(target?: string): Promise<Front> {
  const asked: Asked[] = [];
  let deedOf: (request: Asked) => Deed | undefined | Promise<Deed | undefined> = () => undefined;
  const server = http.createServer(async (request, response) => {
    const about: Asked = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: await readAll(request),
    };
    asked.push(about);
    const deed = (await deedOf(about)) ?? 'pass';
    if (deed === 'hang') return;
    if (deed === 'cut') {
      request.socket.destroy();
      return;
    }
    const said = typeof deed === 'object' ? deed : await handOn(target, about);
    if (deed === 'lose') {
      request.socket.destroy();
      return;
    }
    const { status, headers = {}, body = '' } = typeof deed === 'function' ? deed(said as Required<Said>) : said;
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    get log() {
      return asked.map(({ method, path }) => `${method} ${path}`);
    },
    do: (deed) => {
      deedOf = deed;
    },
    forget: () => {
      asked.length = 0;
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function handOn(target: string | undefined, asked: Asked): Promise<Required<Said>> {
  if (target === undefined) return Promise.resolve({ status: 404, headers: {}, body: '' });
  const { origin } = new URL(target);
  const headers = { ...asked.headers };
  delete headers['content-length'];
  return new Promise((resolve, reject) => {
    const outgoing = http.request(origin + asked.path, { method: asked.method, headers }, async (incoming) => {
      const kept = Object.entries(incoming.headers).filter(([name]) => !HOP_BY_HOP.has(name));
      resolve({
        status: incoming.statusCode ?? 0,
        headers: Object.fromEntries(kept.map(([name, value]) => [name, [value ?? ''].flat().join(', ')])),
        body: await readAll(incoming),
      });
    });
    outgoing.on('error', reject);
    outgoing.end(asked.body);
  });
}

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'alt-svc', 'upgrade']);

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A multistatus of these responses, each the inside of a `response` element. */
export function multistatus(...responses: readonly string[]): Said {
  const inner = responses.map((response) => `<d:response>${response}</d:response>`).join('');
  return {
    status: 207,
    headers: { 'content-type': 'application/xml; charset=utf-8' },
    body: `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:cs="http://calendarserver.org/ns/">${inner}</d:multistatus>`,
  };
}

/** The same at the end of changes. */
export function withToken(said: Said, token = 't'): Said {
  return {
    ...said,
    body: `${said.body}`.replace('</d:multistatus>', `<d:sync-token>${token}</d:sync-token></d:multistatus>`),
  };
}

/** The inside of a response with properties that are there. */
export function found(href: string, props: string): string {
  return `<d:href>${href}</d:href><d:propstat><d:prop>${props}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>`;
}
