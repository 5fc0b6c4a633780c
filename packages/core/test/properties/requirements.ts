import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT =
  process.env['MAPISTORE_REQUIREMENTS'] ??
  fileURLToPath(new URL('../../../../../shared/requirements', import.meta.url));

/** Whether the tables of [MS-OXPROPS] that the constants are compared with are there. */
export const hasRequirements: boolean = existsSync(join(ROOT, 'properties.tsv'));
if (!hasRequirements) console.log(`No tables of properties at ${ROOT}: the constants are compared with nothing.`);

/** Rows of a table, by column. */
export function rows(name: string): readonly Readonly<Record<string, string>>[] {
  const [head = '', ...lines] = readFileSync(join(ROOT, name), 'utf8').trimEnd().split('\n');
  const columns = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  });
}
