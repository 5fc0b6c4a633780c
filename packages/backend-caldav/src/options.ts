import type { BackendDefinition } from '@mapistore/core';
import { z } from 'zod';

/** Kinds that a calendar can hold. */
const CALENDAR_KINDS = ['event', 'task', 'note', 'journal'] as const;

/** The options of a CalDAV or CardDAV mount, checked and with their defaults. All may stand in the query of the URI. */
export interface CaldavOptions {
  /**
   * `required`: TLS. `plain`: none, for a `caldav:` or `carddav:` URI. Default for these is `plain` where the host is this
   * machine itself (127.0.0.0/8, ::1, localhost); elsewhere they are refused until this says so.
   */
  readonly tls?: 'required' | 'plain' | undefined;
  /** Path of a PEM file with the certificates to trust instead of those that Node brings. */
  readonly ca?: string | undefined;
  /** The name that the certificate must carry, where it is not the host of the URI. */
  readonly servername?: string | undefined;
  /** Other hosts that the server may send this mount to, and the credentials with it; `.example` is all below it. */
  readonly hosts: readonly string[];
  /** `google`: what Google's service needs; by itself for its host. */
  readonly profile: 'auto' | 'standard' | 'google';
  /** `allow`: writes that make the server send invitations, answers or cancellations are done and not refused. */
  readonly invitations: 'refuse' | 'allow';
  /** What a calendar that is made without saying for what shall hold. */
  readonly kinds: readonly (typeof CALENDAR_KINDS)[number][];
  /** Connections at a time. Default is 4. */
  readonly connections: number;
  /** Items in one multiget. Default is 200. */
  readonly batchItems: number;
  /** The largest item, in bytes; each is held in memory while it is read or written. Default is 16 MiB. */
  readonly maxItemBytes: number;
  /** How long reaching the server may take. Default is 20 s. */
  readonly connectTimeoutMs: number;
  /** How long the server may say nothing. Default is 120 s. */
  readonly timeoutMs: number;
  /** How often `watch` asks. Default is 60 s. */
  readonly pollMs: number;
}

// Query parameters of a URI arrive as strings, hence the coercion.
const count = (fallback: number, max: number) => z.coerce.number().int().min(1).max(max).default(fallback);
const words = z.union([
  z.array(z.string()),
  z.string().transform((text) =>
    text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  ),
]);

/** Checks the options of a mount; what it does not know is an error and not ignored. */
export const optionsSchema: BackendDefinition<CaldavOptions>['options'] = z.strictObject({
  tls: z.enum(['required', 'plain']).optional(),
  ca: z.string().min(1).optional(),
  servername: z.string().min(1).optional(),
  hosts: words.pipe(z.array(z.string().toLowerCase())).default([]),
  profile: z.enum(['auto', 'standard', 'google']).default('auto'),
  invitations: z.enum(['refuse', 'allow']).default('refuse'),
  kinds: words.pipe(z.array(z.enum(CALENDAR_KINDS)).min(1)).default(['event']),
  connections: count(4, 20),
  batchItems: count(200, 500),
  maxItemBytes: count(16 * 1024 * 1024, 64 * 1024 * 1024),
  connectTimeoutMs: count(20_000, 600_000),
  timeoutMs: count(120_000, 3_600_000),
  pollMs: count(60_000, 3_600_000),
});
