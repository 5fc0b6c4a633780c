import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeGoogle } from '@mapistore/services';
import { type Provider, providers } from '../src/index.ts';

/** Google as data, at the addresses of the fake. */
export function providerAt(fake: FakeGoogle): Provider {
  const { authorization, token } = fake.endpoints;
  return { ...providers.google, authorizationEndpoint: authorization, tokenEndpoint: token };
}

/** What a browser ended on. */
export interface Seen {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Goes where a browser would go, over every redirect. */
export async function browse(url: URL | string): Promise<Seen> {
  const response = await fetch(url);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** A browser for `signIn`, and what it saw. */
export function browser(change: (url: URL) => URL | string = (url) => url): {
  readonly open: (url: URL) => void;
  readonly asked: Promise<URL>;
  readonly seen: Promise<Seen>;
} {
  const [asked, seen] = [Promise.withResolvers<URL>(), Promise.withResolvers<Seen>()];
  return {
    asked: asked.promise,
    seen: seen.promise,
    open(url) {
      asked.resolve(url);
      browse(change(url)).then(seen.resolve, seen.reject);
    },
  };
}

/** A token endpoint that answers the same to everything. */
export async function answering(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = { 'Content-Type': 'application/json' },
): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((asked, response) => {
    asked.resume();
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A request that names another host than the one it goes to, which fetch does not allow. */
export function asHost(url: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { Host: host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once('error', reject);
    asked.end();
  });
}
