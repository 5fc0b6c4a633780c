import type { BackendDefinition } from '@mapistore/core';
import { z } from 'zod';

/** The options of a MySQL mount, checked and with their defaults. All may stand in the query of the URI. */
export interface MysqlOptions {
  /** Whose items these are, of all that share the tables. Default is the user of the URI. */
  readonly account?: string | undefined;
  /** What the names of the tables begin with. Default is `mapistore_`. */
  readonly prefix: string;
  /**
   * `required`: TLS. `plain`: none. Default is `plain` where the host is this machine itself (127.0.0.0/8, ::1, localhost),
   * and `required` elsewhere.
   */
  readonly tls?: 'required' | 'plain' | undefined;
  /** Path of a PEM file with the certificates to trust instead of those that Node brings. */
  readonly ca?: string | undefined;
  /** Connections at a time. Default is 4. */
  readonly connections: number;
  /** The largest item, in bytes. Default is 1 GiB. */
  readonly maxItemBytes: number;
  /** How long reaching the server may take. Default is 20 s. */
  readonly connectTimeoutMs: number;
}

// Query parameters of a URI arrive as strings, hence the coercion.
const count = (fallback: number, max: number) => z.coerce.number().int().min(1).max(max).default(fallback);

/** Checks the options of a mount; what it does not know is an error and not ignored. */
export const optionsSchema: BackendDefinition<MysqlOptions>['options'] = z.strictObject({
  account: z.string().min(1).max(190).optional(),
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9_]{0,32}$/, 'letters, digits and underscores only, at most 32')
    .default('mapistore_'),
  tls: z.enum(['required', 'plain']).optional(),
  ca: z.string().min(1).optional(),
  connections: count(4, 64),
  maxItemBytes: count(1024 ** 3, 64 * 1024 ** 3),
  connectTimeoutMs: count(20_000, 600_000),
});
