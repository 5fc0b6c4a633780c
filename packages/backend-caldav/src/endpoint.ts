import { readFile } from 'node:fs/promises';
import { isLoopback, MapistoreError } from '@mapistore/core';
import type { Endpoint } from './dav/http.ts';
import type { CaldavOptions } from './options.ts';

/** Where a mount's URI leads. */
export interface Place {
  readonly endpoint: Endpoint;
  readonly user: string;
  /** What kind of collections the mount is of: the scheme says. */
  readonly service: 'caldav' | 'carddav';
  /** The path, percent-encoded, with a slash at its end; `/` where the URI has none. */
  readonly path: string;
  /** Whether credentials may go to that URL. */
  allows(url: URL): boolean;
}

/**
 * Where a URI such as `caldavs://alice@dav.example/calendars/alice/` leads, and how the way there is secured.
 * @throws CONFIG_INVALID
 */
export async function placeOfUri(uri: URL, options: CaldavOptions): Promise<Place> {
  if (uri.password !== '')
    throw invalid('The URI holds a password. Take it out and name a secret of the mount instead');
  const user = decoded(uri.username);
  if (user === '') throw invalid('The URI names no user, as in caldavs://user@host/');
  if (uri.hostname === '') throw invalid('The URI names no host, as in caldavs://user@host/');
  const secure = uri.protocol === 'caldavs:' || uri.protocol === 'carddavs:';
  refuseInsecure(uri, secure, options);
  // Schemes that URL does not know have no rules for hosts and paths: an https URL has, and is checked by them.
  const text = `${secure ? 'https' : 'http'}://${uri.host}${uri.pathname}`;
  if (!URL.canParse(text)) throw invalid('The host or path of the URI makes no sense');
  const target = new URL(text);
  const { ca, servername, connections, connectTimeoutMs, timeoutMs } = options;
  const where = target.port === '' ? `${target.hostname}:${secure ? 443 : 80}` : target.host;
  return {
    endpoint: {
      origin: new URL('/', target),
      where,
      tls: {
        minVersion: 'TLSv1.2',
        ...(ca !== undefined && { ca: await certificates(ca) }),
        ...(servername !== undefined && { servername }),
      },
      connections,
      connectTimeoutMs,
      timeoutMs,
    },
    user,
    service: uri.protocol.startsWith('carddav') ? 'carddav' : 'caldav',
    path: target.pathname.endsWith('/') ? target.pathname : `${target.pathname}/`,
    allows: (url) => allows(url, target, options.hosts),
  };
}

/** The same host as asked for, or one that is named; never from TLS to none. */
function allows(url: URL, target: URL, hosts: readonly string[]): boolean {
  if (url.protocol !== 'https:' && (target.protocol === 'https:' || url.protocol !== 'http:')) return false;
  if (url.username !== '' || url.password !== '') return false;
  const host = url.hostname.toLowerCase();
  if (host === target.hostname.toLowerCase()) return true;
  // The way to a host that is named must be as safe as can be: nothing is known of it.
  if (url.protocol !== 'https:' && !isLoopback(host)) return false;
  return hosts.some((named) => (named.startsWith('.') ? host.endsWith(named) : host === named));
}

function refuseInsecure(uri: URL, secure: boolean, options: CaldavOptions): void {
  if (secure) {
    if (options.tls !== 'plain') return;
    throw invalid(`"tls=plain" contradicts the scheme ${uri.protocol.slice(0, -1)}, which is TLS from the first byte`);
  }
  const wanted = options.tls ?? (isLoopback(uri.hostname) ? 'plain' : 'required');
  if (wanted === 'plain') return;
  const scheme = uri.protocol.slice(0, -1);
  throw invalid(
    `${scheme}: is without TLS, and "${uri.hostname}" is not this machine. Use ${scheme}s:, or "tls=plain" where the network is trusted`,
  );
}

async function certificates(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw invalid(`The file "${path}" of the option "ca" cannot be read`, error);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw invalid('The URI has a "%" that is no percent-encoding', error);
  }
}

function invalid(what: string, cause?: unknown): MapistoreError {
  return new MapistoreError('CONFIG_INVALID', `${what}.`, { backend: 'caldav', ...(cause !== undefined && { cause }) });
}
