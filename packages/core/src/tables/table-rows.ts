import type { PropertyValue } from '../properties/types.ts';
import { headerSubject } from './headers.ts';
import type { ShownRow } from './navigator.ts';
import type { TableOrder } from './order.ts';
import type { LeafRow, RowSource } from './source.ts';
import type { TableRow } from './table.ts';

/** Rows with their columns. One that is gone in between is left out. */
export async function tableRows(
  source: RowSource,
  order: TableOrder,
  columns: readonly string[],
  shown: readonly ShownRow[],
): Promise<readonly TableRow[]> {
  const places = shown.map((row) => (row.kind === 'leaf' ? row.place : { values: [], mid: row.category.mid }));
  const leaves = new Map((await source.rows(places)).map((row) => [row.mid, row]));
  const rows: TableRow[] = [];
  for (const row of shown) {
    const leaf = leaves.get(row.kind === 'leaf' ? row.place.mid : row.category.mid);
    if (row.kind === 'header') {
      const subject = await headerSubject(row.category, order.levels, leaf);
      rows.push({ kind: 'header', id: row.category.id, values: columns.map((name) => subject.value(name)) });
    } else if (leaf !== undefined) {
      rows.push({ kind: 'leaf', id: leaf.id, values: await leafValues(leaf, columns, order) });
    }
  }
  return rows;
}

async function leafValues(
  leaf: LeafRow,
  columns: readonly string[],
  order: TableOrder,
): Promise<readonly (PropertyValue | undefined)[]> {
  const values: (PropertyValue | undefined)[] = [];
  for (const name of columns)
    values.push(name === 'PidTagDepth' && order.levels.length > 0 ? order.levels.length : await leaf.value(name));
  return values;
}
