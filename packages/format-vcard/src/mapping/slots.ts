import type { Version } from '../lines/escapes.ts';
import type { VcardLine } from '../lines/line.ts';

/** Kinds of lines that may be there several times, each taking a slot of its own by type and order. */
interface Family {
  readonly names: readonly string[];
  /** What the names of its slots begin with. */
  readonly prefix: string;
  /** Slots that a line may take, best first; it takes the first that is free, or none and stays in the bytes only. */
  slotsOf(line: VcardLine, words: ReadonlySet<string>): readonly string[];
}

/** Name and parameters of a new line. */
export interface Form {
  readonly name: string;
  readonly parameters?: readonly string[];
}

/** Names a line's slot where its type and order do not. */
export const SLOT_PARAMETER = 'X-MAPISTORE-SLOT';

/** A line of that name with types, as each version writes them. */
export function typed(name: string, ...types: string[]): Readonly<Record<Version, Form>> {
  return {
    '2.1': { name, parameters: types.map((type) => type.toUpperCase()) },
    '3.0': { name, parameters: types.length > 0 ? [`TYPE=${types.join(',').toUpperCase()}`] : [] },
    '4.0': { name, parameters: types.length > 0 ? [`TYPE=${types.join(',').toLowerCase()}`] : [] },
  };
}

interface PhoneRow {
  /** Words that must all be there, in any of their spellings. */
  readonly words: readonly (readonly string[])[];
  readonly slots: readonly string[];
}

const FAX = ['fax'];
const HOME = ['home'];
const WORK = ['work', 'business'];

/** Telephone lines after [MS-OXVCARD] (2.1.3.9.5 for X-MS-TEL); the first row that fits counts. */
const PHONES: readonly PhoneRow[] = [
  { words: [['assistant', 'assistantphone']], slots: ['assistant'] },
  { words: [['callback']], slots: ['callback'] },
  { words: [['company', 'companymain', 'main', 'main-number']], slots: ['company'] },
  { words: [['radio']], slots: ['radio'] },
  { words: [['ttytdd', 'tty', 'tdd', 'textphone']], slots: ['ttytdd'] },
  { words: [['telex', 'tlx']], slots: ['telex'] },
  { words: [FAX, WORK], slots: ['business-fax'] },
  { words: [FAX, HOME], slots: ['home-fax'] },
  { words: [FAX], slots: ['primary-fax'] },
  { words: [['pager']], slots: ['pager'] },
  { words: [['isdn']], slots: ['isdn'] },
  { words: [['car']], slots: ['car'] },
  { words: [['cell', 'mobile', 'iphone']], slots: ['mobile'] },
  { words: [HOME], slots: ['home', 'home2'] },
  { words: [WORK], slots: ['business', 'business2'] },
  { words: [['pref']], slots: ['primary', 'other'] },
  { words: [], slots: ['other'] },
];

/** All families of lines with their slots. Names of slots are unique among all of them. */
const FAMILIES: readonly Family[] = [
  {
    names: ['TEL', 'X-MS-TEL'],
    prefix: 'tel-',
    slotsOf: (line, words) => {
      const all = line.preference <= 100 ? new Set([...words, 'pref']) : words;
      const row = PHONES.find((one) => one.words.every((spellings) => spellings.some((word) => all.has(word))));
      return (row?.slots ?? []).map((slot) => `tel-${slot}`);
    },
  },
  { names: ['EMAIL'], prefix: 'email-', slotsOf: () => ['email-1', 'email-2', 'email-3'] },
  { names: ['ADR'], prefix: 'adr-', slotsOf: (_, words) => [`adr-${placeOf(words)}`] },
  { names: ['LABEL'], prefix: 'label-', slotsOf: (_, words) => [`label-${placeOf(words)}`] },
  {
    names: ['URL'],
    prefix: 'url-',
    slotsOf: (_, words) => {
      if (words.has('home') || words.has('homepage')) return ['url-home'];
      return words.has('work') ? ['url-work'] : ['url-work', 'url-home'];
    },
  },
  { names: ['X-MS-TEXT'], prefix: 'text-', slotsOf: () => ['text-1', 'text-2', 'text-3', 'text-4'] },
];

function placeOf(words: ReadonlySet<string>): string {
  if (words.has('work')) return 'work';
  return words.has('home') ? 'home' : 'other';
}

/** Gives lines their slots: those that name one, then those that say something, the preferred first. */
export function assignSlots(
  own: readonly VcardLine[],
  wordsOf: (line: VcardLine) => ReadonlySet<string>,
): Map<string, VcardLine> {
  const taken = new Map<string, VcardLine>();
  for (const family of FAMILIES) {
    const lines = own.filter(({ name }) => family.names.includes(name));
    const rank = (line: VcardLine): number =>
      (line.parameter(SLOT_PARAMETER) !== undefined ? 0 : 1000) +
      (line.value.trim() === '' ? 500 : 0) +
      line.preference;
    const ranked = lines.map((line) => ({ line, rank: rank(line) })).sort((a, b) => a.rank - b.rank);
    for (const { line } of ranked) {
      const named = line.parameter(SLOT_PARAMETER)?.toLowerCase();
      const wanted = named?.startsWith(family.prefix) === true ? [named] : family.slotsOf(line, wordsOf(line));
      const free = wanted.find((slot) => !taken.has(slot));
      if (free !== undefined) taken.set(free, line);
    }
  }
  return taken;
}
