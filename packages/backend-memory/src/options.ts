import type { Capability, ItemKind } from '@mapistore/core';
import { z } from 'zod';
import type { MemoryData } from './data.ts';
import type { MemoryFaults } from './faults.ts';

/** What can be said in a mount's options or its URI, such as `memory:notes?bytes=normalising&quotaBytes=1000000`. */
export interface MemoryMountOptions {
  /** `normalising` makes every bare LF of a text CRLF, as some mail servers do. Default: `exact`. */
  readonly bytes?: 'exact' | 'normalising' | undefined;
  /** The most entries on a page, however many are asked for. Default: no limit. */
  readonly pageSize?: number | undefined;
  /** Default: no limit. */
  readonly maxBodyBytes?: number | undefined;
  /** The longest folder name in bytes of UTF-8. Default: no limit. */
  readonly maxNameBytes?: number | undefined;
  /** The most items of one `createItems`. Default: no limit. */
  readonly maxBatchItems?: number | undefined;
  /** The most bytes that all bodies together may have. Default: no limit. */
  readonly quotaBytes?: number | undefined;
}

/** What a program that makes the backend itself can say besides; made for tests of what stands above a backend. */
export interface MemoryBackendOptions extends MemoryMountOptions {
  /** The name in its description, its errors and its logs. Default: `memory`. */
  readonly name?: string;
  /** The contents; two backends over the same contents are two clients of one server. Default: empty. */
  readonly data?: MemoryData;
  /** Capabilities to switch off, method and flag. Without `setFlags` it keeps no flags at all. Default: none. */
  readonly without?: readonly Capability[];
  /** If false, the date an item came is not kept. Default: true. */
  readonly keepsReceived?: boolean;
  /** `some` stores keywords that begin with `$`, `none` stores the system flags only. Default: `any`. */
  readonly keywords?: 'any' | 'some' | 'none';
  /** Default: true. */
  readonly caseSensitiveNames?: boolean;
  /** `path` makes the keys of folders out of their names, so that a rename changes them. Default: `id`. */
  readonly folderKeys?: 'id' | 'path';
  /** `one-level` allows folders in the root only, as calendar servers do. Default: `tree`. */
  readonly folders?: 'tree' | 'one-level';
  /** If false, the root holds folders only, as the root of an account does. Default: true. */
  readonly rootHoldsItems?: boolean;
  /** If true, `updateItem` gives the item a new key, as IMAP must. Default: false. */
  readonly rekeysOnUpdate?: boolean;
  /** Default: all of them. */
  readonly kinds?: readonly ItemKind[];
  /** Default: mail, calendar, contacts and Markdown. */
  readonly accepts?: readonly string[];
  /** Faults to happen at chosen calls. Default: none. */
  readonly faults?: MemoryFaults;
}

const limit = z.coerce.number().int().positive().optional();

/** Checks the options of a mount; those of a URI come as strings. */
export const mountOptions: z.ZodType<MemoryMountOptions> = z.strictObject({
  bytes: z.enum(['exact', 'normalising']).optional(),
  pageSize: limit,
  maxBodyBytes: limit,
  maxNameBytes: limit,
  maxBatchItems: limit,
  quotaBytes: limit,
});
