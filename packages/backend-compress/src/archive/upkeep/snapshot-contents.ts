import { damaged } from '../../errors.ts';
import type { Life } from '../life.ts';
import { openContent, readContent } from '../reading/content-reader.ts';
import { linesOf, parse } from '../snapshots.ts';

/** The lists of items of the folders of a snapshot: a content each. */
export function listingsOf(life: Life, snapshot: number): AsyncIterable<number> {
  return numbersIn(life, snapshot, 'items');
}

/** The contents that such a list names. */
export function contentsOf(life: Life, listing: number): AsyncIterable<number> {
  return numbersIn(life, listing, 'content');
}

async function* numbersIn(life: Life, id: number, field: 'items' | 'content'): AsyncIterable<number> {
  const content = life.index.content(id);
  if (content === undefined) throw damaged(`A list of a snapshot is not there (content ${id})`, { content: id });
  const opened = await openContent(life.raw, content);
  for await (const line of linesOf(readContent(life.raw, opened)))
    yield parse<Record<typeof field, number>>(line, [field])[field];
}

/** Which snapshots refer to some contents, by content. A list that cannot be read is among them itself. */
export async function snapshotsWith(
  life: Life,
  contents: ReadonlySet<number>,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const found = new Map<number, Set<string>>();
  const note = (content: number, name: string): void => {
    if (!contents.has(content)) return;
    found.set(content, (found.get(content) ?? new Set()).add(name));
  };
  if (contents.size > 0)
    for (const { name, content } of life.index.snapshots()) {
      note(content, name);
      for (const listing of await collected(listingsOf(life, content))) {
        note(listing, name);
        for (const item of await collected(contentsOf(life, listing))) note(item, name);
      }
    }
  return new Map([...found].map(([content, names]) => [content, [...names]]));
}

async function collected(numbers: AsyncIterable<number>): Promise<readonly number[]> {
  const all: number[] = [];
  try {
    for await (const number of numbers) all.push(number);
  } catch {
    // Damaged, and named as a content of its own.
  }
  return all;
}
