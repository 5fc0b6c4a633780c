import { type Capabilities, NO_CAPABILITIES, type Traits } from '@mapistore/core';
import type { CaldavOptions } from './options.ts';

/** What the server of a mount offers, of what makes a difference here. Constant after open. */
export interface Features {
  /** Sends invitations by itself when items are stored (RFC 6638). */
  readonly schedules: boolean;
  /** Takes the header that keeps it from that for one request, which Cyrus does. */
  readonly schedulingSwitch: boolean;
  readonly mkcalendar: boolean;
  /** Extended MKCOL (RFC 5689). */
  readonly mkcol: boolean;
  readonly move: boolean;
  /** Some collection tells changes (RFC 6578), or there is none yet. */
  readonly sync: boolean;
  /** Collections have a revision, or there is none yet. */
  readonly revisions: boolean;
  /** All of them have a CTag, so that sync tokens need not be made for it, which is work for some servers. */
  readonly ctags: boolean;
  readonly quota: boolean;
  /** Bytes, where the server says how large an item may be. */
  readonly maxItemBytes?: number;
}

/** What the backend can do on a server with these features. */
export function capabilitiesOf(features: Features, isHome: boolean, google: boolean): Capabilities {
  const folders = isHome && !google;
  return {
    ...NO_CAPABILITIES,
    createFolder: folders && (features.mkcalendar || features.mkcol),
    updateFolder: folders,
    deleteFolder: folders,
    createItem: true,
    createItems: true,
    updateItem: true,
    deleteItem: true,
    deleteItems: true,
    getItems: true,
    openBodies: true,
    count: true,
    changes: features.sync,
    watch: features.revisions,
    // One collection has nowhere to move to. A copy would have the UID of its source, which no server takes twice.
    moveItems: features.move && isHome && !google,
    quota: features.quota,
  };
}

/** Facts and limits on a server with these features. */
export function traitsOf(features: Features, options: CaldavOptions): Traits {
  return {
    // Servers parse what they store, and XML knows one line end.
    bytes: 'normalising',
    // If-Match with strong ETags, which RFC 4791 s.5.3.4 and RFC 6352 s.6.3.2.3 ask for.
    ifRevision: 'atomic',
    keepsReceived: false,
    keywords: 'none',
    caseSensitiveNames: true,
    maxBodyBytes: Math.min(options.maxItemBytes, features.maxItemBytes ?? options.maxItemBytes),
    maxBatchItems: 1000,
  };
}
