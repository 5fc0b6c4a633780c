import { existsSync, globSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseChecklist, readChecklist } from '../requirements/checklist.ts';
import { countsAsText, countsOf, withCounts } from '../requirements/counts.ts';
import { idsIn, namedInSources, proofsOf } from '../requirements/proofs.ts';
import { keepResults, readResults } from '../requirements/results.ts';

const root = path.join(import.meta.dirname, '../..');
const checklist = readChecklist(path.join(root, 'docs/spec/requirements'));

/** The ids of this file are of a document that there is not, lest it proves anything itself. */
const rows = parseChecklist(
  'MS-OXCNONE',
  [
    'id\tclass\twords\tnote',
    'MS-OXCNONE_R1\tstore\twhat core must give\t',
    'MS-OXCNONE_R2\tstore\tanother thing of core\t',
    'MS-OXCNONE_R3\twire\ta number in a buffer\t',
    'MS-OXCNONE_R4\tstore\ta thing of others\tleft out: it is of others\n',
  ].join('\n'),
);
const file = 'packages/a/test/a.test.ts';
const named = (...ids: string[]) => new Map(ids.map((id) => [id, new Set([file])]));
const ran = (...tests: { name: string; status: string }[]) => new Map([[file, tests]]);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mapistore-requirements-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a title names ids in full, and more of the same document in short', () => {
  expect(idsIn('sorts [MS-OXCNONE_R1 R2, R3] [MS-OXCELSE_R4], not R5 [MS-OXCNONE]')).toEqual([
    'MS-OXCNONE_R1',
    'MS-OXCNONE_R2',
    'MS-OXCNONE_R3',
    'MS-OXCELSE_R4',
  ]);
});

test('a row is proven where a test with its id in the title passed', () => {
  const { proven, faults } = proofsOf(
    rows,
    named('MS-OXCNONE_R1'),
    ran({ name: 'x [MS-OXCNONE_R1]', status: 'passed' }),
  );
  expect([[...proven], faults]).toEqual([['MS-OXCNONE_R1'], []]);
});

test('a row is proven where a loop makes the title that names it', () => {
  const { proven, faults } = proofsOf(rows, named(), ran({ name: 'x [MS-OXCNONE_R2]', status: 'passed' }));
  expect([[...proven], faults]).toEqual([['MS-OXCNONE_R2'], []]);
});

test('a test outside of packages proves nothing', () => {
  const elsewhere = new Map([['scripts/test/a.test.ts', [{ name: 'x [MS-OXCNONE_R2]', status: 'passed' }]]]);
  expect(proofsOf(rows, named(), elsewhere)).toEqual({ proven: new Set(), faults: [] });
});

test('a row is proven by what the sources say where nothing has run', () => {
  expect([...proofsOf(rows, named('MS-OXCNONE_R2')).proven]).toEqual(['MS-OXCNONE_R2']);
});

test.each([
  [
    'it was skipped',
    [{ name: 'x [MS-OXCNONE_R1]', status: 'skipped' }],
    'but in the title of no test that ran since the file changed',
  ],
  [
    'its title has no id',
    [{ name: 'x', status: 'passed' }],
    'but in the title of no test that ran since the file changed',
  ],
  [
    'one of its tests failed',
    [
      { name: 'x [MS-OXCNONE_R1]', status: 'passed' },
      { name: 'y [MS-OXCNONE_R1]', status: 'failed' },
    ],
    'but by a test that failed',
  ],
])('a named row is a fault where %s', (_, tests, fault) => {
  const { proven, faults } = proofsOf(rows, named('MS-OXCNONE_R1'), ran(...tests));
  expect([...proven]).toEqual([]);
  expect(faults).toEqual([`${file}: named, ${fault}: MS-OXCNONE_R1`]);
});

test.each([
  ['MS-OXCNONE_R9', 'but not in the checklist'],
  ['MS-OXCNONE_R3', 'but of class wire'],
  ['MS-OXCNONE_R4', 'but left out (it is of others)'],
])('a test cannot prove %s: it is named, %s', (id, fault) => {
  const { proven, faults } = proofsOf(rows, named(id), ran({ name: id, status: 'passed' }));
  expect([[...proven], faults]).toEqual([[], [`${file}: named, ${fault}: ${id}`]]);
});

test('what is left out is not among the rows to prove', () => {
  expect(countsAsText(countsOf(rows, new Set(['MS-OXCNONE_R1'])))).toMatchInlineSnapshot(`
    "document    proven  of store   %  left out  wire  client  all
    MS-OXCNONE       1         2  50         1     1       0    4
    all              1         2  50         1     1       0    4"
  `);
});

test.each([
  ['MS-OXCNONE_R1\tstore\twords', 'is not id, class, words and note'],
  ['R1\tstore\twords\t', 'is not id, class, words and note'],
  ['MS-OXCNONE_R1\tother\twords\t', 'has the class "other"'],
  ['MS-OXCNONE_R1\twire\twords\tleft out: so', 'only a row of class store'],
])('a line of the checklist that is wrong is told with its place: %j', (line, message) => {
  expect(() => parseChecklist('MS-OXCNONE', `id\tclass\twords\tnote\n${line}\n`)).toThrow(
    new RegExp(`^MS-OXCNONE\\.tsv:2 .*${message}`),
  );
});

test('an id that is there twice is refused', () => {
  const line = 'MS-OXCNONE_R1\tstore\twords\t\n';
  writeFileSync(path.join(folder, 'MS-OXCNONE.tsv'), `id\tclass\twords\tnote\n${line}${line}`);
  expect(() => readChecklist(folder)).toThrow('MS-OXCNONE_R1 more than once');
});

test('results of some files are added to those of a whole run, and go when the file changes', () => {
  const kept = path.join(folder, 'kept', 'tests.json');
  const report = (name: string, startTime: number) => ({
    name: path.join(folder, name),
    startTime,
    assertionResults: [{ fullName: name, status: 'passed' }],
  });
  const paths = (...names: string[]) => names.map((name) => path.relative(root, path.join(folder, name)));
  for (const name of ['one.test.ts', 'two.test.ts', 'three.test.ts']) writeFileSync(path.join(folder, name), '');
  const soon = Date.now() + 60_000;
  expect(readResults(kept)).toBeUndefined();
  keepResults([report('one.test.ts', soon), report('gone.test.ts', soon)], true, kept);
  keepResults([report('two.test.ts', soon)], false, kept);
  expect([...(readResults(kept)?.keys() ?? [])]).toEqual(paths('one.test.ts', 'two.test.ts'));
  utimesSync(path.join(folder, 'two.test.ts'), new Date(), new Date(soon + 1000));
  expect([...(readResults(kept)?.keys() ?? [])]).toEqual(paths('one.test.ts'));
  keepResults([report('three.test.ts', soon)], true, kept);
  expect([...(readResults(kept)?.keys() ?? [])]).toEqual(paths('three.test.ts'));
});

test('the counts in docs/spec/mapi.md are up to date; else npm run requirements -- --write', () => {
  const page = readFileSync(path.join(root, 'docs/spec/mapi.md'), 'utf8');
  const { proven } = proofsOf(checklist, namedInSources(root));
  expect(page).toBe(withCounts(page, countsOf(checklist, proven)));
});

test('the checklist has each row that is verified by a test case, in order', () => {
  const tables = path.join(root, '../shared/requirements');
  if (!existsSync(tables)) {
    console.warn(
      'NOT TESTED: whether the checklist is complete. There is no ../shared/requirements beside this checkout.',
    );
    return;
  }
  const wanted = globSync('MS-OX*.tsv', { cwd: tables })
    .sort()
    .flatMap((file) => readFileSync(path.join(tables, file), 'utf8').trimEnd().split('\n'))
    .map((line) => line.split('\t'))
    .filter(([, , , verification]) => verification === 'Test Case')
    .map(([id]) => id);
  expect(checklist.map(({ id }) => id)).toEqual(wanted);
});

test('the checklist says each row in 4 to 14 words', () => {
  const lengths = checklist.filter(({ words }) => words.split(' ').length < 4 || words.split(' ').length > 14);
  expect(lengths).toEqual([]);
});
