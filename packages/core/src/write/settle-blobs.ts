import type { ContentKeeper } from '../item/keep-contents.ts';
import type { StateTx } from '../state/store.ts';

/** The blobs that stored JSON refers to. Inside of a text the quotes would be escaped. */
export function blobsIn(json: Iterable<string | null>): readonly string[] {
  const found = new Set<string>();
  for (const text of json)
    for (const [, blob] of (text ?? '').matchAll(/"\$?blob":"([\da-f]{64})"/gu)) found.add(blob as string);
  return [...found];
}

/**
 * Makes these the blobs of an owner that may have some already. `keeper` brought some of them in, with a reference each;
 * what it brought in for nothing is let go.
 */
export async function settleBlobs(
  tx: StateTx,
  ownerId: number,
  used: readonly string[],
  keeper: ContentKeeper,
): Promise<void> {
  const owned = new Set(await tx.itemBlobs.of(ownerId));
  const wanted = new Set(used);
  const taken = new Set(keeper.taken);
  for (const blob of wanted) if (!owned.has(blob) && !taken.has(blob)) await tx.blobs.addReference(blob);
  for (const blob of taken) if (owned.has(blob) || !wanted.has(blob)) await tx.blobs.release(blob);
  await tx.itemBlobs.replace(ownerId, used);
}
