import { MapistoreError } from '../errors/error.ts';
import { guidBytes } from '../identity/mapi-ids.ts';
import { checkXid, compareLocalIds, type Xid, xidBytes } from './xid.ts';

/** What one version of an object is to another. */
export type Comparison = 'same' | 'newer' | 'older' | 'conflict';

/**
 * The last change of each replica that went into a version of an object ([MS-OXCFXICS] 2.2.2.3, PredecessorChangeList). A
 * value: operations give new ones.
 */
export class PredecessorChangeList {
  readonly #xids: ReadonlyMap<string, string>;

  private constructor(xids: ReadonlyMap<string, string>) {
    this.#xids = xids;
  }

  /** Of several of one namespace the greatest counts. */
  static of(xids: Iterable<Xid>): PredecessorChangeList {
    const greatest = new Map<string, string>();
    for (const { namespace, localId } of xids) {
      const known = greatest.get(namespace);
      if (known === undefined || compareLocalIds(localId, known) > 0) greatest.set(namespace, localId);
    }
    return new PredecessorChangeList(greatest);
  }

  /** @throws INVALID_ARGUMENT for what is no list of XIDs */
  static fromJson(json: unknown): PredecessorChangeList {
    if (Array.isArray(json)) return PredecessorChangeList.of(json.map(checkXid));
    throw new MapistoreError('INVALID_ARGUMENT', 'A predecessor change list is a list of XIDs.');
  }

  /** Whether every change of the other went into this one too ([MS-OXCFXICS] 3.1.5.6.1). */
  includes(other: PredecessorChangeList): boolean {
    for (const [namespace, localId] of other.#xids) {
      const mine = this.#xids.get(namespace);
      if (mine === undefined || compareLocalIds(mine, localId) < 0) return false;
    }
    return true;
  }

  /** What this version is to another: each may have changes that the other lacks. */
  compare(other: PredecessorChangeList): Comparison {
    const [mine, theirs] = [this.includes(other), other.includes(this)];
    if (mine && theirs) return 'same';
    if (mine) return 'newer';
    return theirs ? 'older' : 'conflict';
  }

  /** The list of a version that both went into. */
  merge(other: PredecessorChangeList): PredecessorChangeList {
    return PredecessorChangeList.of([...this, ...other]);
  }

  /** The list of the version that a change makes of this one. */
  with(change: Xid): PredecessorChangeList {
    return PredecessorChangeList.of([...this, change]);
  }

  /** In the order in which they are written, that of the bytes of the GUIDs. */
  *[Symbol.iterator](): Iterator<Xid> {
    const sorted = [...this.#xids]
      .map(([namespace, localId]) => ({ namespace, localId, bytes: guidBytes(namespace) }))
      .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
    for (const { namespace, localId } of sorted) yield { namespace, localId };
  }

  /** The bytes of PidTagPredecessorChangeList: XIDs, each behind its size. */
  toBytes(): Uint8Array {
    return Buffer.concat(
      [...this].map((xid) => {
        const bytes = xidBytes(xid);
        return Buffer.concat([Uint8Array.of(bytes.byteLength), bytes]);
      }),
    );
  }

  toJSON(): readonly Xid[] {
    return [...this];
  }
}
