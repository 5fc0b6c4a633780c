import type { Delta } from '../contract/format.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { backendOf, originalSource } from '../read/original.ts';
import type { ContentsRow, OverlayRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { encodeValue } from '../state/values.ts';
import { prepare } from './prepare.ts';

/**
 * Changes properties of an item. What its format can say is patched into the native bytes, every other line staying as
 * it was; the rest goes into the overlay, bound to the digest of the bytes it was written over.
 * @throws CONFLICT where somebody else changed the item again and again
 */
export async function setProperties(
  engine: Engine,
  row: ContentsRow,
  delta: Delta,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await apply(engine, row, delta, signal);
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

async function apply(engine: Engine, row: ContentsRow, delta: Delta, signal: AbortSignal): Promise<void> {
  const source = originalSource(engine, row);
  const format = engine.formats.get(row.mediaType);
  const names = [...[...delta.set].map(({ property }) => property.name), ...delta.remove];
  const patched = (await format?.patch(source, delta, { signal })) ?? { unsaid: names };
  const unsaid = new Set(patched.unsaid);
  let over = row.sha256;
  if (patched.body !== undefined) {
    const prepared = await prepare(engine, patched.body, signal);
    over = prepared.sha256;
    if (row.backendKey === null)
      throw new MapistoreError(
        'UNSUPPORTED',
        `Item m${row.itemId} is only kept by the store, since its backend refused it; move it before editing.`,
      );
    const { backend, folder } = await backendOf(engine, row.folderId, signal);
    if (backend.updateItem === undefined)
      throw new MapistoreError('UNSUPPORTED', `Item m${row.itemId} cannot be edited where it lies.`);
    const current = await backend.readItem({ signal, folder, key: row.backendKey });
    const written = await backend.updateItem({
      signal,
      folder,
      key: row.backendKey,
      body: prepared.source,
      ifRevision: { content: current.contentRevision },
    });
    await engine.state.write(async (tx) => {
      const cn = await tx.take('cn', 1);
      const { sha256, size, head } = prepared;
      await tx.contents.updateItem(row.itemId, { ...head, sha256, size });
      await tx.contents.updateMembership(row.mid, {
        backendKey: written.key,
        contentRevision: written.contentRevision,
        storedSize: written.size ?? size,
        cn,
      });
      await tx.residues.delete([row.mid]);
      await journal(engine, tx, row, cn);
      await tx.overlay.delete(
        row.itemId,
        names.filter((name) => !unsaid.has(name)),
      );
    });
  }
  if (unsaid.size > 0) await overlay(engine, row, delta, unsaid, over);
}

async function overlay(
  engine: Engine,
  row: ContentsRow,
  delta: Delta,
  unsaid: ReadonlySet<string>,
  overSha256: string | null,
): Promise<void> {
  const sets = [...delta.set].filter(({ property }) => unsaid.has(property.name));
  const rows: OverlayRow[] = [
    ...sets.map(({ property, value }) => ({
      itemId: row.itemId,
      property: property.name,
      op: 'set' as const,
      value: encodeValue(value),
      overSha256,
    })),
    ...delta.remove
      .filter((name) => unsaid.has(name))
      .map((property) => ({ itemId: row.itemId, property, op: 'delete' as const, value: null, overSha256 })),
  ];
  await engine.state.write(async (tx) => {
    const cn = await tx.take('cn', 1);
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
