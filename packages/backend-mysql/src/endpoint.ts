import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { isLoopback, type MapistoreError } from '@mapistore/core';
import { failure } from './errors.ts';
import type { MysqlOptions } from './options.ts';

/** Where a mount's URI leads, and how the way there is secured. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Whose items, of all that share the tables. */
  readonly account: string;
  /** Host and port, for errors. */
  readonly where: string;
  readonly tls: SecureContextOptions | undefined;
  readonly connections: number;
  readonly connectTimeoutMs: number;
}

/** Where a URI such as `mysql://alice@db.example/groupware` leads. @throws CONFIG_INVALID */
export async function endpointOf(uri: URL, options: MysqlOptions): Promise<Endpoint> {
  if (uri.password !== '')
    throw invalid('The URI holds a password. Take it out and name a secret of the mount instead');
  const user = decoded(uri.username);
  if (user === '' || uri.hostname === '')
    throw invalid('The URI names no user or host, as in mysql://user@host/database');
  const [database = '', ...more] = decoded(uri.pathname).split('/').slice(1);
  if (database === '' || more.some((part) => part !== ''))
    throw invalid('The path of the URI is no name of a database, as in mysql://user@host/database');
  const host = uri.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = uri.port === '' ? 3306 : Number(uri.port);
  const wanted = options.tls ?? (isLoopback(host) ? 'plain' : 'required');
  if (wanted === 'plain' && options.ca !== undefined)
    throw invalid('"ca" makes no sense without TLS; say "tls=required"');
  // The driver compares the certificate with a name only: for an address it would take one of any name.
  if (wanted === 'required' && isIP(host) !== 0 && !isLoopback(host))
    throw invalid(`With TLS the host is given by its name and not as ${host}, or its certificate cannot be checked`);
  const { connections, connectTimeoutMs } = options;
  return {
    host,
    port,
    user,
    database,
    account: options.account ?? user,
    where: `${uri.hostname}:${port}`,
    tls:
      wanted === 'plain'
        ? undefined
        : { minVersion: 'TLSv1.2', ...(options.ca !== undefined && { ca: await certificates(options.ca) }) },
    connections,
    connectTimeoutMs,
  };
}

async function certificates(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw invalid(`The file "${path}" of the option "ca" cannot be read`, cause);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw invalid('The URI has a "%" that is no percent-encoding', cause);
  }
}

function invalid(what: string, cause?: unknown): MapistoreError {
  return failure('CONFIG_INVALID', `${what}.`, cause === undefined ? {} : { cause });
}
