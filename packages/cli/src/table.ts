import { fit, widthOf } from './text.ts';

/** One column of a table for people. */
export interface Column<Row> {
  readonly title: string;
  readonly right?: boolean;
  /** Shrinks when the terminal is narrow; the others never do. */
  readonly flexible?: boolean;
  text(row: Row): string;
}

const GAP = 2;
const LEAST = 12;

/** Lines of a table: a head, then a line per row. Nothing is cut when `width` is undefined. */
export function tableLines<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number | undefined,
): readonly string[] {
  const cells = rows.map((row) => columns.map((column) => column.text(row)));
  const head = columns.map(({ title }) => title.toUpperCase());
  const widths = columns.map((_, index) => Math.max(...[head, ...cells].map((line) => widthOf(line[index] ?? ''))));
  if (width !== undefined) shrink(columns, widths, width);
  return [head, ...cells].map((line) =>
    line
      .map((cell, index) => pad(fit(cell, widths[index] ?? 0), widths[index] ?? 0, columns[index]?.right === true))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

function shrink<Row>(columns: readonly Column<Row>[], widths: number[], width: number): void {
  const over = (): number => widths.reduce((sum, each) => sum + each + GAP, -GAP) - width;
  const flexible = columns.flatMap(({ flexible: yes }, index) => (yes === true ? [index] : []));
  for (let excess = over(); excess > 0; excess = over()) {
    // The widest gives first, so that short columns stay whole.
    const widest = flexible
      .filter((index) => (widths[index] ?? 0) > LEAST)
      .sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    if (widest === undefined) return;
    const next = Math.max(LEAST, ...flexible.filter((index) => index !== widest).map((index) => widths[index] ?? 0));
    const now = widths[widest] ?? 0;
    widths[widest] = Math.max(now - excess, Math.min(next, now - 1), LEAST);
  }
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}
