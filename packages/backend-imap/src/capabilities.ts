import { type Capabilities, NO_CAPABILITIES, type Traits } from '@mapistore/core';
import type { Connection } from './imap/connection.ts';

/** What the server of a mount offers, of what makes a difference here. Constant after open. */
export interface Features {
  /** Mod-sequences (RFC 7162). */
  readonly condstore: boolean;
  /** VANISHED (RFC 7162), after ENABLE (RFC 5161). */
  readonly qresync: boolean;
  /** UID EXPUNGE, APPENDUID and COPYUID (RFC 4315). */
  readonly uidPlus: boolean;
  readonly move: boolean;
  readonly multiAppend: boolean;
  readonly listStatus: boolean;
  readonly objectId: boolean;
  readonly quota: boolean;
  readonly idle: boolean;
  /** Bytes, where the server says how large a message may be (RFC 7889). */
  readonly appendLimit?: number;
}

/** Reads the features off a connection that is logged in. */
export function featuresOf(connection: Connection): Features {
  const has = (capability: string): boolean => connection.has(capability);
  const limit = connection.line.capabilities.get('APPENDLIMIT');
  const condstore = has('CONDSTORE') || has('QRESYNC');
  return {
    condstore,
    qresync: has('QRESYNC') && has('ENABLE'),
    uidPlus: has('UIDPLUS'),
    move: has('MOVE') && has('UIDPLUS'),
    multiAppend: has('MULTIAPPEND') && has('UIDPLUS'),
    listStatus: has('LIST-STATUS'),
    objectId: has('OBJECTID'),
    quota: has('QUOTA') || [...connection.line.capabilities.keys()].some((name) => name.startsWith('QUOTA=RES-')),
    idle: has('IDLE'),
    ...(typeof limit === 'number' && { appendLimit: limit }),
  };
}

/** What the backend can do on a server with these features. */
export function capabilitiesOf(features: Features): Capabilities {
  return {
    ...NO_CAPABILITIES,
    createFolder: true,
    updateFolder: true,
    deleteFolder: true,
    createItem: true,
    createItems: true,
    setFlags: true,
    getItems: true,
    openBodies: true,
    checkpoint: true,
    count: true,
    watch: true,
    // Without mod-sequences a change of flags cannot be found but by a whole listing, which core does as well.
    changes: features.condstore,
    // EXPUNGE alone removes what others marked, too; only UID EXPUNGE removes one item and no other.
    deleteItem: features.uidPlus,
    deleteItems: features.uidPlus,
    updateItem: features.uidPlus,
    // Without COPYUID the keys of the copies would be a guess.
    copyItems: features.uidPlus,
    // Without MOVE it is a copy and a delete, and core does those with a check in between.
    moveItems: features.move,
    quota: features.quota,
  };
}

/** Facts and limits on a server with these features. */
export function traitsOf(features: Features, batchItems: number, keywords: Traits['keywords']): Traits {
  return {
    // Servers store CRLF, whatever came in.
    bytes: 'normalising',
    ifRevision: features.condstore ? 'atomic' : 'racy',
    keepsReceived: true,
    keywords,
    caseSensitiveNames: true,
    ...(features.appendLimit !== undefined && { maxBodyBytes: features.appendLimit }),
    maxBatchItems: Math.max(batchItems, 1000),
  };
}
