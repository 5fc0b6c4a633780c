import type { BodySource } from '../contract/body.ts';
import type { Delta, Format } from '../contract/format.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Item } from '../item/item.ts';
import type { PropertyBag } from '../properties/bag.ts';
import { encodeValue } from '../state/values.ts';

/**
 * What the fields of a change were when it was first tried. A later try, after a lost race, compares: a field that
 * somebody else changed meanwhile is theirs, and the change a conflict; in all other fields both changes live on.
 */
export class Base {
  readonly #id: string;
  readonly #delta: Delta;
  #first: ReadonlyMap<string, string> | undefined;

  constructor(id: string, delta: Delta) {
    this.#id = id;
    this.#delta = delta;
  }

  /** Remembers the fields the first time, and compares them every other time. @throws CONFLICT */
  async check(format: Format, source: BodySource, signal: AbortSignal): Promise<void> {
    const now = fieldsOf(await format.parse(source, { signal }), this.#delta);
    if (this.#first === undefined) {
      this.#first = now;
      return;
    }
    for (const [field, value] of this.#first) {
      if (now.get(field) === value) continue;
      throw new MapistoreError(
        'CONFLICT',
        `Item ${this.#id} was not changed: somebody else changed ${field} at the same time. Look at it and repeat.`,
      );
    }
  }
}

/** The fields of a delta as text, by a name for people. */
function fieldsOf(item: Item, { set, remove, recipients = [], exceptions = [] }: Delta): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const name of [...[...set].map(({ property }) => property.name), ...remove])
    fields.set(name, textOf(item.properties, name));
  for (const { address } of recipients) {
    const row = item.recipients.find(
      ({ properties }) => properties.text('PidTagSmtpAddress')?.toLowerCase() === address.toLowerCase(),
    );
    fields.set(`the recipient ${address}`, row === undefined ? '' : bagOf(row.properties));
  }
  for (const { originalStart } of exceptions) {
    const exception = item.attachments.find(({ properties, item: inner }) => {
      const replaces =
        inner?.properties.get('PidLidExceptionReplaceTime') ?? properties.get('PidTagExceptionReplaceTime');
      return replaces instanceof Date && replaces.getTime() === originalStart.getTime();
    });
    const name = `the instance of ${originalStart.toISOString()}`;
    fields.set(name, exception?.item === undefined ? '' : bagOf(exception.item.properties));
  }
  return fields;
}

function textOf(bag: PropertyBag, name: string): string {
  const value = bag.get(name);
  return value === undefined ? '' : encodeValue(value);
}

function bagOf(bag: PropertyBag): string {
  return [...bag]
    .map(({ property, value }) => `${property.name}=${encodeValue(value)}`)
    .sort()
    .join('\n');
}
