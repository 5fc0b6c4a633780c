import type { Requirement } from './checklist.ts';

/** How many rows of a document are of which sort; all is the sum of the others, and proven are among those of the store. */
interface Counts {
  readonly document: string;
  readonly proven: number;
  /** Those to prove: of class store, and not left out. */
  readonly store: number;
  readonly leftOut: number;
  readonly wire: number;
  readonly client: number;
  readonly all: number;
}

/** Of each document, and of all together as the last. */
export function countsOf(checklist: readonly Requirement[], proven: ReadonlySet<string>): readonly Counts[] {
  const documents = [...new Set(checklist.map(({ document }) => document))];
  const each = documents.map((document) =>
    count(
      document,
      checklist.filter((row) => row.document === document),
      proven,
    ),
  );
  return [...each, count('all', checklist, proven)];
}

function count(document: string, rows: readonly Requirement[], proven: ReadonlySet<string>): Counts {
  const store = rows.filter((row) => row.class === 'store');
  const leftOut = store.filter((row) => row.leftOut !== undefined).length;
  return {
    document,
    proven: store.filter(({ id }) => proven.has(id)).length,
    store: store.length - leftOut,
    leftOut,
    wire: rows.filter((row) => row.class === 'wire').length,
    client: rows.filter((row) => row.class === 'client').length,
    all: rows.length,
  };
}

const heads = ['document', 'proven', 'of store', '%', 'left out', 'wire', 'client', 'all'];

function cellsOf({ document, proven, store, leftOut, wire, client, all }: Counts): readonly string[] {
  // Rounded down: 90 is said only where it is reached.
  const percent = store === 0 ? 100 : Math.floor((100 * proven) / store);
  return [document, ...[proven, store, percent, leftOut, wire, client, all].map(String)];
}

/** The counts for a terminal. */
export function countsAsText(counts: readonly Counts[]): string {
  const lines = [heads, ...counts.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

/** The counts for a page. */
function countsAsMarkdown(counts: readonly Counts[]): string {
  const lines = [heads, heads.map((_, column) => (column === 0 ? '---' : '---:')), ...counts.map(cellsOf)];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

const begin = '<!-- counts: npm run requirements -- --write -->';
const end = '<!-- /counts -->';

/** A page with the counts in their place. */
export function withCounts(page: string, counts: readonly Counts[]): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`The page has no place for counts: ${begin} … ${end}`);
  return `${before}${begin}\n${countsAsMarkdown(counts)}\n${end}${after}`;
}
