import type { Writable } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import type { Secret } from '@mapistore/core';
import { ImapFlow } from 'imapflow';
import { type ClientFault, connectionError } from '../errors.ts';
import type { Answer } from './tokens.ts';

/** Where and how to connect; the same for every connection of a mount. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** For errors: host and port as written. */
  readonly where: string;
  readonly user: string;
  readonly security: 'tls' | 'starttls' | 'plain';
  readonly tls: ConnectionOptions;
  readonly compress: boolean;
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
}

/** What can be hooked into one command. */
export interface ExecOptions {
  /** Handlers of untagged answers by keyword. The next line is read when the promise of the last is settled. */
  readonly untagged?: Readonly<Record<string, (answer: Answer) => Promise<void> | void>>;
  /** The server's "+": it waits for a literal, or idles. */
  readonly onPlusTag?: () => void;
  /** The command line is written. */
  readonly onSend?: () => void;
}

/**
 * The part of imapflow that runs one command and hands out what the server said, token by token. It is there at run
 * time and used by all of imapflow's own commands, but not in its types; `openClient` checks that it is there.
 */
export interface CommandLine {
  readonly capabilities: Map<string, boolean | number>;
  readonly serverInfo: { readonly name?: unknown; readonly version?: unknown } | null;
  readonly namespace?: { readonly prefix: string; readonly delimiter: string } | undefined;
  readonly isClosed: boolean;
  readonly byeReason?: string | undefined;
  /** Where bytes go out, behind TLS and compression. */
  readonly writeSocket: Writable;
  exec(
    command: string,
    attributes: readonly { readonly type: 'TEXT'; readonly value: string }[],
    options: ExecOptions,
  ): Promise<{ readonly response: Answer; next(): void }>;
  on(event: 'close' | 'error', listener: (error?: unknown) => void): unknown;
  logout(): Promise<void>;
  close(): void;
}

const MIB = 1024 * 1024;

/**
 * Connects and logs in.
 * @throws UNAVAILABLE, TIMEOUT, TLS_UNTRUSTED, UNAUTHENTICATED, CONFIG_INVALID
 */
export async function openClient(endpoint: Endpoint, secret: Secret, signal: AbortSignal): Promise<CommandLine> {
  signal.throwIfAborted();
  const client = new ImapFlow({
    host: endpoint.host,
    port: endpoint.port,
    secure: endpoint.security === 'tls',
    // Not given for TLS from the start, where imapflow takes it for a contradiction.
    ...(endpoint.security !== 'tls' && { doSTARTTLS: endpoint.security === 'starttls' }),
    tls: endpoint.tls,
    ...(endpoint.tls.servername !== undefined && { servername: endpoint.tls.servername }),
    auth: {
      user: endpoint.user,
      ...(secret.kind === 'password' ? { pass: secret.password } : { accessToken: secret.accessToken }),
    },
    clientInfo: { name: 'MAPIStore' },
    logger: false,
    // Extensions are enabled by us, and mailboxes selected by us: imapflow's own state stays out of the way.
    disableAutoEnable: true,
    disableAutoIdle: true,
    disableIMAP4rev2: true,
    disableCompression: !endpoint.compress,
    connectionTimeout: endpoint.connectTimeoutMs,
    greetingTimeout: endpoint.connectTimeoutMs,
    socketTimeout: endpoint.timeoutMs,
    // We never ask for more than a mebibyte of a body at once; header blocks are what may be larger.
    maxLiteralSize: 64 * MIB,
    maxLineLength: 64 * MIB,
    maxResponseSize: 96 * MIB,
  });
  // Without a listener an 'error' would end the process. Who runs a command gets the error from it.
  client.on('error', () => undefined);
  const abort = (): void => client.close();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await client.connect();
  } catch (error) {
    signal.throwIfAborted();
    throw connectionError(error as ClientFault, endpoint.where);
  } finally {
    signal.removeEventListener('abort', abort);
  }
  const line = client as unknown as CommandLine;
  if (typeof line.exec !== 'function' || typeof line.writeSocket?.write !== 'function') {
    client.close();
    throw new TypeError('This version of imapflow has no exec(); install imapflow ^2.10.2.');
  }
  return line;
}
