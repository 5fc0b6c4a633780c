import type { BackendDefinition } from '@mapistore/core';
import { z } from 'zod';

/** The options of an IMAP mount, checked and with their defaults. All of them may stand in the query of the URI. */
export interface ImapOptions {
  /**
   * `required`: TLS, by STARTTLS on an `imap:` URI. `starttls`: the same, said clearer. `plain`: no TLS at all.
   * Default is `required`, but `plain` for an `imap:` URI of this machine itself (127.0.0.0/8, ::1, localhost).
   */
  readonly tls?: 'required' | 'starttls' | 'plain' | undefined;
  /** Path of a PEM file with the certificates to trust instead of those that Node brings. */
  readonly ca?: string | undefined;
  /** The name that the certificate must carry, where it is not the host of the URI. */
  readonly servername?: string | undefined;
  /** Connections at a time, not counting the one that `watch` keeps. Default is 3. */
  readonly connections: number;
  /** Messages in one MULTIAPPEND, COPY or MOVE, or in one FETCH of bodies. Default is 100. */
  readonly batchItems: number;
  /** Bytes in one MULTIAPPEND, or in one FETCH of several bodies. Default is 4 MiB. */
  readonly batchBytes: number;
  /** How long reaching the server and its greeting may take. Default is 20 s. */
  readonly connectTimeoutMs: number;
  /** How long the server may say nothing while a command runs. Default is 120 s. */
  readonly timeoutMs: number;
  /** How often `watch` asks for the folders that it has no IDLE for. Default is 60 s. */
  readonly pollMs: number;
  /** Whether COMPRESS=DEFLATE (RFC 4978) is used where the server offers it. Default is true. */
  readonly compress: boolean;
}

// Query parameters of a URI arrive as strings, hence the coercion.
const count = (fallback: number, max: number) => z.coerce.number().int().min(1).max(max).default(fallback);
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** Checks the options of a mount; what it does not know is an error and not ignored. */
export const optionsSchema: BackendDefinition<ImapOptions>['options'] = z.strictObject({
  tls: z.enum(['required', 'starttls', 'plain']).optional(),
  ca: z.string().min(1).optional(),
  servername: z.string().min(1).optional(),
  connections: count(3, 20),
  batchItems: count(100, 1000),
  batchBytes: count(4 * 1024 * 1024, 64 * 1024 * 1024),
  connectTimeoutMs: count(20_000, 600_000),
  timeoutMs: count(120_000, 3_600_000),
  pollMs: count(60_000, 3_600_000),
  compress: flag.default(true),
});
