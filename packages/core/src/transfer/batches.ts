/** A batch is written and committed as one; more items would not be faster, and would be repeated after a crash. */
const MAX_ITEMS = 100;
const MAX_BYTES = 8_388_608;

/** Cuts a sequence into batches bounded in number and bytes; an item larger than the bound has a batch of its own. */
export async function* inBatches<T>(
  items: AsyncIterable<T> | Iterable<T>,
  sizeOf: (item: T) => number,
  maxItems: number = MAX_ITEMS,
): AsyncIterable<readonly T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for await (const item of items) {
    const size = sizeOf(item);
    if (batch.length > 0 && (batch.length >= maxItems || bytes + size > MAX_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
