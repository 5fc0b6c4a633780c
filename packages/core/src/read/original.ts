import { openBlob } from '../blobs/blob-area.ts';
import { restoreLineEnds } from '../bytes/line-ends.ts';
import { sha256Of } from '../bytes/scan.ts';
import { bodyFrom, cut } from '../bytes/sources.ts';
import type { Backend } from '../contract/backend.ts';
import type { Body, BodySource, ByteRange } from '../contract/body.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { ContentsRow, ResidueRow } from '../state/rows.ts';

/**
 * Opens the bytes of an item as they were when it came into the store: what a normalising backend changed is put right.
 * @throws NOT_FOUND, UNAVAILABLE
 */
export async function openOriginal(
  engine: Engine,
  row: ContentsRow,
  signal: AbortSignal,
  range?: ByteRange,
): Promise<Body> {
  try {
    return await open(engine, row, signal, range);
  } catch (error) {
    if (!MapistoreError.is(error, 'NOT_FOUND')) throw error;
    // Another program may have moved it since the row was read.
    const [now] = await engine.state.read((tx) => tx.contents.byItems([row.itemId]));
    if (now === undefined || (now.mid === row.mid && now.backendKey === row.backendKey)) throw error;
    return open(engine, now, signal, range);
  }
}

/** The same as a source that can be opened again and again. */
export function originalSource(engine: Engine, row: ContentsRow): BodySource {
  return {
    mediaType: row.mediaType,
    ...(row.size !== null && { size: row.size }),
    async *open({ signal, range }) {
      yield* await openOriginal(engine, row, signal, range);
    },
  };
}

/** A row with its bytes. */
export interface Original {
  readonly row: ContentsRow;
  readonly body: Body;
}

/**
 * Opens many items of one folder, in any order, each to be consumed before the next. What cannot be opened in bulk is
 * left out; the caller opens it by itself and hears why it cannot be.
 */
export async function* openOriginals(
  engine: Engine,
  rows: readonly ContentsRow[],
  signal: AbortSignal,
): AsyncIterable<Original> {
  const folderId = rows[0]?.folderId;
  if (folderId === undefined) return;
  const { backend, folder } = await backendOf(engine, folderId, signal);
  const backed = new Map(rows.flatMap((row) => (row.backendKey === null ? [] : [[row.backendKey, row] as const])));
  if (backend.openBodies === undefined || backed.size < 2) return;
  const residues = new Map(
    (await engine.state.read((tx) => tx.residues.ofMids(rows.map(({ mid }) => mid)))).map((residue) => [
      residue.mid,
      residue,
    ]),
  );
  for await (const { key, body } of backend.openBodies({ signal, folder, keys: [...backed.keys()] })) {
    const row = backed.get(key);
    if (row === undefined) continue;
    const residue = residues.get(row.mid);
    if (residue === undefined) yield { row, body };
    else if (residue.mode === 'lines' && residue.contentRevision === row.contentRevision)
      yield { row, body: restored(body, residue, row) };
  }
}

async function open(engine: Engine, row: ContentsRow, signal: AbortSignal, range?: ByteRange): Promise<Body> {
  if (row.blob !== null) return openBlob(engine.state, row.blob, row.mediaType, range);
  const { backend, folder } = await backendOf(engine, row.folderId, signal);
  const key = row.backendKey as string;
  const [residue] = await engine.state.read((tx) => tx.residues.ofMids([row.mid]));
  if (residue === undefined || !(await stillHolds(engine, backend, folder, row, residue, signal))) {
    return backend.openBody({ signal, folder, key, ...(range !== undefined && { range }) });
  }
  if (residue.mode === 'blob') return openBlob(engine.state, residue.originalSha256, row.mediaType, range);
  const whole = restored(await backend.openBody({ signal, folder, key }), residue, row);
  return range === undefined ? whole : bodyFrom(cut(whole, range), { mediaType: row.mediaType });
}

function restored(body: Body, residue: ResidueRow, row: ContentsRow): Body {
  return bodyFrom(restoreLineEnds(body, residue.data), {
    mediaType: row.mediaType,
    size: residue.originalSize,
    dispose: () => body[Symbol.asyncDispose](),
  });
}

/** A residue is bound to the stored bytes: after a new key or revision they are compared once. */
async function stillHolds(
  engine: Engine,
  backend: Backend,
  folder: string,
  row: ContentsRow,
  residue: ResidueRow,
  signal: AbortSignal,
): Promise<boolean> {
  if (residue.contentRevision === row.contentRevision) return true;
  const digest = await sha256Of(await backend.openBody({ signal, folder, key: row.backendKey as string }));
  const holds = digest === residue.storedSha256;
  await engine.state.write(async (tx) => {
    if (holds) await tx.residues.put([{ ...residue, contentRevision: row.contentRevision }]);
    else await tx.residues.delete([row.mid]);
  });
  return holds;
}

/** The open backend and folder key of a folder. @throws NOT_FOUND, UNAVAILABLE … */
export async function backendOf(
  engine: Engine,
  folderId: number,
  signal: AbortSignal,
): Promise<{ readonly backend: Backend; readonly folder: string }> {
  const tree = await Tree.read(engine.state);
  const row = tree.get(folderId);
  if (row === undefined)
    throw new MapistoreError('NOT_FOUND', 'The folder of the item is gone; synchronise and look again.');
  const backend = await engine.mounts.get(tree.mountOf(row), signal);
  return { backend, folder: row.backendKey as string };
}
