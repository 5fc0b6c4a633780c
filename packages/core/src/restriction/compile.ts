import type { FoldedColumn, ListingCondition, NumberColumn, PlainColumn } from '../state/listing.ts';
import type { RelOp, Restriction } from './restriction.ts';
import { foldText } from './text.ts';

/** A restriction for the state store. */
export interface Compiled {
  /** Missing where the state store cannot narrow anything. It lets no row be missed. */
  readonly condition?: ListingCondition;
  /** What core has to ask each row that is left; missing where the condition says all. */
  readonly remainder?: Restriction;
}

interface Part {
  readonly condition: ListingCondition;
  /** Whether it says just what the restriction says, or lets too many rows pass. */
  readonly exact: boolean;
}

const FOLDED: Readonly<Record<string, FoldedColumn>> = {
  PidTagSubject: 'subject',
  PidTagNormalizedSubject: 'topic',
  PidTagSentRepresentingName: 'name',
  PidTagSentRepresentingSmtpAddress: 'address',
  from: 'from',
  PidTagDisplayTo: 'displayTo',
  PidTagDisplayCc: 'displayCc',
};

const PLAIN: Readonly<Record<string, PlainColumn>> = {
  PidTagMessageClass: 'messageClass',
  kind: 'kind',
  PidTagInternetMessageId: 'messageId',
  uid: 'uid',
};

const NUMBERS: Readonly<Record<string, NumberColumn>> = {
  PidTagMessageSize: 'size',
  PidTagImportance: 'importance',
  PidTagSensitivity: 'sensitivity',
};

const TIMES: Readonly<Record<string, NumberColumn>> = {
  PidTagMessageDeliveryTime: 'received',
  PidTagClientSubmitTime: 'sent',
  PidLidCommonStart: 'startsAt',
  PidLidCommonEnd: 'endsAt',
};

/** The state store may cut longer texts. */
const MAX_PLAIN = 250;

const TRUE: ListingCondition = { type: 'and', of: [] };
const FALSE: ListingCondition = { type: 'or', of: [] };
const SEEN: ListingCondition = { type: 'number', column: 'seen', op: '=', value: 1 };
/** Bits of PidTagMessageFlags that the index has ([MS-OXCMSG] 2.2.1.6): mfRead and mfHasAttach. */
const READ_BIT = 0x1;
const ATTACHED_BIT = 0x10;

/**
 * Says a restriction as a condition of the state store, as far as that has the columns for it and compares as `evaluate`
 * does; the rest is named. `attachmentsKnown`: every row of the folder tells whether it has attachments.
 */
export function compile(
  restriction: Restriction,
  { attachmentsKnown = false }: { readonly attachmentsKnown?: boolean } = {},
): Compiled {
  const parts = restriction.type === 'and' ? restriction.of : [restriction];
  const conditions: ListingCondition[] = [];
  const rest: Restriction[] = [];
  for (const part of parts) {
    const compiled = partOf(part, attachmentsKnown);
    if (compiled !== undefined) conditions.push(compiled.condition);
    if (compiled?.exact !== true) rest.push(part);
  }
  const [first, ...others] = conditions;
  const [left, ...more] = rest;
  return {
    ...(first !== undefined && { condition: others.length === 0 ? first : { type: 'and', of: conditions } }),
    ...(left !== undefined && { remainder: more.length === 0 ? left : { type: 'and', of: rest } }),
  };
}

function partOf(restriction: Restriction, known: boolean): Part | undefined {
  switch (restriction.type) {
    case 'and': {
      const parts = restriction.of.map((part) => partOf(part, known));
      const found = parts.filter((part) => part !== undefined);
      return {
        condition: { type: 'and', of: found.map(({ condition }) => condition) },
        exact: found.length === parts.length && found.every(({ exact }) => exact),
      };
    }
    case 'or': {
      const parts = restriction.of.map((part) => partOf(part, known));
      if (!parts.every((part) => part !== undefined)) return undefined;
      return {
        condition: { type: 'or', of: parts.map(({ condition }) => condition) },
        exact: parts.every(({ exact }) => exact),
      };
    }
    case 'not': {
      // The opposite of "nothing is missed" would miss things.
      const part = partOf(restriction.of, known);
      return part?.exact === true ? exact({ type: 'not', of: part.condition }) : undefined;
    }
    case 'comment':
      return restriction.of === undefined ? exact(TRUE) : partOf(restriction.of, known);
    case 'count':
      return partOf(restriction.of, known);
    case 'flag':
      return exact(flagCondition(restriction.flag));
    case 'content':
      return contentPart(restriction);
    case 'property':
      return propertyPart(restriction, known);
    case 'bitmask':
      return bitmaskPart(restriction, known);
    case 'exist':
      return existPart(restriction.property, known);
    case 'compare':
      return comparePart(restriction);
    default:
      return undefined;
  }
}

function exact(condition: ListingCondition): Part {
  return { condition, exact: true };
}

function flagCondition(flag: string): ListingCondition {
  if (flag === '$seen') return SEEN;
  // Flags are words; a state store would take NUL for the end, and half a character for another one.
  return /^[^\s\0]+$/u.test(flag) && flag.isWellFormed() ? { type: 'flag', flag } : FALSE;
}

/** Whether every state store takes a text as it is. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function contentPart({ property, value, fuzzy }: Extract<Restriction, { type: 'content' }>): Part | undefined {
  // No column has bytes.
  if (typeof value !== 'string' || !isStorable(value)) return undefined;
  const folds = fuzzy.loose === true || (fuzzy.ignoreCase === true && fuzzy.ignoreNonSpace === true);
  const folded = FOLDED[property];
  if (folded !== undefined && folds)
    return exact({ type: 'folded', column: folded, match: fuzzy.match, value: foldText(value) });
  const plain = PLAIN[property];
  if (plain === undefined || folds || fuzzy.ignoreCase === true || fuzzy.ignoreNonSpace === true) return undefined;
  if (fuzzy.match === 'substring' || value.length > MAX_PLAIN) return undefined;
  return exact({ type: 'plain', column: plain, match: fuzzy.match, value });
}

function propertyPart(
  { property, op, value }: Extract<Restriction, { type: 'property' }>,
  known: boolean,
): Part | undefined {
  const number = numberOf(property, value);
  if (number !== undefined) return exact({ type: 'number', op, ...number });
  if (property === 'PidTagHasAttachments' && typeof value === 'boolean')
    return attached({ type: 'number', column: 'hasAttachments', op, value: Number(value) }, known);
  const plain = PLAIN[property];
  if (plain === undefined || typeof value !== 'string' || !isStorable(value) || value.length > MAX_PLAIN)
    return undefined;
  const equal: ListingCondition = { type: 'plain', column: plain, match: 'full', value };
  if (op === '=') return exact(equal);
  if (op !== '!=') return undefined;
  const different: ListingCondition = { type: 'not', of: equal };
  return exact(plain === 'messageId' || plain === 'uid' ? { type: 'and', of: [isSet(plain), different] } : different);
}

function numberOf(property: string, value: unknown): { column: NumberColumn; value: number } | undefined {
  const time = TIMES[property];
  if (time !== undefined && value instanceof Date && !Number.isNaN(value.getTime()))
    return { column: time, value: value.getTime() };
  const column = NUMBERS[property];
  const number = typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return column !== undefined && typeof number === 'number' && Number.isFinite(number)
    ? { column, value: number }
    : undefined;
}

function isSet(column: NumberColumn | 'messageId' | 'uid'): ListingCondition {
  return { type: 'set', column };
}

/** Rows that do not tell of attachments may meet every condition about them. */
function attached(condition: ListingCondition, known: boolean): Part {
  if (known) return exact(condition);
  return {
    condition: { type: 'or', of: [condition, { type: 'not', of: isSet('hasAttachments') }] },
    exact: false,
  };
}

function bitmaskPart(
  { property, mask, test }: Extract<Restriction, { type: 'bitmask' }>,
  known: boolean,
): Part | undefined {
  if (property !== 'PidTagMessageFlags' || !Number.isInteger(mask)) return undefined;
  const read = (mask & READ_BIT) === 0 ? [] : [SEEN];
  const has: ListingCondition[] =
    (mask & ATTACHED_BIT) === 0 ? [] : [{ type: 'number', column: 'hasAttachments', op: '=', value: 1 }];
  const some: ListingCondition = { type: 'or', of: [...read, ...has] };
  const condition: ListingCondition = test === 'nonzero' ? some : { type: 'not', of: some };
  return has.length === 0 ? exact(condition) : attached(condition, known);
}

/** Columns of which each row has a value. */
const ALWAYS: ReadonlySet<string> = new Set([
  ...Object.keys(FOLDED),
  'PidTagMessageClass',
  'kind',
  'id',
  'PidTagMessageDeliveryTime',
  'PidTagImportance',
  'PidTagSensitivity',
  'PidTagMid',
  'PidTagFolderId',
  'PidTagChangeNumber',
]);

function existPart(property: string, known: boolean): Part | undefined {
  if (ALWAYS.has(property)) return exact(TRUE);
  const number = NUMBERS[property] ?? TIMES[property];
  if (number !== undefined) return exact(isSet(number));
  const plain = PLAIN[property];
  if (plain === 'messageId' || plain === 'uid') return exact(isSet(plain));
  if (property === 'PidTagHasAttachments' || property === 'PidTagMessageFlags')
    return known ? exact(TRUE) : { condition: TRUE, exact: false };
  return undefined;
}

function comparePart({ left, op, right }: { left: string; op: RelOp; right: string }): Part | undefined {
  for (const kind of [TIMES, NUMBERS]) {
    const [a, b] = [kind[left], kind[right]];
    if (a !== undefined && b !== undefined) return exact({ type: 'numbers', left: a, op, right: b });
  }
  return undefined;
}
