/**
 * Which requirements of the MAPI semantics are proven, and by tests that ran:
 *
 *     npm run requirements                        counts for each document; fails where a test proves what it cannot
 *     npm run requirements -- --open MS-OXCTABL   the rows that no test proves yet
 *     npm run requirements -- --write             puts the counts into docs/spec/mapi.md
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readChecklist } from './requirements/checklist.ts';
import { countsAsText, countsOf, withCounts } from './requirements/counts.ts';
import { namedInSources, proofsOf } from './requirements/proofs.ts';
import { readResults } from './requirements/results.ts';
import { root } from './steps/step.ts';

const page = path.join(root, 'docs/spec/mapi.md');
const { values: options } = parseArgs({ options: { open: { type: 'string' }, write: { type: 'boolean' } } });

const checklist = readChecklist(path.join(root, 'docs/spec/requirements'));
const sources = namedInSources(root);
const results = readResults();
const { proven, faults } = proofsOf(checklist, sources, results);

console.log(countsAsText(countsOf(checklist, proven)));
if (results === undefined)
  console.log('No test has run here: "proven" says only that a test names the row. Run npm test.');
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;

if (options.open !== undefined) printOpen(options.open);
// Of what the sources say: the page must not depend on what has run on one machine.
if (options.write === true) {
  const named = proofsOf(checklist, sources);
  writeFileSync(page, withCounts(readFileSync(page, 'utf8'), countsOf(checklist, named.proven)));
}

function printOpen(document: string): void {
  const rows = checklist.filter((row) => row.document === document);
  if (rows.length === 0) {
    console.error(`There is no document ${document} in the checklist.`);
    process.exitCode = 1;
  }
  for (const { id, class: kind, words, leftOut } of rows) {
    if (kind === 'store' && leftOut === undefined && !proven.has(id)) console.log(`${id}  ${words}`);
  }
}
