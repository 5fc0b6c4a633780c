import {
  type ContentsRow,
  foldText,
  type ListingColumn,
  type ListingCondition,
  type ListingSort,
  type ListingValue,
  textKey,
} from '@mapistore/core';
import fc from 'fast-check';
import { row } from './support.ts';

// What a state store says of rows is compared with what is plainly meant, row by row.

const LONG = 'Ärger '.repeat(60);
/** Texts that fold, sort or end in ways of their own. */
export const text: fc.Arbitrary<string> = fc.constantFrom(
  '',
  'a',
  'A',
  'ä',
  'a ',
  'ab',
  'b',
  'Straße',
  'STRASSE',
  '😀',
  '\ufb01n',
  `${LONG}x`,
  LONG,
  'a%_b',
);
/** Numbers, or none. */
export const number: fc.Arbitrary<number | null> = fc.option(fc.constantFrom(0, 1, 5, 2 ** 40));
/** Flags as rows keep them. */
export const flags: fc.Arbitrary<string> = fc.constantFrom('', '$seen', '$seen work', 'work', 'homework');

/** Rows of two folders. */
export const rowsOf: fc.Arbitrary<ReturnType<typeof row>[]> = fc
  .array(
    fc.record({
      folderId: fc.constantFrom(1, 1, 1, 2),
      received: fc.constantFrom(0, 1, 2),
      sent: number,
      size: number,
      storedSize: number,
      hasAttachments: fc.constantFrom(null, 0, 1),
      subject: text,
      fromName: text,
      fromAddress: text,
      displayTo: text,
      messageId: fc.option(text),
      messageClass: fc.constantFrom('IPM.Note', 'IPM.Note.X', 'ipm.note', 'IPM.Note '),
      flags,
    }),
    { maxLength: 20 },
  )
  .map((rows) =>
    rows.map(({ folderId, received, storedSize, subject, ...item }, index) =>
      row(
        index + 1,
        { ...item, subject: `Re: ${subject}`, normalizedSubject: subject },
        { folderId, received, storedSize },
      ),
    ),
  );

const numberColumn = fc.constantFrom('mid', 'received', 'sent', 'size', 'hasAttachments', 'seen' as const);
const op = fc.constantFrom('<', '<=', '>', '>=', '=', '!=' as const);
/** Columns to sort by. */
export const sortable = [
  'mid',
  'received',
  'sent',
  'size',
  'subject',
  'topic',
  'name',
  'sender',
  'messageClass',
] as const;

/** Any condition. */
export const condition: fc.Arbitrary<ListingCondition> = fc.letrec<{ any: ListingCondition }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ type: fc.constant('number' as const), column: numberColumn, op, value: fc.constantFrom(0, 1, 1.5, 5) }),
    fc.record({ type: fc.constant('numbers' as const), left: numberColumn, op, right: numberColumn }),
    fc.record({
      type: fc.constant('set' as const),
      column: fc.constantFrom('sent', 'size', 'hasAttachments', 'messageId' as const),
    }),
    fc.record({
      type: fc.constant('folded' as const),
      column: fc.constantFrom('subject', 'topic', 'name', 'address', 'from', 'displayTo' as const),
      match: fc.constantFrom('full', 'prefix', 'substring' as const),
      value: text.map(foldText),
    }),
    fc.record({
      type: fc.constant('plain' as const),
      column: fc.constantFrom('messageClass', 'messageId' as const),
      match: fc.constantFrom('full', 'prefix' as const),
      value: fc.constantFrom('IPM.Note', 'IPM', 'a', 'a ', ''),
    }),
    fc.record({ type: fc.constant('flag' as const), flag: fc.constantFrom('work', 'wor', '$seen') }),
    fc.record({
      type: fc.constantFrom('and', 'or' as const),
      of: fc.array(tie('any'), { maxLength: 3 }),
    }),
    fc.record({ type: fc.constant('not' as const), of: tie('any') }),
  ) as fc.Arbitrary<ListingCondition>,
})).any;

/** What a row is sorted by in a column. */
export function keyOf(row: ContentsRow, column: ListingColumn): ListingValue {
  switch (column) {
    case 'size':
      return row.size ?? row.storedSize;
    case 'seen':
      return row.flags.split(' ').includes('$seen') ? 1 : 0;
    case 'subject':
      return textKey(row.subject);
    case 'topic':
      return textKey(row.normalizedSubject);
    case 'name':
      return textKey(row.fromName);
    case 'sender':
      return textKey(row.fromName || row.fromAddress);
    default:
      return row[column];
  }
}

/** Whether a row meets a condition, said plainly. */
export function meets(row: ContentsRow, asked: ListingCondition): boolean {
  const holds = (a: ListingValue, relation: string, b: ListingValue): boolean => {
    if (a === null || b === null) return false;
    if (relation === '=') return a === b;
    if (relation === '!=') return a !== b;
    return relation.startsWith('<') ? a < b || (relation === '<=' && a === b) : a > b || (relation === '>=' && a === b);
  };
  switch (asked.type) {
    case 'and':
      return asked.of.every((part) => meets(row, part));
    case 'or':
      return asked.of.some((part) => meets(row, part));
    case 'not':
      return !meets(row, asked.of);
    case 'number':
      return holds(keyOf(row, asked.column), asked.op, asked.value);
    case 'numbers':
      return holds(keyOf(row, asked.left), asked.op, keyOf(row, asked.right));
    case 'set':
      return (asked.column === 'messageId' ? row.messageId : keyOf(row, asked.column as ListingColumn)) !== null;
    case 'key':
      return keyOf(row, asked.column) === asked.value;
    case 'flag':
      return row.flags.split(' ').includes(asked.flag);
    case 'plain':
      return isMatch(row[asked.column] ?? undefined, asked.match, asked.value);
    case 'folded': {
      const texts = {
        subject: row.subject,
        topic: row.normalizedSubject,
        name: row.fromName,
        address: row.fromAddress,
        from: `${row.fromName} <${row.fromAddress}>`,
        displayTo: row.displayTo,
        displayCc: row.displayCc,
      };
      return isMatch(foldText(texts[asked.column]), asked.match, asked.value);
    }
  }
}

function isMatch(value: string | undefined, match: string, wanted: string): boolean {
  if (value === undefined) return false;
  if (match === 'full') return value === wanted;
  return match === 'prefix' ? value.startsWith(wanted) : value.includes(wanted);
}

/** The order of two values. */
export function order(a: ListingValue, b: ListingValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  return a - (b as number);
}

/** The order of two rows. */
export function compare(sort: readonly ListingSort[], a: ContentsRow, b: ContentsRow): number {
  for (const { column, descending } of sort) {
    const by = order(keyOf(a, column), keyOf(b, column));
    if (by !== 0) return descending ? -by : by;
  }
  return sort.at(-1)?.descending === true ? b.mid - a.mid : a.mid - b.mid;
}
