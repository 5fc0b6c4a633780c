import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { isLoopback, MapistoreError } from '@mapistore/core';

/** Where a state on a MySQL server lies, and how it is reached. */
export interface MysqlOptions {
  /**
   * `mysql://user@host:3306/database`, without a password. Its parameters: `prefix` (of the names of the tables), `tls`
   * (`required` or `plain`; plain is the default on this machine only), `ca` (a file with the certificates to trust).
   */
  readonly uri: string | URL;
  readonly password?: string;
  /** Connections for readers; default 4. Writers follow one another on one. */
  readonly connections?: number;
}

/** The same, looked into. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly prefix: string;
  readonly tls: { readonly ca?: Buffer } | undefined;
  readonly connections: number;
  /** For messages: `mysql://host:port/database`. */
  readonly where: string;
}

const PARAMETERS: ReadonlySet<string> = new Set(['prefix', 'tls', 'ca']);

/** @throws CONFIG_INVALID */
export async function endpointOf({ uri, password, connections = 4 }: MysqlOptions): Promise<Endpoint> {
  const url = parse(uri);
  const parameters = url.searchParams;
  const unknown = [...parameters.keys()].find((name) => !PARAMETERS.has(name));
  if (unknown !== undefined)
    throw invalid(`"${unknown}" is no parameter of it; there are ${[...PARAMETERS].join(', ')}`);
  const prefix = parameters.get('prefix') ?? '';
  if (!/^[a-z0-9_]{0,24}$/u.test(prefix))
    throw invalid('"prefix" has up to 24 of the characters a to z, 0 to 9 and "_"');
  const database = decoded(url.pathname.slice(1));
  if (database === '' || database.includes('/')) throw invalid('It must end in the name of one database');
  const host = url.hostname.replace(/^\[(.*)\]$/u, '$1');
  const port = url.port === '' ? 3306 : Number(url.port);
  return {
    host,
    port,
    user: decoded(url.username),
    password,
    database,
    prefix,
    tls: await tlsOf(host, parameters),
    connections,
    where: `mysql://${url.hostname}:${port}/${database}${prefix === '' ? '' : `?prefix=${prefix}`}`,
  };
}

function parse(uri: string | URL): URL {
  if (!URL.canParse(String(uri))) throw invalid('It is no URI; write mysql://user@host/database');
  const url = new URL(String(uri));
  if (url.protocol !== 'mysql:') throw invalid('It does not begin with mysql:');
  if (url.password !== '')
    throw invalid('It holds a password, which would be seen in lists and logs; give that apart from it');
  if (url.hostname === '' || url.username === '')
    throw invalid('It needs a user and a host: mysql://user@host/database');
  return url;
}

async function tlsOf(host: string, parameters: URLSearchParams): Promise<Endpoint['tls']> {
  const ca = parameters.get('ca');
  const wanted = parameters.get('tls') ?? (isLoopback(host) && ca === null ? 'plain' : 'required');
  if (wanted !== 'plain' && wanted !== 'required') throw invalid('"tls" must be "required" or "plain"');
  if (wanted === 'plain') {
    if (ca !== null) throw invalid('"ca" makes no sense with "tls=plain"');
    return undefined;
  }
  // The driver compares the certificate with a name only: for an address it would take one of any name.
  if (isIP(host) !== 0 && !isLoopback(host))
    throw invalid(`With TLS the host must be given by its name, not as ${host}, or its certificate cannot be checked`);
  if (ca === null) return {};
  try {
    return { ca: await readFile(ca) };
  } catch (cause) {
    throw invalid(`The file "${ca}" of "ca" cannot be read`, cause);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw invalid('It has a "%" that is no percent-encoding', cause);
  }
}

function invalid(why: string, cause?: unknown): MapistoreError {
  return new MapistoreError('CONFIG_INVALID', `Cannot use the URI of the state: ${why}.`, {
    ...(cause !== undefined && { cause }),
  });
}
