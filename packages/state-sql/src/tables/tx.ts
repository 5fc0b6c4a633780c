import type { StateTx } from '@mapistore/core';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { arrivals } from './arrivals.ts';
import { blobs } from './blobs.ts';
import { contents } from './contents.ts';
import { deferred } from './deferred.ts';
import { deliveries } from './deliveries.ts';
import { folders } from './folders.ts';
import { intents } from './intents.ts';
import { journal } from './journal.ts';
import { leases } from './leases.ts';
import { listing } from './listing.ts';
import { meta, take } from './meta.ts';
import { mounts } from './mounts.ts';
import { objectTables } from './objects.ts';
import { outgoing } from './outgoing.ts';
import { overlay } from './overlay.ts';
import { permissions } from './permissions.ts';
import { quotas } from './quotas.ts';
import { replicationTables } from './replication.ts';
import { residues } from './residues.ts';
import { rules } from './rules.ts';
import { searches } from './searches.ts';
import { secrets } from './secrets.ts';
import { tombstones } from './tombstones.ts';
import { words } from './words.ts';

/** All tables on one transaction. */
export function stateTx(db: Db, flavour: Flavour): StateTx {
  return {
    meta: meta(db, flavour),
    take: (counter, count) => take(db, counter, count),
    mounts: mounts(db),
    folders: folders(db, flavour),
    contents: contents(db, flavour),
    listing: listing(db, flavour),
    tombstones: tombstones(db, flavour),
    journal: journal(db),
    intents: intents(db),
    arrivals: arrivals(db, flavour),
    residues: residues(db, flavour),
    overlay: overlay(db, flavour),
    blobs: blobs(db),
    leases: leases(db, flavour),
    searches: searches(db, flavour),
    secrets: secrets(db, flavour),
    ...objectTables(db, flavour),
    words: words(db),
    ...replicationTables(db, flavour),
    permissions: permissions(db, flavour),
    quotas: quotas(db, flavour),
    rules: rules(db, flavour),
    deliveries: deliveries(db),
    outgoing: outgoing(db),
    deferred: deferred(db),
    ...(flavour.now !== undefined && { now: () => clock(db, flavour.now as string) }),
  };
}

/** The same for readers: one that takes a number would hold no lock for it. */
export function readOnlyTx(db: Db, flavour: Flavour): StateTx {
  return {
    ...stateTx(db, flavour),
    take() {
      throw new TypeError('Numbers are taken inside a write transaction only.');
    },
  };
}

async function clock(db: Db, now: string): Promise<number> {
  const { rows } = await sql<{ now: number }>`select ${sql.raw(now)} as ${sql.ref('now')}`.execute(db);
  return rows[0]?.now as number;
}
