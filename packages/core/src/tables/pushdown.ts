import type { Backend } from '../contract/backend.ts';
import type { Engine } from '../engine/engine.ts';
import { Tree } from '../hierarchy/tree.ts';
import { propertiesOf } from '../restriction/check.ts';
import { column } from '../restriction/columns.ts';
import type { Restriction } from '../restriction/restriction.ts';
import type { ContentsRow } from '../state/rows.ts';

/** Keys of one page of a backend's answer. */
const PAGE = 1_000;

/** Rows that may meet a restriction. */
export interface Candidates {
  has(row: ContentsRow): Promise<boolean>;
}

/**
 * Asks the backend of a folder which of its items may meet a restriction on properties that only the items have, so that
 * the others need not be read. Undefined where it cannot tell: then each item is read. The backend knows nothing of what
 * core keeps beside it, so rows with properties in the overlay, and those that core itself keeps, may meet everything.
 */
export async function candidatesOf(
  engine: Engine,
  folderId: number,
  restriction: Restriction,
  signal: AbortSignal,
): Promise<Candidates | undefined> {
  const asked = pushable(restriction);
  if (asked === undefined) return undefined;
  const tree = await Tree.read(engine.state);
  const folder = tree.get(folderId);
  if (folder === undefined || folder.mountId === null || folder.backendKey === null) return undefined;
  const backend = await engine.mounts.get(tree.mountOf(folder), signal);
  if (backend.query === undefined) return undefined;
  const keys = await keysOf(backend, folder.backendKey, asked, signal);
  return {
    async has(row) {
      if (row.backendKey === null || keys.has(row.backendKey)) return true;
      return (await engine.state.read((tx) => tx.overlay.ofItem(row.itemId))).length > 0;
    },
  };
}

/** The parts of a restriction that speak of nothing but what backends know and the index does not. */
function pushable(restriction: Restriction): Restriction | undefined {
  const parts = restriction.type === 'and' ? restriction.of : [restriction];
  const of = parts.filter((part) => {
    const names = propertiesOf(part);
    return names.size > 0 && [...names].every(isOfItem) && !speaksOfFlags(part);
  });
  return of.length < 2 ? of[0] : { type: 'and', of };
}

/** Core computes those of its columns, and ids and change keys, from what it knows itself. */
function isOfItem(name: string): boolean {
  return column(name) === undefined && !COMPUTED.has(name);
}

const COMPUTED: ReadonlySet<string> = new Set([
  'PidTagSourceKey',
  'PidTagParentSourceKey',
  'PidTagChangeKey',
  'PidTagPredecessorChangeList',
  'PidTagFlagStatus',
  'PS_PUBLIC_STRINGS#Keywords',
]);

/** Flags that a server refused are core's. */
function speaksOfFlags(restriction: Restriction): boolean {
  if (restriction.type === 'flag') return true;
  if (restriction.type === 'and' || restriction.type === 'or') return restriction.of.some(speaksOfFlags);
  return 'of' in restriction && restriction.of !== undefined && speaksOfFlags(restriction.of as Restriction);
}

/** All keys that a backend finds. Its remainder is of no matter: core asks each of the items for the whole anyway. */
async function keysOf(
  backend: Backend,
  folder: string,
  restriction: Restriction,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const page = await (backend as Required<Backend>).query({
      folder,
      restriction,
      limit: PAGE,
      signal,
      ...(cursor !== undefined && { cursor }),
    });
    for (const key of page.keys) keys.add(key);
    if (page.next === undefined) return keys;
    cursor = page.next;
  }
}
