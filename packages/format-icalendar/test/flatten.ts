import { collect, type Item, type PropertyBag } from '@mapistore/core';
import { signal } from './corpus.ts';

/** All that an item says, one sorted line for each property; lines of an exception begin with its depth. */
export async function flatten(
  item: Pick<Item, 'properties' | 'recipients' | 'attachments'>,
  depth = '',
): Promise<string[]> {
  const lines = [...item.properties].map(({ property, value }) => `${depth}P ${property.name}=${show(value)}`);
  for (const { properties } of item.recipients) lines.push(`${depth}R ${row(properties)}`);
  for (const { properties, content, item: inner } of item.attachments) {
    const bytes = content === undefined ? new Uint8Array() : await collect(content.open({ signal }));
    lines.push(`${depth}A ${row(properties)} ${Buffer.from(bytes).toString('hex')}`);
    if (inner !== undefined) lines.push(...(await flatten(inner, `${depth}1`)));
  }
  return lines.sort();
}

function row(bag: PropertyBag): string {
  return [...bag]
    .map(({ property, value }) => `${property.name}=${show(value)}`)
    .sort()
    .join(' ');
}

function show(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return value instanceof Date ? String(value.getTime()) : JSON.stringify(value);
}
