import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What a requirement is about: `store` is what core must give whatever front end asks; `wire` is buffers, handles and
 * numbers of a protocol; `client` is what a client does, or means by a value that the store only keeps.
 */
type RequirementClass = 'store' | 'wire' | 'client';

/** One row of the checklist. */
export interface Requirement {
  readonly id: string;
  /** The Microsoft Open Specification whose table has the row, such as MS-OXCTABL. */
  readonly document: string;
  readonly class: RequirementClass;
  readonly words: string;
  /** Why a row of class `store` is not met. */
  readonly leftOut?: string;
}

/** The header of each file. */
const columns = 'id\tclass\twords\tnote';
const classes: readonly string[] = ['store', 'wire', 'client'] satisfies readonly RequirementClass[];
const leftOutNote = 'left out: ';

/** The rows of all `*.tsv` in a folder, each file named after its document; throws with file and line where one is wrong. */
export function readChecklist(folder: string): readonly Requirement[] {
  const files = globSync('*.tsv', { cwd: folder }).sort();
  const rows = files.flatMap((file) =>
    parseChecklist(path.basename(file, '.tsv'), readFileSync(path.join(folder, file), 'utf8')),
  );
  const twice = duplicates(rows.map(({ id }) => id));
  if (twice.length > 0) throw new Error(`The checklist in ${folder} has ${twice.join(', ')} more than once.`);
  return rows;
}

/** The rows of one file. */
export function parseChecklist(document: string, text: string): readonly Requirement[] {
  // An empty note leaves a tab at the end of its line, so only the last line end goes.
  const [header, ...lines] = text.replace(/\n$/, '').split('\n');
  if (header !== columns) throw new Error(`${document}.tsv begins with "${header}" instead of its columns.`);
  return lines.map((line, index) => parseLine(document, line, `${document}.tsv:${index + 2}`));
}

function parseLine(document: string, line: string, place: string): Requirement {
  const cells = line.split('\t');
  const [id = '', kind = '', words = '', note = ''] = cells;
  if (cells.length !== 4 || words === '' || !/^MS-OX\w+_R\d+$/.test(id)) {
    throw new Error(`${place} is not id, class, words and note.`);
  }
  if (!classes.includes(kind)) throw new Error(`${place} has the class "${kind}", which is none.`);
  const row = { id, document, class: kind as RequirementClass, words };
  if (note === '') return row;
  if (kind !== 'store' || !note.startsWith(leftOutNote)) {
    throw new Error(`${place} has a note; only a row of class store has one, and it begins with "${leftOutNote}".`);
  }
  return { ...row, leftOut: note.slice(leftOutNote.length) };
}

function duplicates(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
