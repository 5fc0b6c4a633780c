import { MapistoreError } from '../errors/error.ts';
import type { Restriction } from './restriction.ts';

/** Conditions inside of one another deeper than this were made to break something. */
const MAX_DEPTH = 400;
/** All conditions of a restriction together. */
const MAX_NODES = 10_000;
/** Characters or bytes of all values together. */
const MAX_VALUES = 1_048_576;
/** Of a pattern: the work is its length times that of the text. */
const MAX_PATTERN = 1_000;

const OPERATORS: readonly unknown[] = ['<', '<=', '>', '>=', '=', '!='];
const MATCHES: readonly unknown[] = ['full', 'substring', 'prefix'];

/**
 * Looks whether a restriction that came from outside is one, and no larger than anybody needs.
 * @throws INVALID_ARGUMENT
 */
export function checkRestriction(restriction: Restriction): void {
  const left = { nodes: MAX_NODES, values: MAX_VALUES };
  // With a list of its own, so that hostile depth cannot exhaust the stack before it is found.
  const open: { readonly part: Restriction; readonly depth: number }[] = [{ part: restriction, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { part, depth } = next;
    if (depth > MAX_DEPTH) throw refused(`it has conditions inside of one another more than ${MAX_DEPTH} deep`);
    if (--left.nodes < 0) throw refused(`it has more than ${MAX_NODES} conditions`);
    left.values -= checkPart(part);
    if (left.values < 0) throw refused(`its values have more than ${MAX_VALUES} characters`);
    for (const inner of innerOf(part)) open.push({ part: inner, depth: depth + 1 });
  }
}

/** The conditions inside of one. */
function innerOf(restriction: Restriction): readonly Restriction[] {
  const of: unknown = 'of' in restriction ? restriction.of : undefined;
  if (of === undefined) return [];
  return Array.isArray(of) ? (of as readonly Restriction[]) : [of as Restriction];
}

/** The properties that a condition and those inside of it name; those of recipients and attachments are not the item's. */
export function propertiesOf(restriction: Restriction): ReadonlySet<string> {
  const names = new Set<string>();
  const open: Restriction[] = [restriction];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if ('property' in part) names.add(part.property);
    if (part.type === 'compare') names.add(part.left).add(part.right);
    if (part.type !== 'sub') open.push(...innerOf(part));
  }
  return names;
}

/** Gives how large the values of one condition are. */
function checkPart(part: Restriction): number {
  if (typeof part !== 'object' || part === null) throw refused('a part of it is no condition');
  const isText = (...values: unknown[]): void => {
    if (!values.every((value) => typeof value === 'string'))
      throw refused(`"${part.type}" lacks the name of a property`);
  };
  const isOperator = (op: unknown): void => {
    if (!OPERATORS.includes(op)) throw refused(`there is no relation ${JSON.stringify(op)}`);
  };
  switch (part.type) {
    case 'and':
    case 'or':
      if (!Array.isArray(part.of)) throw refused(`"${part.type}" lacks its conditions`);
      return 0;
    case 'not':
      hasCondition(part);
      return 0;
    case 'sub':
      hasCondition(part);
      if (part.table !== 'recipients' && part.table !== 'attachments') throw refused('messages have no such table');
      return 0;
    case 'count':
      hasCondition(part);
      if (!Number.isSafeInteger(part.count) || part.count < 0) throw refused('the count of rows is no whole number');
      return 0;
    case 'comment':
      return (part.values ?? []).reduce((sum, { value }) => sum + weigh(value), 0);
    case 'content':
      isText(part.property);
      if (!MATCHES.includes(part.fuzzy?.match)) throw refused('there is no such way to match a text');
      return weigh(part.value);
    case 'like':
      isText(part.property, part.pattern);
      if (part.pattern.length > MAX_PATTERN) throw refused(`a pattern has more than ${MAX_PATTERN} characters`);
      return part.pattern.length;
    case 'property':
      isText(part.property);
      isOperator(part.op);
      return weigh(part.value);
    case 'compare':
      isText(part.left, part.right);
      isOperator(part.op);
      return 0;
    case 'size':
      isText(part.property);
      isOperator(part.op);
      return weigh(part.size);
    case 'bitmask':
      isText(part.property);
      if (!Number.isInteger(part.mask)) throw refused('a mask of bits is no whole number');
      return 0;
    case 'exist':
      isText(part.property);
      return 0;
    case 'flag':
      isText(part.flag);
      return part.flag.length;
    default:
      throw refused(`there is no condition of type ${JSON.stringify((part as { type?: unknown }).type)}`);
  }
}

function hasCondition({ type, of }: { readonly type: string; readonly of: unknown }): void {
  if (of === undefined || Array.isArray(of)) throw refused(`"${type}" lacks its condition`);
}

function weigh(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  if (value instanceof Date || ['number', 'bigint', 'boolean'].includes(typeof value)) return 1;
  throw refused('a value to compare with is of no type that properties have');
}

function refused(why: string): MapistoreError {
  return new MapistoreError('INVALID_ARGUMENT', `The restriction cannot be used: ${why}.`);
}
