import { request as ask, createServer, type IncomingMessage } from 'node:http';

/** A proxy in front of an HTTP server that counts what passes and can swallow answers. */
export interface HttpCutter extends AsyncDisposable {
  readonly port: number;
  /** Methods of the requests since the last look, in order. */
  taken(): readonly string[];
  /** Lets the server carry out the next requests of that method, and cuts the connection before the answer. */
  swallow(method: string, times?: number): void;
  /** Called with each request before it goes on to the server. */
  onRequest(hook: ((method: string, path: string) => Promise<void>) | undefined): void;
}

export async function startHttpCutter(target: number): Promise<HttpCutter> {
  let log: string[] = [];
  let hook: ((method: string, path: string) => Promise<void>) | undefined;
  const swallowed = new Map<string, number>();
  const server = createServer(async (incoming, outgoing) => {
    const { method = '', url: path = '', headers } = incoming;
    const body = await bodyOf(incoming);
    log.push(method);
    await hook?.(method, path);
    const left = swallowed.get(method) ?? 0;
    const outer = ask({ host: '127.0.0.1', port: target, method, path, headers }, async (answer) => {
      const bytes = await bodyOf(answer);
      if (left > 0) {
        swallowed.set(method, left - 1);
        incoming.socket.destroy();
        return;
      }
      const { 'transfer-encoding': _, ...kept } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, { ...kept, 'content-length': bytes.byteLength }).end(bytes);
    });
    outer.on('error', () => incoming.socket.destroy());
    outer.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    taken() {
      const before = log;
      log = [];
      return before;
    },
    swallow: (method, times = 1) => void swallowed.set(method, times),
    onRequest(next) {
      hook = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
