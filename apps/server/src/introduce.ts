import path from 'node:path';
import { ImportSources, printable } from '@mapistore/cli';
import type { Store, TransferResult } from '@mapistore/core';

const samples = path.join(import.meta.dirname, '../samples');
const MOVED = 3;

/** Shows at the first start what a store does: imports sample items, and moves some across and one back. */
export async function introduce(store: Store, signal: AbortSignal, say: (text: string) => void): Promise<void> {
  for (const [folder, name] of [
    ['/Inbox', 'mail'],
    ['/Calendar', 'calendar'],
    ['/Contacts', 'contacts'],
    ['/Notes', 'notes'],
  ] as const) {
    let count = 0;
    for await (const { label, outcome, error } of store.import(
      folder,
      new ImportSources([path.join(samples, name)], signal),
      { signal },
    )) {
      if (outcome === 'failed') say(`  ${path.basename(label)}: ${printable(error?.message ?? 'failed')}`);
      else count++;
    }
    say(`Imported ${count === 1 ? '1 sample' : `${count} samples`} into ${folder}.`);
  }
  const { items } = await store.items.page('/Inbox', { limit: MOVED, sort: 'date', descending: false });
  const across = await idsOf(
    store.move(
      items.map(({ id }) => id),
      '/Archive',
      { signal },
    ),
  );
  const back = await idsOf(store.move(across.slice(0, 1), '/Inbox', { signal }));
  say(`Moved ${across.join(', ')} from /Inbox to /Archive, and ${back.join(', ')} back: same ids, same bytes.`);
}

async function idsOf(results: AsyncIterable<TransferResult>): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id, outcome, error } of results) {
    if (outcome === 'failed') throw error ?? new Error(`Cannot move ${id}`);
    ids.push(id);
  }
  return ids;
}
