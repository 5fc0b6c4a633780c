import { createHash } from 'node:crypto';
import { openBlob } from '../blobs/blob-area.ts';
import { sha256Of } from '../bytes/scan.ts';
import type { Engine } from '../engine/engine.ts';
import { Tree } from '../hierarchy/tree.ts';
import { itemId } from '../store/ids.ts';
import type { CheckRequest, Disagreement } from './check.ts';

const PAGE = 500;
const NOTHING = createHash('sha256').digest('hex');

/**
 * Whether the state still has the bytes of what lies nowhere else: soft-deleted items and FAI messages, with everything that
 * those refer to. No synchronisation brings them back; a backup of the state does.
 */
export async function* checkKept(engine: Engine, request: CheckRequest): AsyncIterable<Disagreement> {
  const tree = await Tree.read(engine.state);
  for (let afterItem = 0; ; ) {
    const rows = await engine.state.read((tx) => tx.recoverable.page({ afterItem, limit: PAGE }));
    for (const row of rows) {
      const folder = tree.get(row.folderId);
      const path = folder === undefined ? '/' : tree.path(folder);
      const what = { id: itemId(row.itemId), path, name: 'deleted item' };
      yield* checkBlobs(engine, what, [row.blob as string, ...(await blobsOf(engine, row.itemId))], request);
    }
    const last = rows.at(-1);
    if (rows.length < PAGE || last === undefined) break;
    afterItem = last.itemId;
  }
  for (const folder of tree.subtree(tree.root)) {
    for (const isDeleted of [false, true]) {
      for (const row of await engine.state.read((tx) => tx.associated.ofFolder(folder.folderId, isDeleted))) {
        const what = { id: itemId(row.mid), path: tree.path(folder), name: 'FAI message' };
        yield* checkBlobs(engine, what, [row.blob, ...(await blobsOf(engine, row.mid))], request);
      }
    }
  }
}

function blobsOf(engine: Engine, owner: number): Promise<readonly string[]> {
  return engine.state.read((tx) => tx.itemBlobs.of(owner));
}

async function* checkBlobs(
  engine: Engine,
  { id, path, name }: { readonly id: string; readonly path: string; readonly name: string },
  blobs: readonly string[],
  { deep, signal }: CheckRequest,
): AsyncIterable<Disagreement> {
  for (const blob of blobs) {
    signal.throwIfAborted();
    if (await isSound(engine, blob, deep ?? false)) continue;
    const sentence = `The state has lost bytes of the ${name} ${id} of ${path}; a backup of the state has them.`;
    yield { path, kind: 'bytes', id, sentence };
    return;
  }
}

async function isSound(engine: Engine, blob: string, deep: boolean): Promise<boolean> {
  if (blob === NOTHING) return true;
  if (deep) return (await sha256Of(openBlob(engine.state, blob, 'application/octet-stream'))) === blob;
  return (await engine.state.read((tx) => tx.blobs.piece(blob, 0))) !== undefined;
}
