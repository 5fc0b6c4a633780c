import { digestOf } from '../bytes/scan.ts';
import type { Delta } from '../contract/format.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { originalSource } from '../read/original.ts';
import type { ContentsRow, OverlayRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { encodeValue } from '../state/values.ts';
import { Base } from './base.ts';
import { typeColumn } from './overlay.ts';
import { rewrite } from './rewrite.ts';

/**
 * Changes properties of an item. What its format can say is patched into the native bytes, every other line staying as
 * it was; the rest goes into the overlay, bound to the digest of the bytes it was written over. What others change at the
 * same time in other fields stays.
 * @throws CONFLICT where somebody else changed the same field, or the item again and again; UNSUPPORTED where recipients
 * or exceptions cannot be changed
 */
export async function setProperties(
  engine: Engine,
  row: ContentsRow,
  delta: Delta,
  signal: AbortSignal,
): Promise<void> {
  const base = new Base(`m${row.itemId}`, delta);
  for (let attempt = 1; ; attempt++) {
    try {
      return await apply(engine, row, delta, base, signal);
    } catch (error) {
      // A lost race: what is there now is read and the change applied to it.
      if (!MapistoreError.is(error, 'PRECONDITION_FAILED')) throw error;
      if (attempt === 3)
        throw new MapistoreError(
          'CONFLICT',
          `Item m${row.itemId} changes all the time; nothing of yours was written. Try again.`,
          { cause: error },
        );
    }
  }
}

async function apply(engine: Engine, row: ContentsRow, delta: Delta, base: Base, signal: AbortSignal): Promise<void> {
  const names = [...[...delta.set].map(({ property }) => property.name), ...delta.remove];
  const { unsaid, sha256 } = await rewrite(engine, { row, delta, names, base }, signal);
  // What the bytes say as it is needs no entry, and one that says something else would win over them.
  const said = new Set(names.filter((name) => !unsaid.has(name)));
  const entries = await engine.state.read((tx) => tx.overlay.ofItem(row.itemId));
  const stale = entries.map(({ property }) => property).filter((name) => said.has(name));
  if (unsaid.size + stale.length === 0) return;
  await overlay(engine, row, { delta, unsaid, stale }, sha256 ?? (await digest(engine, row, signal)));
}

/** Of an item whose bytes core has not seen yet: an overlay is bound to bytes, or it would be lost with a move. */
export async function digest(engine: Engine, row: ContentsRow, signal: AbortSignal): Promise<string> {
  const { sha256, size } = await digestOf(originalSource(engine, row).open({ signal }));
  await engine.state.write(async (tx) => {
    const [now] = await tx.contents.byMids([row.mid]);
    if (now?.contentRevision === row.contentRevision) await tx.contents.updateItem(row.itemId, { sha256, size });
  });
  return sha256;
}

async function overlay(
  engine: Engine,
  row: ContentsRow,
  { delta, unsaid, stale }: { delta: Delta; unsaid: ReadonlySet<string>; stale: readonly string[] },
  overSha256: string,
): Promise<void> {
  const sets = [...delta.set].filter(({ property }) => unsaid.has(property.name));
  const rows: OverlayRow[] = [
    ...sets.map(({ property, value }) => ({
      itemId: row.itemId,
      property: property.name,
      op: 'set' as const,
      value: encodeValue(value),
      type: typeColumn(property),
      overSha256,
    })),
    ...delta.remove
      .filter((name) => unsaid.has(name))
      .map((property) => ({
        itemId: row.itemId,
        property,
        op: 'delete' as const,
        value: null,
        type: null,
        overSha256,
      })),
  ];
  await engine.state.write(async (tx) => {
    const cn = await tx.take('cn', 1);
    await tx.overlay.delete(row.itemId, stale);
    await tx.overlay.put(rows);
    await tx.contents.updateMembership(row.mid, { cn });
    await journal(engine, tx, row, cn);
  });
}

async function journal(engine: Engine, tx: StateTx, { folderId, itemId, mid }: ContentsRow, cn: number): Promise<void> {
  await tx.journal.append([
    { cn, folderId, itemId, mid, change: 'updated', otherFolderId: null, at: engine.clock().getTime() },
  ]);
}
