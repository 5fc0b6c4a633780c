import type { StateTx } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import { arrivals } from './arrivals.ts';
import { blobs } from './blobs.ts';
import { contents } from './contents.ts';
import { folders } from './folders.ts';
import { intents } from './intents.ts';
import { journal } from './journal.ts';
import { leases } from './leases.ts';
import { meta, take } from './meta.ts';
import { mounts } from './mounts.ts';
import { overlay } from './overlay.ts';
import { residues } from './residues.ts';
import { secrets } from './secrets.ts';
import { tombstones } from './tombstones.ts';

/** All tables on one transaction. */
export function stateTx(db: Db): StateTx {
  return {
    meta: meta(db),
    take: (counter, count) => take(db, counter, count),
    mounts: mounts(db),
    folders: folders(db),
    contents: contents(db),
    tombstones: tombstones(db),
    journal: journal(db),
    intents: intents(db),
    arrivals: arrivals(db),
    residues: residues(db),
    overlay: overlay(db),
    blobs: blobs(db),
    leases: leases(db),
    secrets: secrets(db),
  };
}
