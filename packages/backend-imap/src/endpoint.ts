import { readFile } from 'node:fs/promises';
import { isLoopback, MapistoreError } from '@mapistore/core';
import type { Endpoint } from './imap/client.ts';
import type { ImapOptions } from './options.ts';

/**
 * Where a URI such as `imaps://alice@mail.example/Archive` leads, and how the way there is secured.
 * @throws CONFIG_INVALID
 */
export async function endpointOf(uri: URL, options: ImapOptions): Promise<Endpoint> {
  if (uri.password !== '')
    throw invalid('The URI holds a password. Take it out and name a secret of the mount instead');
  const user = decoded(uri.username);
  if (user === '') throw invalid('The URI names no user, as in imaps://user@host/');
  const host = uri.hostname.replace(/^\[(.*)\]$/, '$1');
  if (host === '') throw invalid('The URI names no host, as in imaps://user@host/');
  const implicit = uri.protocol === 'imaps:';
  const port = uri.port === '' ? (implicit ? 993 : 143) : Number(uri.port);
  const security = securityOf(implicit, host, options);
  const { ca, servername } = options;
  return {
    host,
    port,
    where: `${uri.hostname}:${port}`,
    user,
    security,
    tls: {
      minVersion: 'TLSv1.2',
      ...(ca !== undefined && { ca: await certificates(ca) }),
      ...(servername !== undefined && { servername }),
    },
    compress: options.compress,
    connectTimeoutMs: options.connectTimeoutMs,
    timeoutMs: options.timeoutMs,
  };
}

/** STARTTLS is required or not used: one that is used "if offered" is given up to whoever takes the offer away. */
function securityOf(implicit: boolean, host: string, options: ImapOptions): Endpoint['security'] {
  if (implicit) {
    if (options.tls === undefined || options.tls === 'required') return 'tls';
    throw invalid(
      `"tls=${options.tls}" contradicts the scheme imaps, which is TLS from the first byte; use the scheme imap`,
    );
  }
  const wanted = options.tls ?? (isLoopback(host) ? 'plain' : 'required');
  return wanted === 'plain' ? 'plain' : 'starttls';
}

async function certificates(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw invalid(`The file "${path}" of the option "ca" cannot be read`, error);
  }
}

/** The path of a URI as the names of mailboxes, from the top down; empty for the whole account. */
export function rootNamesOf(uri: URL): readonly string[] {
  const names = uri.pathname.split('/').map(decoded);
  const [first, ...rest] = names;
  const path = first === '' ? rest : names;
  if (path.at(-1) === '') path.pop();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  if (path.some((name) => name === '' || /[\x00-\x1f\x7f]/.test(name)))
    throw invalid('The path of the URI has an empty part or control characters');
  return path;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw invalid('The URI has a "%" that is no percent-encoding', error);
  }
}

function invalid(what: string, cause?: unknown): MapistoreError {
  return new MapistoreError('CONFIG_INVALID', `${what}.`, { backend: 'imap', ...(cause !== undefined && { cause }) });
}
