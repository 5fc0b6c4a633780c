import type { Recipient } from '../item/item.ts';
import { PropertyBag } from '../properties/bag.ts';
import { propertyByName } from '../properties/lookup.ts';
import type { PropertyValue } from '../properties/types.ts';
import { decode, encode } from './encoding.ts';

type Entries = readonly (readonly [name: string, value: PropertyValue])[];

/** A property bag as JSON. */
export function encodeBag(bag: PropertyBag): string {
  return encode(entriesOf(bag));
}

/** The reverse of {@link encodeBag}. */
export function decodeBag(json: string): PropertyBag {
  return bagOf(decode<Entries>(json));
}

/** What a reply is made of: its properties and recipients. */
export interface TemplateItem {
  readonly properties: PropertyBag;
  readonly recipients: readonly Recipient[];
}

/** A template as JSON. */
export function encodeTemplate({ properties, recipients }: TemplateItem): string {
  return encode({
    properties: entriesOf(properties),
    recipients: recipients.map((row) => entriesOf(row.properties)),
  });
}

/** The reverse of {@link encodeTemplate}. */
export function decodeTemplate(json: string): TemplateItem {
  const { properties, recipients } = decode<{ properties: Entries; recipients: readonly Entries[] }>(json);
  return { properties: bagOf(properties), recipients: recipients.map((row) => ({ properties: bagOf(row) })) };
}

function entriesOf(bag: PropertyBag): Entries {
  return [...bag].map(({ property, value }) => [property.name, value]);
}

function bagOf(entries: Entries): PropertyBag {
  const bag = new PropertyBag();
  for (const [name, value] of entries) {
    const property = propertyByName(name);
    if (property !== undefined) bag.set(property, value);
  }
  return bag;
}
