import { printable } from '@mapistore/cli';
import type { Store } from '@mapistore/core';

/** The folders of a store with their counts and where each lies, as lines. */
export async function treeLines(store: Store): Promise<readonly string[]> {
  const folders = (await store.folders.list()).filter(({ mount }) => mount !== undefined);
  const rows = folders.map(({ path, items, mount, isMountRoot }) => {
    const count = `${items} item${items === 1 ? '' : 's'}`;
    return [printable(path), count, printable(isMountRoot ? (mount?.uri ?? '') : '')] as const;
  });
  const widths = [0, 1].map((index) => Math.max(0, ...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map(([path, count, uri]) =>
    `  ${path.padEnd(widths[0] ?? 0)}  ${count.padStart(widths[1] ?? 0)}  ${uri}`.trimEnd(),
  );
}
