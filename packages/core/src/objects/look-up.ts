import type { BodySource } from '../contract/body.ts';
import type { PropertyBag, PropertyEntry } from '../properties/bag.ts';
import { sameTag } from '../properties/lookup.ts';
import type { Property, PropertyValue } from '../properties/types.ts';
import { singleType } from '../properties/values.ts';
import { type PropertyResult, problem } from './problems.ts';

/** Types of text. */
export const TEXT: ReadonlySet<string> = new Set(['PtypString', 'PtypString8']);
/** Types that a stream may be opened over. */
export const STREAMED: ReadonlySet<string> = new Set([
  ...TEXT,
  'PtypBinary',
  'PtypObject',
  'PtypServerId',
  'PtypRestriction',
  'PtypRuleAction',
]);

/** The property that is meant: text is text in whichever of its two types it is asked for. */
export function canonical(property: Property): Property {
  return sameTag(property) ?? property;
}

/** The value of a property in the first of these bags that has it, whatever type of text or any type it is asked for in. */
export function find(bags: readonly PropertyBag[], asked: Property): PropertyEntry | undefined {
  const property = canonical(asked);
  for (const bag of bags) {
    const entry = bag.entry(property.name) ?? (asked.type === 'PtypUnspecified' ? anyOf(bag, property) : undefined);
    if (entry === undefined) continue;
    if (asked.type === 'PtypUnspecified' || singleType(entry.property.type) === singleType(property.type)) return entry;
  }
  return undefined;
}

function anyOf(bag: PropertyBag, asked: Property): PropertyEntry | undefined {
  return 'id' in asked ? [...bag].find(({ property }) => 'id' in property && property.id === asked.id) : undefined;
}

/** The bytes of a content, where they are no more than the limit. */
export async function contentResult(property: Property, content: BodySource, limit: number): Promise<PropertyResult> {
  const size = content.size ?? (await sizeOf(content));
  if (size > limit) return { property, problem: problem(property, 'NOT_ENOUGH_MEMORY') };
  const { signal } = new AbortController();
  const parts: Uint8Array[] = [];
  for await (const chunk of content.open({ signal })) parts.push(new Uint8Array(chunk));
  return { property, value: new Uint8Array(Buffer.concat(parts)) };
}

/** Bytes of a source; one that does not know is read. */
export async function sizeOf(source: BodySource): Promise<number> {
  if (source.size !== undefined) return source.size;
  let size = 0;
  for await (const chunk of source.open({ signal: new AbortController().signal })) size += chunk.byteLength;
  return size;
}

/** Bytes of a value, about as many as on a wire. */
export function bytesOf(value: PropertyValue): number {
  if (typeof value === 'string') return value.length * 2;
  if (value instanceof Uint8Array) return value.byteLength;
  return Array.isArray(value) ? value.reduce((sum: number, one) => sum + bytesOf(one as PropertyValue), 0) : 8;
}
