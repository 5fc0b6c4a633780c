import { putBlob } from '../blobs/blob-area.ts';
import { Held } from '../bytes/held.ts';
import { bytesSource } from '../bytes/sources.ts';
import type { Backend, ItemWritten, UpdateItem } from '../contract/backend.ts';
import type { BodySource } from '../contract/body.ts';
import type { Delta, Patched } from '../contract/format.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { backendOf, originalSource } from '../read/original.ts';
import type { ContentsRow, ResidueRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { adapted } from './adapt.ts';
import type { Base } from './base.ts';
import { type Comparison, compare } from './compare.ts';
import { type Prepared, prepare } from './prepare.ts';

/** What a change made of the native bytes. */
export interface Rewritten {
  /** Canonical names that the bytes cannot say. */
  readonly unsaid: ReadonlySet<string>;
  /** Of the bytes as they are now; null where it is not known. */
  readonly sha256: string | null;
}

/** A change to be written. */
export interface Rewrite {
  readonly row: ContentsRow;
  readonly delta: Delta;
  /** Canonical names of the properties it sets or removes. */
  readonly names: readonly string[];
  /** What the changed fields were when the caller asked; see {@link Base}. */
  readonly base: Base;
  /** Whether bytes that somebody else changed meanwhile are a conflict, and not what is patched. */
  readonly strict?: boolean;
  /** Done in the transaction that commits new bytes. */
  readonly also?: Also;
}

/** What belongs to a change of the bytes and has to be committed with it. */
type Also = (tx: StateTx, rewritten: Rewritten) => Promise<void>;

/**
 * Writes what can be said of a change into the native bytes of an item, and commits that. Bytes that somebody else wrote
 * meanwhile are what is patched, unless they changed the very same fields.
 * @throws PRECONDITION_FAILED where somebody else was faster, CONFLICT where they changed the same, UNSUPPORTED
 */
export async function rewrite(
  engine: Engine,
  { row, delta, names, base, strict = false, also }: Rewrite,
  signal: AbortSignal,
): Promise<Rewritten> {
  const format = engine.formats.get(row.mediaType);
  if (format === undefined) return { unsaid: new Set(needNoFormat(row, delta, names)), sha256: row.sha256 };
  const original = await heldSource(originalSource(engine, row), signal);
  let patched = accepted(row, await format.patch(original, delta, { signal }));
  if (patched.body === undefined) return { unsaid: new Set(patched.unsaid), sha256: row.sha256 };
  const { backend, folder, key } = await editable(engine, row, signal);
  // Read after the bytes, the revision is of these bytes only if it is the one the index has known since before.
  const { contentRevision: content } = await backend.readItem({ signal, folder, key });
  await base.check(format, original, signal);
  if (content !== row.contentRevision) {
    if (strict)
      throw new MapistoreError(
        'CONFLICT',
        `Item m${row.itemId} was changed by somebody else; nothing was written. Open it again.`,
      );
    const seen = await heldSource(storedSource(backend, folder, row), signal);
    await base.check(format, seen, signal);
    patched = accepted(row, await format.patch(seen, delta, { signal }));
  }
  const unsaid = new Set(patched.unsaid);
  if (patched.body === undefined) return { unsaid, sha256: row.sha256 };
  const prepared = await prepare(engine, patched.body, signal);
  const written = await update(engine, backend, {
    signal,
    folder,
    key,
    body: prepared.source,
    ifRevision: { content },
  });
  const stored = await readBack(engine, prepared, { backend, folder, prepared, written, signal });
  // Where the bytes were those that the index knows, what lay over them lies over what is made of them.
  const rebound = content === row.contentRevision ? row.sha256 : null;
  await commit(engine, { row, prepared, written, stored, unsaid, names, rebound, also });
  return { unsaid, sha256: stored.sha256 };
}

/** Writes the bytes, or another form of them where a server that was given such a form before refuses these. */
async function update(engine: Engine, backend: Backend, request: UpdateItem): Promise<ItemWritten> {
  const updateItem = backend.updateItem as NonNullable<Backend['updateItem']>;
  try {
    return await updateItem(request);
  } catch (error) {
    if (!MapistoreError.is(error, 'INVALID_CONTENT')) throw error;
    const form = await adapted(engine, { backend }, request.body, request.signal);
    if (form === undefined) throw error;
    return updateItem({ ...request, body: form.source });
  }
}

/** Only properties fit an overlay: rows of recipients and exceptions need a format. */
function needNoFormat(row: ContentsRow, { recipients, exceptions }: Delta, names: readonly string[]) {
  if ((recipients?.length ?? 0) + (exceptions?.length ?? 0) === 0) return names;
  throw new MapistoreError(
    'UNSUPPORTED',
    `Recipients and exceptions of item m${row.itemId} cannot be changed: nothing here reads ${row.mediaType}.`,
  );
}

function accepted(row: ContentsRow, patched: Patched): Patched {
  if (patched.refused === undefined) return patched;
  const { code, reason } = patched.refused;
  throw new MapistoreError(code, `Item m${row.itemId} was not changed: ${reason}`);
}

/** Small items are read once for all that looks at them; a larger one is read again. */
async function heldSource(source: BodySource, signal: AbortSignal): Promise<BodySource> {
  const held = new Held();
  for await (const _ of held.pass(source.open({ signal }))) if (held.isFull) return source;
  return held.bytes === undefined ? source : bytesSource(held.bytes, source.mediaType);
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
  /** Of what reading gives; null where somebody else wrote something of their own, which then is the item. */
  readonly sha256: string | null;
  readonly size: number | null;
  readonly storedSize: number;
  readonly residue: Omit<ResidueRow, 'mid' | 'contentRevision'> | undefined;
}

async function readBack(engine: Engine, prepared: Prepared, comparison: Comparison): Promise<Stored> {
  const { sha256, size, lineEnds, source } = prepared;
  const { backend, signal } = comparison;
  const stored = await compare(comparison);
  const storedSize = stored.size;
  if (stored.original === 'stored') return { sha256, size, storedSize, residue: undefined };
  // An exact backend that gives back something else: somebody was faster, and what is there now is the item.
  if (backend.description.traits.bytes === 'exact') return { sha256: null, size: null, storedSize, residue: undefined };
  const facts = { storedSha256: stored.sha256, originalSha256: sha256, originalSize: size };
  if (stored.original === 'but for line ends' && lineEnds !== undefined)
    return { sha256, size, storedSize, residue: { ...facts, mode: 'lines', data: lineEnds } };
  await putBlob(engine.state, source, signal);
  return { sha256, size, storedSize, residue: { ...facts, mode: 'blob', data: new Uint8Array(0) } };
}

interface Commit {
  readonly row: ContentsRow;
  readonly prepared: Prepared;
  readonly written: ItemWritten;
  readonly stored: Stored;
  readonly unsaid: ReadonlySet<string>;
  readonly names: readonly string[];
  /** Digest of the bytes whose overlay goes on to the new ones; null where it does not. */
  readonly rebound: string | null;
  readonly also: Also | undefined;
}

async function commit(
  engine: Engine,
  { row, prepared, written, stored, unsaid, names, rebound, also }: Commit,
): Promise<void> {
  const { itemId, mid, folderId } = row;
  const { key, contentRevision, flagsRevision, stableId } = written;
  const { sha256, size, storedSize, residue } = stored;
  await engine.state.write(async (tx) => {
    const cn = await tx.take('cn', 1);
    await tx.contents.updateItem(itemId, { ...prepared.head, sha256, size });
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
    if (residue !== undefined) await tx.residues.put([{ ...residue, mid, contentRevision }]);
    await tx.journal.append([
      { cn, folderId, itemId, mid, change: 'updated', otherFolderId: null, at: engine.clock().getTime() },
    ]);
    await tx.overlay.delete(
      itemId,
      names.filter((name) => !unsaid.has(name)),
    );
    if (rebound !== null && sha256 !== null) {
      const over = (await tx.overlay.ofItem(itemId)).filter(({ overSha256 }) => overSha256 === rebound);
      await tx.overlay.put(over.map((entry) => ({ ...entry, overSha256: sha256 })));
    }
    await also?.(tx, { unsaid, sha256 });
  });
}

/** New bytes in place of those of an item. */
export interface Replacement {
  readonly row: ContentsRow;
  readonly prepared: Prepared;
  /** The content revision that they replace. */
  readonly content: string;
  readonly also: Also;
}

/** Writes new bytes of an item, and commits that. @throws PRECONDITION_FAILED, UNSUPPORTED */
export async function replaceBytes(
  engine: Engine,
  { row, prepared, content, also }: Replacement,
  signal: AbortSignal,
): Promise<void> {
  const { backend, folder, key } = await editable(engine, row, signal);
  const body = prepared.source;
  const written = await update(engine, backend, { signal, folder, key, body, ifRevision: { content } });
  const stored = await readBack(engine, prepared, { backend, folder, prepared, written, signal });
  await commit(engine, { row, prepared, written, stored, unsaid: new Set(), names: [], rebound: null, also });
}
