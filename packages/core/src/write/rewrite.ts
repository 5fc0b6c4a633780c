import { restoreLineEnds } from '../bytes/line-ends.ts';
import { digestOf, sha256Of } from '../bytes/scan.ts';
import type { Backend, ItemWritten } from '../contract/backend.ts';
import type { BodySource } from '../contract/body.ts';
import type { Delta, Patched } from '../contract/format.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { backendOf, originalSource } from '../read/original.ts';
import type { ContentsRow, ResidueRow } from '../state/rows.ts';
import { type Prepared, prepare } from './prepare.ts';

/** What a change made of the native bytes. */
export interface Rewritten {
  /** Canonical names that the bytes cannot say. */
  readonly unsaid: ReadonlySet<string>;
  /** Of the bytes as they are now; null where it is not known. */
  readonly sha256: string | null;
}

/**
 * Writes what can be said of a change into the native bytes of an item, and commits that. Bytes that somebody else wrote
 * meanwhile are what is patched.
 * @throws PRECONDITION_FAILED where somebody else was faster, UNSUPPORTED
 */
export async function rewrite(
  engine: Engine,
  row: ContentsRow,
  delta: Delta,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Rewritten> {
  const format = engine.formats.get(row.mediaType);
  let patched: Patched = { unsaid: names };
  if (format !== undefined) patched = await format.patch(originalSource(engine, row), delta, { signal });
  if (format === undefined || patched.body === undefined)
    return { unsaid: new Set(patched.unsaid), sha256: row.sha256 };
  const { backend, folder, key } = await editable(engine, row, signal);
  // Read after the bytes, the revision is of these bytes only if it is the one the index has known since before.
  const { contentRevision: content } = await backend.readItem({ signal, folder, key });
  if (content !== row.contentRevision)
    patched = await format.patch(storedSource(backend, folder, row), delta, { signal });
  const unsaid = new Set(patched.unsaid);
  if (patched.body === undefined) return { unsaid, sha256: row.sha256 };
  const prepared = await prepare(engine, patched.body, signal);
  const request = { signal, folder, key, body: prepared.source, ifRevision: { content } };
  const written = await (backend.updateItem as NonNullable<Backend['updateItem']>)(request);
  const stored = await readBack(backend, folder, written.key, prepared, signal);
  await commit(engine, row, prepared, written, stored, unsaid, names);
  return { unsaid, sha256: stored.sha256 };
}

async function editable(engine: Engine, row: ContentsRow, signal: AbortSignal) {
  if (row.backendKey === null)
    throw new MapistoreError(
      'UNSUPPORTED',
      `Item m${row.itemId} is only kept by the store, since its backend refused it; move it before editing.`,
    );
  const { backend, folder } = await backendOf(engine, row.folderId, signal);
  if (backend.updateItem === undefined)
    throw new MapistoreError('UNSUPPORTED', `Item m${row.itemId} cannot be edited where it lies.`);
  return { backend, folder, key: row.backendKey };
}

function storedSource(backend: Backend, folder: string, row: ContentsRow): BodySource {
  return {
    mediaType: row.mediaType,
    async *open(request) {
      yield* await backend.openBody({ ...request, folder, key: row.backendKey as string });
    },
  };
}

interface Stored {
  /** Of what reading gives; null where the server made something of its own, which then is the item. */
  readonly sha256: string | null;
  readonly size: number | null;
  readonly storedSize: number;
  readonly residue: Omit<ResidueRow, 'mid' | 'contentRevision'> | undefined;
}

async function readBack(
  backend: Backend,
  folder: string,
  key: string,
  { sha256, size, lineEnds }: Prepared,
  signal: AbortSignal,
): Promise<Stored> {
  const open = () => backend.openBody({ signal, folder, key });
  const stored = await digestOf(await open());
  const storedSize = stored.size;
  if (stored.sha256 === sha256) return { sha256, size, storedSize, residue: undefined };
  if (lineEnds === undefined || (await sha256Of(restoreLineEnds(await open(), lineEnds))) !== sha256)
    return { sha256: null, size: null, storedSize, residue: undefined };
  const facts = { storedSha256: stored.sha256, originalSha256: sha256, originalSize: size };
  return { sha256, size, storedSize, residue: { ...facts, mode: 'lines', data: lineEnds } };
}

async function commit(
  engine: Engine,
  { itemId, mid, folderId }: ContentsRow,
  { head }: Prepared,
  { key, contentRevision, flagsRevision, stableId }: ItemWritten,
  { sha256, size, storedSize, residue }: Stored,
  unsaid: ReadonlySet<string>,
  names: readonly string[],
): Promise<void> {
  await engine.state.write(async (tx) => {
    const cn = await tx.take('cn', 1);
    await tx.contents.updateItem(itemId, { ...head, sha256, size });
    await tx.contents.updateMembership(mid, {
      backendKey: key,
      contentRevision,
      storedSize,
      cn,
      ...(flagsRevision !== undefined && { flagsRevision }),
      ...(stableId !== undefined && { stableId }),
    });
    for (const { mode, originalSha256 } of await tx.residues.ofMids([mid]))
      if (mode === 'blob') await tx.blobs.release(originalSha256);
    await tx.residues.delete([mid]);
    if (residue !== undefined) await tx.residues.put({ ...residue, mid, contentRevision });
    await tx.journal.append([
      { cn, folderId, itemId, mid, change: 'updated', otherFolderId: null, at: engine.clock().getTime() },
    ]);
    await tx.overlay.delete(
      itemId,
      names.filter((name) => !unsaid.has(name)),
    );
  });
}
