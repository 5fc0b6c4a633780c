import {
  bytesSource,
  collect,
  type DeferredMessage,
  type Delivered,
  type DeliverSource,
  type NewRule,
  type Outgoing,
  PropertyBag,
  type PropertyValue,
  parseRestriction,
  propertyByName,
  type Restriction,
  type RuleAction,
  type Store,
} from '@mapistore/core';
import { all, mail } from '../support.ts';

/** A condition as people type it. */
export const when = (text: string): Restriction => parseRestriction(text);

/** A rule with these actions, for every message or for what meets a condition. */
export function rule(actions: readonly RuleAction[], more: Partial<NewRule> = {}): NewRule {
  return { actions, ...more };
}

/** Adds rules in the order given, and gives their ids. */
export async function addRules(store: Store, path: string, ...rules: readonly NewRule[]): Promise<readonly number[]> {
  return store.rules.modify(
    path,
    rules.map((each, index) => ({ change: 'add', rule: { sequence: index + 1, ...each } })),
  );
}

let number = 0;

/** Delivers one mail of that subject, and tells what became of it. */
export async function deliverOne(
  store: Store,
  path: string,
  subject: string,
  { extra = '', body = 'Hello.' }: { readonly extra?: string; readonly body?: string } = {},
): Promise<Delivered> {
  const bytes = mail(subject, body, `X-Number: ${number++}\r\n${extra}`);
  const [result] = await all(store.deliver(path, [sourceOf(bytes)]));
  return result as Delivered;
}

/** A source for a delivery. */
export function sourceOf(bytes: Uint8Array, id?: string): DeliverSource {
  return { label: 'mail', body: bytesSource(bytes, 'message/rfc822'), ...(id !== undefined && { id }) };
}

/** Subjects in a folder. */
export async function subjects(store: Store, path: string): Promise<readonly string[]> {
  return (await all(store.items.list(path, { sort: 'id' }))).map(({ subject }) => subject);
}

/** The bytes of something to be sent. */
export async function textOf({ body }: Outgoing): Promise<string> {
  const { signal } = new AbortController();
  return Buffer.from(await collect(body.open({ signal }))).toString('latin1');
}

/** Properties by their canonical names. */
export function bagOf(values: Readonly<Record<string, PropertyValue>>): PropertyBag {
  const bag = new PropertyBag();
  for (const [name, value] of Object.entries(values)) {
    const property = propertyByName(name);
    if (property === undefined) throw new Error(`There is no ${name}.`);
    bag.set(property, value);
  }
  return bag;
}

/** A recipient row. */
export function recipient(address: string): { readonly properties: PropertyBag } {
  return { properties: bagOf({ PidTagRecipientType: 1, PidTagSmtpAddress: address, PidTagDisplayName: address }) };
}

/** Deferred messages of a kind. */
export async function deferred(store: Store, kind: DeferredMessage['kind']): Promise<readonly DeferredMessage[]> {
  return (await store.deferred.list()).filter((each) => each.kind === kind);
}

/** A property of an item. */
export async function property(store: Store, id: string | undefined, name: string): Promise<unknown> {
  return (await store.items.properties(id as string)).properties.get(name);
}
